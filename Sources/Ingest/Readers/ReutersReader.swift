/// Reads the SGML files of Reuters-21578: one `<REUTERS>` element an article.
struct ReutersReader {
    let input: BufferedInput
    let place: RecordSource
    let options: ReaderOptions
    let emitter: RecordEmitter

    func run() { input.readParts(until: { emitter.isStopped }, report: emit, readElements) }

    /// Reads up to the end, or to damage.
    private func readElements() {
        while !emitter.isStopped {
            guard seek("<REUTERS") else { break }
            let start = input.offset
            guard let length = length(to: "</REUTERS>"), length <= options.maximumRecordBytes else {
                if input.failure == nil { emit(input.count > options.maximumRecordBytes ? .tooLarge(options.maximumRecordBytes) : IngestError(.read, .truncated, "the file ends inside <REUTERS>"), at: start) }
                input.consume(input.isAtEnd && input.count <= options.maximumRecordBytes ? input.count : 1)
                continue
            }
            let bytes = Array(input.bytes[..<length])
            input.consume(length)
            let source = source(at: start)
            let charset = options.charset ?? "windows-1252"
            emitter.emit(.deferred { Self.record(bytes, at: source, charset) }, size: length)
        }
    }

    private func source(at offset: Int) -> RecordSource {
        var source = place
        source.offset = offset
        return source
    }

    private func emit(_ error: IngestError, at offset: Int) { emitter.emit(DumpRecord(unreadable: error, at: source(at: offset))) }

    private func seek(_ mark: StaticString) -> Bool {
        while input.fill(mark.utf8CodeUnitCount) >= mark.utf8CodeUnitCount {
            if let found = Self.index(of: mark, in: input.bytes, from: 0) {
                input.consume(found)
                return true
            }
            input.consume(input.count - mark.utf8CodeUnitCount + 1)
            if !input.readMore() { return false }
        }
        return false
    }

    private func length(to mark: StaticString) -> Int? {
        var searched = 0
        while true {
            if let found = Self.index(of: mark, in: input.bytes, from: searched) { return found + mark.utf8CodeUnitCount }
            searched = max(0, input.count - mark.utf8CodeUnitCount)
            if input.count > options.maximumRecordBytes || !input.readMore() { return nil }
        }
    }

    private static func index<Bytes: RandomAccessCollection<UInt8>>(of mark: StaticString, in bytes: Bytes, from start: Bytes.Index) -> Bytes.Index? where Bytes.Index == Int {
        let mark = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
        var position = start
        while let found = bytes[position...].firstIndex(of: mark[0]) {
            if bytes[found...].starts(with: mark) { return found }
            position = found + 1
        }
        return nil
    }

    private static func record(_ bytes: [UInt8], at source: RecordSource, _ charset: String) -> DumpRecord {
        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        let head = bytes.prefix { $0 != UInt8(ascii: ">") }
        if let number = index(of: "NEWID=\"", in: head, from: 0) {
            record.id = .string(String(decoding: head[(number + 7)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
        }
        func line(_ open: StaticString, _ close: StaticString) -> String? {
            content(open, close, of: bytes).flatMap { String(line: unescaped($0)) }
        }
        record.metadata.title = line("<TITLE>", "</TITLE>")
        record.metadata.author = line("<AUTHOR>", "</AUTHOR>")
        record.metadata.published = line("<DATE>", "</DATE>").flatMap { NewsDate($0)?.description }
        // Briefs have a title only; unprocessed ones bare text.
        let text = content("<BODY>", "</BODY>", of: bytes) ?? bareText(of: bytes)
        record.body = .text(bytes: paragraphs(unescaped(text)), charset: charset)
        return record
    }

    private static func content(_ open: StaticString, _ close: StaticString, of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard let start = index(of: open, in: bytes, from: 0).map({ $0 + open.utf8CodeUnitCount }) else { return nil }
        return bytes[start..<(index(of: close, in: bytes, from: start) ?? bytes.count)]
    }

    /// The text element without the elements in it.
    private static func bareText(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = index(of: "<TEXT", in: bytes, from: 0), let start = bytes[open...].firstIndex(of: UInt8(ascii: ">")).map({ $0 + 1 }) else { return [] }
        let inner = bytes[start..<(index(of: "</TEXT>", in: bytes, from: start) ?? bytes.count)]
        if let title = index(of: "</TITLE>", in: inner, from: inner.startIndex) { return inner[(title + 8)...] }
        return index(of: "<TITLE>", in: inner, from: inner.startIndex) == nil ? inner : []
    }

    /// Character references resolved; control characters, which steered teleprinters, dropped.
    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "&"), let end = text[position...].prefix(8).firstIndex(of: UInt8(ascii: ";")) {
                let name = String(decoding: text[position..<end], as: UTF8.self)
                let character: UInt8? =
                    switch name {
                    case "lt": UInt8(ascii: "<")
                    case "gt": UInt8(ascii: ">")
                    case "amp": UInt8(ascii: "&")
                    default: name.hasPrefix("#") ? UInt8(name.dropFirst()) : nil
                    }
                if let character {
                    if character >= 0x20 || character == 0x0A { result.append(character) }
                    position = end + 1
                    continue
                }
            }
            if byte >= 0x20 || byte == 0x0A { result.append(byte) }
        }
        return result
    }

    /// Lines of teleprinter width joined to paragraphs, which begin with blanks; the closing "Reuter" taken off.
    private static func paragraphs(_ text: [UInt8]) -> [UInt8] {
        var paragraphs: [[UInt8]] = []
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let words = line.split { $0 <= 0x20 }
            if words.isEmpty { continue }
            let joined = Array(words.joined(separator: [0x20]))
            if line.first == 0x20 || paragraphs.isEmpty { paragraphs.append(joined) } else { paragraphs[paragraphs.count - 1] += [0x20] + joined }
        }
        if let last = paragraphs.last, last.elementsEqual("Reuter".utf8) || last.elementsEqual("REUTER".utf8) { paragraphs.removeLast() }
        return Array(paragraphs.joined(separator: [0x0A, 0x0A]))
    }
}
