/// Writes JSON on one line that every consumer takes for one line.
///
/// Beside what JSON demands it escapes U+0080 to U+009F (which hold U+0085), U+2028 and U+2029, at which some languages break lines.
/// The caller keeps objects and arrays balanced and its strings valid UTF-8. The same calls give the same bytes.
///
/// It owns its memory and is not copied. Cost: linear in what is written.
public struct JSONWriter: ~Copyable, @unchecked Sendable {
    private var output: ByteBuffer
    private var needsComma = false

    /// - Parameter capacity: how many bytes are expected; more are no error.
    public init(capacity: Int = 1024) { output = ByteBuffer(capacity: capacity) }

    /// A copy of what has been written so far.
    public var bytes: [UInt8] { Array(output.view) }

    /// Forgets what has been written; keeps the memory, up to 4 MiB of it.
    public mutating func removeAll() {
        output.removeAll()
        needsComma = false
    }

    /// Appends a byte as it is, apart from any JSON.
    public mutating func append(_ byte: UInt8) { output.append(byte) }

    /// Appends bytes as they are, apart from any JSON.
    public mutating func append(contentsOf bytes: some Collection<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ output.append(contentsOf: $0) }) == nil {
            for byte in bytes { output.append(byte) }
        }
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a key that needs no escapes, as those of our own records.
    public mutating func key(_ name: StaticString) {
        let count = name.utf8CodeUnitCount
        let base = output.room(for: count + 4)
        var k = 0
        if needsComma { base[0] = UInt8(ascii: ","); k = 1 }
        base[k] = UInt8(ascii: "\"")
        (base + k + 1).update(from: name.utf8Start, count: count)
        base[k + count + 1] = UInt8(ascii: "\"")
        base[k + count + 2] = UInt8(ascii: ":")
        output.filled(k + count + 3)
        needsComma = false
    }

    /// Writes any key. (It has a name of its own because a literal would be taken for a `String` first.)
    public mutating func key(quoting name: String) {
        string(name)
        output.append(UInt8(ascii: ":"))
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
        // The digits of the largest, and a sign.
        let base = output.room(for: 20)
        var rest = value.magnitude, count = 1
        var limit: UInt = 10
        while count < 19, rest >= limit { count += 1; limit *= 10 }
        if count == 19, rest >= limit { count = 20 }
        let start = value < 0 ? 1 : 0
        if value < 0 { base[0] = UInt8(ascii: "-") }
        var k = start + count
        repeat {
            k -= 1
            base[k] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest != 0
        output.filled(start + count)
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
        json.withUnsafeBufferPointer { output.append(contentsOf: $0) }
        needsComma = true
    }

    /// Ends the line; the next value begins anew.
    public mutating func endLine() {
        output.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func raw(_ word: StaticString) {
        separate()
        output.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { output.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        output.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        output.append(bracket)
        needsComma = true
    }

    private mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        output.append(UInt8(ascii: "\""))
        var position = 0
        while position < text.count {
            // What needs no escape is copied while it is looked at.
            position += output.appendPlain(text, from: position)
            guard position < text.count else { break }
            let length = Self.escapedLength(text, at: position)
            if length > 0 {
                appendEscape(text, at: position, length: length)
                position += length
            } else {
                output.append(text[position])
                position += 1
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Number of bytes at `position` that make a character to be escaped; 0 where it may stand as it is.
    private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        switch text[position] {
        case 0xC2: return position + 1 < text.count && text[position + 1] < 0xA0 ? 2 : 0
        case 0xE2: return position + 2 < text.count && text[position + 1] == 0x80 && (text[position + 2] == 0xA8 || text[position + 2] == 0xA9) ? 3 : 0
        case 0x80...: return 0
        default: return 1
        }
    }

    private mutating func appendEscape(_ text: UnsafeBufferPointer<UInt8>, at position: Int, length: Int) {
        output.append(UInt8(ascii: "\\"))
        let byte = text[position]
        let scalar: Int
        switch length {
        case 3: scalar = 0x2000 | Int(text[position + 2] & 0x3F)
        case 2: scalar = Int(text[position + 1])
        default: scalar = Int(byte)
        }
        switch scalar {
        case 0x22, 0x5C: output.append(byte)
        case 0x08: output.append(UInt8(ascii: "b"))
        case 0x09: output.append(UInt8(ascii: "t"))
        case 0x0A: output.append(UInt8(ascii: "n"))
        case 0x0C: output.append(UInt8(ascii: "f"))
        case 0x0D: output.append(UInt8(ascii: "r"))
        default:
            output.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] {
                let digit = UInt8(scalar >> shift & 0xF)
                output.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
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
                writer.key(quoting: member.key)
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
