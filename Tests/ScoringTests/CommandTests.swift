import Foundation
import JSON
import TestSupport
import Testing

/// `tagline eval` and `tagline diff` as users run them.
@Suite struct CommandTests {
    static let gold = TestFiles.scoringData + "/traps-gold.jsonl"
    static let predicted = TestFiles.scoringData + "/traps-predicted.jsonl"

    @Test func evalPrintsATable() throws {
        let run = try Tool.run(["eval", Self.gold, Self.predicted, "--boot", "0", "--errors", "1"])
        #expect(run.status == 0)
        #expect(run.text.contains("ALL               17    18     6 |  33.33  35.29  34.29 |  50.00  52.94  51.43 |  63.89  67.65  65.71 |  61.11  64.71  62.86\n"))
        #expect(run.text.contains("firm wrong type (2): 'Globex → org' 1\n"))
        #expect(run.errors.contains("1 gold documents have no prediction and count as empty, such as e"))
    }

    @Test func evalGivesJSONAndTabs() throws {
        let json = try JSONValue(parsing: Array(Tool.run(["eval", Self.gold, Self.predicted, "--json"]).output))
        #expect(json["scores"]?["ALL"]?["strict"]?["f1"]?.double == 0.34285714285714286)
        #expect(json["scores"]?["ALL"]?["interval"]?.array?.count == 2)
        let tabs = try Tool.run(["eval", Self.gold, Self.predicted, "--tsv", "--boot", "0"])
        #expect(tabs.lines.last?.split(separator: "\t").prefix(5) == ["type", "ALL", "17", "18", "6"])
    }

    @Test func minimaDecideTheStatus() throws {
        #expect(try Tool.run(["eval", Self.gold, Self.predicted, "--min", "firm=31.5,ALL=34"]).status == 0)
        let below = try Tool.run(["eval", Self.gold, Self.predicted, "--min", "firm=31.5,ALL=35"])
        #expect(below.status == 1)
        #expect(below.errors.contains("ALL is 34.28"))
        #expect(try Tool.run(["eval", Self.gold, Self.predicted, "--min", "ship=1"]).status == 2)
        #expect(try Tool.run(["eval", Self.gold, Self.predicted, "--min", "firm"]).status == 64)
    }

    @Test func mapRenamesPredictedTypes() throws {
        let run = try Tool.run(["eval", Self.gold, Self.predicted, "--gold-map", "firm=ORG,org=ORG", "--map", "firm=ORG", "--map", "org=ORG", "--json"])
        #expect(try JSONValue(parsing: Array(run.output))["scores"]?["ORG"]?["strict"]?["f1"]?.double == 0.43478260869565216)
    }

    @Test func withoutPredictionsTheRecogniserIsScored() throws {
        let text = "[firm Acme Widgets Inc.] paid [amount $5 million | value=5000000 currency=USD kind=exact], said [firm Acme].\n"
        let run = try Tool.run(["eval", "-", "--format", "inline", "--json", "--min", "amount=100,amount.value=100,firm=100"], input: Data(text.utf8))
        #expect(run.status == 0, "\(run.text) \(run.errors)")
    }

    @Test func faultsOfFilesAreStatus2() throws {
        let run = try Tool.run(["eval", "-", "--format", "inline"], input: Data("fine\n[sic]\n".utf8))
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("-:2: column 1: a mention is [type words]"))
        #expect(try Tool.run(["eval", "/nowhere.jsonl"]).status == 2)
        #expect(try Tool.run(["diff", Self.gold, "/nowhere.jsonl"]).status == 2)
    }

    @Test func diffTellsWhetherAnythingChanged() throws {
        let same = try Tool.run(["diff", Self.gold, Self.gold])
        #expect(same.status == 0)
        #expect(same.text == "documents 8, changed 0\n")
        let changed = try Tool.run(["diff", Self.gold, Self.predicted])
        #expect(changed.status == 1)
        #expect(changed.text.contains("document 1\n     1  disappeared      e  (e)\n"))
        let json = try JSONValue(parsing: Array(Tool.run(["diff", Self.gold, Self.predicted, "--json"]).output))
        #expect(json["changes"]?["document"]?["count"]?.int == 1)
    }

    @Test func diffOfOurOwnOutput() throws {
        let input = Data(#"{"id":1,"text":"Acme Inc. paid $5 million to Bolt Ltd."}"#.utf8)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tagline-diff-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Tool.run([], input: input).output.write(to: folder.appendingPathComponent("all.jsonl"))
        try Tool.run(["--types", "firm"], input: input).output.write(to: folder.appendingPathComponent("firms.jsonl"))
        try Tool.run(["--offsets", "utf16"], input: input).output.write(to: folder.appendingPathComponent("utf16.jsonl"))
        let run = try Tool.run(["diff", "all.jsonl", "firms.jsonl"], in: folder)
        #expect(run.status == 1)
        #expect(run.text.contains("disappeared 1\n     1  amount           $5 million  (1:15)\n"))
        // Another unit of offsets is no change.
        #expect(try Tool.run(["diff", "all.jsonl", "utf16.jsonl"], in: folder).status == 0)
    }
}
