/// Reads mail: a message (EML), or a mailbox of them (mbox, RFC 4155).
struct MailReader {
    let input: BufferedInput
    let place: RecordSource
    let options: ReaderOptions
    let emitter: RecordEmitter

    /// The whole input as one message.
    func runMessage() throws(IngestError) {
        let (bytes, faults) = try input.takeRecord(limit: options.maximumRecordBytes)
        emit(bytes, at: place)
        for fault in faults { emitter.emit(DumpRecord(unreadable: fault.error, at: place)) }
    }

    /// Each message of a mailbox: they begin with a "From " line at the start or behind an empty line.
    func runMailbox() {
        input.readParts(until: { emitter.isStopped }, report: emit, resume: seekMessage, readMessages)
    }

    private func emit(_ error: IngestError, at offset: Int) {
        var source = place
        source.offset = offset
        emitter.emit(DumpRecord(unreadable: error, at: source))
    }

    /// Goes on at the next message behind damage; what is left of the one that it cut is dropped.
    private func seekMessage() -> Bool {
        input.fill(5)
        if !input.bytes.starts(with: "From ".utf8) { skipMessage() }
        return true
    }

    /// Reads up to the end, or to damage.
    private func readMessages() {
        while !emitter.isStopped, input.fill(5) >= 5 {
            let start = input.offset
            guard let length = messageLength(), length <= options.maximumRecordBytes else {
                emit(.tooLarge(options.maximumRecordBytes), at: start)
                skipMessage()
                continue
            }
            var bytes = Array(input.bytes[..<length])
            input.consume(length)
            // The empty line before the next message is not of this one.
            if input.count > 0, bytes.last == 0x0A { bytes.removeLast() }
            // A message that damage cuts, and no other.
            if input.isAtEnd, input.count == 0, input.failure != nil { return }
            bytes.removeSubrange(..<((bytes.firstIndex(of: 0x0A) ?? bytes.count - 1) + 1))
            var source = place
            source.offset = start
            emit(Self.unquoted(bytes), at: source)
        }
    }

    private func emit(_ bytes: [UInt8], at source: RecordSource) {
        emitter.emit(.deferred { [charset = options.charset] in MailMessage.record(bytes, at: source, charset: charset) }, size: bytes.count)
    }

    /// Where the next message begins behind `start`, or the end of the input.
    private func messageLength() -> Int? {
        var searched = 1
        while true {
            if let next = Self.boundary(in: input.bytes, from: searched) { return next }
            searched = max(1, input.count - 7)
            if input.count > options.maximumRecordBytes { return nil }
            if !input.readMore() { return input.count }
        }
    }

    private func skipMessage() {
        while true {
            if let next = Self.boundary(in: input.bytes, from: 1) {
                input.consume(next)
                return
            }
            input.consume(max(0, input.count - 7))
            if !input.readMore() {
                input.consume(input.count)
                return
            }
        }
    }

    /// "From " behind an empty line.
    private static func boundary(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = min(start, bytes.count)
        while let found = bytes[position...].firstIndex(of: UInt8(ascii: "F")) {
            if found >= 2, bytes[found - 1] == 0x0A, bytes[found - 2] == 0x0A || (found >= 3 && bytes[found - 2] == 0x0D && bytes[found - 3] == 0x0A),
                bytes[found...].starts(with: "From ".utf8)
            {
                return found
            }
            position = found + 1
        }
        return nil
    }

    /// Takes off the ">" that keeps a line of the message from looking like a boundary.
    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !result.isEmpty || line.startIndex > 0 { result.append(0x0A) }
            let marks = line.prefix { $0 == UInt8(ascii: ">") }.count
            result += marks > 0 && line.dropFirst(marks).starts(with: "From ".utf8) ? line.dropFirst() : line
        }
        return result
    }
}

/// A mail message: its text part and what its header says (RFC 5322, MIME of RFC 2045 to 2047).
enum MailMessage {
    private static let maximumDepth = 16

    struct Part {
        var isHTML: Bool
        var bytes: [UInt8]
        var charset: String?
    }

    static func record(_ message: [UInt8], at source: RecordSource, charset: String?) -> DumpRecord {
        var length = 0
        let header = HeaderFields(message[...], length: &length)
        var parts: [Part] = []
        collect(header, message[length...], depth: 0, into: &parts)
        // Plain text is the article without a page around it.
        guard let part = parts.first(where: { !$0.isHTML && $0.bytes.contains { $0 > 0x20 } }) ?? parts.first(where: \.isHTML) ?? parts.first else {
            return DumpRecord(unreadable: IngestError(.parse, .noText, "the message has no text part"), at: source)
        }
        let label = part.charset ?? charset
        var record = DumpRecord(
            id: header["message-id"].map(RecordID.string) ?? source.id, source: source,
            body: part.isHTML ? .html(bytes: part.bytes, charset: label) : .text(bytes: part.bytes, charset: label))
        record.metadata.title = header.bytes("subject").map(EncodedWords.decode)
        record.metadata.author = header.bytes("from").flatMap { displayName(EncodedWords.decode($0)) }
        record.metadata.published = header["date"].flatMap { NewsDate($0)?.description }
        return record
    }

    /// The name before an address, or the address itself.
    private static func displayName(_ from: String) -> String? {
        var name = from[...]
        if let angle = name.firstIndex(of: "<") {
            let before = name[..<angle].filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
            if !before.isEmpty { return before }
            name = name[name.index(after: angle)...].prefix { $0 != ">" }
        }
        let text = name.split(separator: " ").joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    private static func collect(_ header: HeaderFields, _ body: ArraySlice<UInt8>, depth: Int, into parts: inout [Part]) {
        let type = ParameterizedValue(header["content-type"] ?? "text/plain")
        if type.value.hasPrefix("multipart/"), let boundary = type["boundary"], depth < maximumDepth {
            for part in split(body, boundary: Array(boundary.utf8)) {
                var length = 0
                let partHeader = HeaderFields(part, length: &length)
                collect(partHeader, part[(part.startIndex + length)...], depth: depth + 1, into: &parts)
            }
            return
        }
        guard type.value == "text/plain" || type.value == "text/html", header["content-disposition"].map({ ParameterizedValue($0).value }) != "attachment" else { return }
        let bytes: [UInt8]
        switch header["content-transfer-encoding"]?.lowercased() {
        case "quoted-printable": bytes = QuotedPrintable.decode(body)
        case "base64": bytes = Base64.decode(body)
        default: bytes = Array(body)
        }
        parts.append(Part(isHTML: type.value == "text/html", bytes: bytes, charset: type["charset"]))
    }

    /// The parts between lines "--boundary", up to "--boundary--" or the end.
    private static func split(_ body: ArraySlice<UInt8>, boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        let mark = Array("--".utf8) + boundary
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var line = body.startIndex
        while line < body.endIndex {
            let end = body[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? body.endIndex
            if body[line..<end].starts(with: mark) {
                if let start {
                    // The line end before the mark belongs to it.
                    var stop = line
                    if stop > start, body[stop - 1] == 0x0A { stop -= 1 }
                    if stop > start, body[stop - 1] == 0x0D { stop -= 1 }
                    parts.append(body[start..<stop])
                }
                start = end
                if body[line..<end].dropFirst(mark.count).starts(with: "--".utf8) { return parts }
            }
            line = end
        }
        if let start, start < body.endIndex { parts.append(body[start...]) }
        return parts
    }
}

/// RFC 2045, 6.7.
enum QuotedPrintable {
    static func decode(_ bytes: ArraySlice<UInt8>, underscoreIsSpace: Bool = false) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "="), position < bytes.endIndex {
                if let high = hex(bytes[position]), position + 1 < bytes.endIndex, let low = hex(bytes[position + 1]) {
                    result.append(high << 4 | low)
                    position += 2
                } else {
                    // A soft line break, with the blanks that some relay may have put before its end.
                    let blanks = bytes[position...].prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.count
                    if position + blanks < bytes.endIndex, bytes[position + blanks] == 0x0A { position += blanks + 1 } else { result.append(byte) }
                }
            } else {
                result.append(underscoreIsSpace && byte == UInt8(ascii: "_") ? 0x20 : byte)
            }
        }
        return result
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

/// RFC 4648, 4; anything outside the alphabet is skipped.
enum Base64 {
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }
}

/// `=?charset?Q|B?text?=` in a mail's header (RFC 2047).
enum EncodedWords {
    static func decode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var position = 0
        var isBehindWord = false
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "="), let (word, end) = word(in: bytes, at: position) {
                // Blanks between two words are not part of the text.
                if isBehindWord { while let last = result.last, last == 0x20 || last == 0x09 { result.removeLast() } }
                result += word
                position = end
                isBehindWord = true
            } else {
                if bytes[position] > 0x20 { isBehindWord = false }
                result.append(bytes[position])
                position += 1
            }
        }
        while let last = result.last, last <= 0x20 { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }

    private static func word(in bytes: [UInt8], at start: Int) -> (bytes: [UInt8], end: Int)? {
        guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "?") else { return nil }
        let parts = bytes[(start + 2)...].split(separator: UInt8(ascii: "?"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3].first == UInt8(ascii: "="), let kind = parts[1].first, parts[1].count == 1 else { return nil }
        let label = String(decoding: parts[0].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
        let raw: [UInt8]
        switch kind | 0x20 {
        case UInt8(ascii: "q"): raw = QuotedPrintable.decode(parts[2], underscoreIsSpace: true)
        case UInt8(ascii: "b"): raw = Base64.decode(parts[2])
        default: return nil
        }
        var decoder = CharsetDecoder()
        guard let text = try? decoder.decode(raw, label: label, isHTML: false) else { return nil }
        return (text, parts[3].startIndex + 1)
    }
}
