/// The words around a sum that the grammar asks for.
struct AmountCues: Sendable {
    let change: ClassID
    let effect: ClassID
    let range: ClassID
    let weight: ClassID
    let money: ClassID
    let loss: ClassID
    let copula: ClassID
    let command: ClassID
    let comparison: ClassID
    let moneyOrLoss: ClassSet
    /// What may say which period a sum belongs to, and no noun that a number counts.
    let periods: ClassSet
    let compound: ClassID
    let link: ClassID
    let functionWord: ClassID
    let commonWord: ClassID
    let perUnit: ClassID
    private(set) var to: LexemeID = .max, or: LexemeID = .max, and: LexemeID = .max, between: LexemeID = .max, from: LexemeID = .max, by: LexemeID = .max, both: LexemeID = .max
    private(set) var versus: LexemeID = .max, vs: LexemeID = .max, inWord: LexemeID = .max, constant: LexemeID = .max, of: LexemeID = .max, per: LexemeID = .max, at: LexemeID = .max
    private var a: LexemeID = .max, an: LexemeID = .max, percent: LexemeID = .max, pct: LexemeID = .max
    private var singulars: Set<LexemeID> = []
    private var perLexicon = LexiconNumbers([])
    private var perUnits: [EntryID: String] = [:]

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        func cue(_ kind: String) throws(ClassError) -> ClassID { try registry.id(ClassSelector("amount-cue", filters: [.init(column: "kind", value: kind)])) }
        change = try cue("change")
        effect = try cue("effect")
        range = try cue("range")
        weight = try cue("weight")
        money = try cue("money")
        loss = try cue("loss")
        copula = try cue("copula")
        command = try cue("command")
        comparison = try cue("comparison")
        moneyOrLoss = ClassSet([money, loss])
        compound = try cue("compound")
        link = try cue("link")
        commonWord = try registry.id(ClassSelector("common-word"))
        functionWord = try registry.id(ClassSelector("function-word"))
        perUnit = try registry.id(ClassSelector("per-unit"))
        registry.keepEntries(of: "per-unit")
        periods = ClassSet([functionWord, try cue("period"), try registry.id(ClassSelector("month"))])
        // So that the grammar's own words have numbers.
        _ = try cue("connector")
    }

    mutating func bind(_ lexicons: Lexicons) {
        to = lexicons.lexeme("to")
        or = lexicons.lexeme("or")
        and = lexicons.lexeme("and")
        between = lexicons.lexeme("between")
        from = lexicons.lexeme("from")
        by = lexicons.lexeme("by")
        both = lexicons.lexeme("both")
        versus = lexicons.lexeme("versus")
        vs = lexicons.lexeme("vs")
        inWord = lexicons.lexeme("in")
        of = lexicons.lexeme("of")
        per = lexicons.lexeme("per")
        at = lexicons.lexeme("at")
        constant = lexicons.lexeme("constant")
        perLexicon = lexicons.lexiconNumbers("per-unit")
        for (entry, values) in lexicons.rows(of: "per-unit", columns: ["phrase"]) {
            let phrase = values[0].hasPrefix("?") ? String(values[0].dropFirst()) : values[0]
            perUnits[entry] = phrase.hasPrefix("per ") ? String(phrase.dropFirst(4)) : phrase
        }
        a = lexicons.lexeme("a")
        an = lexicons.lexeme("an")
        percent = lexicons.lexeme("percent")
        pct = lexicons.lexeme("pct")
        singulars = Set(["dollar", "dlr", "pound", "franc", "cent", "rupee", "penny"].map { lexicons.lexeme($0) })
    }

    /// The unit of a rate behind a sum: `share` in "$5 a share".
    func per(_ document: Document, _ end: Int) -> String? {
        guard end < document.tokens.count, let stop = document.longestPhrase(from: end, of: perUnit), let entry = document.entry(end..<stop, in: perLexicon) else { return nil }
        return perUnits[entry]
    }

    func isArticle(_ document: Document, _ i: Int) -> Bool { document.tokens[i].folded == a || document.tokens[i].folded == an }

    func isPercent(_ document: Document, _ i: Int) -> Bool {
        let word = document.tokens[i].folded
        return document.isCharacter(i, UInt8(ascii: "%")) || word == percent || word == pct
    }

    /// Whether a unit's last word is a singular that has a plural in -s.
    func isSingular(_ document: Document, _ at: Range<Int>) -> Bool { singulars.contains(document.tokens[at.upperBound - 1].folded) }

    /// Whether a number may begin right behind token `i` without a blank.
    func opensNumber(_ document: Document, _ i: Int) -> Bool {
        let token = document.tokens[i]
        guard token.flags.contains(.punctuation) else { return false }
        switch document.firstByte(i) {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "_"), UInt8(ascii: "\\"): return false
        default: return true
        }
    }

    /// Whether a code in capitals is also an ordinary word ("ALL", "TRY").
    func isWord(_ document: Document, _ at: Range<Int>) -> Bool {
        at.count == 1 && (document.token(at.lowerBound, isIn: commonWord) || document.token(at.lowerBound, isIn: functionWord))
    }

    /// Whether token `i` is punctuation that ends a phrase.
    func closes(_ document: Document, _ i: Int) -> Bool {
        guard document.tokens[i].flags.contains(.punctuation) else { return false }
        switch document.firstByte(i) {
        case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "$"): return false
        default: return true
        }
    }

    /// Whether token `i` joins two numbers as a range: a hyphen, dash or minus.
    func isDash(_ document: Document, _ i: Int) -> Bool {
        if document.isHyphen(i) { return true }
        let token = document.tokens[i], start = Int(token.start)
        guard token.end - token.start == 3, document.bytes[start] == 0xE2 else { return false }
        switch (document.bytes[start + 1], document.bytes[start + 2]) {
        case (0x80, 0x92), (0x80, 0x93), (0x80, 0x94), (0x88, 0x92): return true
        default: return false
        }
    }
}
