/// The lexicon classes that deals need beside those of their rules.
struct DealClasses: Sendable {
    /// Words that make of what is told something that is only thought, feared, denied or asked.
    let doubt: ClassID
    /// Adjectives of a deal that did not come about.
    let failed: ClassID
    /// Words behind a name that begin no noun phrase with it: last (year), outright.
    let after: ClassID
    /// Prepositions before a name that make it a part of something else: shares of X.
    let inside: ClassID
    /// Majority, controlling: shares without a number.
    let share: ClassID
    /// What a share is a share of, behind a firm's name: stock, shares.
    let stock: ClassID
    /// What a name is followed by that begins a clause of its own: verbs and auxiliaries.
    let verbs: [ClassID]
    let function, weekday, month, speech: ClassID

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        func word(_ kind: String) throws(ClassError) -> ClassID { try registry.id(ClassSelector("deal-word", filters: [.init(column: "kind", value: kind)])) }
        doubt = try word("doubt")
        failed = try word("failed")
        after = try word("after")
        inside = try word("inside")
        share = try word("share")
        registry.seek(share)
        stock = try word("stake")
        verbs = [
            try word("past"), try word("be"), try word("future"), try registry.id(ClassSelector("firm-verb")), try registry.id(ClassSelector("person-verb")), try registry.id(ClassSelector("speech-verb")),
            try registry.id(ClassSelector("deal-verb")),
        ]
        function = try registry.id(ClassSelector("function-word"))
        weekday = try registry.id(ClassSelector("weekday"))
        month = try registry.id(ClassSelector("month"))
        speech = try registry.id(ClassSelector("speech-verb"))
    }
}
