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
