/// An HTTP response as a WARC file keeps it (RFC 9110, RFC 9112): head and body as they went over the wire.
struct HTTPMessage: Sendable {
    enum Kind { case html, text }

    private(set) var status = 200
    private var header: HeaderFields?
    private let bytes: [UInt8]
    private var bodyStart = 0
    private let contentType: ParameterizedValue?

    /// `nil` where the bytes are no HTTP response.
    init?(response bytes: [UInt8]) {
        guard bytes.starts(with: "HTTP/".utf8), let lineEnd = bytes.firstIndex(of: 0x0A) else { return nil }
        let words = bytes[..<lineEnd].split(separator: 0x20)
        guard words.count >= 2, let status = Int(String(decoding: words[1], as: UTF8.self).filter(\.isNumber)) else { return nil }
        self.status = status
        self.bytes = bytes
        var length = 0
        let header = HeaderFields(bytes[(lineEnd + 1)...], length: &length)
        bodyStart = lineEnd + 1 + length
        contentType = header["content-type"].map(ParameterizedValue.init)
        self.header = header
    }

    /// A body without a head.
    init(body: [UInt8], contentType: String?) {
        bytes = body
        self.contentType = contentType.map(ParameterizedValue.init)
    }

    /// What the body is; `nil` where it is neither a page nor a text.
    var articleKind: Kind? {
        guard let type = contentType?.value, !type.isEmpty else {
            return bytes[bodyStart...].first { $0 > 0x20 } == UInt8(ascii: "<") ? .html : nil
        }
        if type == "text/html" || type == "application/xhtml+xml" { return .html }
        return type == "text/plain" ? .text : nil
    }

    var charset: String? { contentType?["charset"] }

    /// The body with its encodings taken off. Crawlers often store it decoded under the old header; what doesn't look encoded is taken as it is.
    func decodedBody(limit: Int) throws(IngestError) -> [UInt8] {
        var body = Array(bytes[bodyStart...])
        if header?["transfer-encoding"]?.lowercased().contains("chunked") == true, let joined = Self.dechunked(body) { body = joined }
        let encodings = (header?["content-encoding"] ?? "").lowercased().split { $0 == "," || $0 == " " }
        for encoding in encodings.reversed() {
            switch encoding {
            case "gzip", "x-gzip": if body.starts(with: [0x1F, 0x8B]) { body = try Self.unpacked(body, windowBits: 31, limit) }
            case "deflate":
                // RFC 9110 means zlib's format; some servers send raw deflate.
                if let first = body.first, first & 0x0F == 8, body.count > 1, (Int(first) << 8 | Int(body[1])) % 31 == 0 {
                    body = try Self.unpacked(body, windowBits: 15, limit)
                } else if body.first.map({ $0 != UInt8(ascii: "<") }) == true {
                    body = try Self.unpacked(body, windowBits: -15, limit)
                }
            case "identity", "": break
            default:
                if !Self.looksLikeText(body) { throw IngestError(.decompress, .unknownFormat, "the content encoding \"\(encoding)\" can't be unpacked") }
            }
        }
        return body
    }

    private static func unpacked(_ body: [UInt8], windowBits: Int32, _ limit: Int) throws(IngestError) -> [UInt8] {
        guard let (bytes, isComplete) = Inflate.unpack(body, windowBits: windowBits, limit: limit) else { throw .tooLarge(limit) }
        // What came before the damage is still most of a page.
        if bytes.isEmpty, !isComplete { throw IngestError(.decompress, .corrupt, "the body's content encoding is damaged") }
        return bytes
    }

    private static func looksLikeText(_ bytes: [UInt8]) -> Bool { !bytes.prefix(512).contains { $0 < 0x09 } }

    /// The chunks joined (RFC 9112, 7.1); `nil` where the body isn't chunked.
    private static func dechunked(_ body: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(body.count)
        var position = 0
        while position < body.count {
            var size = 0
            var digits = 0
            while position < body.count, digits < 15, let digit = hexDigit(body[position]) {
                size = size << 4 | digit
                digits += 1
                position += 1
            }
            if digits == 0 { return result.isEmpty ? nil : result }
            guard let lineEnd = body[position...].firstIndex(of: 0x0A), lineEnd - position < 1024 else { return result.isEmpty ? nil : result }
            // A page that happens to begin with digits has text behind them, not the line's end or an extension.
            if body[position] != 0x0D, body[position] != 0x0A, body[position] != UInt8(ascii: ";"), body[position] != 0x20 { return result.isEmpty ? nil : result }
            if size == 0 { break }
            let start = lineEnd + 1
            let end = min(start + size, body.count)
            result += body[start..<end]
            position = end
            if position < body.count, body[position] == 0x0D { position += 1 }
            if position < body.count, body[position] == 0x0A { position += 1 }
        }
        return result
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x41 + 10
        case 0x61...0x66: Int(byte) - 0x61 + 10
        default: nil
        }
    }
}
