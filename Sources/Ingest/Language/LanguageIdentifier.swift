import ExtractionVocabulary

/// Tells the language of an article by its script and its commonest small words.
///
/// About forty languages; silent where it isn't sure, as with a few words only. Looks at the beginning of the text, so the cost is the same for any length
/// (a few microseconds).
public struct LanguageIdentifier: Sendable {
    private let languages: [String]
    private let words: SmallWords

    /// Bytes and words of a text that are looked at.
    private static let maximumBytes = 4096
    private static let maximumWords = 160
    /// A language's small words make a quarter to a half of its running text; lists and tables have fewer.
    private static let leastShare = 0.12

    /// The identifier with the embedded words.
    public init() {
        var languages: [String] = []
        var words: [(word: [UInt8], mask: UInt64)] = []
        for row in EmbeddedTable(tl_language_words_table()).rows {
            guard let language = row.first else { continue }
            for word in row.dropFirst() { words.append(([UInt8](word.utf8), 1 << UInt64(languages.count))) }
            languages.append(language)
        }
        self.languages = languages
        self.words = SmallWords(words)
    }

    /// The language of `text` (valid UTF-8, NFC) by ISO 639-1; `nil` where it can't be told.
    public func language(of text: [UInt8]) -> String? {
        text.withUnsafeBufferPointer { text in
            let head = UnsafeBufferPointer(rebasing: text.prefix(Self.maximumBytes))
            var scripts = ScriptCounts()
            scripts.count(head)
            return scripts.language ?? language(ofWords: head)
        }
    }

    /// The language whose small words the text has clearly more of than any other's.
    private func language(ofWords head: UnsafeBufferPointer<UInt8>) -> String? {
        // All languages at once: a byte holds more than there are words.
        var hits = SIMD64<UInt8>()
        let wordCount = words.votes.withUnsafeBufferPointer { votes in
            words.forEachMatch(in: head, limit: Self.maximumWords) { hits &+= votes[$0] }
        }
        // Of equals the last is the best; near relatives share their words, so that the lead must be clear.
        var best = 0, second: UInt8 = 0
        for k in 1..<max(languages.count, 1) {
            if hits[k] >= hits[best] { second = hits[best]; best = k } else { second = max(second, hits[k]) }
        }
        guard hits[best] >= 2, Double(hits[best]) >= Self.leastShare * Double(wordCount) else { return nil }
        return hits[best] - second >= max(1, hits[best] / 10) ? languages[best] : nil
    }
}

/// How many letters of a text belong to which script.
private struct ScriptCounts {
    private var latin = 0
    private var cyrillic = 0
    private var han = 0
    private var kana = 0
    private var persian = 0
    private var others: InlineArray<11, Int> = .init(repeating: 0)

    /// Scripts of one language, by their Unicode blocks.
    private static func other(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x370...0x3FF: 0
        case 0x530...0x58F: 1
        case 0x590...0x5FF: 2
        case 0x600...0x6FF: 3
        case 0x900...0x97F: 4
        case 0x980...0x9FF: 5
        case 0xB80...0xBFF: 6
        case 0xC00...0xC7F: 7
        case 0xE00...0xE7F: 8
        case 0x10A0...0x10FF: 9
        case 0xAC00...0xD7A3: 10
        default: nil
        }
    }
    private static let languages = ["el", "hy", "he", "ar", "hi", "bn", "ta", "te", "th", "ka", "ko"]

    mutating func count(_ text: UnsafeBufferPointer<UInt8>) {
        var reader = ScalarReader(text, at: 0, to: text.count)
        while let scalar = reader.nextBeyondASCII() {
            switch scalar {
            case 0xC0...0x24F: latin += 1
            case 0..<0x370: continue
            case 0x400...0x52F: cyrillic += 1
            case 0x3040...0x30FF: kana += 1
            case 0x4E00...0x9FFF: han += 1
            default:
                // The four letters that Persian has and Arabic hasn't.
                if scalar == 0x67E || scalar == 0x686 || scalar == 0x698 || scalar == 0x6AF { persian += 1 }
                if let other = Self.other(scalar) { others[other] += 1 }
            }
        }
        // Where other scripts stand, Latin's other letters count.
        if cyrillic + han + kana > 0 || others.indices.contains(where: { others[$0] > 0 }) { for byte in text where (byte | 0x20) &- 0x61 < 26 { latin += 1 } }
    }

    /// The language, where the script alone tells it.
    var language: String? {
        var most = 0
        for k in others.indices where others[k] >= others[most] { most = k }
        let rest = others[most]
        // A character of Chinese, Japanese or Korean says as much as several letters.
        let wide = han + kana
        if 2 * wide > latin, wide >= 4, wide > rest { return 10 * kana > wide ? "ja" : "zh" }
        guard rest >= 8, rest > latin + cyrillic else { return nil }
        return Self.languages[most] == "ar" && 50 * persian > rest ? "fa" : Self.languages[most]
    }
}
