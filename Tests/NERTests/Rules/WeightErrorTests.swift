import Testing
@testable import NER

/// Each fault that `resolution.weights` can have stops at the start, and says where it is and what to do.
@Suite struct WeightErrorTests {
    /// A file without fault: one line a weight, in the order of their numbers.
    static let good = ResolutionWeights.Name.allCases.map { "\($0.spelling) \($0.range.upperBound) # why" }

    struct Fault: Sendable, CustomTestStringConvertible {
        /// What stands in the place of the first line, the threshold's.
        var first: String
        var line = 1
        var column: Int
        var message: String
        var testDescription: String { message }
    }

    static let faults: [Fault] = [
        Fault(first: "  treshold 3 # why", column: 3, message: "unknown weight “treshold”; did you mean “threshold”?"),
        Fault(first: "qqqqqqqqqqqqqqqq 3 # why", column: 1, message: "unknown weight “qqqqqqqqqqqqqqqq”; there are threshold, lead, repetition-cap,"),
        Fault(first: "threshold", column: 10, message: "a value is missing behind “threshold”: a whole number from 1 to 9"),
        Fault(first: "threshold # 3", column: 10, message: "a value is missing behind “threshold”"),
        Fault(first: "threshold 3.5 # why", column: 11, message: "“3.5” is no whole number: a whole number from 1 to 9"),
        Fault(first: "threshold three # why", column: 11, message: "“three” is no whole number"),
        Fault(first: "threshold 99999999999999999999 # why", column: 11, message: "“99999999999999999999” is no whole number"),
        Fault(first: "threshold\t0 # why", column: 11, message: "0 is out of range for “threshold”: a whole number from 1 to 9"),
        Fault(first: "threshold 10 # why", column: 11, message: "10 is out of range for “threshold”"),
        Fault(first: "threshold 3 points # why", column: 13, message: "“points” stands behind the value; the reason begins with “#”"),
        Fault(first: "threshold 3", column: 1, message: "say why “threshold” is 3: threshold 3 # REASON"),
        Fault(first: "threshold 3 #  ", column: 1, message: "say why “threshold” is 3"),
        Fault(first: "# no threshold", column: 0, message: "“threshold” is missing; add “threshold VALUE # REASON”, a whole number from 1 to 9"),
        Fault(first: "threshold 3 # why\n# twice\nthreshold 3 # why", line: 3, column: 0, message: "“threshold” stands at r/resolution.weights:1 already"),
    ]

    @Test(arguments: faults) func saysWhereAndWhat(_ fault: Fault) {
        #expect {
            _ = try EntityRecognizer(Self.knowledge(([fault.first] + Self.good.dropFirst()).joined(separator: "\n")))
        } throws: { error in
            guard let error = error as? KnowledgeError else { return false }
            if error.file == "r/resolution.weights", error.line == fault.line, error.column == fault.column, error.message.hasPrefix(fault.message) { return true }
            Issue.record("expected \(fault.line):\(fault.column): \(fault.message)\n     got \(error)")
            return true
        }
    }

    @Test func missingFileIsNamed() {
        var knowledge = Self.knowledge("")
        knowledge.files.removeAll(where: \.isWeights)
        let error = #expect(throws: KnowledgeError.self) { try EntityRecognizer(knowledge) }
        #expect(error?.description == "r/resolution.weights:1: this file is missing; copy the project's own")
    }

    /// Every weight is read into its own place: none is another's, and none is left out.
    @Test(arguments: ResolutionWeights.Name.allCases) func eachHasItsPlace(_ name: ResolutionWeights.Name) throws {
        for value in name.range {
            var lines = Self.good
            lines[name.rawValue] = "\t\(name.spelling)   \(value)\t#  the   reason\r"
            let recognizer = try EntityRecognizer(Self.knowledge(lines.joined(separator: "\n")))
            for other in ResolutionWeights.Name.allCases { #expect(recognizer.rules.weights[other] == (other == name ? value : other.range.upperBound)) }
            let described = recognizer.weightDescriptions[name.rawValue]
            #expect((described.name, described.value, described.reason, described.line) == (name.spelling, value, "the reason", name.rawValue + 1))
        }
    }

    /// What is changed in the file changes what is found.
    @Test func fileDecides() throws {
        let rules = "@stage names\n" + SmallKnowledge.rule("firm.x", "context [@name] said", evidence: "firm +3")
        var knowledge = SmallKnowledge.files(rules: rules)
        let text = "Then Zyx said so."
        #expect(try EntityRecognizer(knowledge).summary(text) == ["firm: Zyx"])
        let index = knowledge.files.firstIndex { $0.isWeights }
        let k = try #require(index)
        let strict = String(decoding: knowledge.files[k].content, as: UTF8.self).replacing("\nthreshold            3", with: "\nthreshold 4")
        knowledge.files[k] = .init(name: "resolution.weights", path: "resolution.weights", bytes: Array(strict.utf8))
        let recognizer = try EntityRecognizer(knowledge)
        #expect(recognizer.summary(text) == [])
        #expect(EntityRecognizer.Worker(recognizer).explain(text: Array(text.utf8)).threshold == 4)
    }

    private static func knowledge(_ weights: String) -> KnowledgeFiles {
        var knowledge = SmallKnowledge.files()
        knowledge.files.removeAll { $0.isWeights || $0.isRules }
        knowledge.files.append(.init(name: "a.rules", path: "r/a.rules", bytes: []))
        knowledge.files.append(.init(name: "resolution.weights", path: "r/resolution.weights", bytes: Array(weights.utf8)))
        return knowledge
    }
}
