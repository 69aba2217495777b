import ExtractionVocabulary

/// Tells the language of an article by its script and its commonest small words.
///
/// About forty languages; silent where it isn't sure, as with a few words only. Looks at the beginning of the text, so the cost is the same for any length
/// (a few microseconds).
public struct LanguageIdentifier: Sendable {
    private let languages: [String]
    /// By hash of the word: a bit for each language that has it.
    private let words: [UInt64: UInt64]

    /// Bytes and words of a text that are looked at.
    private static let maximumBytes = 4096
    private static let maximumWords = 160
    /// A language's small words make a quarter to a half of its running text; lists and tables have fewer.
    private static let leastShare = 0.12

    /// The identifier with the embedded words.
    public init() {
        var languages: [String] = []
        var words: [UInt64: UInt64] = [:]
        for row in EmbeddedTable(tl_language_words_table()).rows {
            guard let language = row.first else { continue }
            for word in row.dropFirst() { words[Self.hash(Array(word.utf8)[...]), default: 0] |= 1 << UInt64(languages.count) }
            languages.append(language)
        }
        self.languages = languages
        self.words = words
    }

    /// The language of `text` (valid UTF-8, NFC) by ISO 639-1; `nil` where it can't be told.
    public func language(of text: [UInt8]) -> String? {
        let head = text.prefix(Self.maximumBytes)
        var scripts = ScriptCounts()
        scripts.count(head)
        if let language = scripts.language { return language }
        var hits = [Int](repeating: 0, count: languages.count)
        var wordCount = 0
        for word in head.split(whereSeparator: Self.isSeparator) {
            wordCount += 1
            if wordCount > Self.maximumWords { break }
            guard var mask = words[Self.hash(word)] else { continue }
            while mask != 0 {
                hits[mask.trailingZeroBitCount] += 1
                mask &= mask - 1
            }
        }
        guard let best = hits.indices.max(by: { hits[$0] < hits[$1] }), hits[best] >= 2, Double(hits[best]) >= Self.leastShare * Double(min(wordCount, Self.maximumWords)) else { return nil }
        // Near relatives share their words: the lead must be clear.
        let second = hits.indices.filter { $0 != best }.map { hits[$0] }.max() ?? 0
        return hits[best] - second >= max(1, hits[best] / 10) ? languages[best] : nil
    }

    /// Anything in ASCII that is no letter; bytes of other characters are taken for letters.
    private static func isSeparator(_ byte: UInt8) -> Bool { byte < 0x80 && !(byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) }

    /// FNV-1a, with ASCII in lower case (Cyrillic capitals open sentences only; those words are let go).
    private static func hash(_ word: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3 }
        return hash
    }
}

/// How many letters of a text belong to which script.
private struct ScriptCounts {
    private var latin = 0
    private var cyrillic = 0
    private var han = 0
    private var kana = 0
    private var persian = 0
    private var others: [(range: ClosedRange<UInt32>, language: String, count: Int)] = [
        (0x370...0x3FF, "el", 0), (0x530...0x58F, "hy", 0), (0x590...0x5FF, "he", 0), (0x600...0x6FF, "ar", 0), (0x900...0x97F, "hi", 0), (0x980...0x9FF, "bn", 0), (0xB80...0xBFF, "ta", 0),
        (0xC00...0xC7F, "te", 0), (0xE00...0xE7F, "th", 0), (0x10A0...0x10FF, "ka", 0), (0xAC00...0xD7A3, "ko", 0),
    ]

    mutating func count(_ text: ArraySlice<UInt8>) {
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin += 1
            case 0..<0x370: break
            case 0x400...0x52F: cyrillic += 1
            case 0x3040...0x30FF: kana += 1
            case 0x4E00...0x9FFF: han += 1
            default:
                // The four letters that Persian has and Arabic hasn't.
                if [0x67E, 0x686, 0x698, 0x6AF].contains(scalar.value) { persian += 1 }
                if let index = others.firstIndex(where: { $0.range.contains(scalar.value) }) { others[index].count += 1 }
            }
        }
    }

    /// The language, where the script alone tells it.
    var language: String? {
        let rest = others.max { $0.count < $1.count }
        // A character of Chinese, Japanese or Korean says as much as several letters.
        let wide = han + kana
        if 2 * wide > latin, wide >= 4, wide > (rest?.count ?? 0) { return 10 * kana > wide ? "ja" : "zh" }
        guard let rest, rest.count >= 8, rest.count > latin + cyrillic else { return nil }
        return rest.language == "ar" && 50 * persian > rest.count ? "fa" : rest.language
    }
}
