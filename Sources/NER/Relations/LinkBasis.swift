/// What makes a role, or ties it to its holder or organisation.
enum LinkBasis: Sendable, Hashable, BitwiseCopyable {
    /// A rule, or a rule's capture: the number of the rule.
    case rule(Int)
    /// It is shared with a role that "and" or a comma joins.
    case coordination
    /// The subject of the sentence, which a verb leads from to the role.
    case subject
    /// The same title, or the same holder, elsewhere in the document.
    case elsewhere
    /// "The …", "those …" takes up a role further up.
    case antecedent
    /// The place that a country's adjective stands for.
    case nation
    /// The firm of whoever says "our".
    case speaker
    /// The nearest firm or organisation before the role, in the sentence or in the paragraph.
    case sentence, paragraph

    /// The number of the rule, where it is one.
    var rule: Int? { if case .rule(let number) = self { number } else { nil } }

    /// As explanations call it; a rule by its id.
    func name(_ rules: [RuleHead]) -> String {
        switch self {
        case .rule(let number): rules[number].id
        case .coordination: "role.coordinated"
        case .subject: "role.subject-of-sentence"
        case .elsewhere: "role.same-elsewhere"
        case .antecedent: "role.anaphoric"
        case .nation: "role.nation"
        case .speaker: "role.speakers-firm"
        case .sentence: "role.nearest-in-sentence"
        case .paragraph: "role.nearest-in-paragraph"
        }
    }
}
