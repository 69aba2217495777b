import JSON
import Testing

@testable import Ingest

/// The searches that go many bytes at a time, against plain loops.
@Suite struct ByteSearchTests {
    static let hits: [UInt8] = [0x00, 0x09, 0x0A, 0x1F, 0x20, 0x7E, 0x7F, 0x80, 0xC3, 0xFF]

    @Test(arguments: hits) func findsTheEndOfASCII(_ hit: UInt8) {
        for length in 0...70 {
            for place in 0..<max(length, 1) {
                var bytes = [UInt8](repeating: 0x7E, count: length)
                if place < length { bytes[place] = hit }
                if place + 1 < length { bytes[place + 1] = hit ^ 0x80 }
                bytes.withUnsafeBufferPointer { text in
                    for start in [0, 1, place, min(place + 1, length)] where start <= length {
                        #expect(text.endOfASCII(from: start) == text[start...].firstIndex { $0 >= 0x80 } ?? length)
                        #expect(text.endOfPrintableASCII(from: start) == text[start...].firstIndex { $0 < 0x20 || $0 >= 0x7F } ?? length)
                    }
                }
            }
        }
    }

    /// What becomes of characters does not depend on what stands around them.
    @Test(arguments: [("\u{A0}", " "), ("\r\n", "\n"), ("\r", "\n"), ("\u{AD}", ""), ("\u{200B}", ""), ("\u{2028}", "\n"), ("\u{3000}", " "), ("\u{7F}", ""), ("\u{1}", ""), ("é", "é"), ("\t", "\t"), ("漢", "漢"), ("\u{FEFF}", "")])
    func normalizesAnywhere(_ text: String, _ expected: String) {
        for length in 0...40 {
            for place in 0...length {
                let (before, behind) = (String(repeating: "a", count: place), String(repeating: "b", count: length - place))
                // The no-break space sees to it that nothing is passed over as a whole.
                #expect(String(decoding: PlainText.normalized(Array((before + text + behind + "\u{A0}").utf8)), as: UTF8.self) == before + expected + behind + " ")
            }
        }
    }
}

@Suite struct SmallWordsTests {
    static let words = ["a", "ab", "abc", "für", "abcdefg", "abcdefgh", "abcdefghi", "čћабвг", "abcdefghijklmno", "abcdefghijklmnop"]

    private static func plain(_ text: [UInt8], limit: Int) -> (count: Int, masks: [UInt64]) {
        let found = text.split { $0 < 0x80 && !$0.isASCIILetter }.prefix(limit)
        return (found.count, found.compactMap { word in words.firstIndex { Array($0.utf8) == word.map(\.asciiLowercased) }.map { 1 << UInt64($0) } })
    }

    /// All words between separators of any number, in either case, cut at any place.
    @Test(arguments: ["", " ", "  ", "-'", ".\n1@[`{"]) func findsWords(_ separator: String) {
        let table = SmallWords(Self.words.enumerated().map { (Array($1.utf8), 1 << UInt64($0)) })
        let others = ["x", "abd", "abcdefgx", "abcdefghx", "abcdefghij", "abcdefghijklmnopq", "abcdefghijklmnopqrstuvwxyzabcdef", "é"]
        var text: [UInt8] = []
        for word in Self.words + Self.words.map({ $0.uppercased() }) + others { text += (separator + word + (separator.isEmpty ? " " : separator)).utf8 }
        for start in stride(from: 0, to: text.count, by: 3) {
            for end in start...min(text.count, start + 60) {
                let part = Array(text[start..<end])
                for limit in [0, 1, 3, 100] {
                    var masks: [UInt64] = []
                    let count = part.withUnsafeBufferPointer { table.forEachMatch(in: $0, limit: limit) { number in masks.append((0..<64).reduce(0) { $0 | UInt64(table.votes[number][$1]) << UInt64($1) }) } }
                    let expected = Self.plain(part, limit: limit)
                    #expect(count == expected.count && masks == expected.masks, "\(String(decoding: part, as: UTF8.self))")
                }
            }
        }
    }
}
