import ExtractionVocabulary

/// What the words of an element's class, id, role and the like say about its content.
struct ClassHints: OptionSet, Hashable, CustomStringConvertible {
    let rawValue: UInt64

    /// The hints by the names that `class-words.tsv` uses for them.
    private static let names: [String] = [
        "navigation", "footer", "header", "sidebar", "related", "comments", "share", "newsletter", "advert", "byline", "date", "biography",
        "caption", "credit", "tags", "hidden", "body", "content", "overlay", "pullquote", "contents", "media", "breadcrumb", "title",
        "standfirst", "meta", "infobox", "promotion", "disclaimer", "toolbar", "feed", "summary", "correction", "liveblog", "name", "neutral", "folding", "modified",
    ]
    private static func hint(_ name: String) -> ClassHints {
        names.firstIndex(of: name).map { ClassHints(rawValue: 1 << UInt64($0)) } ?? []
    }

    static let navigation = hint("navigation"), footer = hint("footer"), header = hint("header"), sidebar = hint("sidebar")
    static let related = hint("related"), comments = hint("comments"), share = hint("share"), newsletter = hint("newsletter")
    static let advert = hint("advert"), byline = hint("byline"), date = hint("date"), biography = hint("biography")
    static let caption = hint("caption"), credit = hint("credit"), tags = hint("tags"), hidden = hint("hidden")
    /// The article's own text, said in so many words.
    static let body = hint("body")
    /// A word that articles' containers often have, and others too.
    static let content = hint("content")
    static let overlay = hint("overlay"), pullquote = hint("pullquote"), contents = hint("contents"), media = hint("media")
    static let breadcrumb = hint("breadcrumb"), title = hint("title"), standfirst = hint("standfirst"), meta = hint("meta")
    static let infobox = hint("infobox"), promotion = hint("promotion"), disclaimer = hint("disclaimer"), toolbar = hint("toolbar")
    static let feed = hint("feed"), summary = hint("summary"), correction = hint("correction"), liveblog = hint("liveblog")
    static let name = hint("name")
    /// A date of a change, not of publication.
    static let modified = hint("modified")
    /// Opens on a click.
    static let folding = hint("folding")
    /// Takes back what the parts of a word say: an "elementor-widget" is no widget.
    private static let neutral = hint("neutral")

    /// The hints in a class, id, role or itemprop value. Look-ups of every run of one to three words in it, joined.
    static func of(_ value: UnsafeBufferPointer<UInt8>) -> ClassHints {
        let vocabulary = ClassVocabulary.shared
        var hints: ClassHints = [], ofToken: ClassHints = []
        var wholeToken = ClassVocabulary.exactSeed
        func finishToken() {
            ofToken.formUnion(vocabulary.hints(wholeToken))
            if !ofToken.contains(neutral) { hints.formUnion(ofToken) }
            ofToken = []
            wholeToken = ClassVocabulary.exactSeed
        }
        // The hashes of the runs that the current word may still extend, longest first.
        var open: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var words = 0
        var i = 0
        var muted = false
        while i < value.count {
            guard value[i].isASCIILetter else {
                if value[i].isHTMLBlank {
                    finishToken()
                    words = 0
                    muted = false
                } else if value[i] >= 0x80 || value[i].isASCIIDigit {
                    wholeToken = ClassVocabulary.hash(wholeToken, value[i])
                }
                i += 1
                continue
            }
            open = words == 0 ? (0, 0, ClassVocabulary.seed) : words == 1 ? (0, open.2, ClassVocabulary.seed) : (open.1, open.2, ClassVocabulary.seed)
            words += 1
            // A word: letters up to a separator, a digit, or a capital that follows a small letter.
            var wasSmall = false
            while i < value.count, value[i].isASCIILetter {
                let isSmall = value[i] >= 0x61
                if wasSmall && !isSmall { break }
                wasSmall = isSmall
                let letter = value[i] | 0x20
                wholeToken = ClassVocabulary.hash(wholeToken, letter)
                open = (ClassVocabulary.hash(open.0, letter), ClassVocabulary.hash(open.1, letter), ClassVocabulary.hash(open.2, letter))
                i += 1
            }
            if ClassVocabulary.isNegation(open.2) { muted = true; continue }
            if muted { muted = false; continue }
            ofToken.formUnion(vocabulary.hints(open.2))
            if words > 1 { ofToken.formUnion(vocabulary.hints(open.1)) }
            if words > 2 { ofToken.formUnion(vocabulary.hints(open.0)) }
        }
        finishToken()
        return hints
    }

    var description: String {
        Self.names.indices.filter { rawValue & (1 << UInt64($0)) != 0 }.map { Self.names[$0] }.joined(separator: " ")
    }

    /// The hint of that name in the vocabulary's table; `nil` for unknown names.
    fileprivate init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: 1 << UInt64(index))
    }

    init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// The words of `class-words.tsv`, by hash.
struct ClassVocabulary: Sendable {
    static let shared = ClassVocabulary()
    /// FNV-1a's, 64 bits; zero is kept for "no run".
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Another, for words that must be a class of their own: "=date".
    static let exactSeed: UInt64 = 0xAF63_BD4C_8601_B7DF

    private var byHash = HashTable(capacity: 2048)

    private init() {
        for row in EmbeddedTable(tl_class_words_table()).rows where row.count >= 2 {
            guard let hint = ClassHints(name: row[0]) else { continue }
            for word in row[1].split(separator: " ") {
                let isExact = word.utf8.first == UInt8(ascii: "=")
                let hash = isExact ? word.utf8.dropFirst().reduce(Self.exactSeed, Self.hash) : Self.hash(of: word.utf8)
                byHash.set(hash, hint.rawValue) { $0 | $1 }
            }
        }
    }

    @inline(__always)
    static func hash(_ hash: UInt64, _ letter: UInt8) -> UInt64 { hash == 0 ? 0 : (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3 }

    private static func hash(of word: some Sequence<UInt8>) -> UInt64 { word.reduce(seed, hash) }

    @inline(__always)
    func hints(_ hash: UInt64) -> ClassHints { ClassHints(rawValue: byHash[hash] ?? 0) }

    /// Words that take back the next one: "no-sidebar", "has-comments".
    private static let negations: [UInt64] = ["no", "not", "has", "with", "without", "js", "is", "hide", "above", "below", "before", "after"]
        .map { hash(of: $0.utf8) }
    @inline(__always)
    static func isNegation(_ hash: UInt64) -> Bool { negations.contains(hash) }
}
