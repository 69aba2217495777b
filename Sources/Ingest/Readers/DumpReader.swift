import Glibc

/// Reads dumps: opens, unpacks, finds out the format, and cuts the stream into records.
///
/// Every file gives its records, or error records where it can't be read; a broken place costs the record there and no other.
public struct DumpReader {
    let options: ReaderOptions
    private let emitter: RecordEmitter
    /// Archives in archives deeper than this are not opened.
    private static let maximumNesting = 3

    public init(options: ReaderOptions, emitter: RecordEmitter) {
        self.options = options
        self.emitter = emitter
    }

    /// Reads a file, every file of a folder, or for `-` standard input.
    ///
    /// - Returns: whether anything could be opened.
    @discardableResult public func read(_ path: InputPath) -> Bool {
        var opened = false
        _ = InputWalker.forEachFile(
            under: path,
            failure: { folder, error in
                emitter.emit(DumpRecord(unreadable: error, at: RecordSource(path: folder.label)))
                return !emitter.isStopped
            }
        ) { file in
            if readFile(file) { opened = true }
            return !emitter.isStopped
        }
        return opened
    }

    /// Reads one dump that comes piece by piece from anywhere, as from a connection or from memory.
    ///
    /// - Parameters:
    ///   - name: stands for the path in the records; decides the format where the content doesn't.
    ///   - supply: puts some bytes into the buffer and gives how many, 0 at the end; an error it throws becomes an error record.
    public func read(named name: String, from supply: @escaping (UnsafeMutableRawBufferPointer) throws(IngestError) -> Int) {
        read(BufferedInput(SuppliedSource(supply)), at: RecordSource(path: name), name: name)
    }

    private func readFile(_ path: InputPath) -> Bool {
        let place = RecordSource(path: path.label)
        if path.isStandardInput {
            read(BufferedInput(FileSource(descriptor: STDIN_FILENO, closes: false, stop: options.stop, meter: options.meter)), at: place, name: "-", nesting: 0)
            return true
        }
        let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            emitter.emit(DumpRecord(unreadable: .system(.open, "the file can't be opened"), at: place))
            return false
        }
        let input = BufferedInput(FileSource(descriptor: descriptor, closes: true, stop: options.stop, meter: options.meter))
        if let range = options.range {
            readRange(range, of: input, descriptor, at: place, name: path.label)
        } else {
            read(input, at: place, name: path.label)
        }
        return true
    }

    /// Reads the records that start in a range of a file: JSON Lines and WARC as they are, and WARC with a gzip member for each record.
    private func readRange(_ range: Range<Int>, of input: BufferedInput, _ descriptor: Int32, at place: RecordSource, name: String) {
        do throws(IngestError) {
            guard let packing = FormatDetector.packing(input) else { return try readRecords(of: input, at: place, name: name) }
            guard packing == .gzip, FormatDetector.nameWithoutPacking(name).hasSuffix(".warc") || FormatDetector.nameWithoutPacking(name).hasSuffix(".wet") || options.format == .warc || options.format == .wet
            else { throw IngestError(.open, .unknownFormat, "a range can be read of JSON Lines and WARC, and of .warc.gz, but not of other compressed files") }
            guard lseek(descriptor, off_t(range.lowerBound), SEEK_SET) >= 0 else { throw .system(.open, "the file can't be sought in") }
            // The descriptor is the input's, which lives as long as this call.
            let source = FileSource(descriptor: descriptor, closes: false, startingAt: range.lowerBound, stop: options.stop, meter: options.meter)
            let members = GzipSource(BufferedInput(source), expectedStart: Array("WARC/".utf8))
            var warc = WARCReader(BufferedInput(ExpansionGuard(members, options, ExpansionBudget(options))), at: place, options, emitter)
            warc.run()
            withExtendedLifetime(input) {}
        } catch {
            fail(error, at: place)
        }
    }

    private func fail(_ error: IngestError, at place: RecordSource) { emitter.emit(DumpRecord(unreadable: error, at: place)) }

    /// Reads one stream: a file, or a member of an archive.
    ///
    /// - Parameter budget: what the file that the stream is part of may still unpack to; `nil` for a file of its own.
    func read(_ packed: BufferedInput, at place: RecordSource, name: String, nesting: Int = 0, _ budget: ExpansionBudget? = nil) {
        let budget = budget ?? ExpansionBudget(options)
        do throws(IngestError) {
            guard let input = try unpacked(packed, budget) else { return }
            if FormatDetector.isArchive(input, name: name), options.format == nil || options.format != .text {
                try readMembers(of: input, at: place, nesting: nesting, budget)
            } else {
                try readRecords(of: input, at: place, name: name)
            }
        } catch {
            fail(error, at: place)
        }
    }

    /// Takes compression off, however often it was put on; `nil` where nothing is inside.
    private func unpacked(_ packed: BufferedInput, _ budget: ExpansionBudget) throws(IngestError) -> BufferedInput? {
        var input = packed
        for _ in 0..<4 {
            guard let packing = FormatDetector.packing(input) else { break }
            let source: any ByteSource
            switch packing {
            case .gzip: source = GzipSource(input)
            case .zstd: source = CodecSource(input, ZstdCodec())
            case .bzip2: source = CodecSource(input, Bzip2Codec())
            case .xz: source = CodecSource(input, XZCodec())
            case .other:
                guard let data = try ArchiveDataSource.decompressing(input) else { return nil }
                source = data
            }
            input = BufferedInput(ExpansionGuard(source, options, budget))
        }
        return input
    }

    private func readMembers(of input: BufferedInput, at place: RecordSource, nesting: Int, _ budget: ExpansionBudget) throws(IngestError) {
        guard nesting < Self.maximumNesting else { throw IngestError(.open, .unknownFormat, "an archive inside \(nesting) others is not opened") }
        let archive = try Archive(input, .members)
        while !emitter.isStopped, let member = try archive.nextMember() {
            guard member.isFile else { continue }
            var place = place
            place.member = place.member.map { "\($0)#\(member.name)" } ?? member.name
            if member.isEncrypted {
                fail(IngestError(.decompress, .notReadable, "the member is encrypted; unpack the archive with its password first"), at: place)
                continue
            }
            let data = BufferedInput(ExpansionGuard(ArchiveDataSource(archive), options, budget))
            read(data, at: place, name: member.name, nesting: nesting + 1, budget)
            // Cut inside this member, or too much in all: the error is told, and nothing can follow.
            if data.failure?.code == .truncated || budget.isExhausted { return }
        }
    }

    private func readRecords(of input: BufferedInput, at place: RecordSource, name: String) throws(IngestError) {
        let format: InputFormat
        if let stated = options.format {
            format = stated
        } else {
            // A pipe gives what it has; a file gives enough to be sure.
            if name != "-" { input.fill(4096) }
            switch FormatDetector.detect(input.bytes, name: name) {
            case .format(let found): format = found
            case .empty: return try emptyStream(input)
            case .archive: return
            case .unknown(let kind): throw IngestError(.open, .unknownFormat, "\(kind) is nothing that articles are read from; state the format with --input-format if it is")
            }
        }
        if input.fill(1) == 0 { return try emptyStream(input) }
        if options.range != nil, ![.jsonl, .lines, .warc, .wet].contains(format) {
            throw IngestError(.open, .unknownFormat, "a range can be read of JSON Lines and WARC, and of .warc.gz, but not of \(format.rawValue)")
        }
        switch format {
        case .jsonl, .lines:
            var lines = LineReader(text(of: input), at: place, format == .jsonl ? .json : .text, options, emitter)
            lines.run()
        case .json: JSONDocumentReader(text(of: input), at: place, options, emitter).run()
        case .warc, .wet:
            var warc = WARCReader(input, at: place, options, emitter)
            warc.run()
        case .csv, .tsv:
            var table = TableReader(text(of: input), at: place, isTabbed: format == .tsv, options, emitter)
            table.run()
        case .feed: XMLRecordReader(input, at: place, .feed, options, emitter).run()
        case .nitf: XMLRecordReader(input, at: place, .nitf, options, emitter).run()
        case .newsml: XMLRecordReader(input, at: place, .newsml, options, emitter).run()
        case .mediawiki: XMLRecordReader(input, at: place, .mediawiki, options, emitter).run()
        case .reuters: ReutersReader(input: input, place: place, options: options, emitter: emitter).run()
        case .mbox: MailReader(input: input, place: place, options: options, emitter: emitter).runMailbox()
        case .eml: try MailReader(input: input, place: place, options: options, emitter: emitter).runMessage()
        case .html, .text:
            let (bytes, faults) = try input.takeRecord(limit: options.maximumRecordBytes)
            let body: DumpRecord.Body = format == .html ? .html(bytes: bytes, charset: options.charset) : .text(bytes: bytes, charset: options.charset)
            emitter.emit(DumpRecord(id: place.id, source: place, body: body), size: bytes.count)
            for fault in faults { fail(fault.error, at: place) }
        }
    }

    /// Nothing inside: no record, unless damage is the reason.
    private func emptyStream(_ input: BufferedInput) throws(IngestError) {
        if let failure = input.failure { throw failure }
        if let fault = input.takeFaults().first { throw fault.error }
    }

    /// The stream as UTF-8 text without byte order mark.
    private func text(of input: BufferedInput) -> BufferedInput {
        input.fill(3)
        if input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            input.consume(3)
        } else if input.bytes.starts(with: [0xFF, 0xFE]) || input.bytes.starts(with: [0xFE, 0xFF]) {
            let isBigEndian = input.bytes.first == 0xFE
            input.consume(2)
            return BufferedInput(UTF16Source(input, isBigEndian: isBigEndian))
        }
        return input
    }
}
