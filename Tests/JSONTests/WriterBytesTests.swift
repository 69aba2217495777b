import Testing

@testable import JSON

/// The writer's fast ways against plain loops.
@Suite struct WriterBytesTests {
    private static func written(_ text: [UInt8]) -> String {
        var writer = JSONWriter(capacity: 1)
        text.withUnsafeBufferPointer { writer.string(utf8: $0) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Every length, with every kind of character at every place.
    @Test(arguments: ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "~", "\u{7F}", "\u{80}", "\u{85}", "\u{A0}", "é", "’", "\u{2028}", "\u{2029}", "\u{2FFF}", "京", "😀"])
    func strings(_ special: String) {
        for length in 0...40 {
            let plain = String(repeating: "x", count: length)
            #expect(Self.written(Array(plain.utf8)) == "\"\(plain)\"")
            for place in 0...length {
                let text = String(plain.prefix(place)) + special + plain.dropFirst(place)
                #expect(Self.written(Array(text.utf8)) == JSONEscapingTests.escaped(text))
                let twice = special + text + special
                #expect(Self.written(Array(twice.utf8)) == JSONEscapingTests.escaped(twice))
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
