/// Writes JSON on one line that every consumer takes for one line.
///
/// Beside what JSON demands it escapes U+0080 to U+009F (which hold U+0085), U+2028 and U+2029, at which some languages break lines.
/// The caller keeps objects and arrays balanced and its strings valid UTF-8. The same calls give the same bytes.
///
/// It has one owner, so that its memory is written without asking for others. Cost: about two instructions a byte of text.
public struct JSONWriter: ~Copyable, Sendable {
    private var buffer: ByteBuffer
    private var needsComma = false

    /// Bytes of a long string that are written at a time: room for them is asked for as if each had to be escaped.
    private static let stride = 4096
    /// Memory that `removeAll()` keeps, in bytes.
    private static let keptCapacity = 4 << 20

    /// - Parameter capacity: how many bytes are expected; more are no error.
    public init(capacity: Int = 1024) { buffer = ByteBuffer(capacity: capacity) }

    /// A copy of what has been written so far.
    public var bytes: [UInt8] { [UInt8](buffer.view) }

    /// Forgets what was written, and keeps the memory for what comes next: at most 4 MB of it.
    public mutating func removeAll() {
        buffer.removeAll(keeping: Self.keptCapacity)
        needsComma = false
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes a key that needs no escapes, as those of our own records.
    public mutating func key(_ name: StaticString) {
        let count = name.utf8CodeUnitCount
        var end = separated(buffer.end(withRoomFor: count &+ 4 &+ JSONEscaping.slack))
        end.pointee = UInt8(ascii: "\"")
        end = (end + 1).copyShort(name.utf8Start, count: count)
        end[0] = UInt8(ascii: "\"")
        end[1] = UInt8(ascii: ":")
        buffer.finish(at: end + 2)
        needsComma = false
    }

    /// Writes a piece of JSON as it stands, for values that all have the same shape: keys, with the commas and brackets between them. The piece ends where
    /// the next value begins, or with a bracket; the caller sees to commas.
    public mutating func fragment(_ json: StaticString) {
        let count = json.utf8CodeUnitCount
        buffer.finish(at: buffer.end(withRoomFor: count &+ JSONEscaping.slack).copyShort(json.utf8Start, count: count))
        needsComma = false
    }

    /// Writes any key. (Under another name than the first, for Swift takes a literal for a `String` where it can.)
    public mutating func key(quoting name: String) {
        string(name)
        buffer.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ value: String) {
        if value.utf8.withContiguousStorageIfAvailable({ string(utf8: $0) }) != nil { return }
        var copy = value
        copy.withUTF8 { string(utf8: $0) }
    }

    /// Writes a string; `nil` as null.
    public mutating func string(_ value: String?) {
        if let value { string(value) } else { null() }
    }

    /// Writes a string from its bytes, which are valid UTF-8.
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        if text.count > Self.stride { return longString(text) }
        var end = separated(buffer.end(withRoomFor: text.count &* JSONEscaping.maximumGrowth &+ 3 &+ JSONEscaping.slack))
        end.pointee = UInt8(ascii: "\"")
        end = JSONEscaping.escape(text, from: 0, to: text.count, into: end + 1).output
        end.pointee = UInt8(ascii: "\"")
        buffer.finish(at: end + 1)
        needsComma = true
    }

    private mutating func longString(_ text: UnsafeBufferPointer<UInt8>) {
        var end = separated(buffer.end(withRoomFor: 2))
        end.pointee = UInt8(ascii: "\"")
        buffer.finish(at: end + 1)
        var i = 0
        while i < text.count {
            let stop = min(text.count, i &+ Self.stride)
            // A character that begins before the stop may end two bytes behind it.
            end = buffer.end(withRoomFor: (stop &- i &+ 2) &* JSONEscaping.maximumGrowth &+ JSONEscaping.slack)
            (i, end) = JSONEscaping.escape(text, from: i, to: stop, into: end)
            buffer.finish(at: end)
        }
        buffer.append(UInt8(ascii: "\""))
        needsComma = true
    }

    public mutating func integer(_ value: Int) {
        // A comma, a sign, and three groups of up to eight digits.
        var end = separated(buffer.end(withRoomFor: 26 + JSONEscaping.slack))
        if value < 0 {
            end.pointee = UInt8(ascii: "-")
            end += 1
        }
        let magnitude = value.magnitude
        buffer.finish(at: magnitude < 10_000 ? Self.shortDigits(of: magnitude, into: end) : Self.digits(of: magnitude, into: end))
        needsComma = true
    }

    /// Writes an integer; `nil` as null.
    public mutating func integer(_ value: Int?) {
        if let value { integer(value) } else { null() }
    }

    public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    public mutating func null() { word("null") }

    /// Writes bytes that are JSON already and hold no line break.
    public mutating func raw(_ json: [UInt8]) {
        buffer.finish(at: separated(buffer.end(withRoomFor: 1)))
        append(contentsOf: json)
        needsComma = true
    }

    /// Ends the line; the next value begins anew.
    public mutating func endLine() {
        buffer.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func word(_ word: StaticString) {
        let count = word.utf8CodeUnitCount
        let end = separated(buffer.end(withRoomFor: count &+ 1 &+ JSONEscaping.slack))
        buffer.finish(at: end.copyShort(word.utf8Start, count: count))
        needsComma = true
    }

    /// Writes the comma that is due, and gives the place of what follows.
    @inline(__always)
    private func separated(_ end: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        end.pointee = UInt8(ascii: ",")
        return end + (needsComma ? 1 : 0)
    }

    private mutating func open(_ bracket: UInt8) {
        let end = separated(buffer.end(withRoomFor: 2))
        end.pointee = bracket
        buffer.finish(at: end + 1)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        buffer.append(bracket)
        needsComma = true
    }

    /// The digits of a value below 10,000, all at once: its two halves are divided by multiplying (Granlund and Montgomery, 1994) in one register.
    @inline(__always)
    private static func shortDigits(of value: UInt, into output: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let hundreds = (value &* 5243) &>> 19
        let pairs = UInt64(truncatingIfNeeded: hundreds | (value &- hundreds &* 100) &<< 16)
        let tens = (pairs &* 103) &>> 10 & 0x000F_000F
        let digits = tens | (pairs &- tens &* 10) &<< 8
        // The zeros in front go, but for the last digit.
        let zeros = ByteScan.leading(digits | 0x0100_0000)
        output.store((digits | 0x3030_3030) &>> UInt64(truncatingIfNeeded: zeros &* 8))
        return output + (4 &- zeros)
    }

    /// The digits of `value`, put together in a register, eight at a time.
    private static func digits(of value: UInt, into output: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var output = output
        var rest = value
        let isLong = value >= 100_000_000
        if isLong {
            output = digits(of: value / 100_000_000, into: output)
            rest = value % 100_000_000
        }
        var text: UInt64 = 0
        var count = 0
        repeat {
            text = text &<< 8 | UInt64(0x30 + rest % 10)
            rest /= 10
            count &+= 1
        } while rest != 0 || (isLong && count < 8)
        output.store(text)
        return output + count
    }
}

// MARK: Formats other than JSON

extension JSONWriter {
    /// Writes a byte as it is, for formats that put JSON between other text or are none.
    public mutating func append(_ byte: UInt8) { buffer.append(byte) }

    /// Writes bytes as they are.
    public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ buffer.append(contentsOf: $0) }) != nil { return }
        for byte in bytes { buffer.append(byte) }
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
