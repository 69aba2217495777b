import Ingest
import Testing

@Suite struct UnicodeTests {
    static func plain(_ text: String, normalize: NormalForm = .nfc) throws -> String {
        let record = DumpRecord(id: .string("t"), source: .init(path: "t"), body: .decodedText(Array(text.utf8)))
        return try ArticleExtractor(options: .init(normalize: normalize)).article(from: record).string
    }

    @Test(arguments: [
        ("line one\r\nline  two\rthree\n\n four ", "line one\nline  two\nthree\n\n four "),
        ("a\u{A0}b\u{2009}c\td", "a b c\td"),
        ("soft\u{AD}hyphen zero\u{200B}width \u{FEFF}mark \u{200E}bidi\u{202E}", "softhyphen zerowidth mark bidi"),
        ("e\u{301}", "\u{E9}"),
        ("a\u{2028}b\u{2029}c", "a\nb\nc"),
        ("ﬁrm Ａ", "ﬁrm Ａ"),
        ("joined\u{200D} letters", "joined letters"),
        ("family 👨\u{200D}👩", "family 👨\u{200D}👩"),
        ("nothing to do", "nothing to do"),
        ("", ""),
    ])
    func plainTextKeepsItsLines(_ input: String, _ expected: String) throws {
        // Compared by bytes: strings compare equal across normal forms.
        #expect(Array(try Self.plain(input).utf8) == Array(expected.utf8))
    }

    @Test func compatibilityForm() throws { #expect(try Self.plain("ﬁrm Ａ ②", normalize: .nfkc) == "firm A 2") }
    @Test func noForm() throws { #expect(Array(try Self.plain("e\u{301}", normalize: .none).utf8) == Array("e\u{301}".utf8)) }

    /// Bringing a text to its form twice changes nothing, whatever characters it holds.
    @Test(arguments: [NormalForm.nfc, .nfkc, .none]) func idempotent(_ form: NormalForm) throws {
        var random = SplitMix(seed: 7)
        let ranges: [ClosedRange<UInt32>] = [0x20...0x7E, 0x00...0x1F, 0x80...0x24F, 0x300...0x36F, 0x600...0x6FF, 0x1E00...0x206F, 0x3000...0x30FF, 0xAC00...0xAC80, 0xF900...0xFB10, 0x1F600...0x1F640]
        for _ in 0..<200 {
            var text = ""
            for _ in 0..<60 {
                let range = ranges[Int(random.next() % UInt64(ranges.count))]
                if let scalar = Unicode.Scalar(range.lowerBound + UInt32(random.next() % UInt64(range.count))) { text.unicodeScalars.append(scalar) }
            }
            let once = try Self.plain(text, normalize: form)
            #expect(Array(try Self.plain(once, normalize: form).utf8) == Array(once.utf8))
            let page = try article("<p>" + text.replacing("<", with: "").replacing("&", with: ""), extract: .all, normalize: form).string
            #expect(Array(try Self.plain(page, normalize: form).utf8) == Array(page.utf8))
        }
    }
}

/// A small generator with a fixed course (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
