/// Right, predicted and gold mentions by type, in whole numbers: so strict F1 is compared exactly, and a tie is one on every machine.
package struct StrictTally: Sendable, Hashable {
    /// By type.
    package var correct: [Int]
    package var predicted: [Int]
    package var gold: [Int]

    package init(types: Int) {
        correct = [Int](repeating: 0, count: types)
        predicted = correct
        gold = correct
    }

    static func += (total: inout StrictTally, other: StrictTally) {
        for type in total.gold.indices {
            total.correct[type] += other.correct[type]
            total.predicted[type] += other.predicted[type]
            total.gold[type] += other.gold[type]
        }
    }

    /// Strict F1 of one type, or of all types together, in percent.
    package func f1(_ type: Int? = nil) -> Double {
        let (correct, mentions) = parts(type)
        return mentions > 0 ? 100 * Double(correct) / Double(mentions) : 0
    }

    /// Twice the right ones, and predicted and gold ones together: F1 is their quotient.
    private func parts(_ type: Int? = nil) -> (Int, Int) {
        guard let type else { return (2 * correct.reduce(0, +), predicted.reduce(0, +) + gold.reduce(0, +)) }
        return (2 * correct[type], predicted[type] + gold[type])
    }

    /// Whether the F1 of all types is higher than another's, by what so many wrong `mentions` put right would add to that one: one more that is found, or one less that
    /// is spurious, is about half of that.
    func gains(_ mentions: Int = 0, over other: StrictTally) -> Bool {
        let (correct, all) = parts(), (otherCorrect, otherAll) = other.parts()
        let gain = correct * otherAll - otherCorrect * all
        return gain > 0 && gain >= 2 * mentions * all
    }
}
