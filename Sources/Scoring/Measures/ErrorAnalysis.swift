/// What went wrong, grouped by the words, in the categories of MUC: missing, spurious, and pairs that are incorrect in type or span.
public struct ErrorAnalysis: Sendable, Hashable {
    public enum Category: String, Sendable, CaseIterable {
        /// No prediction overlaps the gold mention, or all that do answer others.
        case missed
        /// No gold mention overlaps the prediction.
        case spurious
        /// Equal span, another type.
        case wrongType = "wrong type"
        /// Equal type, another span.
        case wrongSpan = "wrong span"
        /// They only overlap.
        case wrongBoth = "wrong span and type"
    }

    /// One group: errors of one category with the same words.
    public struct Group: Sendable, Hashable {
        public var category: Category
        /// The gold's type; the prediction's where there is no gold.
        public var type: String
        /// The gold's words, and the prediction's behind an arrow where both differ.
        public var text: String
        public var count: Int
    }

    /// From a gold type (`nil`: no mention) to a predicted one (`nil`: none).
    public struct Confusion: Sendable, Hashable {
        public var gold: String?
        public var predicted: String?

        public init(gold: String?, predicted: String?) { (self.gold, self.predicted) = (gold, predicted) }
    }

    private var counts: [Group: Int] = [:]
    public private(set) var confusion: [Confusion: Int] = [:]

    init() {}

    mutating func add(_ gold: [Annotation], _ predicted: [Annotation], _ pairing: Pairing) {
        for pair in pairing.pairs {
            let (g, p) = (gold[pair.gold], predicted[pair.predicted])
            confusion[Confusion(gold: g.type, predicted: p.type), default: 0] += 1
            switch (g.range == p.range, g.type == p.type) {
            case (true, true): continue
            case (true, false): count(.wrongType, g.type, "\(g.text) → \(p.type)")
            case (false, true): count(.wrongSpan, g.type, "\(g.text) → \(p.text)")
            case (false, false): count(.wrongBoth, g.type, "\(g.text) → \(p.text) (\(p.type))")
            }
        }
        for index in pairing.unpairedGold {
            count(.missed, gold[index].type, gold[index].text)
            confusion[Confusion(gold: gold[index].type, predicted: nil), default: 0] += 1
        }
        for index in pairing.unpairedPredicted {
            count(.spurious, predicted[index].type, predicted[index].text)
            confusion[Confusion(gold: nil, predicted: predicted[index].type), default: 0] += 1
        }
    }

    private mutating func count(_ category: Category, _ type: String, _ text: String) {
        counts[Group(category: category, type: type, text: text, count: 0), default: 0] += 1
    }

    /// The groups of `category` and `type`, the commonest first, then by their words.
    public func groups(_ category: Category, type: String) -> [Group] {
        counts.lazy.filter { $0.key.category == category && $0.key.type == type }
            .map { Group(category: $0.key.category, type: $0.key.type, text: $0.key.text, count: $0.value) }
            .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }
}
