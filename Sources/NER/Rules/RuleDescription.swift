/// A rule as its file spells it, for listings.
public struct RuleDescription: Sendable {
    public struct Example: Sendable {
        /// Whether the rule must find the bracketed span, or nothing of the kind.
        public var isPositive: Bool
        /// The sentence, the span in brackets.
        public var text: String
    }

    /// Such as `firm.legal-form`.
    public var id: String
    public var file: String
    /// From 1.
    public var line: Int
    /// Form and pattern, a line each.
    public var patterns: [String]
    /// `firm +3, other -2; former`.
    public var evidence: String
    public var because: String
    public var examples: [Example]
}

/// A number that the resolution of names counts with, as its file has it.
public struct WeightDescription: Sendable {
    /// Such as `threshold`.
    public var name: String
    public var value: Int
    public var reason: String
    public var file: String
    /// From 1.
    public var line: Int
}

extension EntityRecognizer {
    /// All rules and weights as they are written, in the order of their files, which are read for this: without fault, as when the recogniser was made, or the
    /// program was built.
    var writtenRules: [Rule] { (try? ruleFiles.parsedRules()) ?? [] }
    var writtenWeights: [WeightFileParser.Line] { (try? WeightFileParser.lines(of: ruleFiles.files.filter(\.isWeights))) ?? [] }

    /// The weights of the resolution of names, in the order of their file, which is read for this.
    public var weightDescriptions: [WeightDescription] {
        writtenWeights.map {
            WeightDescription(name: $0.name.spelling, value: $0.value, reason: $0.reason, file: $0.file, line: $0.line)
        }
    }

    /// All rules, in the order of their files, which are read for this.
    public var ruleDescriptions: [RuleDescription] {
        writtenRules.map { rule in
            var evidence = rule.evidence.map { "\($0.reading.name) \($0.points > 0 ? "+" : "")\($0.points)" }.joined(separator: ", ")
            if let status = rule.dealStatus { evidence += status.rawValue }
            if let status = rule.status { evidence += (evidence.isEmpty ? "" : "; ") + status.rawValue }
            return RuleDescription(id: rule.id, file: rule.file, line: rule.line, patterns: rule.patterns.map { "\($0.form.rawValue) \($0.source)" }, evidence: evidence, because: rule.because,
                examples: rule.examples.map { example in
                    if !example.slots.isEmpty { return .init(isPositive: example.isPositive, text: DealExample.source(of: example)) }
                    guard let span = example.span else { return .init(isPositive: example.isPositive, text: example.text) }
                    let bytes = Array(example.text.utf8)
                    let parts = [bytes[..<span.lowerBound], bytes[span], bytes[span.upperBound...]].map { String(decoding: $0, as: UTF8.self) }
                    return .init(isPositive: example.isPositive, text: "\(parts[0])[\(parts[1])]\(parts[2])")
                })
        }
    }
}
