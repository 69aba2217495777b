/// The rules as text.
public enum RuleListing {
    /// A rule a line: id, place, evidence, reason, separated by tabs.
    public static func lines(_ rules: [RuleDescription]) -> String {
        rules.map { "\($0.id)\t\($0.file):\($0.line)\t\($0.evidence)\t\($0.because)\n" }.joined()
    }

    /// `RULES.md`: every rule with its patterns, reason and examples, under its file; then what the resolution of names counts with.
    public static func markdown(_ rules: [RuleDescription], weights: [WeightDescription] = []) -> String {
        var text = """
            # The rules

            \(rules.count) rules, \(rules.reduce(0) { $0 + $1.examples.count }) examples. Written by `Scripts/update-rules-md` from the rule files; do not edit.
            The language: [Sources/Knowledge/rules/README.md](Sources/Knowledge/rules/README.md).

            """
        var file = ""
        for rule in rules {
            if rule.file != file {
                file = rule.file
                text += "\n## \(file.split(separator: "/").last ?? "")\n"
            }
            text += "\n### \(rule.id)\n\n\(escaped(rule.because))\(rule.evidence.isEmpty ? "" : " *\(rule.evidence)*")\n\n"
            for pattern in rule.patterns { text += "    \(pattern)\n" }
            text += "\n"
            for example in rule.examples { text += "- \(example.isPositive ? "yes" : "no"): \(escaped(example.text))\n" }
        }
        guard let first = weights.first else { return text }
        text += "\n## \(first.file.split(separator: "/").last ?? "")\n\n| Weight | Value | Reason |\n|---|--:|---|\n"
        for weight in weights { text += "| \(weight.name) | \(weight.value) | \(escaped(weight.reason)) |\n" }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.map { "*_`<>".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
