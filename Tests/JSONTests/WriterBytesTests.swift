import Testing

@testable import JSON

/// The writer's fast ways against plain loops.
@Suite struct WriterBytesTests {
    private static func written(_ text: [UInt8]) -> String {
        var writer = JSONWriter(capacity: 1)
        text.withUnsafeBufferPointer { writer.string(utf8: $0) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What JSON says, a scalar at a time.
    private static func expected(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0C: result += "\\f"
            case 0x0D: result += "\\r"
            case 0..<0x20, 0x80..<0xA0, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Every length, with every kind of character at every place.
    @Test(arguments: ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "~", "\u{7F}", "\u{80}", "\u{85}", "\u{A0}", "é", "’", "\u{2028}", "\u{2029}", "\u{2FFF}", "京", "😀"])
    func strings(_ special: String) {
        for length in 0...40 {
            let plain = String(repeating: "x", count: length)
            #expect(Self.written(Array(plain.utf8)) == "\"\(plain)\"")
            for place in 0...length {
                let text = String(plain.prefix(place)) + special + plain.dropFirst(place)
                #expect(Self.written(Array(text.utf8)) == Self.expected(text))
                let twice = special + text + special
                #expect(Self.written(Array(twice.utf8)) == Self.expected(twice))
            }
        }
    }

    @Test func integers() {
        var values = [0, 1, -1, .max, .min]
        var power = 1
        for _ in 0..<18 {
            power *= 10
            values += [power - 1, power, power + 1, -power, 1 - power]
        }
        for value in values {
            var writer = JSONWriter()
            writer.integer(value)
            #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
        }
    }

    /// The buffer grows, is emptied, and gives large memory back.
    @Test func memory() {
        var writer = JSONWriter(capacity: 1)
        let large = [UInt8](repeating: 0x61, count: 5 << 20)
        for _ in 0..<2 {
            writer.beginArray()
            large.withUnsafeBufferPointer { writer.string(utf8: $0) }
            writer.integer(1)
            writer.endArray()
            #expect(writer.bytes == Array("[\"".utf8) + large + Array("\",1]".utf8))
            writer.removeAll()
            #expect(writer.bytes.isEmpty)
        }
    }

    /// Escapes are taken back as they were written.
    @Test func unescape() {
        for length in 0...20 {
            for place in 0...length {
                let raw = String(repeating: "y", count: place) + #"\n\u00e9\"\\"# + String(repeating: "z", count: length - place)
                let bytes = Array(raw.utf8).withUnsafeBufferPointer { JSONScanner.unescape($0) }
                #expect(String(decoding: bytes, as: UTF8.self) == String(repeating: "y", count: place) + "\né\"\\" + String(repeating: "z", count: length - place))
            }
        }
    }
}
