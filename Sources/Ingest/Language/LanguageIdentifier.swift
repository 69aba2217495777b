import ExtractionVocabulary

/// Tells the language of an article by its script and its commonest small words.
///
/// About forty languages; silent where it isn't sure, as with a few words only. Looks at the beginning of the text, so the cost is the same for any length
/// (a few microseconds).
public struct LanguageIdentifier: Sendable {
    private let languages: [String]
    private let words: SmallWords
    /// Bytes of the longest of the words.
    private let longest: Int

    /// Bytes and words of a text that are looked at.
    private static let maximumBytes = 4096
    private static let maximumWords = 160
    /// After so many words, and again after as many more, a language that leads by far is taken: small words of others come by chance only.
    private static let wordsToLead = 48
    private static let leastLead: (hits: Int32, times: Int32) = (12, 3)
    /// A language's small words make a quarter to a half of its running text; lists and tables have fewer.
    private static let leastShare = 0.12

    /// The identifier with the embedded words.
    public init() {
        var languages: [String] = []
        var masks: [UInt64: UInt64] = [:]
        var longest = 0
        for row in EmbeddedTable(tl_language_words_table()).rows {
            guard let language = row.first else { continue }
            for word in row.dropFirst() {
                var hash = Self.emptyHash
                for byte in word.utf8 { hash = Self.hash(hash, byte) }
                longest = max(longest, word.utf8.count)
                masks[hash, default: 0] |= 1 << UInt64(languages.count)
            }
            languages.append(language)
        }
        self.languages = languages
        words = SmallWords(masks)
        self.longest = longest
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
        var hits: InlineArray<64, Int32> = .init(repeating: 0)
        var wordCount = 0
        words.look { words in
            var i = 0
            while i < head.count, wordCount < Self.maximumWords {
                let start = i
                var hash = Self.emptyHash
                while i < head.count, !Self.isSeparator(head[i]) {
                    hash = Self.hash(hash, head[i])
                    i &+= 1
                }
                if i == start { i &+= 1; continue }
                wordCount &+= 1
                if wordCount % Self.wordsToLead == 0 {
                    let (best, second) = leaders(hits)
                    if hits[best] >= Self.leastLead.hits, hits[best] >= Self.leastLead.times * second { return }
                }
                if i &- start > longest { continue }
                var mask = words[hash]
                while mask != 0 {
                    hits[mask.trailingZeroBitCount] &+= 1
                    mask &= mask &- 1
                }
            }
        }
        let (best, second) = leaders(hits)
        // Near relatives share their words, so that the lead must be clear.
        guard hits[best] >= 2, Double(hits[best]) >= Self.leastShare * Double(wordCount) else { return nil }
        return hits[best] - second >= max(1, hits[best] / 10) ? languages[best] : nil
    }

    /// The language with the most hits, of equals the last, and the hits of the next.
    private func leaders(_ hits: borrowing InlineArray<64, Int32>) -> (best: Int, second: Int32) {
        var best = 0, second: Int32 = 0
        for k in 1..<max(languages.count, 1) {
            if hits[k] >= hits[best] { second = hits[best]; best = k } else { second = max(second, hits[k]) }
        }
        return (best, second)
    }

    /// Anything in ASCII that is no letter; bytes of other characters are taken for letters.
    private static func isSeparator(_ byte: UInt8) -> Bool { byte < 0x80 && !(byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) }

    private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// One step of FNV-1a, with ASCII in lower case (Cyrillic capitals open sentences only; those words are let go).
    @inline(__always)
    private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3 }
}

/// Small words by their hash, with a bit for each language that has the word.
private struct SmallWords: Sendable {
    /// Open addressing; a mask of 0 is a free slot.
    private var slots: [(hash: UInt64, mask: UInt64)]

    init(_ masks: [UInt64: UInt64]) {
        var size = 64
        while size < masks.count * 3 { size *= 2 }
        slots = [(hash: UInt64, mask: UInt64)](repeating: (0, 0), count: size)
        for (hash, mask) in masks {
            var i = Int(truncatingIfNeeded: hash >> 20) & (size - 1)
            while slots[i].mask != 0 { i = (i + 1) & (size - 1) }
            slots[i] = (hash, mask)
        }
    }

    /// Calls `body` with a view for looking many words up.
    @inline(__always)
    func look(_ body: (View) -> Void) {
        slots.withUnsafeBufferPointer { body(View(slots: $0)) }
    }

    struct View {
        fileprivate let slots: UnsafeBufferPointer<(hash: UInt64, mask: UInt64)>

        /// The languages that have a word; 0: none.
        @inline(__always)
        subscript(_ hash: UInt64) -> UInt64 {
            var i = Int(truncatingIfNeeded: hash >> 20) & (slots.count &- 1)
            while slots[i].mask != 0 {
                if slots[i].hash == hash { return slots[i].mask }
                i = (i &+ 1) & (slots.count &- 1)
            }
            return 0
        }
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
