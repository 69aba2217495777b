import Scoring
import TestSupport
import Testing

/// The measures against figures of an independent implementation.
@Suite struct MeasureTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var corpus: String
        var options: String
        var type: String
        var counts: [Int]
        var figures: [Double]

        var testDescription: String { "\(corpus) \(options) \(type)" }
    }

    static let expectations: [Expectation] = {
        let file = try! CorpusFile(reading: TestFiles.scoringData + "/expected.tsv")
        return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t").map(String.init)
            return Expectation(corpus: columns[0], options: columns[1], type: columns[2], counts: columns[3...5].map { Int($0)! }, figures: columns[6...].map { Double($0)! })
        }
    }()

    @Test(arguments: expectations) func equalsIndependentFigures(_ expected: Expectation) throws {
        let evaluation = try Evaluation(
            gold: CorpusFormat.read(TestFiles.scoringData + "/\(expected.corpus)-gold.jsonl"),
            predicted: CorpusFormat.read(TestFiles.scoringData + "/\(expected.corpus)-predicted.jsonl"), options: Self.options(expected.options))
        let row = evaluation.row(expected.type == "ALL" ? nil : expected.type)
        #expect([row.counts.gold, row.counts.predicted, row.counts.strict] == expected.counts)
        // Equal, not nearly equal: the same divisions in the same order.
        #expect(row.measures.all.flatMap { [$0.value.precision, $0.value.recall, $0.value.f1] } == expected.figures)
    }

    @Test func expectationsAreMany() { #expect(Self.expectations.count >= 30) }

    private static func options(_ spelling: String) -> Evaluation.Options {
        var options = Evaluation.Options()
        var current = ""
        for word in spelling.split(separator: " ") {
            switch word {
            case "-": break
            case "--drop-dup": options.dropsDuplicates = true
            case "--keep-opt": options.keepsOptional = true
            case "--map", "--gold-map", "--types": current = String(word)
            default:
                let parts = word.split(separator: "=").map(String.init)
                switch current {
                case "--map": options.predictedTypes[parts[0]] = parts[1]
                case "--gold-map": options.goldTypes[parts[0]] = parts[1]
                default: options.types = Set(word.split(separator: ",").map(String.init))
                }
            }
        }
        return options
    }

    /// The example of the task's definition: each category of MUC once.
    @Test func countsByCategory() {
        let gold = marks([(0, 5, "ORG"), (10, 20, "PER"), (30, 40, "LOC"), (50, 60, "ORG"), (70, 80, "ORG")])
        let predicted = marks([(0, 5, "ORG"), (10, 20, "ORG"), (32, 40, "LOC"), (52, 60, "PER"), (90, 95, "ORG")])
        let measures = evaluation(gold, predicted).row(nil).measures
        #expect(abs(measures.strict.f1 - 0.2) < 1e-12)
        #expect(abs(measures.exact.f1 - 0.4) < 1e-12)
        #expect(abs(measures.partial.f1 - 0.6) < 1e-12)
        #expect(abs(measures.type.f1 - 0.4) < 1e-12)
    }

    @Test func nothingAgainstNothingIsZero() {
        let row = evaluation([], []).row(nil)
        #expect(row.counts == Counts())
        #expect(row.measures.all.allSatisfy { $0.value.f1 == 0 && $0.value.precision == 0 && $0.value.recall == 0 })
    }

    @Test func strictIsSetIntersectionWithoutDuplicates() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<300 {
            func some() -> [(Int, Int, String)] {
                var marks: [String: (Int, Int, String)] = [:]
                for _ in 0..<8 {
                    let start = random.next(below: 30)
                    let mark = (start, start + 1 + random.next(below: 4), random.next(below: 2) == 0 ? "A" : "B")
                    marks["\(mark)"] = mark
                }
                return marks.sorted { $0.key < $1.key }.map(\.value)
            }
            let (a, b) = (some(), some())
            let counts = evaluation(marks(a), marks(b)).row(nil).counts
            #expect(counts.strict == Set(a.map { "\($0)" }).intersection(b.map { "\($0)" }).count)
            #expect(counts.exact >= counts.strict && counts.sameType >= counts.strict)
            #expect(counts.exact + counts.inexact <= min(a.count, b.count))
        }
    }

    @Test func sameInputSameInterval() throws {
        var options = Evaluation.Options()
        options.bootstrap = Bootstrap(resamples: 500, seed: 3)
        let gold = try CorpusFormat.read(TestFiles.scoringData + "/dense-gold.jsonl")
        let predicted = try CorpusFormat.read(TestFiles.scoringData + "/dense-predicted.jsonl")
        let interval = try #require(Evaluation(gold: gold, predicted: predicted, options: options).row(nil).interval)
        #expect(try interval == Evaluation(gold: gold, predicted: predicted, options: options).row(nil).interval)
        #expect(interval.contains(0.37431192660550455))
        #expect(interval.upperBound - interval.lowerBound > 0.02 && interval.upperBound - interval.lowerBound < 0.2)
        options.bootstrap.seed = 4
        #expect(try interval != Evaluation(gold: gold, predicted: predicted, options: options).row(nil).interval)
    }

    /// The published generator's first outputs from the state 0.
    @Test func generatorIsSplitMix64() {
        var generator = SplitMix64(seed: 0)
        #expect([generator.next(), generator.next(), generator.next()] == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
    }

    @Test func duplicateIDsAreNamed() throws {
        let documents = [AnnotatedDocument(id: "a", text: CodePoints("x"), location: .init(path: "g.jsonl", line: 1)), AnnotatedDocument(id: "a", text: CodePoints("y"), location: .init(path: "g.jsonl", line: 2))]
        let error = try #require(throws: CorpusError.self) { try Evaluation(gold: documents, predicted: []) }
        #expect(error.description == "g.jsonl:2: id a comes twice; it was at g.jsonl:1 before")
    }

    @Test func documentsWithoutCommonIDMeetByText() throws {
        let gold = [AnnotatedDocument(id: "a", text: CodePoints("Acme fell."), annotations: [Annotation(0..<4, "firm", text: "Acme")])]
        let predicted = [AnnotatedDocument(id: "b", text: CodePoints("Acme fell."), annotations: [Annotation(0..<4, "firm", text: "Acme")])]
        #expect(try Evaluation(gold: gold, predicted: predicted).row(nil).counts.strict == 1)
    }

    @Test func differingTextsAreAligned() throws {
        let gold = [AnnotatedDocument(id: "a", text: CodePoints("“Acme”  fell,\nsaid Bolt."), annotations: [Annotation(1..<5, "firm", text: "Acme"), Annotation(19..<23, "firm", text: "Bolt")])]
        let text = CodePoints("Read more about Cogs. \"Acme\" fell, said Bolt.")
        let predicted = [
            AnnotatedDocument(id: "a", text: text, annotations: [Annotation(16..<20, "firm", text: "Cogs"), Annotation(23..<27, "firm", text: "Acme"), Annotation(40..<44, "firm", text: "Bolt")])
        ]
        let counts = try Evaluation(gold: gold, predicted: predicted).row(nil).counts
        #expect(counts.strict == 2)
        #expect(counts.predicted == 3, "a mention in text that the gold does not have is spurious, not forgotten")
        var options = Evaluation.Options()
        options.alignsTexts = false
        #expect(try Evaluation(gold: gold, predicted: predicted, options: options).row(nil).counts.strict == 0)
    }

    private func marks(_ marks: [(Int, Int, String)]) -> [Annotation] { marks.map { Annotation($0.0..<$0.1, $0.2, text: "") } }

    private func evaluation(_ gold: [Annotation], _ predicted: [Annotation]) -> Evaluation {
        let text = CodePoints(String(repeating: "x", count: 100))
        return try! Evaluation(gold: [AnnotatedDocument(id: "1", text: text, annotations: gold)], predicted: [AnnotatedDocument(id: "1", text: text, annotations: predicted)])
    }
}
