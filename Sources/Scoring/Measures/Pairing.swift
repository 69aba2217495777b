/// Which prediction answers which gold mention.
///
/// One to one, in four passes over the mentions in their given order: equal span and type; equal span; overlaps of equal type, the longest first;
/// other overlaps, the longest first. The order of the passes and of ties decides the partial and type measures.
struct Pairing {
    struct Pair: Hashable {
        var gold: Int
        var predicted: Int
    }

    private(set) var pairs: [Pair] = []
    private(set) var unpairedGold: [Int]
    private(set) var unpairedPredicted: [Int]

    /// Cost: linear but for what is left after the equal spans, where it is their product.
    init(_ gold: [Annotation], _ predicted: [Annotation]) {
        unpairedGold = Array(gold.indices)
        unpairedPredicted = Array(predicted.indices)
        takeEqual { TypedSpan($0) } of: { gold[$0] } with: { predicted[$0] }
        takeEqual { $0.range } of: { gold[$0] } with: { predicted[$0] }
        takeOverlaps(gold, predicted) { $0.type == $1.type }
        takeOverlaps(gold, predicted) { _, _ in true }
    }

    private mutating func takeEqual<Key: Hashable>(_ key: (Annotation) -> Key, of gold: (Int) -> Annotation, with predicted: (Int) -> Annotation) {
        var waiting: [Key: [Int]] = [:]
        for index in unpairedPredicted.reversed() { waiting[key(predicted(index)), default: []].append(index) }
        var taken = Set<Int>()
        var left: [Int] = []
        for index in unpairedGold {
            if let partner = waiting[key(gold(index))]?.popLast() {
                pairs.append(Pair(gold: index, predicted: partner))
                taken.insert(partner)
            } else {
                left.append(index)
            }
        }
        unpairedGold = left
        unpairedPredicted.removeAll { taken.contains($0) }
    }

    private mutating func takeOverlaps(_ gold: [Annotation], _ predicted: [Annotation], where isFit: (Annotation, Annotation) -> Bool) {
        var candidates: [(overlap: Int, pair: Pair)] = []
        for g in unpairedGold {
            for p in unpairedPredicted where isFit(gold[g], predicted[p]) {
                let overlap = gold[g].overlap(with: predicted[p])
                if overlap > 0 { candidates.append((overlap, Pair(gold: g, predicted: p))) }
            }
        }
        candidates.sort { (-$0.overlap, $0.pair.gold, $0.pair.predicted) < (-$1.overlap, $1.pair.gold, $1.pair.predicted) }
        var takenGold = Set<Int>()
        var takenPredicted = Set<Int>()
        for (_, pair) in candidates where !takenGold.contains(pair.gold) && !takenPredicted.contains(pair.predicted) {
            takenGold.insert(pair.gold)
            takenPredicted.insert(pair.predicted)
            pairs.append(pair)
        }
        unpairedGold.removeAll { takenGold.contains($0) }
        unpairedPredicted.removeAll { takenPredicted.contains($0) }
    }
}

/// A span with its type: what strict matching compares.
struct TypedSpan: Hashable {
    var range: Range<Int>
    var type: String

    init(_ annotation: Annotation) { (range, type) = (annotation.range, annotation.type) }
}

extension Annotation {
    /// Code points that both cover; 0 or less where they are apart.
    func overlap(with other: Annotation) -> Int { min(range.upperBound, other.range.upperBound) - max(range.lowerBound, other.range.lowerBound) }
}
