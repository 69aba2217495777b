/// What the rules and numbers are worth, as text.
package struct TuningReport<Runner: TuningRunner> {
    private let tuner: WeightTuner<Runner>
    private let types: [String]
    /// What was measured on: `86 documents, seed 1`.
    private let title: String

    package init(_ tuner: WeightTuner<Runner>, types: [String], title: String) {
        (self.tuner, self.types, self.title) = (tuner, types, title)
    }

    // MARK: F1

    private static var nameWidth: Int { 12 }

    private func row(_ name: String, _ tally: StrictTally) -> String {
        name.padded(Self.nameWidth) + (types.indices.map { fixed(tally.f1($0)) } + [fixed(tally.f1())]).map { $0.aligned(9) }.joined() + "\n"
    }

    private var heading: String { "F1".padded(Self.nameWidth) + (types + ["all"]).map { $0.aligned(9) }.joined() + "\n" }

    /// What is scored, and how well it is found now.
    package var present: String {
        let tally = tuner.presentTally
        return "\(title)\n\n" + heading + row("present", tally) + "gold".padded(Self.nameWidth) + (tally.gold + [tally.gold.reduce(0, +)]).map { "\($0)".aligned(9) }.joined() + "\n"
    }

    // MARK: The fit

    /// The figures of a fit, and the changes that it proposes: each with the number of folds whose own fit has it, too.
    package func text(of fit: WeightFit) -> String {
        var text = heading + row("present", tuner.presentTally) + row("fitted", fit.plain) + row("held out", fit.heldOut)
        text += "Held out: each fold under the numbers that are fitted to the others. What “fitted” has more than that is chance.\n\n"
        let changes = tuner.weights.indices.filter { fit.values[$0] != tuner.weights[$0].value }
        text += "Changes (\(changes.count))\n"
        for k in changes {
            let weight = tuner.weights[k], folds = fit.foldValues.count { $0[k] == fit.values[k] }
            text += "  \(weight.place): \(weight.name) \(weight.spelling(weight.value)) → \(weight.spelling(fit.values[k]))  (\(folds) of \(fit.foldValues.count) folds)\n"
        }
        return text
    }

    // MARK: Worth

    private typealias Worth = WeightTuner<Runner>.Worth

    /// What changes without each rule, and by each number one lower or higher.
    package func worth() -> String {
        let rules = tuner.worthOfRules(), steps = tuner.worthOfSteps(), present = tuner.presentTally
        let silent = tuner.rules.indices.filter { tuner.rules[$0].firings == 0 }
        let shadowed = tuner.rules.indices.filter { tuner.rules[$0].firings > 0 && rules[$0].changed == 0 }
        let harmful = tuner.rules.indices.filter { rules[$0].tally.gains(over: present) && rules[$0].better > rules[$0].worse }
            .sorted { a, b in rules[a].tally.gains(over: rules[b].tally) || !rules[b].tally.gains(over: rules[a].tally) && a < b }
        var text = "Rules that hurt (\(harmful.count) of \(tuner.rules.count)): F1 is higher without them, over all and in more folds than it is lower\n"
        for k in harmful { text += "  \(difference(rules[k].tally.f1() - present.f1()))  folds +\(rules[k].better) -\(rules[k].worse)  \(tuner.rules[k].id)  \(tuner.rules[k].place)\n" }
        text += "\nRules that never speak here (\(silent.count))\n"
        for k in silent { text += "  \(tuner.rules[k].id)  \(tuner.rules[k].place)\n" }
        text += "\nRules that are shadowed (\(shadowed.count)): they speak, but the same is found without them\n"
        for k in shadowed { text += "  \(tuner.rules[k].id)  \(tuner.rules[k].place)  speaks \(tuner.rules[k].firings)×\n" }
        text += "\nBy each change: F1 as it would be more or less, in percent; documents where something else is found; folds that gain and lose\n"
        text += "change".padded(Self.changeWidth) + (types + ["all", "docs", "+", "-"]).map { $0.aligned(8) }.joined() + "\n"
        func line(_ name: String, _ worth: Worth?) {
            guard let worth else { return }
            let cells = types.indices.map { difference(worth.tally.f1($0) - present.f1($0)) } + [difference(worth.tally.f1() - present.f1()), "\(worth.changed)", "\(worth.better)", "\(worth.worse)"]
            text += name.padded(Self.changeWidth) + cells.map { $0.aligned(8) }.joined() + "\n"
        }
        func lines(ofWeight k: Int) {
            let weight = tuner.weights[k]
            line("\(weight.name) \(weight.spelling(weight.value)) → \(weight.spelling(weight.value - 1))", steps[k].down)
            line("\(weight.name) \(weight.spelling(weight.value)) → \(weight.spelling(weight.value + 1))", steps[k].up)
        }
        for (k, rule) in tuner.rules.enumerated() {
            line("without \(rule.id)", rules[k])
            for weight in rule.weights { lines(ofWeight: weight) }
        }
        for k in (tuner.rules.last?.weights.upperBound ?? 0)..<tuner.weights.count { lines(ofWeight: k) }
        return text
    }

    private static var changeWidth: Int { 52 }

    /// With its sign; nothing where there is none.
    private func difference(_ points: Double) -> String {
        let text = fixed(points)
        if text == "0.00" || text == "-0.00" { return "." }
        return points > 0 ? "+" + text : text
    }
}
