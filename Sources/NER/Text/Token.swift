/// What a token looks like, independent of what it means.
struct TokenFlags: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt16

    /// Begins with an upper-case letter (`Apple`, `U.S.`, `McDonald`).
    static let capitalized = TokenFlags(rawValue: 1 << 0)
    /// Two letters or more, all upper case (`IBM`, `AT&T`, `U.S.`).
    static let upper = TokenFlags(rawValue: 1 << 1)
    /// Begins with a lower-case letter and holds an upper-case one (`eBay`, `iPhone`).
    static let camel = TokenFlags(rawValue: 1 << 2)
    /// Letters, all lower case.
    static let lower = TokenFlags(rawValue: 1 << 3)
    /// Begins with a digit, or is a vulgar fraction.
    static let number = TokenFlags(rawValue: 1 << 4)
    /// Neither letters nor digits.
    static let punctuation = TokenFlags(rawValue: 1 << 5)
    /// A URL, mail address, handle or hashtag.
    static let address = TokenFlags(rawValue: 1 << 6)
    /// Ends in a point that belongs to it (`U.S.`, `J.`).
    static let dotted = TokenFlags(rawValue: 1 << 7)
    /// No blank stands before it.
    static let glued = TokenFlags(rawValue: 1 << 8)
    /// First token of a sentence.
    static let sentenceStart = TokenFlags(rawValue: 1 << 9)
    /// First token of a line that a line break, or the text's start, sets off.
    static let lineStart = TokenFlags(rawValue: 1 << 10)
    /// First token of a paragraph (after an empty line, or the text's start).
    static let paragraphStart = TokenFlags(rawValue: 1 << 11)
    /// A letter of a script without cases.
    static let caseless = TokenFlags(rawValue: 1 << 12)
    /// Stands in a line in which ordinary words are capitalised: a headline.
    static let headline = TokenFlags(rawValue: 1 << 13)
    /// A word that ends as plurals do (`analysts`, `spokesmen`).
    static let plural = TokenFlags(rawValue: 1 << 14)
    /// Stands behind the first token of some phrase of the lexicons.
    static let continuesPhrases = TokenFlags(rawValue: 1 << 15)

    /// Flags that follow from the spelling alone.
    static let shape: TokenFlags = [.capitalized, .upper, .camel, .lower, .number, .punctuation, .address, .dotted, .caseless]
    /// Flags that a lexeme brings along wherever it stands.
    static let lexical: TokenFlags = [.plural, .continuesPhrases]
    /// Any kind of letter.
    static let word: TokenFlags = [.capitalized, .upper, .camel, .lower, .caseless]
}

/// One token: where it is and which lexeme it is. 16 bytes and the flags; no text of its own.
struct Token: Sendable, BitwiseCopyable {
    /// Bytes of the document, end exclusive.
    var start: UInt32
    var end: UInt32
    /// The spelling, straight apostrophes for curly ones.
    var lexeme: LexemeID
    /// The spelling in lower case.
    var folded: LexemeID
    var flags: TokenFlags
}

/// Number of a spelling. Below the vocabulary's count: a spelling that a lexicon or rule knows; above: one of this document only.
typealias LexemeID = UInt32
