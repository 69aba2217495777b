/// Reads XML dumps that hold one element an article, however large they are: the elements are cut out by their tags and parsed one by one.
///
/// An element that is cut short or damaged costs itself only.
struct XMLRecordReader {
    let input: BufferedInput
    let place: RecordSource
    let format: XMLArticleFormat
    let options: ReaderOptions
    let emitter: RecordEmitter
    private var charset: String?

    init(_ input: BufferedInput, at place: RecordSource, _ format: XMLArticleFormat, _ options: ReaderOptions, _ emitter: RecordEmitter) {
        self.input = input
        self.place = place
        self.format = format
        self.options = options
        self.emitter = emitter
        input.fill(1024)
        charset = Self.declaredCharset(UnsafeBufferPointer(rebasing: input.bytes.prefix(1024))) ?? options.charset
    }

    func run() {
        var found = 0
        input.readParts(until: { emitter.isStopped }, report: emit) { found += readElements() }
        if found == 0, input.failure == nil, !emitter.isStopped {
            emit(IngestError(.parse, .noText, "no <\(format.elements.joined(separator: "> or <"))> in it"), at: 0)
        }
    }

    /// Reads up to the end, or to damage, and gives how many elements began.
    private func readElements() -> Int {
        var found = 0
        while !emitter.isStopped, let name = seekStart() {
            found += 1
            let start = input.offset
            switch elementLength(name) {
            case .length(let length):
                let bytes = Array(input.bytes[..<length])
                input.consume(length)
                emit(bytes, at: start)
            case .cut:
                if input.failure == nil { emit(IngestError(.read, .truncated, "the file ends inside <\(name)>"), at: start) }
                input.consume(input.count)
            case .tooLarge:
                emit(.tooLarge(options.maximumRecordBytes), at: start)
                input.consume(1)
            }
        }
        return found
    }

    private func source(at offset: Int) -> RecordSource {
        var source = place
        source.offset = offset
        return source
    }

    private func emit(_ error: IngestError, at offset: Int) { emitter.emit(DumpRecord(unreadable: error, at: source(at: offset))) }

    private func emit(_ bytes: [UInt8], at offset: Int) {
        // Redirects and the like must be known here: they are no records.
        if !format.isArticle(bytes) { return }
        let source = source(at: offset)
        let (format, charset) = (format, charset)
        emitter.emit(
            .deferred {
                do throws(IngestError) {
                    var decoder = CharsetDecoder()
                    // As plain text: a charset that HTML inside declares is not this file's.
                    let text = try decoder.decode(bytes, label: charset ?? "utf-8", isHTML: false)
                    guard let parsed = try XMLParser.parse(text) else { throw IngestError(.parse, .corrupt, "an element without an end") }
                    var record = try format.record(from: parsed.element, at: source)
                    if parsed.hasUnknownEntities, case .decodedText(let bytes) = record.body, bytes.allSatisfy({ $0 <= 0x20 }) {
                        throw IngestError(.parse, .noText, "all its text stands in entities of the document's own, which are not expanded")
                    }
                    record.metadata.published = record.metadata.published.flatMap { NewsDate($0)?.description }
                    return record
                } catch {
                    return DumpRecord(unreadable: error, at: source)
                }
            }, size: bytes.count)
    }

    private static func declaredCharset(_ head: UnsafeBufferPointer<UInt8>) -> String? {
        guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let declaration = String(decoding: head[..<end], as: UTF8.self)
        guard let name = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first else { return nil }
        return name.split { $0 == "\"" || $0 == "'" }.dropFirst().first.map(String.init)
    }

    /// Consumes up to the next start tag of an article's element, and gives its name.
    private func seekStart() -> String? {
        search: while true {
            input.fill(64)
            let bytes = input.bytes
            var position = 0
            while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
                if open + 64 > bytes.count, !input.isAtEnd { break }
                if let name = element(startingAt: open, in: bytes) {
                    input.consume(open)
                    return name
                }
                if bytes[open...].starts(with: "<!--".utf8) {
                    input.consume(open)
                    skipComment()
                    continue search
                }
                position = open + 1
            }
            let searched = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            input.consume(searched)
            if !input.readMore(), searched == bytes.count || input.count == 0 { return nil }
        }
    }

    private func skipComment() {
        input.consume(4)
        while true {
            if let end = input.bytes.indices.first(where: { input.bytes[$0...].starts(with: "-->".utf8) }) {
                input.consume(end + 3)
                return
            }
            input.consume(max(0, input.count - 2))
            if !input.readMore() { return }
        }
    }

    private func element(startingAt open: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        for name in format.elements {
            let end = open + 1 + name.utf8.count
            guard end < bytes.count, bytes[open + 1..<end].elementsEqual(name.utf8) else { continue }
            let next = bytes[end]
            if next <= 0x20 || next == UInt8(ascii: ">") { return name }
        }
        return nil
    }

    private enum Extent { case length(Int), cut, tooLarge }

    /// How long the element at the start of the window is, which it then holds whole.
    private func elementLength(_ name: String) -> Extent {
        let closing = Array("</\(name)".utf8)
        let cdata = Array("<![CDATA[".utf8)
        var position = 1
        // Up to here there is no end of what begins at `position`.
        var searched = 0
        var hasSeenEnd = false
        while true {
            let bytes = input.bytes
            while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
                // Enough to tell what begins here.
                if open + closing.count + cdata.count > bytes.count, !input.isAtEnd { break }
                position = open
                if bytes[open...].starts(with: cdata) || bytes[open...].starts(with: "<!--".utf8) {
                    guard let end = Self.end(of: bytes[open + 2] == UInt8(ascii: "-") ? "-->" : "]]>", in: bytes, from: max(open, searched)) else {
                        searched = bytes.count
                        break
                    }
                    position = end
                } else if bytes[open...].starts(with: closing), open + closing.count < bytes.count, bytes[open + closing.count] <= UInt8(ascii: ">") {
                    guard let end = bytes[max(open, searched)...].firstIndex(of: UInt8(ascii: ">")) else {
                        searched = bytes.count
                        break
                    }
                    return end < options.maximumRecordBytes ? .length(end + 1) : .tooLarge
                } else {
                    position = open + 1
                }
            }
            if input.count > options.maximumRecordBytes { return .tooLarge }
            // What stands close to the end is looked at again once the end is known to be one.
            if !input.readMore() {
                if hasSeenEnd { return .cut }
                hasSeenEnd = true
            }
        }
    }

    private static func end(of mark: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let last = mark.utf8Start[mark.utf8CodeUnitCount - 1]
        var position = start
        while let found = bytes[position...].firstIndex(of: last) {
            if found >= 2, bytes[found - 2] == mark.utf8Start[0], bytes[found - 1] == mark.utf8Start[1] { return found + 1 }
            position = found + 1
        }
        return nil
    }
}
