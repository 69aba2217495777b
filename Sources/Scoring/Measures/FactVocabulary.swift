/// What a role that links its holder to an organisation says as a fact, in the terms of KnowledgeNet.
enum FactVocabulary {
    /// What roles are read as a property.
    private struct Entry {
        var property: String
        /// Words of the role, one after the other, of which it must have some; empty: any role.
        var words: [[String]]
        /// Last words that it must not have.
        var exceptions: Set<String> = []
        var isHeldByPerson: Bool
        /// Whether the fact's subject is the holder; else the organisation.
        var isHolderSubject: Bool
    }

    private static let entries = [
        Entry(property: "CEO", words: [["ceo"], ["chief", "executive"]], isHeldByPerson: true, isHolderSubject: false),
        Entry(property: "FOUNDED_BY", words: [["founder"], ["founders"], ["cofounder"], ["cofounders"]], isHeldByPerson: true, isHolderSubject: false),
        Entry(
            property: "SUBSIDIARY_OF", words: [["subsidiary"], ["subsidiaries"], ["unit"], ["units"], ["division"], ["divisions"], ["arm"], ["arms"]],
            isHeldByPerson: false, isHolderSubject: true),
        Entry(property: "SUBSIDIARY_OF", words: [["parent"], ["owner"]], isHeldByPerson: false, isHolderSubject: false),
        // Who founds, owns or rules something need not work there.
        Entry(
            property: "EMPLOYEE_OR_MEMBER_OF", words: [],
            exceptions: [
                "founder", "founders", "cofounder", "cofounders", "owner", "owners", "investor", "investors", "shareholder", "shareholders", "backer", "creator", "king", "queen",
                "prince", "princess", "emperor", "empress", "sultan", "duke", "duchess",
            ], isHeldByPerson: true, isHolderSubject: true),
    ]

    /// All properties that roles can speak of.
    static let properties = Set(entries.map(\.property))

    /// A fact that a role states between two names, as they are spelled.
    struct Reading: Sendable, Hashable {
        var property: String
        var subject: String
        var object: String
        /// Where the role stands.
        var role: Range<Int>
    }

    /// What the roles among `annotations` state.
    static func readings(_ annotations: [Annotation]) -> [Reading] {
        let persons = Set(annotations.lazy.filter { $0.type == "person" }.map(\.text))
        return annotations.flatMap { role -> [Reading] in
            guard role.type == "role", let holder = role.attributes[.holder], let org = role.attributes[.org], !holder.isEmpty, !org.isEmpty else { return [] }
            let words = role.text.lowercased().split { !$0.isLetter }.map(String.init)
            return entries.filter { entry in
                guard entry.isHeldByPerson == persons.contains(holder), !entry.exceptions.contains(words.last ?? "") else { return false }
                return entry.words.isEmpty || entry.words.contains { run in words.indices.contains { words[$0...].starts(with: run) } }
            }.map { Reading(property: $0.property, subject: $0.isHolderSubject ? holder : org, object: $0.isHolderSubject ? org : holder, role: role.range) }
        }
    }
}
