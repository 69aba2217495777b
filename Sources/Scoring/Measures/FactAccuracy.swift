/// How well the links of roles, and other relations, agree with the facts that an annotated text states.
///
/// Only passages count in which all facts of a property were annotated, and only facts between names: one with a pronoun on either side is neither asked for
/// nor, where it is found by the name that the pronoun stands for, held against the prediction. A link counts for the passage that its role (a founding or employment: its target) stands in, if that
/// names both sides; names agree as forms of one name.
public struct FactAccuracy: Sendable, Hashable {
    /// What was counted of one property.
    public struct Tally: Sendable, Hashable {
        /// Facts between names in the gold.
        public var gold = 0
        /// Those that are predicted, under any of their names.
        public var found = 0
        /// Facts predicted, each once a passage.
        public var predicted = 0
        /// Those that the gold has.
        public var right = 0
        /// Predicted facts that the gold has only of a pronoun: not counted.
        public var aside = 0

        /// Precision is the share of predicted facts that the gold has, recall that of the gold's facts that are found.
        public var measures: PrecisionRecall { PrecisionRecall(found: found, gold: gold, right: right, predicted: predicted) }
    }

    /// A fact that is missed, or predicted and not in the gold.
    public struct Mistake: Sendable, Hashable {
        public var property: String
        public var isMissed: Bool
        public var subject: String
        public var object: String
    }

    public private(set) var tallies: [String: Tally] = [:]
    public private(set) var mistakes: [Mistake] = []

    init() {}

    /// The properties with their tallies, by name.
    public var all: [(property: String, tally: Tally)] { tallies.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    static func += (total: inout FactAccuracy, other: FactAccuracy) {
        for (property, tally) in other.tallies {
            var sum = total.tallies[property] ?? Tally()
            sum.gold += tally.gold
            sum.found += tally.found
            sum.predicted += tally.predicted
            sum.right += tally.right
            sum.aside += tally.aside
            total.tallies[property] = sum
        }
        total.mistakes += other.mistakes
    }

    /// Both sides of a fact, as spelled.
    private struct Pair: Hashable {
        var subject: String
        var object: String

        var hasPronoun: Bool { FactAccuracy.isPronoun(subject) || FactAccuracy.isPronoun(object) }

        /// Whether they are one fact; a pronoun agrees with any name.
        func agrees(with other: Pair) -> Bool { FactAccuracy.agree(subject, other.subject) && FactAccuracy.agree(object, other.object) }
    }

    /// Counts what the roles among `predicted`, and `relations`, state of a text.
    mutating func add(_ stated: StatedFacts, _ text: CodePoints, _ predicted: [Annotation], _ relations: [AnnotatedRelation]) {
        let readings = FactVocabulary.readings(predicted, relations)
        for passage in stated.passages {
            let words = CodePoints(text.string(in: passage.range))
            func isNamed(_ name: String) -> Bool { words.firstRange(of: CodePoints(name), in: 0..<words.count) != nil }
            for property in passage.properties.intersection(FactVocabulary.properties).sorted() {
                let facts = stated.facts.filter { $0.property == property && passage.range.contains($0.subject.lowerBound) }
                    .map { Pair(subject: text.string(in: $0.subject), object: text.string(in: $0.object)) }
                let answers = readings.filter { $0.property == property && passage.range.contains($0.place.lowerBound) && isNamed($0.subject) && isNamed($0.object) }
                    .map { Pair(subject: $0.subject, object: $0.object) }
                count(property, facts.withoutRepeats, answers.withoutRepeats)
            }
        }
    }

    private mutating func count(_ property: String, _ facts: [Pair], _ answers: [Pair]) {
        var tally = tallies[property] ?? Tally()
        let named = facts.filter { !$0.hasPronoun }
        for fact in named {
            tally.gold += 1
            if answers.contains(where: { $0.agrees(with: fact) }) {
                tally.found += 1
            } else {
                mistakes.append(Mistake(property: property, isMissed: true, subject: fact.subject, object: fact.object))
            }
        }
        for answer in answers {
            if !named.contains(where: { $0.agrees(with: answer) }), facts.contains(where: { $0.hasPronoun && $0.agrees(with: answer) }) {
                tally.aside += 1
                continue
            }
            tally.predicted += 1
            if named.contains(where: { $0.agrees(with: answer) }) {
                tally.right += 1
            } else {
                mistakes.append(Mistake(property: property, isMissed: false, subject: answer.subject, object: answer.object))
            }
        }
        tallies[property] = tally
    }

    private static func agree(_ a: String, _ b: String) -> Bool { isPronoun(a) || isPronoun(b) || NameForms.areOneName(a, b) }

    private static func isPronoun(_ words: String) -> Bool { pronouns.contains(words.lowercased()) }

    private static let pronouns: Set<String> = [
        "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their",
        "themselves", "who", "whom", "whose", "which", "that",
    ]
}

extension Array where Element: Hashable {
    /// Each element once, where it first stands.
    fileprivate var withoutRepeats: [Element] {
        var known = Set<Element>()
        return filter { known.insert($0).inserted }
    }
}
