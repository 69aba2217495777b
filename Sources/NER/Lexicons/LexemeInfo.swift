/// All that the recogniser knows about a spelling, in 16 bytes: one look for each token.
struct LexemeInfo: BitwiseCopyable {
    /// Its lower-case form, or `LexemeTable.unknown`.
    var folded: LexemeID = 0
    /// The automaton's states that longer phrases go through from here, by spelling and by lower-case form; `PhraseAutomaton.none`: none do.
    var exact: PhraseAutomaton.StateID = 0
    var foldedState: PhraseAutomaton.StateID = 0
    /// Index of the classes of the phrase that it is alone.
    var classes: UInt16 = 0
    /// The programs that it may start a pattern of.
    var triggers: TriggerMask = 0
    /// 1 where it or its lower-case form stands behind the first token of some phrase, else 0.
    var continuesPhrases: UInt8 = 0
}

/// A set of rule programs, by `RuleSet.bit`.
typealias TriggerMask = UInt8
