import CICU

/// From bytes of any charset to valid UTF-8.
///
/// Order of trust (HTML and Encoding standards): byte order mark, the transport's label, the page's own `<meta>`, UTF-8
/// where the bytes are valid UTF-8, windows-1252. One departure: a page whose `<meta>` names another charset, but
/// whose bytes are valid UTF-8 with characters beyond ASCII, is UTF-8: crawlers re-save pages and keep their `<meta>`.
///
/// Keeps ICU's converters open between records: not to be shared between threads.
struct CharsetDecoder: ~Copyable {
    /// How far the page is searched for a late `<meta>` where its bytes are not UTF-8, in bytes.
    private static let longPrescan = 1 << 17
    /// The standard's prescan, in bytes.
    private static let prescan = 1024

    private var converters: [String: OpaquePointer] = [:]

    init() {}
    deinit { for converter in converters.values { tl_converter_close(converter) } }

    /// The bytes as UTF-8, without byte order mark, U+FFFD where a byte means nothing in its charset.
    /// `label`: the transport's. Returns `bytes` itself, uncopied, where nothing changes. Linear.
    ///
    /// - Throws: `unknown-charset` for a transport label that the Encoding standard does not know.
    mutating func decode(_ bytes: [UInt8], label: String?, isHTML: Bool) throws(IngestError) -> [UInt8] {
        var declared: TextEncoding?
        if let label {
            guard let known = TextEncoding(label: label.utf8) else {
                throw IngestError(.decode, .unknownCharset, "charset \"\(label)\" is not known; use a label of the WHATWG Encoding standard, such as utf-8")
            }
            declared = known
        }
        let (encoding, skip, isValid) = bytes.withUnsafeBufferPointer { sniff($0, transport: declared, isHTML: isHTML) }
        if encoding == .utf8 {
            if isValid { return skip == 0 ? bytes : Array(bytes[skip...]) }
            return bytes.withUnsafeBufferPointer { UTF8Validation.repaired(UnsafeBufferPointer(rebasing: $0[skip...])) }
        }
        return converted(bytes[skip...], by: encoding)
    }

    /// The encoding, the length of the byte order mark, and whether the bytes are known to be valid UTF-8.
    private func sniff(_ bytes: UnsafeBufferPointer<UInt8>, transport: TextEncoding?, isHTML: Bool) -> (TextEncoding, Int, Bool) {
        func valid() -> Bool { UTF8Validation.scan(bytes).firstInvalid == nil }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3, valid()) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2, false) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2, false) }
        if let transport { return (transport, 0, transport == .utf8 && valid()) }

        var declared = isHTML ? MetaPrescan.encoding(in: bytes, limit: Self.prescan) : nil
        let summary = UTF8Validation.scan(bytes)
        if summary.firstInvalid == nil {
            if declared == .utf8 || declared == nil { return (.utf8, 0, true) }
            // Text in a double-byte charset may be valid UTF-8 by chance, but not twenty characters of it.
            if let declared, summary.multibyte >= (declared.isSingleByte ? 1 : 20) { return (.utf8, 0, true) }
        } else if isHTML, declared == nil {
            declared = MetaPrescan.encoding(in: bytes, limit: Self.longPrescan)
        }
        return (declared ?? guess(bytes), 0, false)
    }

    /// For bytes that are not UTF-8 and say nothing: UTF-8 with a few bad bytes, what ICU's detector is sure of, or
    /// windows-1252.
    private func guess(_ bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding {
        // Well-formed sequences do not come about by chance: where they outnumber the bad ones, those are damage.
        let (good, bad) = UTF8Validation.count(bytes)
        if good > bad * 2 { return .utf8 }
        let sample = UnsafeBufferPointer(rebasing: bytes.prefix(8192))
        guard sample.lazy.filter({ $0 >= 0x80 }).count >= 64 else { return .windows1252 }
        var name = [CChar](repeating: 0, count: 64)
        let confidence = tl_detect_charset(sample.baseAddress, sample.count, &name, name.count)
        guard confidence >= 60 else { return .windows1252 }
        let length = name.firstIndex(of: 0) ?? 0
        return TextEncoding(label: name[..<length].lazy.map { UInt8(bitPattern: $0) }) ?? .windows1252
    }

    private mutating func converted(_ bytes: ArraySlice<UInt8>, by encoding: TextEncoding) -> [UInt8] {
        var result: [UInt8] = []
        if encoding.upperHalf.count == 96 {
            for byte in bytes { result.append(scalar: byte < 0xA0 ? UInt32(byte) : encoding.upperHalf[Int(byte) - 0xA0]) }
            return result
        }
        guard let name = encoding.converter, let converter = converter(named: name) else {
            if !bytes.isEmpty { result.append(scalar: 0xFFFD) }
            return result
        }
        result.reserveCapacity(bytes.count + bytes.count / 4)
        let bytes = name == "gb18030" ? Self.withEuroSigns(bytes) : bytes
        let error = bytes.withUnsafeBufferPointer { input in
            withUnsafeMutablePointer(to: &result) { output in
                tl_converter_decode(converter, input.baseAddress, input.count, { context, piece, count in
                    context?.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: UnsafeBufferPointer(start: piece, count: count))
                }, output)
            }
        }
        // ICU reports only lack of memory here (bad input is substituted): keep what the bytes give as UTF-8.
        if error > 0 { result = bytes.withUnsafeBufferPointer { UTF8Validation.repaired($0) } }
        return result
    }

    /// The Encoding standard's gb18030 decoder reads a lone 0x80 as the euro sign; ICU's does not.
    private static func withEuroSigns(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(0x80) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16)
        var i = bytes.startIndex
        while i < bytes.endIndex {
            if bytes[i] == 0x80 {
                result.append(contentsOf: [0xA2, 0xE3])
                i += 1
                continue
            }
            let isFour = bytes[i] > 0x80 && i + 1 < bytes.endIndex && bytes[i + 1] &- 0x30 < 10
            let end = min(bytes.endIndex, i + (bytes[i] < 0x80 ? 1 : isFour ? 4 : 2))
            result.append(contentsOf: bytes[i..<end])
            i = end
        }
        return result[...]
    }

    private mutating func converter(named name: String) -> OpaquePointer? {
        if let open = converters[name] { return open }
        guard let opened = tl_converter_open(name) else { return nil }
        converters[name] = opened
        return opened
    }
}

extension TextEncoding {
    /// Whether each byte is a character of its own.
    var isSingleByte: Bool {
        name.hasPrefix("ISO-8859") || name.hasPrefix("windows-") || name.hasPrefix("KOI8") || name == "IBM866" || name == "macintosh"
            || name == "x-mac-cyrillic" || name == "x-user-defined"
    }
}
