/// A number that can be tuned.
package struct TunedWeight: Sendable {
    /// Such as `firm.legal-form firm`.
    package var name: String
    /// `file:line`.
    package var place: String
    package var value: Int
    package var range: ClosedRange<Int>
    /// A value as the file spells it.
    package var spelling: @Sendable (Int) -> String

    package init(name: String, place: String, value: Int, range: ClosedRange<Int>, spelling: @escaping @Sendable (Int) -> String) {
        (self.name, self.place, self.value, self.range, self.spelling) = (name, place, value, range, spelling)
    }
}

/// A rule that can be left out.
package struct TunedRule: Sendable {
    package var id: String
    /// `file:line`.
    package var place: String
    /// How often it speaks on the whole gold.
    package var firings: Int
    /// Its points among the weights.
    package var weights: Range<Int>

    package init(id: String, place: String, firings: Int, weights: Range<Int>) {
        (self.id, self.place, self.firings, self.weights) = (id, place, firings, weights)
    }
}

/// What is tried.
package enum TuningTrial: Sendable {
    /// Other values, one for each weight.
    case values([Int])
    /// All as it is, but for one rule.
    case without(rule: Int)
}

/// What a trial comes to in one document.
package struct TuningOutcome: Sendable {
    package var tally: StrictTally
    /// Of all that was found, right or wrong: equal where the same was found.
    package var fingerprint: UInt64

    package init(tally: StrictTally, fingerprint: UInt64) { (self.tally, self.fingerprint) = (tally, fingerprint) }
}

/// The recogniser that is tuned, on the gold that it is tuned to.
package protocol TuningRunner {
    /// By trial and document: what it comes to.
    func outcomes(of trials: [TuningTrial]) -> [[TuningOutcome]]
    /// Whether what must hold besides holds under these values.
    func allows(_ values: [Int]) -> Bool
}

/// Documents dealt out to folds.
package struct Folds: Sendable {
    /// By document.
    package let numbers: [Int]
    package let count: Int

    /// Shuffles by `SplitMix64`, then deals out in turn: folds differ by one document at most.
    package init(documents: Int, count: Int, seed: UInt64) {
        var order = Array(0..<documents), generator = SplitMix64(seed: seed), numbers = order
        for k in order.indices.dropFirst().reversed() { order.swapAt(k, generator.next(below: k + 1)) }
        for (place, document) in order.enumerated() { numbers[document] = place % count }
        (self.numbers, self.count) = (numbers, count)
    }
}

/// Measures what each rule and each number is worth on annotated documents.
package struct WeightTuner<Runner: TuningRunner> {
    package let weights: [TunedWeight]
    package let rules: [TunedRule]
    package let folds: Folds
    package let runner: Runner
    /// By document: as it is.
    let present: [TuningOutcome]

    package init(weights: [TunedWeight], rules: [TunedRule], folds: Folds, runner: Runner) {
        (self.weights, self.rules, self.folds, self.runner) = (weights, rules, folds, runner)
        present = runner.outcomes(of: [.values(weights.map(\.value))]).first ?? []
    }

    /// What a change is worth.
    package struct Worth: Sendable {
        /// Over all documents.
        package var tally: StrictTally
        /// Documents in which something else is found.
        package var changed = 0
        /// Folds whose F1 rises, and whose F1 falls.
        package var better = 0
        package var worse = 0
    }

    /// As it is.
    package var presentTally: StrictTally { sum(present) }

    /// By rule: what remains without it.
    package func worthOfRules() -> [Worth] {
        runner.outcomes(of: rules.indices.map { .without(rule: $0) }).map(worth)
    }

    /// By weight, for the value below and the one above: what it comes to. `nil` where there is no such value.
    package func worthOfSteps() -> [(down: Worth?, up: Worth?)] {
        var trials: [TuningTrial] = [], places: [(down: Int?, up: Int?)] = []
        let values = weights.map(\.value)
        for (k, weight) in weights.enumerated() {
            var place: (down: Int?, up: Int?) = (nil, nil)
            for step in [-1, 1] where weight.range.contains(weight.value + step) {
                var changed = values
                changed[k] += step
                if step < 0 { place.down = trials.count } else { place.up = trials.count }
                trials.append(.values(changed))
            }
            places.append(place)
        }
        let worths = runner.outcomes(of: trials).map(worth)
        return places.map { ($0.down.map { worths[$0] }, $0.up.map { worths[$0] }) }
    }

    private func worth(_ outcomes: [TuningOutcome]) -> Worth {
        var worth = Worth(tally: sum(outcomes))
        worth.changed = zip(outcomes, present).count { $0.fingerprint != $1.fingerprint }
        for fold in 0..<folds.count {
            let documents = present.indices.filter { folds.numbers[$0] == fold }
            let now = sum(outcomes, documents), before = sum(present, documents)
            if now.gains(over: before) { worth.better += 1 }
            if before.gains(over: now) { worth.worse += 1 }
        }
        return worth
    }

    func sum(_ outcomes: [TuningOutcome]) -> StrictTally { sum(outcomes, Array(outcomes.indices)) }

    func sum(_ outcomes: [TuningOutcome], _ documents: [Int]) -> StrictTally {
        documents.reduce(into: StrictTally(types: outcomes.first?.tally.gold.count ?? 0)) { $0 += outcomes[$1].tally }
    }
}
