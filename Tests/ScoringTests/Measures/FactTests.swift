import JSON
import Scoring
import TestSupport
import Testing

/// Links of roles against the facts that a text states.
@Suite struct FactTests {
    /// Invented: the first passage was annotated for chief executives and employees, the second for subsidiaries, the third for nothing that roles speak of.
    static let text = "Ann Roe is chief executive of Acme Corp. He runs Zyx. Beta is a unit of Acme. Bob Poe, head of Delta, was born in Rome."

    /// The corpus's line: facts as property, subject and object, passages as the words that they begin and end with.
    static func corpus(_ facts: [(String, String, String)]) throws -> [AnnotatedDocument] {
        func span(_ words: String) -> JSONValue {
            let whole = CodePoints(text)
            let range = whole.firstRange(of: CodePoints(words), in: 0..<whole.count) ?? 0..<0
            return .object([.init("start", .number("\(range.lowerBound)")), .init("end", .number("\(range.upperBound)")), .init("text", .string(words))])
        }
        func passage(_ words: String, _ properties: [String]) -> JSONValue {
            .object((span(words).object ?? []).filter { $0.key != "text" } + [.init("properties", .array(properties.map(JSONValue.string)))])
        }
        let relations = facts.map { JSONValue.object([.init("type", .string($0.0)), .init("subject", span($0.1)), .init("object", span($0.2))]) }
        let record = JSONValue.object([
            .init("id", .string("a")), .init("text", .string(text)), .init("relations", .array(relations)),
            .init(
                "exhaustive",
                .array([
                    passage("Ann Roe is chief executive of Acme Corp. He runs Zyx.", ["CEO", "EMPLOYEE_OR_MEMBER_OF"]), passage("Beta is a unit of Acme.", ["SUBSIDIARY_OF"]),
                    passage("Bob Poe, head of Delta, was born in Rome.", ["PLACE_OF_BIRTH"]),
                ])),
        ])
        return try CorpusFormat.read([CorpusFile(path: "facts.jsonl", bytes: record.serialized)], as: .knowledgenet)
    }

    static func answers(_ roles: [(role: String, holder: String, type: String, org: String)]) -> [AnnotatedDocument] {
        let whole = CodePoints(text)
        let mentions = roles.flatMap { role -> [Annotation] in
            let holder = whole.firstRange(of: CodePoints(role.holder), in: 0..<whole.count) ?? 0..<0
            let span = whole.firstRange(of: CodePoints(role.role), in: 0..<whole.count) ?? 0..<0
            return [Annotation(holder, role.type, text: role.holder), Annotation(span, "role", text: role.role, attributes: [.holder: role.holder, .org: role.org])]
        }
        return [AnnotatedDocument(id: "a", text: whole, annotations: mentions)]
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var facts: [(String, String, String)]
        var roles: [(role: String, holder: String, type: String, org: String)]
        /// By property: gold, found, predicted, right, aside.
        var counts: [String: [Int]]
    }

    static let chief = (role: "chief executive", holder: "Ann Roe", type: "person", org: "Acme Corp")
    static let cases = [
        Case(
            testDescription: "found, under another form of its name", facts: [("CEO", "Acme", "Roe"), ("EMPLOYEE_OR_MEMBER_OF", "Ann Roe", "Acme Corp")], roles: [chief],
            counts: ["CEO": [1, 1, 1, 1, 0], "EMPLOYEE_OR_MEMBER_OF": [1, 1, 1, 1, 0], "SUBSIDIARY_OF": [0, 0, 0, 0, 0]]),
        Case(
            testDescription: "missed and invented", facts: [("CEO", "Zyx", "Ann Roe")], roles: [chief],
            counts: ["CEO": [1, 0, 1, 0, 0], "EMPLOYEE_OR_MEMBER_OF": [0, 0, 1, 0, 0], "SUBSIDIARY_OF": [0, 0, 0, 0, 0]]),
        Case(
            testDescription: "pronouns are set aside", facts: [("CEO", "Acme Corp", "He"), ("CEO", "Zyx", "He")], roles: [chief],
            counts: ["CEO": [0, 0, 0, 0, 1], "EMPLOYEE_OR_MEMBER_OF": [0, 0, 1, 0, 0], "SUBSIDIARY_OF": [0, 0, 0, 0, 0]]),
        Case(
            testDescription: "firms; what nobody annotated does not count", facts: [("SUBSIDIARY_OF", "Beta", "Acme")],
            roles: [(role: "unit", holder: "Beta", type: "firm", org: "Acme"), (role: "head", holder: "Bob Poe", type: "person", org: "Delta")],
            counts: ["CEO": [0, 0, 0, 0, 0], "EMPLOYEE_OR_MEMBER_OF": [0, 0, 0, 0, 0], "SUBSIDIARY_OF": [1, 1, 1, 1, 0]]),
        Case(
            testDescription: "one side outside the passage", facts: [], roles: [(role: "unit", holder: "Beta", type: "firm", org: "Delta")],
            counts: ["CEO": [0, 0, 0, 0, 0], "EMPLOYEE_OR_MEMBER_OF": [0, 0, 0, 0, 0], "SUBSIDIARY_OF": [0, 0, 0, 0, 0]]),
    ]

    @Test(arguments: cases) func countsFacts(_ example: Case) throws {
        let evaluation = try Evaluation(gold: Self.corpus(example.facts), predicted: Self.answers(example.roles))
        #expect(Dictionary(uniqueKeysWithValues: evaluation.facts.all.map { ($0.property, [$0.tally.gold, $0.tally.found, $0.tally.predicted, $0.tally.right, $0.tally.aside]) }) == example.counts)
    }

    /// What relations say counts as what roles say: a further organisation of a role, an employment.
    @Test func countsRelations() throws {
        var answers = Self.answers([Self.chief])
        let whole = CodePoints(Self.text)
        func annotation(_ words: String, _ type: String) -> Annotation { Annotation(whole.firstRange(of: CodePoints(words), in: 0..<whole.count) ?? 0..<0, type, text: words) }
        answers[0].relations = [
            AnnotatedRelation("holds_role", [.init("role", annotation("chief executive", "role")), .init("holder", annotation("Ann Roe", "person")), .init("org", annotation("Zyx", "firm"))]),
            AnnotatedRelation("employment", [.init("agent", annotation("Ann Roe", "person")), .init("target", annotation("Zyx", "firm"))]),
        ]
        let evaluation = try Evaluation(gold: Self.corpus([("CEO", "Zyx", "Ann Roe"), ("EMPLOYEE_OR_MEMBER_OF", "Ann Roe", "Zyx")]), predicted: answers)
        #expect(evaluation.facts.tallies["CEO"].map { [$0.gold, $0.found, $0.predicted, $0.right] } == [1, 1, 2, 1])
        #expect(evaluation.facts.tallies["EMPLOYEE_OR_MEMBER_OF"].map { [$0.gold, $0.found, $0.predicted, $0.right] } == [1, 1, 2, 1])
    }

    @Test func reportsThem() throws {
        let evaluation = try Evaluation(gold: Self.corpus([("CEO", "Acme", "Roe"), ("CEO", "Zyx", "Ann Roe")]), predicted: Self.answers([Self.chief]))
        #expect(evaluation.figures["CEO.precision"] == 100)
        #expect(evaluation.figures["CEO.recall"] == 50)
        var report = EvaluationReport(evaluation)
        report.errorLimit = 3
        #expect(report.text.contains("CEO missed (1): 'Zyx' ← 'Ann Roe'\n"))
        #expect(report.tabSeparated.contains("fact\tCEO\t2\t1\t1\t1\t0\t100.00\t50.00\t66.67\n"))
        #expect(report.json["facts"]?["CEO"]?["recall"]?.double == 0.5)
    }

    @Test(arguments: [
        (#"{"text":"Acme","relations":[]}"#, "expected an object with \"text\", \"relations\" and \"exhaustive\""),
        (#"{"text":"Acme","relations":[{"type":"CEO","subject":{"start":0,"end":9}}],"exhaustive":[]}"#, "the subject of relation 1 has no start and end within the text of 4 code points"),
        (#"{"text":"Acme","relations":[],"exhaustive":[{"start":0,"end":4,"text":"Zyx","properties":[]}]}"#, "passage 1: the text at 0..4 is \"Acme\", the record says \"Zyx\""),
    ]) func namesTheFault(_ line: String, _ message: String) throws {
        let error = try #require(throws: CorpusError.self) { try CorpusFormat.read([CorpusFile(path: "f.jsonl", bytes: Array(line.utf8))], as: .knowledgenet) }
        #expect(error.description == "f.jsonl:1: " + message)
    }

    @Test func isOnlyRead() throws {
        #expect(throws: CorpusError.self) { try CorpusFormat.knowledgenet.write([]) }
    }
}
