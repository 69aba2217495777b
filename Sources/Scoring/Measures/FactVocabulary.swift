/// What a role that links its holder to an organisation, a founding or an employment says as a fact, in the terms of KnowledgeNet.
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
        Entry(property: "FOUNDED_BY", words: [["founder"], ["founders"], ["cofounder"], ["cofounders"], ["founding"]], isHeldByPerson: true, isHolderSubject: false),
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

    /// A fact that a role or another relation states between two names, as they are spelled.
    struct Reading: Sendable, Hashable {
        var property: String
        var subject: String
        var object: String
        /// Where the role stands; of a relation without one, its target.
        var place: Range<Int>
    }

    /// What the roles among `annotations`, and `relations`, state. The same fact may be stated by both.
    static func readings(_ annotations: [Annotation], _ relations: [AnnotatedRelation]) -> [Reading] {
        let persons = Set(annotations.lazy.filter { $0.type == "person" }.map(\.text))
        let ofRoles = annotations.flatMap { role -> [Reading] in
            guard role.type == "role", let holder = role.attributes[.holder], let org = role.attributes[.org], !holder.isEmpty, !org.isEmpty else { return [] }
            return readings(role.text, role.range, holder: holder, isPerson: persons.contains(holder), org: org)
        }
        return ofRoles + relations.flatMap(readings)
    }

    private static func readings(_ relation: AnnotatedRelation) -> [Reading] {
        switch relation.type {
        case "holds_role", "corporate_role":
            guard let role = relation.members("role").first, let holder = relation.members("holder").first, let org = relation.members("org").first else { return [] }
            return readings(role.text, role.range, holder: holder.text, isPerson: holder.type == "person", org: org.text)
        case "founding":
            return relation.members("target").flatMap { target in
                relation.members("agent").map { Reading(property: "FOUNDED_BY", subject: target.text, object: $0.text, place: target.range) }
            }
        case "employment":
            return relation.members("target").flatMap { target in
                relation.members("agent").map { Reading(property: "EMPLOYEE_OR_MEMBER_OF", subject: $0.text, object: target.text, place: target.range) }
            }
        default: return []
        }
    }

    private static func readings(_ role: String, _ place: Range<Int>, holder: String, isPerson: Bool, org: String) -> [Reading] {
        // “C.E.O.”
        let words = role.lowercased().filter { $0 != "." }.split { !$0.isLetter }.map(String.init)
        return entries.filter { entry in
            guard entry.isHeldByPerson == isPerson, !entry.exceptions.contains(words.last ?? "") else { return false }
            return entry.words.isEmpty || entry.words.contains { run in words.indices.contains { words[$0...].starts(with: run) } }
        }.map { Reading(property: $0.property, subject: $0.isHolderSubject ? holder : org, object: $0.isHolderSubject ? org : holder, place: place) }
    }
}
