/// A JSON value as pages embed it: read leniently, since what pages embed is often not quite JSON.
enum LinkedDataValue {
    case string([UInt8])
    case array([LinkedDataValue])
    case object([(key: [UInt8], value: LinkedDataValue)])
    /// A number, true, false or null, as spelled.
    case other([UInt8])

    subscript(key: StaticString) -> LinkedDataValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.elementsEqual(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)) }?.value
    }

    /// The string, or the first string in an array.
    var string: [UInt8]? {
        switch self {
        case .string(let bytes): bytes.isEmpty ? nil : bytes
        case .array(let values): values.lazy.compactMap(\.string).first
        default: nil
        }
    }

    /// The value's members where it is an array, itself otherwise.
    var elements: [LinkedDataValue] {
        if case .array(let values) = self { return values }
        return [self]
    }
}

/// Reads one JSON text. Tolerates comments' CDATA wrappers, raw control characters in strings, trailing commas and a cut end.
struct LinkedDataParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    /// Deeper nesting than any page needs is not followed.
    private static let deepest = 64

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> LinkedDataValue? {
        var parser = LinkedDataParser(bytes: bytes)
        // Past "<!--", "//<![CDATA[" and the like.
        while let byte = parser.peek, byte != UInt8(ascii: "{"), byte != UInt8(ascii: "[") || parser.isCDATA { parser.at += 1 }
        return parser.value(depth: 0)
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }
    private var isCDATA: Bool {
        (at > 0 && bytes[at - 1] == UInt8(ascii: "!")) || (at > 0 && bytes[at - 1] == UInt8(ascii: "A"))
    }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    }

    private mutating func value(depth: Int) -> LinkedDataValue? {
        skipBlanks()
        guard let byte = peek, depth < Self.deepest else { return nil }
        switch byte {
        case UInt8(ascii: "\""): return .string(string())
        case UInt8(ascii: "["):
            at += 1
            var values: [LinkedDataValue] = []
            while let value = value(depth: depth + 1) {
                values.append(value)
                guard separator() else { break }
            }
            close(UInt8(ascii: "]"))
            return .array(values)
        case UInt8(ascii: "{"):
            at += 1
            var members: [(key: [UInt8], value: LinkedDataValue)] = []
            while true {
                skipBlanks()
                guard peek == UInt8(ascii: "\"") else { break }
                let key = string()
                skipBlanks()
                guard peek == UInt8(ascii: ":") else { break }
                at += 1
                guard let value = value(depth: depth + 1) else { break }
                members.append((key, value))
                guard separator() else { break }
            }
            close(UInt8(ascii: "}"))
            return .object(members)
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: ":"): return nil
        default:
            let start = at
            while at < bytes.count, bytes[at] > 0x20, ![UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(bytes[at]) { at += 1 }
            return .other(Array(bytes[start..<at]))
        }
    }

    private mutating func separator() -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: ",") else { return false }
        at += 1
        return true
    }

    private mutating func close(_ bracket: UInt8) {
        skipBlanks()
        if peek == bracket { at += 1 }
    }

    private mutating func string() -> [UInt8] {
        at += 1
        var result: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return result
            case UInt8(ascii: "\\"):
                guard at < bytes.count else { return result }
                let escape = bytes[at]
                at += 1
                switch escape {
                case UInt8(ascii: "n"), UInt8(ascii: "r"): result.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "b"): result.append(UInt8(ascii: " "))
                case UInt8(ascii: "u"): result.append(scalar: escapedScalar())
                default: result.append(escape)
                }
            default: result.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
            }
        }
        return result
    }

    /// The character of a `\u` escape, surrogates joined.
    private mutating func escapedScalar() -> UInt32 {
        let high = hexadecimal()
        guard (0xD800..<0xDC00).contains(high) else { return (0xDC00..<0xE000).contains(high) || high == 0 ? 0xFFFD : high }
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { return 0xFFFD }
        let back = at
        at += 2
        let low = hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { at = back; return 0xFFFD }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func hexadecimal() -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < bytes.count else { return 0xFFFD }
            switch bytes[at] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(bytes[at] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(bytes[at] - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(bytes[at] - UInt8(ascii: "A") + 10)
            default: return 0xFFFD
            }
            at += 1
        }
        return value
    }
}
