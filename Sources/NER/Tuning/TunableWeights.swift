/// What the recognition of names can be tuned by: the points that the rules of its stage give, and the weights of its resolution, each with its place in its file.
package struct TunableWeights: Sendable {
    /// One number of them.
    package struct Weight: Sendable {
        /// `firm.legal-form firm`: a rule, and the reading that it gives points; or a weight such as `threshold`.
        package var name: String
        package var value: Int
        /// The values that it can be given without becoming something else: points keep their sign, and a rule about the words around a name goes on to speak
        /// for all its mentions, or for one alone.
        package var range: ClosedRange<Int>
        package var file: String
        /// From 1.
        package var line: Int
        /// Where the number stands in its line, in bytes from 0.
        package var place: Range<Int>
        /// Whether its file spells a sign also where it is positive.
        package var isSigned: Bool
        fileprivate var target: Target

        /// `value` as its file spells it.
        package func spelling(_ value: Int) -> String { isSigned && value > 0 ? "+\(value)" : "\(value)" }
    }

    fileprivate enum Target {
        case points(rule: Int, evidence: Int)
        case resolution(ResolutionWeights.Name)
    }

    /// A rule of the stage.
    package struct NamesRule: Sendable {
        package var id: String
        package var file: String
        /// From 1.
        package var line: Int
        /// Its number among all rules.
        var number: Int
        /// Its points among the weights.
        package var weights: Range<Int>
    }

    package private(set) var weights: [Weight] = []
    package private(set) var rules: [NamesRule] = []

    fileprivate init(_ recognizer: EntityRecognizer) {
        let localThreshold = recognizer.rules.weights[.localThreshold]
        for (number, rule) in recognizer.writtenRules.enumerated() where rule.stage == .names {
            let first = weights.count
            for (k, evidence) in rule.evidence.enumerated() {
                let points = Int(evidence.points), place = rule.evidencePlaces[k]
                var range = points > 0 ? 1...9 : -9 ... -1
                if points > 0, rule.patterns.first?.form != .inside { range = points < localThreshold ? 1...(localThreshold - 1) : localThreshold...9 }
                weights.append(Weight(
                    name: "\(rule.id) \(evidence.reading.name)", value: points, range: range, file: rule.file, line: place.line, place: place.bytes, isSigned: true,
                    target: .points(rule: number, evidence: k)))
            }
            rules.append(NamesRule(id: rule.id, file: rule.file, line: rule.line, number: number, weights: first..<weights.count))
        }
        for line in recognizer.writtenWeights {
            weights.append(Weight(
                name: line.name.spelling, value: line.value, range: line.name.range, file: line.file, line: line.line, place: line.place, isSigned: false, target: .resolution(line.name)))
        }
    }
}

/// A recogniser's rules with other numbers.
package struct RuleVariant: Sendable {
    let rules: RuleSet
}

extension EntityRecognizer {
    /// What its recognition of names can be tuned by. Reads the rule files.
    package var tunableWeights: TunableWeights { TunableWeights(self) }

    /// Its rules with `values` in the places of `numbers`, which are its own. Some ten microseconds.
    package func variant(_ values: [Int], of numbers: TunableWeights) -> RuleVariant {
        var heads = rules.rules, weights = rules.weights
        for (weight, value) in zip(numbers.weights, values) where weight.value != value {
            switch weight.target {
            case .points(let rule, let evidence): heads[rule].evidence[evidence].points = Int8(clamping: value)
            case .resolution(let name): weights[name] = value
            }
        }
        return RuleVariant(rules: RuleSet(rules: heads, captureNames: rules.captureNames, programs: Array(rules.programs), memory: rules.memory, weights: weights))
    }
}
