import JSON
import Scoring
import TestSupport
import Testing

@Suite struct ErrorTests {
    static func traps() throws -> Evaluation {
        try Evaluation(gold: CorpusFormat.read(TestFiles.scoringData + "/traps-gold.jsonl"), predicted: CorpusFormat.read(TestFiles.scoringData + "/traps-predicted.jsonl"))
    }

    @Test func errorsAreGroupedByWords() throws {
        let errors = try Self.traps().errors
        #expect(errors.groups(.missed, type: "org").map(\.text) == ["Harbour Authority"])
        #expect(errors.groups(.spurious, type: "person").map(\.text) == ["Holdings", "No"])
        #expect(errors.groups(.wrongType, type: "firm").map(\.text) == ["Globex → org", "Vega → person"])
        #expect(errors.groups(.wrongSpan, type: "amount").map(\.text) == ["€5 million → 5 million"])
    }

    @Test func confusionAddsUpToTheCounts() throws {
        let evaluation = try Self.traps()
        let counts = evaluation.row(nil).counts
        let confusion = evaluation.errors.confusion
        #expect(confusion.filter { $0.key.gold != nil }.values.reduce(0, +) == counts.gold)
        #expect(confusion.filter { $0.key.predicted != nil }.values.reduce(0, +) == counts.predicted)
        #expect(confusion[.init(gold: "firm", predicted: "person")] == 1)
    }

    @Test func jsonHoldsTheUnroundedFigures() throws {
        var report = EvaluationReport(try Self.traps())
        report.errorLimit = 2
        let json = try JSONValue(parsing: report.json.serialized)
        #expect(json["documents"]?.int == 8)
        #expect(json["scores"]?["ALL"]?["strict"]?["f1"]?.double == 0.34285714285714286)
        #expect(json["scores"]?["firm"]?["correct"]?.int == 3)
        #expect(json["errors"]?.array?.isEmpty == false)
        #expect(json["notes"]?.array?.count == 2)
    }

    @Test func sourcesAreScoredApart() throws {
        func document(_ id: String, _ source: String?, _ marks: [Annotation]) -> AnnotatedDocument { AnnotatedDocument(id: id, text: CodePoints("Acme fell."), annotations: marks, source: source) }
        let acme = Annotation(0..<4, "firm", text: "Acme")
        let gold = [document("1", "wire one", [acme]), document("2", "https://news.example/x", [acme]), document("3", "wire two", [acme]), document("4", "dump/a.jsonl", [acme]), document("5", nil, [acme])]
        let parts = try Evaluation(gold: gold, predicted: [document("1", nil, [acme])]).bySource
        #expect(parts.map(\.source) == ["(no source)", "dump", "news.example", "wire"])
        #expect(parts.map { $0.evaluation.row("firm").counts.gold } == [1, 1, 1, 2])
        #expect(parts.last?.evaluation.row("firm").counts.strict == 1)
    }
}
