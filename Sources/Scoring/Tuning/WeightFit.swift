/// Fits numbers to annotated documents by coordinate ascent, and says by cross-validation how much of what is gained is more than a fit.
package struct WeightFit: Sendable {
    package struct Options: Sendable {
        /// How far a number may move from where it is.
        package var reach = 2
        /// What a change must add to F1, in wrong mentions put right: less is chance.
        package var minimumGain = 1
        /// How often all numbers are gone through, at most.
        package var passes = 10

        package init() {}
    }

    /// By weight, fitted to all documents.
    package var values: [Int]
    /// On the documents that they are fitted to.
    package var plain: StrictTally
    /// Each fold under the values that are fitted to the others.
    package var heldOut: StrictTally
    /// By fold, and weight: those values.
    package var foldValues: [[Int]]
}

extension WeightTuner {
    /// The fit to all documents, and that to all folds but one, for each. Deterministic: gains are compared in whole numbers, equal ones by the weights' order.
    ///
    /// - Complexity: for each fit a few passes over all values within reach.
    package func fit(_ options: WeightFit.Options = .init()) -> WeightFit {
        let first = steps(from: weights.map(\.value), options)
        let values = fit(to: Array(present.indices), first, options)
        var heldOut = StrictTally(types: presentTally.gold.count), foldValues: [[Int]] = []
        for fold in 0..<folds.count {
            let fitted = fit(to: present.indices.filter { folds.numbers[$0] != fold }, first, options)
            heldOut += sum(outcomes(fitted), present.indices.filter { folds.numbers[$0] == fold })
            foldValues.append(fitted)
        }
        return WeightFit(values: values, plain: sum(outcomes(values)), heldOut: heldOut, foldValues: foldValues)
    }

    /// One number changed, and what it comes to.
    private struct Step {
        var weight: Int
        var value: Int
        var outcomes: [TuningOutcome]
    }

    private func outcomes(_ values: [Int]) -> [TuningOutcome] { runner.outcomes(of: [.values(values)]).first ?? [] }

    /// All changes of one number, within reach of where it stands in the files.
    private func steps(from values: [Int], _ options: WeightFit.Options) -> [Step] {
        var steps: [Step] = []
        for (k, weight) in weights.enumerated() {
            let range = max(weight.range.lowerBound, weight.value - options.reach)...min(weight.range.upperBound, weight.value + options.reach)
            // The nearer ones first: of equal gains the first is taken.
            for value in range.sorted(by: { (abs($0 - weight.value), $0) < (abs($1 - weight.value), $1) }) where value != values[k] { steps.append(Step(weight: k, value: value, outcomes: [])) }
        }
        let found = runner.outcomes(of: steps.map { step in
            var changed = values
            changed[step.weight] = step.value
            return .values(changed)
        })
        for k in steps.indices { steps[k].outcomes = found[k] }
        return steps
    }

    /// - Parameter first: the steps from the present values.
    private func fit(to documents: [Int], _ first: [Step], _ options: WeightFit.Options) -> [Int] {
        var values = weights.map(\.value), best = sum(present, documents), steps = first
        for pass in 0..<options.passes {
            if pass > 0 { steps = self.steps(from: values, options) }
            // The greatest gains first; each is tried again on top of those before it.
            let gains = steps.enumerated().map { (order: $0, step: $1, tally: sum($1.outcomes, documents)) }.filter { $0.tally.gains(options.minimumGain, over: best) }
                .sorted { a, b in a.tally.gains(over: b.tally) || !b.tally.gains(over: a.tally) && a.order < b.order }
            var moved: Set<Int> = []
            for gain in gains where !moved.contains(gain.step.weight) {
                var next = values
                next[gain.step.weight] = gain.step.value
                let tally = sum(outcomes(next), documents)
                guard tally.gains(options.minimumGain, over: best), runner.allows(next) else { continue }
                (values, best) = (next, tally)
                moved.insert(gain.step.weight)
            }
            if moved.isEmpty { break }
        }
        return withoutIdleChanges(values, best, documents, options)
    }

    /// Takes back what the other changes have made idle: what is worth too little by now keeps the value that it has in the files.
    private func withoutIdleChanges(_ values: [Int], _ best: StrictTally, _ documents: [Int], _ options: WeightFit.Options) -> [Int] {
        var values = values, best = best
        for k in values.indices where values[k] != weights[k].value {
            var next = values
            next[k] = weights[k].value
            let tally = sum(outcomes(next), documents)
            guard !best.gains(options.minimumGain, over: tally), runner.allows(next) else { continue }
            (values, best) = (next, tally)
        }
        return values
    }
}
