import JSON

/// An evaluation as people and programs read it.
public struct EvaluationReport: Sendable {
    public var evaluation: Evaluation
    /// How many groups of errors to list for each type and category.
    public var errorLimit = 0
    public var showsConfusion = false
    public var showsSources = false

    public init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    // MARK: Text

    /// A table of figures in percent, then what was asked for beside it.
    public var text: String {
        var output = "documents \(evaluation.documents.count)\n" + Self.tables(evaluation)
        let attributes = evaluation.attributes
        if !attributes.tallies.isEmpty {
            output += "\nattributes of the mentions whose span and type are right\n"
            for (key, tally) in attributes.all { output += "\(key.name.padded(18))\(percent(tally.share).aligned(7)) %  \(tally.right)/\(tally.asked)\n" }
        }
        if showsConfusion { output += "\n" + confusionTable }
        if errorLimit > 0 { output += "\n" + errorList(attributes) + factErrors }
        if showsSources {
            for (source, part) in evaluation.bySource { output += "\n\(source): documents \(part.documents.count)\n" + Self.tables(part) }
        }
        return output
    }

    private static func tables(_ evaluation: Evaluation) -> String {
        let facts = evaluation.facts
        if facts.tallies.isEmpty { return table(evaluation.rows) }
        return (evaluation.types.isEmpty ? "" : table(evaluation.rows) + "\n") + table(facts)
    }

    /// The facts between names, property by property.
    private static func table(_ facts: FactAccuracy) -> String {
        let width = max(14, (facts.all.map(\.property.count).max() ?? 0) + 1)
        var output = "fact".padded(width) + ["gold", "found", "pred", "right", "aside"].map { $0.aligned(6) }.joined() + " | " + "P/R/F1".padded(20) + "\n"
        for (property, tally) in facts.all {
            output += property.padded(width) + [tally.gold, tally.found, tally.predicted, tally.right, tally.aside].map { "\($0)".aligned(6) }.joined()
            let measures = tally.measures
            output += " | " + [measures.precision, measures.recall, measures.f1].map { percent($0).aligned(6) }.joined(separator: " ") + "\n"
        }
        return output
    }

    /// The commonest facts missed and invented.
    private var factErrors: String {
        var output = ""
        for (property, _) in evaluation.facts.all {
            for isMissed in [true, false] {
                let mistakes = evaluation.facts.mistakes.filter { $0.property == property && $0.isMissed == isMissed }
                if mistakes.isEmpty { continue }
                let shown = mistakes.prefix(errorLimit).map { "'\($0.subject.onOneLine)' ← '\($0.object.onOneLine)'" }.joined(separator: ", ")
                output += "\(property) \(isMissed ? "missed" : "spurious") (\(mistakes.count)): \(shown)\n"
            }
        }
        return output
    }

    private static func table(_ rows: [Evaluation.Row]) -> String {
        let width = max(14, (rows.map(\.name.count).max() ?? 0) + 1)
        let hasIntervals = rows.contains { $0.interval != nil }
        var output = "type".padded(width) + "gold".aligned(6) + "pred".aligned(6) + "hit".aligned(6)
        for measure in ["strict", "exact", "partial", "type"] { output += " | " + "\(measure) P/R/F1".padded(20) }
        output += hasIntervals ? " | strict F1 95 %\n" : "\n"
        for row in rows {
            output += row.name.padded(width) + "\(row.counts.gold)".aligned(6) + "\(row.counts.predicted)".aligned(6) + "\(row.counts.strict)".aligned(6)
            for (_, value) in row.measures.all {
                output += " | " + [value.precision, value.recall, value.f1].map { percent($0).aligned(6) }.joined(separator: " ")
            }
            if let interval = row.interval { output += " | \(percent(interval.lowerBound))-\(percent(interval.upperBound))" }
            output += "\n"
        }
        return output
    }

    private var confusionTable: String {
        let confusion = evaluation.errors.confusion
        let columns: [String?] = evaluation.types + [nil]
        let width = max(10, (evaluation.types.map(\.count).max() ?? 0) + 2)
        var output = "confusion: gold type by line, predicted type by column\n" + "".padded(width + 4)
        for column in columns { output += (column ?? "missed").aligned(width) }
        output += "\n"
        for line in columns {
            output += (line ?? "spurious").padded(width + 4)
            for column in columns {
                let count = confusion[ErrorAnalysis.Confusion(gold: line, predicted: column)] ?? 0
                output += (count > 0 ? "\(count)" : line == nil && column == nil ? "" : ".").aligned(width)
            }
            output += "\n"
        }
        return output
    }

    private func errorList(_ attributes: AttributeAccuracy) -> String {
        var output = ""
        let errors = evaluation.errors
        for type in evaluation.types {
            for category in ErrorAnalysis.Category.allCases {
                let groups = errors.groups(category, type: type)
                guard !groups.isEmpty else { continue }
                let total = groups.reduce(0) { $0 + $1.count }
                output += "\(type) \(category.rawValue) (\(total)): "
                output += groups.prefix(errorLimit).map { "'\($0.text.onOneLine)' \($0.count)" }.joined(separator: ", ") + "\n"
            }
        }
        for (name, mistakes) in groupedMistakes(attributes) {
            output += "\(name) (\(mistakes.reduce(0) { $0 + $1.count })): "
            output += mistakes.prefix(errorLimit).map { "'\($0.text.onOneLine)' \($0.count)" }.joined(separator: ", ") + "\n"
        }
        return output
    }

    private func groupedMistakes(_ attributes: AttributeAccuracy) -> [(name: String, groups: [(text: String, count: Int)])] {
        Dictionary(grouping: attributes.mistakes) { AttributeAccuracy.Key(type: $0.type, question: $0.question).name }.sorted { $0.key < $1.key }.map { name, mistakes in
            let groups = Dictionary(grouping: mistakes) { "\($0.text): \($0.gold) → \($0.predicted)" }.map { (text: $0.key, count: $0.value.count) }
            return (name, groups.sorted { ($1.count, $0.text) < ($0.count, $1.text) })
        }
    }

    // MARK: Tab-separated

    /// The same as lines of columns with tabs between them, for awk and spreadsheets; the first column says what the line is.
    ///
    /// `type`: name, gold, predicted, correct, then precision, recall and F1 (percent) of strict, exact, partial, type, then both ends of the interval.
    /// `attribute`: name, right, asked, percent. `fact`: property, gold, found, predicted, right, set aside, then precision, recall and F1. `error`: type, category, words, count. `documents`: their number.
    public var tabSeparated: String {
        var lines: [[String]] = [["documents", "\(evaluation.documents.count)"]]
        for row in evaluation.rows {
            var line = ["type", row.name, "\(row.counts.gold)", "\(row.counts.predicted)", "\(row.counts.strict)"]
            for (_, value) in row.measures.all { line += [value.precision, value.recall, value.f1].map(percent) }
            line += row.interval.map { [percent($0.lowerBound), percent($0.upperBound)] } ?? ["", ""]
            lines.append(line)
        }
        let attributes = evaluation.attributes
        for (key, tally) in attributes.all { lines.append(["attribute", key.name, "\(tally.right)", "\(tally.asked)", percent(tally.share)]) }
        for (property, tally) in evaluation.facts.all {
            let measures = tally.measures
            lines.append(
                ["fact", property] + [tally.gold, tally.found, tally.predicted, tally.right, tally.aside].map { "\($0)" }
                    + [measures.precision, measures.recall, measures.f1].map(percent))
        }
        if errorLimit > 0 {
            let errors = evaluation.errors
            for type in evaluation.types {
                for category in ErrorAnalysis.Category.allCases {
                    for group in errors.groups(category, type: type).prefix(errorLimit) { lines.append(["error", type, category.rawValue, group.text.onOneLine, "\(group.count)"]) }
                }
            }
        }
        return lines.map { $0.joined(separator: "\t") + "\n" }.joined()
    }

    // MARK: JSON

    /// Everything as one JSON object; shares from 0 to 1, not rounded.
    public var json: JSONValue {
        var members = Self.members(evaluation)
        let attributes = evaluation.attributes
        members.append(
            JSONValue.Member(
                "attributes",
                .object(
                    attributes.all.map { key, tally in
                        JSONValue.Member(key.name, .object([.init("right", .count(tally.right)), .init("asked", .count(tally.asked)), .init("share", .share(tally.share))]))
                    })))
        let facts = evaluation.facts.all
        if !facts.isEmpty {
            let properties = facts.map { property, tally in
                let counts = [("gold", tally.gold), ("found", tally.found), ("predicted", tally.predicted), ("right", tally.right), ("aside", tally.aside)]
                let measures = tally.measures
                let shares = [("precision", measures.precision), ("recall", measures.recall), ("f1", measures.f1)]
                return JSONValue.Member(property, .object(counts.map { .init($0.0, .count($0.1)) } + shares.map { .init($0.0, .share($0.1)) }))
            }
            members.append(JSONValue.Member("facts", .object(properties)))
        }
        let errors = evaluation.errors
        let confusion = errors.confusion.sorted { ($0.key.gold ?? "~", $0.key.predicted ?? "~") < ($1.key.gold ?? "~", $1.key.predicted ?? "~") }
        members.append(
            JSONValue.Member(
                "confusion",
                .array(
                    confusion.map { pair, count in
                        .object([
                            .init("gold", pair.gold.map(JSONValue.string) ?? .null), .init("predicted", pair.predicted.map(JSONValue.string) ?? .null), .init("count", .count(count)),
                        ])
                    })))
        if errorLimit > 0 {
            let groups = evaluation.types.flatMap { type in ErrorAnalysis.Category.allCases.flatMap { errors.groups($0, type: type).prefix(errorLimit) } }
            let listed = groups.map { group in
                JSONValue.object([
                    .init("type", .string(group.type)), .init("category", .string(group.category.rawValue)), .init("text", .string(group.text)), .init("count", .count(group.count)),
                ])
            }
            let mistakes = groupedMistakes(attributes).flatMap { name, groups in
                groups.prefix(errorLimit).map { JSONValue.object([.init("type", .string(name)), .init("category", .string("attribute")), .init("text", .string($0.text)), .init("count", .count($0.count))]) }
            }
            members.append(JSONValue.Member("errors", .array(listed + mistakes)))
        }
        if showsSources { members.append(JSONValue.Member("sources", .object(evaluation.bySource.map { .init($0.source, .object(Self.members($0.evaluation))) }))) }
        members.append(JSONValue.Member("notes", .array(evaluation.notes.map { .string($0) })))
        return .object(members)
    }

    private static func members(_ evaluation: Evaluation) -> [JSONValue.Member] {
        let scores = evaluation.rows.map { row in
            var members: [JSONValue.Member] = [.init("gold", .count(row.counts.gold)), .init("predicted", .count(row.counts.predicted)), .init("correct", .count(row.counts.strict))]
            for (name, value) in row.measures.all {
                members.append(.init(name, .object([.init("precision", .share(value.precision)), .init("recall", .share(value.recall)), .init("f1", .share(value.f1))])))
            }
            if let interval = row.interval { members.append(.init("interval", .array([.share(interval.lowerBound), .share(interval.upperBound)]))) }
            return JSONValue.Member(row.name, .object(members))
        }
        return [.init("documents", .count(evaluation.documents.count)), .init("scores", .object(scores))]
    }
}

extension Evaluation {
    /// The figures in percent by name: strict F1 by type and of `ALL`, the attributes as `amount.value`, and facts as `CEO.precision` and `CEO.recall`.
    public var figures: [String: Double] {
        var figures: [String: Double] = [:]
        for row in rows { figures[row.name] = row.measures.strict.f1 * 100 }
        for (key, tally) in attributes.all { figures[key.name] = tally.share * 100 }
        for (property, tally) in facts.all {
            figures["\(property).precision"] = tally.measures.precision * 100
            figures["\(property).recall"] = tally.measures.recall * 100
        }
        return figures
    }
}

extension JSONValue {
    static func count(_ value: Int) -> JSONValue { .number("\(value)") }
    /// Spelled so that reading it gives the same number.
    static func share(_ value: Double) -> JSONValue { .number("\(value)") }
}
