/// All that the recogniser knows about a spelling, in 20 bytes: one look for each token.
struct LexemeInfo: BitwiseCopyable {
    /// Its lower-case form, or `LexemeTable.unknown`.
    var folded: LexemeID = 0
    /// The automaton's states that longer phrases go through from here, by spelling and by lower-case form; `PhraseAutomaton.none`: none do.
    var exact: PhraseAutomaton.StateID = 0
    var foldedState: PhraseAutomaton.StateID = 0
    /// Index of the classes of the phrase that it is alone.
    var classes: UInt16 = 0
    /// What it may start or continue.
    var triggers: TriggerMask = []
    /// The lexical part of its signature.
    var signature: UInt32 = 0
}

/// What a token, or a phrase that begins at it, may take part in: a filter by which the matchers skip nearly all tokens.
struct TriggerMask: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt16

    /// How many rule programs there can be.
    static let programLimit = 7

    /// Its classes may start a pattern of a program.
    static func classes(ofProgram number: Int) -> TriggerMask { TriggerMask(rawValue: 1 << UInt16(number)) }
    /// Its spelling may.
    static func words(ofProgram number: Int) -> TriggerMask { TriggerMask(rawValue: 1 << UInt16(number + 8)) }
    /// It, or its lower-case form, stands behind the first token of some phrase.
    static let continuesPhrases = TriggerMask(rawValue: 1 << 15)
}
