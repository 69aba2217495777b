/// Reads WARC files (ISO 28500): the pages that a crawler fetched, and the texts of WET files.
///
/// Articles are `response` records with status 200 and `resource` records of an HTML or text type, and `conversion` records. Where a record doesn't
/// end where it says, it is given up and reading goes on at the next record that can be found.
struct WARCReader {
    let input: BufferedInput
    let place: RecordSource
    let options: ReaderOptions
    let emitter: RecordEmitter

    /// The last record's end was not where it said: what follows is part of that error.
    private var isLost = false

    init(_ input: BufferedInput, at place: RecordSource, _ options: ReaderOptions, _ emitter: RecordEmitter) {
        self.input = input
        self.place = place
        self.options = options
        self.emitter = emitter
    }

    private static let maximumHeader = 256 * 1024

    mutating func run() {
        while !emitter.isStopped {
            for fault in input.takePassedFaults() { emit(fault.error, at: fault.offset) }
            skipEmptyLines()
            guard input.fill(5) > 0 else { break }
            if !input.bytes.starts(with: "WARC/".utf8) {
                skipGarbage()
            } else if !readRecord() {
                break
            }
        }
        for fault in input.takeFaults() { emit(fault.error, at: fault.offset) }
        if let failure = input.failure { emit(failure, at: input.offset) }
    }

    private func source(at offset: Int) -> RecordSource {
        var source = place
        source.offset = input.fileOffset(of: offset) ?? offset
        return source
    }

    private func emit(_ error: IngestError, at offset: Int) {
        let source = source(at: offset)
        if let range = options.range, let offset = source.offset, !range.contains(offset) { return }
        emitter.emit(DumpRecord(unreadable: error, at: source))
    }

    private func skipEmptyLines() {
        while input.fill(1) > 0, let first = input.bytes.first, first == 0x0D || first == 0x0A { input.consume(1) }
    }

    /// Goes on to the next record, and says what was skipped. What is at hand begins no record.
    private mutating func skipGarbage() {
        let start = input.offset
        while true {
            let isEnd = input.fill(8) < 8
            let unbroken = input.unbrokenCount
            if let found = Self.recordStart(in: UnsafeBufferPointer(rebasing: input.bytes[..<unbroken])) {
                input.consume(found)
                break
            }
            if unbroken < input.count {
                // Behind damage a record may begin anywhere.
                input.consume(unbroken)
                break
            }
            // A line end and the beginning of a version may stand at the end of the window.
            input.consume(isEnd ? input.count : input.count - 7)
            if isEnd { break }
        }
        if isLost {
            isLost = false
            return
        }
        emit(IngestError(.read, .corrupt, "\(input.offset - start) bytes that are no WARC record; they were skipped"), at: start)
    }

    /// The first "WARC/1." or "WARC/0." behind a line end, or behind the zeros that a crash leaves in a file.
    private static func recordStart(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 1
        while position + 7 <= bytes.count, let found = bytes[position...].firstIndex(of: UInt8(ascii: "W")), found + 7 <= bytes.count {
            if bytes[found - 1] == 0x0A || bytes[found - 1] == 0, bytes[found..<found + 5].elementsEqual("WARC/".utf8), bytes[found + 5] == 0x31 || bytes[found + 5] == 0x30,
                bytes[found + 6] == UInt8(ascii: ".")
            {
                return found
            }
            position = found + 1
        }
        return nil
    }

    /// Reads one record; `false` at the end of the file.
    private mutating func readRecord() -> Bool {
        isLost = false
        let start = input.offset
        let fileOffset = input.fileOffset(of: start) ?? start
        if let range = options.range, fileOffset >= range.upperBound { return false }
        let isBeforeRange = options.range.map { fileOffset < $0.lowerBound } ?? false
        guard let header = readHeader() else {
            // At damage, which is told by itself.
            if input.unbrokenCount < input.count { return true }
            if input.failure == nil { emit(IngestError(.read, input.isAtEnd ? .truncated : .corrupt, "the file ends, or goes on without end, inside a record's header"), at: start) }
            return !input.isAtEnd
        }
        guard let length = header["content-length"].flatMap({ Int($0) }), length >= 0 else {
            emit(IngestError(.read, .corrupt, "a WARC record without a Content-Length"), at: start)
            return true
        }
        let type = header["warc-type"]?.lowercased() ?? ""
        guard ["response", "resource", "conversion"].contains(type), !isBeforeRange else { return skip(length, from: start) }
        if length > options.maximumRecordBytes {
            emit(.tooLarge(options.maximumRecordBytes), at: start)
            return skip(length, from: start, isReported: true)
        }
        let payload = input.take(length)
        if payload.count < length { return cutShort(payload.count, of: length, from: start) }
        if !endsHere() {
            emit(IngestError(.read, .corrupt, "the record's Content-Length of \(length) doesn't lead to its end"), at: start)
            isLost = true
            // A length that is too large has swallowed the next record's head.
            if let next = payload.withUnsafeBufferPointer({ Self.recordStart(in: $0) }) { input.untake(payload[next...]) }
            return true
        }
        emitArticle(type, header, payload, at: start)
        return true
    }

    private func readHeader() -> HeaderFields? {
        var searched = 0
        while true {
            let bytes = UnsafeBufferPointer(rebasing: input.bytes[..<input.unbrokenCount])
            var position = searched
            while position < bytes.count, let end = bytes[position...].firstIndex(of: 0x0A) {
                let next = end + 1
                let isEnd = next < bytes.count && (bytes[next] == 0x0A || (bytes[next] == 0x0D && next + 1 < bytes.count && bytes[next + 1] == 0x0A))
                if isEnd {
                    var length = 0
                    let header = HeaderFields(Array(bytes[..<min(next + 2, bytes.count)])[...], length: &length)
                    input.consume(length)
                    return header
                }
                position = next
            }
            searched = max(0, bytes.count - 3)
            if bytes.count < input.count {
                input.consume(bytes.count)
                return nil
            }
            if bytes.count > Self.maximumHeader {
                input.consume(5)
                return nil
            }
            if !input.readMore() {
                input.consume(input.count)
                return nil
            }
        }
    }

    /// Whether the record is followed by its two empty lines, or by the end of the file.
    private func endsHere() -> Bool {
        let isLast = input.fill(5) < 5
        // Damage directly behind it is no fault of this record.
        if input.unbrokenCount < min(4, input.count) { return true }
        let bytes = input.bytes.prefix(4)
        return bytes.isEmpty || bytes.starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) || bytes.starts(with: [0x0A, 0x0A]) || (isLast && bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A })
    }

    private func skip(_ length: Int, from start: Int, isReported: Bool = false) -> Bool {
        let skipped = input.skip(length)
        return skipped == length || cutShort(skipped, of: length, from: start, isReported: isReported)
    }

    /// The record ends early: at the end of the file, or at damage that will be reported itself.
    private func cutShort(_ count: Int, of length: Int, from start: Int, isReported: Bool = false) -> Bool {
        if !input.isAtEnd || input.count > 0 { return true }
        if input.failure == nil, !isReported { emit(IngestError(.read, .truncated, "the file ends after \(count) of the record's \(length) bytes"), at: start) }
        return false
    }

    private func emitArticle(_ type: String, _ header: HeaderFields, _ payload: [UInt8], at offset: Int) {
        var source = source(at: offset)
        source.fetched = header["warc-date"]
        var record = DumpRecord(id: header["warc-record-id"].map(RecordID.string) ?? source.id, source: source, body: .decodedText([]))
        record.metadata.url = header["warc-target-uri"].map { $0.hasPrefix("<") && $0.hasSuffix(">") ? String($0.dropFirst().dropLast()) : $0 }
        let message: HTTPMessage
        switch type {
        case "response":
            guard let response = HTTPMessage(response: payload), response.status == 200 else { return }
            message = response
        default:
            let isPage = header["content-type"].map { ParameterizedValue($0).value.contains("html") } ?? false
            // Crawlers keep their logs as text under addresses of their own.
            if type == "resource", !isPage, record.metadata.url?.hasPrefix("http") != true { return }
            message = HTTPMessage(body: payload, contentType: header["content-type"])
        }
        guard let kind = message.articleKind else { return }
        let limit = options.maximumRecordBytes
        let charset = message.charset ?? options.charset
        emitter.emit(
            .deferred { [record] in
                var record = record
                do throws(IngestError) {
                    let body = try message.decodedBody(limit: limit)
                    record.body = kind == .html ? .html(bytes: body, charset: charset) : .text(bytes: body, charset: charset)
                } catch {
                    let id = record.id
                    record = DumpRecord(unreadable: error, at: record.source)
                    record.id = id
                }
                return record
            }, size: payload.count)
    }
}
