import Testing

@testable import JSON

/// Each search and count against a plain loop.
@Suite struct ByteScanTests {
    /// Bytes on both sides of each border that a search has.
    static let hits: [UInt8] = [0x00, 0x09, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7E, 0x7F, 0x80, 0xA0, 0xBF, 0xC2, 0xE2, 0xF0, 0xFF]
    static let fillers: [UInt8] = [0x61, 0x20, 0x23, 0x5D, 0x7F]

    /// Calls `body` with texts of each length up to 40: of filler alone, and with `hit` at each place, and with what could carry over behind it.
    static func forEachText(_ hit: UInt8, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        for filler in fillers {
            for length in 0...40 {
                let text = [UInt8](repeating: filler, count: length)
                text.withUnsafeBufferPointer(body)
                for place in 0..<length {
                    var text = text
                    text[place] = hit
                    text.withUnsafeBufferPointer(body)
                    if place + 1 < length {
                        text[place + 1] = hit ^ 1
                        text.withUnsafeBufferPointer(body)
                    }
                }
            }
        }
    }

    /// As an expectation, without its cost where it is met: there are a million of them.
    private static func compare(_ found: Int?, _ expected: Int?, _ text: UnsafeBufferPointer<UInt8>) {
        if found != expected { Issue.record("\(String(describing: found)), not \(String(describing: expected)), in \(Array(text))") }
    }

    @Test(arguments: hits) func findsWhatIsNoPlainText(_ hit: UInt8) {
        Self.forEachText(hit) { text in
            for start in 0...min(text.count, 9) {
                let expected = text[start...].firstIndex { $0 < 0x20 || $0 >= 0x80 || $0 == 0x22 || $0 == 0x5C } ?? text.count
                Self.compare(ByteScan.endOfPlainJSON(text, from: start), expected, text)
            }
        }
    }

    @Test(arguments: hits) func findsAndCountsAByte(_ hit: UInt8) {
        Self.forEachText(hit) { text in
            for start in 0...min(text.count, 9) { Self.compare(ByteScan.firstIndex(of: hit, in: text, from: start), text[start...].firstIndex(of: hit), text) }
            Self.compare(ByteScan.lastIndex(of: hit, in: text), text.lastIndex(of: hit), text)
            Self.compare(ByteScan.count(of: hit, in: text), text.count { $0 == hit }, text)
        }
    }

    /// On any bytes, also where they are not UTF-8: a tail is 10xxxxxx, and what begins with four ones counts twice.
    @Test(arguments: hits) func countsUnits(_ hit: UInt8) {
        Self.forEachText(hit) { text in
            let points = text.count { $0 & 0xC0 != 0x80 }
            Self.compare(ByteScan.codePointCount(text), points, text)
            Self.compare(ByteScan.utf16Count(text), points + text.count { $0 >= 0xF0 }, text)
        }
    }

    /// More words than a byte can count, all of which count.
    @Test(arguments: [2039, 2040, 2041, 2047, 2048, 4080, 10_000]) func countsInLongTexts(_ length: Int) {
        [UInt8](repeating: 0xBF, count: length).withUnsafeBufferPointer { #expect(ByteScan.codePointCount($0) == 0) }
        [UInt8](repeating: 0xF1, count: length).withUnsafeBufferPointer { #expect(ByteScan.utf16Count($0) == 2 * length) }
    }

    @Test(arguments: 1...7) func readsPartsOfWords(_ count: Int) {
        let bytes: [UInt8] = [0x81, 0x02, 0xF3, 0x04, 0x75, 0x06, 0xFF]
        let expected = bytes[..<count].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        bytes.withUnsafeBufferPointer { #expect($0.baseAddress.map { ByteScan.word(at: $0, count: count) } == expected) }
    }
}

/// What is written against a plain reading of the rules.
@Suite struct JSONEscapingTests {
    /// Characters that are escaped, and neighbours that are not; one of each length.
    static let pieces = ["\"", "\\", "\n", "\u{1}", "\u{1F}", " ", "\u{7F}", "\u{80}", "\u{9F}", "\u{A0}", "\u{BF}", "é", "\u{2027}", "\u{2028}", "\u{2029}", "“", "⿿", "漢", "😀"]

    static func escaped(_ text: String) -> String {
        let short: [UInt32: String] = [0x22: #"\""#, 0x5C: #"\\"#, 8: #"\b"#, 9: #"\t"#, 10: #"\n"#, 12: #"\f"#, 13: #"\r"#]
        return text.unicodeScalars.reduce(into: "\"") { result, scalar in
            switch scalar.value {
            case let value where short[value] != nil: result += short[value] ?? ""
            case 0..<0x20, 0x80..<0xA0, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        } + "\""
    }

    private static func check(_ text: String) throws {
        var writer = JSONWriter()
        writer.string(text)
        #expect(writer.bytes == Array(escaped(text).utf8))
        #expect(try JSONValue(parsing: writer.bytes).string == text)
    }

    @Test(arguments: pieces) func escapes(_ piece: String) throws {
        for length in 0...40 { for place in 0...length { try Self.check(String(repeating: "x", count: place) + piece + String(repeating: "é", count: length - place)) } }
    }

    /// Long strings go in parts: characters that stand across their border, and parts that grow as much as they can.
    @Test(arguments: pieces) func escapesInLongStrings(_ piece: String) throws {
        for length in 4090...4100 { try Self.check(String(repeating: "x", count: length) + piece + piece + "y") }
        try Self.check(String(repeating: piece, count: 5000))
    }

    /// Escapes of each length, behind any number of plain bytes.
    @Test(arguments: [#"\n"#, #"\\"#, #"\u00e9"#, #"\u2028"#, #"\ud83d\ude00"#, #"\u0041\n\\\u0042"#]) func resolvesEscapes(_ escape: String) throws {
        let resolved = try #require(try JSONValue(parsing: "\"\(escape)\"").string)
        for length in 0...40 {
            for place in 0...length {
                let (before, behind) = (String(repeating: "x", count: place), String(repeating: "é", count: length - place))
                #expect(try JSONValue(parsing: "\"\(before)\(escape)\(behind)\(escape)\"").string == before + resolved + behind + resolved)
            }
        }
    }

    @Test(arguments: [0, 7, 10, 99, 12_345_678, 99_999_999, 100_000_000, 100_000_001, 9_999_999_999_999_999, 10_000_000_000_000_000, 10_000_000_000_000_001, .max, .min, -1, -100_000_000])
    func writesIntegers(_ value: Int) {
        var writer = JSONWriter()
        writer.beginArray()
        writer.integer(value)
        writer.integer(value)
        writer.endArray()
        #expect(writer.bytes == Array("[\(value),\(value)]".utf8))
    }

    /// Keys of each length, the memory used again.
    @Test func writesKeysAndForgets() {
        var writer = JSONWriter()
        let keys: [(StaticString, String)] = [("", ""), ("a", "a"), ("ab", "ab"), ("abc", "abc"), ("abcd", "abcd"), ("abcdefg", "abcdefg"), ("abcdefgh", "abcdefgh"), ("abcdefghijklmnopq", "abcdefghijklmnopq")]
        for (key, text) in keys {
            for _ in 0..<100 {
                writer.removeAll()
                writer.beginObject()
                writer.key(key)
                writer.bool(false)
                writer.key(key)
                writer.null()
                writer.endObject()
                writer.append(0x20)
                writer.append(contentsOf: "tail".utf8)
            }
            #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\"\(text)\":false,\"\(text)\":null} tail")
        }
    }
}
