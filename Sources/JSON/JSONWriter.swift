/// Writes JSON on one line that every consumer takes for one line.
///
/// Beside what JSON demands it escapes U+0080 to U+009F (which hold U+0085), U+2028 and U+2029, at which some languages break lines.
/// The caller keeps objects and arrays balanced and its strings valid UTF-8. The same calls give the same bytes.
public struct JSONWriter: Sendable {
    /// What has been written so far. Take it, and empty it to reuse its memory.
    public var bytes: [UInt8] = []
    private var needsComma = false

    public init() {}

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a key that needs no escapes, as those of our own records.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes any key.
    public mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { append(quoted: $0) }
        needsComma = true
    }

    /// Writes a string; `nil` as null.
    public mutating func string(_ value: String?) {
        if let value { string(value) } else { null() }
    }

    /// Writes a string from its bytes, which are valid UTF-8.
    public mutating func string(utf8 value: UnsafeBufferPointer<UInt8>) {
        separate()
        append(quoted: value)
        needsComma = true
    }

    public mutating func integer(_ value: Int) {
        separate()
        var value = value
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var first = 20
            repeat {
                first -= 1
                digits[first] = 0x30 + UInt8((value % 10).magnitude)
                value /= 10
            } while value != 0
            bytes.append(contentsOf: digits[first...])
        }
        needsComma = true
    }

    /// Writes an integer; `nil` as null.
    public mutating func integer(_ value: Int?) {
        if let value { integer(value) } else { null() }
    }

    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    public mutating func null() { raw("null") }

    /// Writes bytes that are JSON already and hold no line break.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Ends the line; the next value begins anew.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func raw(_ word: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        var position = 0
        while position < text.count {
            position = Self.endOfPlainText(text, from: position)
            guard position < text.count else { break }
            let length = Self.escapedLength(text, at: position)
            if length > 0 {
                bytes.append(contentsOf: text[start..<position])
                appendEscape(text, at: position, length: length)
                position += length
                start = position
            } else {
                position += 1
            }
        }
        bytes.append(contentsOf: text[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    /// The next byte that may have to be escaped: a control character, a quote, a backslash, or the lead byte of U+0080 to U+00BF or of U+2000 to U+2FFF.
    @inline(__always) private static func endOfPlainText(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while true {
            position = text.endOfPlainASCII(from: position)
            while position < text.count {
                let byte = text[position]
                if byte < 0x80 {
                    if byte < 0x20 || byte == 0x22 || byte == 0x5C { return position }
                    break
                }
                if byte == 0xC2 || byte == 0xE2 { return position }
                position += 1
            }
            if position >= text.count { return text.count }
        }
    }

    /// Number of bytes at `position` that make a character to be escaped; 0 where it may stand as it is.
    private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        switch text[position] {
        case 0xC2: return position + 1 < text.count && text[position + 1] < 0xA0 ? 2 : 0
        case 0xE2: return position + 2 < text.count && text[position + 1] == 0x80 && (text[position + 2] == 0xA8 || text[position + 2] == 0xA9) ? 3 : 0
        default: return 1
        }
    }

    private mutating func appendEscape(_ text: UnsafeBufferPointer<UInt8>, at position: Int, length: Int) {
        bytes.append(UInt8(ascii: "\\"))
        let byte = text[position]
        let scalar: Int
        switch length {
        case 3: scalar = 0x2000 | Int(text[position + 2] & 0x3F)
        case 2: scalar = Int(text[position + 1])
        default: scalar = Int(byte)
        }
        switch scalar {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] {
                let digit = UInt8(scalar >> shift & 0xF)
                bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
            }
        }
    }
}

extension JSONValue {
    /// Writes the value as compact JSON.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string(let value): writer.string(value)
        case .number(let spelling): writer.raw([UInt8](spelling.utf8))
        case .bool(let value): writer.bool(value)
        case .null: writer.null()
        }
    }

    /// The value as compact JSON on one line.
    public var serialized: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}
