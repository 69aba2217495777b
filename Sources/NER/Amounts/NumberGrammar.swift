/// Reads numbers in digits and words: "1,234.5", "62-1/2", "two hundred and fifty thousand", "half a million", "tens of millions of".
///
/// Digits are read in `NumberGrammar+Digits.swift`, words in `NumberGrammar+Words.swift` and `CardinalReader.swift`.
struct NumberGrammar: Sendable {
    enum WordKind: UInt8, Sendable, BitwiseCopyable { case unit, teen, ten, fraction, parts, article, vague, multiple }

    /// A number word as the lexicon knows it.
    struct Word: Sendable, BitwiseCopyable {
        var kind: WordKind
        var value: ExactNumber?
        /// Power of ten of a vague word.
        var power: Int
    }

    /// A scale word or letter.
    struct Scale: Sendable, BitwiseCopyable {
        var exponent: Int
        /// A letter that counts only where it touches the number, or behind a sign.
        var touches: Bool
    }

    private let wordClass: ClassID
    private let scaleClass: ClassID
    private var wordLexicon = LexiconNumbers([])
    private var scaleLexicon = LexiconNumbers([])
    private var words = EntryTable<Word>()
    private var scales = EntryTable<Scale>()
    private(set) var and: LexemeID = .max, of: LexemeID = .max, point: LexemeID = .max
    private var a: LexemeID = .max, an: LexemeID = .max
    /// By number of a class set: whether a token of it can be part of a number.
    private var isPart: [Bool] = []
    /// Longest number in tokens, so that looking back costs no more than a bounded number of steps.
    static let longest = 28
    /// Largest power of ten that scale words may come to: a quintillion quintillions.
    static let largestExponent = 36

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        wordClass = try registry.id(ClassSelector("number-word"))
        scaleClass = try registry.id(ClassSelector("magnitude"))
        for name in ["number-word", "magnitude"] { registry.keepEntries(of: name) }
    }

    mutating func bind(_ lexicons: Lexicons) {
        wordLexicon = lexicons.lexiconNumbers("number-word")
        scaleLexicon = lexicons.lexiconNumbers("magnitude")
        for (entry, values) in lexicons.rows(of: "number-word", columns: ["value", "kind", "power"]) {
            words.append(Word(kind: WordKind(values[1]), value: ExactNumber(values[0]), power: Int(values[2]) ?? 0), for: entry)
        }
        for (entry, values) in lexicons.rows(of: "magnitude", columns: ["exponent", "glued"]) {
            scales.append(Scale(exponent: Int(values[0]) ?? 0, touches: values[1] == "yes"), for: entry)
        }
        and = lexicons.lexeme("and")
        of = lexicons.lexeme("of")
        point = lexicons.lexeme("point")
        a = lexicons.lexeme("a")
        an = lexicons.lexeme("an")
        var part = ClassSet(wordClass)
        part.insert(scaleClass)
        isPart = (0..<lexicons.automatonView.classSetCount).map { lexicons.automatonView.classes(at: UInt16($0)).intersects(part) }
    }

    // MARK: Reading

    /// The number that begins at token `i`.
    ///
    /// - Parameter behindSign: a currency sign or code stands before it, which makes "5 m" a sum.
    func read(_ document: Document, from i: Int, behindSign: Bool, _ convention: NumberConvention) -> NumberReading? {
        guard i < document.tokens.count else { return nil }
        if document.tokens[i].flags.contains(.number) || document.isCharacter(i, UInt8(ascii: ".")) {
            return digits(document, i, behindSign, convention)
        }
        guard isPart[Int(document.tokenClasses[i])] || document.hasPhrase(from: i) else { return nil }
        var best: NumberReading?
        for reading in [fraction(document, i), vague(document, i), CardinalReader.read(document, self, from: i)] {
            if let reading, reading.end > best?.end ?? i { best = reading }
        }
        return best
    }

    /// The longest number that ends before token `end` and begins at `lower` or later.
    func readEnding(_ document: Document, at end: Int, notBefore lower: Int, _ convention: NumberConvention) -> (start: Int, reading: NumberReading)? {
        var start = end
        while start > lower, end - start < Self.longest, isPart(document, start - 1), !(start < end && document.tokens[start].flags.contains(.paragraphStart)) { start -= 1 }
        guard start < end else { return nil }
        // A longer run is no number in words; what is cut off could change its value.
        let isCut = end - start == Self.longest && start > lower && isPart(document, start - 1)
        for s in start..<end {
            if s == end - 1, document.isHyphen(s) { break }
            guard let reading = read(document, from: s, behindSign: false, convention), !isCut || reading.form == .digits else { continue }
            if reading.end == end || reading.end == end - 1 && document.isInnerHyphen(end - 1) { return (s, reading) }
        }
        return nil
    }

    /// Whether a token can be part of a number.
    func isPart(_ document: Document, _ k: Int) -> Bool {
        let token = document.tokens[k]
        if token.flags.contains(.number) || isPart[Int(document.tokenClasses[k])] { return true }
        if token.folded == and || token.folded == of || token.folded == point { return true }
        guard token.flags.contains(.punctuation) else { return false }
        return document.isHyphen(k) || document.isCharacter(k, UInt8(ascii: "/")) || document.isCharacter(k, UInt8(ascii: "."))
    }

    // MARK: Words of the lexicons

    func isArticle(_ document: Document, _ i: Int) -> Bool { document.tokens[i].folded == a || document.tokens[i].folded == an }

    /// Whether token `i` is a scale word or letter.
    func isScale(_ document: Document, _ i: Int) -> Bool { document.token(i, isIn: scaleClass) }

    func scale(_ document: Document, _ i: Int) -> Scale? {
        guard document.token(i, isIn: scaleClass), let entry = document.entry(i..<(i + 1), in: scaleLexicon) else { return nil }
        return scales[entry]
    }

    /// The longest number word that begins at token `i`, and the token behind it.
    func word(_ document: Document, _ i: Int) -> (word: Word, end: Int)? {
        guard i < document.tokens.count, let end = document.longestPhrase(from: i, of: wordClass), let entry = document.entry(i..<end, in: wordLexicon), let word = words[entry] else { return nil }
        return (word, end)
    }

    /// Behind a hyphen within a word, or at the word itself.
    func unhyphenated(_ document: Document, _ i: Int) -> Int { document.isInnerHyphen(i) ? i + 1 : i }

    /// The scale words behind a number: " million", "-mln", "bn", " lakh crore".
    func scales(_ document: Document, after start: Int, ofDigits: Bool, _ behindSign: Bool) -> (exponent: Int, end: Int) {
        var exponent = 0, end = start
        for round in 0..<3 {
            let k = unhyphenated(document, end)
            guard k < document.tokens.count, !document.tokens[k].flags.contains(.paragraphStart), let scale = scale(document, k) else { break }
            if scale.touches {
                guard ofDigits, round == 0 else { break }
                let touches = document.tokens[k].flags.contains(.glued)
                let stands = behindSign && k == end && document.gapBefore(k) == 1 && document.bytes[Int(document.tokens[k].start)] | 0x20 != UInt8(ascii: "t")
                let isLetterAlone = k + 1 >= document.tokens.count || !document.tokens[k + 1].flags.contains(.glued) || document.tokens[k + 1].flags.contains(.punctuation)
                guard touches || stands && isLetterAlone else { break }
                return (scale.exponent, k + 1)
            }
            exponent += scale.exponent
            end = k + 1
        }
        return (exponent, end)
    }
}

extension NumberGrammar.WordKind {
    /// By the name that the lexicon has for it; vague where it has none.
    fileprivate init(_ name: String) {
        switch name {
        case "unit": self = .unit
        case "teen": self = .teen
        case "ten": self = .ten
        case "fraction": self = .fraction
        case "parts": self = .parts
        case "article": self = .article
        case "multiple": self = .multiple
        default: self = .vague
        }
    }
}
