import Foundation
import TestSupport
import Testing

/// `rules check`, `rules list`, `explain`, `--data` and `--lexicon` as an expert uses them.
@Suite struct RulesCommandTests {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A scratch folder with a copy of the project's knowledge in `data`.
    static func copy() throws -> Scratch {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch.url.appendingPathComponent("data"), withIntermediateDirectories: true)
        for folder in ["lexicons", "rules"] {
            try FileManager.default.copyItem(at: package.appendingPathComponent("Sources/Knowledge/\(folder)"), to: scratch.url.appendingPathComponent("data/\(folder)"))
        }
        return scratch
    }

    static let rule = """
        @stage names
        rule firm.traders-at
          context   (traders|dealers) at [@name]
          evidence  firm +3
          because   Traders work at firms.
          yes       Then traders at [Zyxwv] slept.
          no        Then traders at home slept.
        """

    @Test func checkIsCleanAndCounts() throws {
        let run = try Tool.run(["rules", "check"])
        #expect(run.text == "")
        #expect(run.status == 0)
        #expect(run.errors.contains(" entries: no fault"), "\(run.errors)")
    }

    /// The tutorial of the rules' README: a rule is added, checked and used without a build.
    @Test func aRuleIsAddedWithoutABuild() throws {
        let scratch = try Self.copy()
        defer { scratch.remove() }
        let text = Data("Traders at Quxle were idle.".utf8)
        let before = try Tool.run(["explain", "--data", "data", "--missing", "Quxle", "--input-format", "text"], input: text, in: scratch.url)
        #expect(before.text.contains("“Quxle” (bytes 11–16): not tagged"), "\(before.text)")
        try scratch.write(Self.rule, to: "data/rules/own.rules")
        let check = try Tool.run(["rules", "check", "--data", "data"], in: scratch.url)
        #expect(!check.text.contains("own.rules"), "\(check.text)")
        let after = try Tool.run(["explain", "--data", "data", "--input-format", "text"], input: text, in: scratch.url)
        #expect(after.text.contains("“Quxle” (bytes 11–16): firm\n"))
        #expect(after.text.contains("    firm +3  firm.traders-at  data/rules/own.rules:2\n"), "\(after.text)")
        let annotated = try Tool.run(["--data", "data", "--input-format", "text"], input: text, in: scratch.url)
        #expect(annotated.text.contains("\"text\":\"Quxle\""))
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var file: String
        var text: String
        var message: String
        var status: Int32
        var testDescription: String { message }
    }

    @Test(arguments: [
        Broken(file: "data/rules/own.rules", text: rule.replacingOccurrences(of: "slept.\n  no", with: "[slept].\n  no"), message: "data/rules/own.rules:6:37: an example has one bracketed span", status: 2),
        Broken(file: "data/rules/own.rules", text: rule.replacingOccurrences(of: "[@name]", with: "[@nmae]"), message: "data/rules/own.rules:3:35: unknown span “@nmae”", status: 2),
        Broken(file: "data/rules/own.rules", text: rule.replacingOccurrences(of: "at home", with: "at Microsoft"), message: "data/rules/own.rules:7: “Microsoft” is tagged as firm, which this “no” forbids", status: 1),
        Broken(file: "data/rules/own.rules", text: rule.replacingOccurrences(of: "(traders|dealers)", with: "sleepers"), message: "data/rules/own.rules:6: rule firm.traders-at does not see “Zyxwv”", status: 1),
        Broken(file: "data/lexicons/own.tsv", text: "@case exact\nphrase\nb\na\n", message: "data/lexicons/own.tsv:4: “a” is out of order", status: 1),
        Broken(file: "data/lexicons/weekday.tsv", text: "@case exact\nphrase\nMonday\tMon\n", message: "data/lexicons/weekday.tsv:3: 2 columns, but the header names 1", status: 2),
    ]) func checkSaysWhere(_ broken: Broken) throws {
        let scratch = try Self.copy()
        defer { scratch.remove() }
        try scratch.write(broken.text, to: broken.file)
        let run = try Tool.run(["rules", "check", "--data", "data"], in: scratch.url)
        #expect((run.text + run.errors).contains(broken.message), "\(run.text)\(run.errors)")
        #expect(run.status == broken.status)
        if broken.status == 2 {
            // The same fault stops the recogniser.
            let annotate = try Tool.run(["--data", "data"], input: Data("{\"text\":\"A\"}\n".utf8), in: scratch.url)
            #expect(annotate.status == 2)
            #expect(annotate.output.isEmpty && annotate.errors.contains(broken.message))
        }
    }

    @Test(arguments: [
        (["--data", "nowhere"], "nowhere/lexicons:1: this folder can't be read"),
        (["--lexicon", "firm"], "expected TYPE=FILE, such as firm=names.tsv"),
        (["--lexicon", "firm=nowhere.tsv"], "nowhere.tsv:1: can't be read"),
        (["--lexicon", "frim=own.tsv"], "there is no lexicon “frim” to add to"),
        (["--lexicon", "firm=bad.tsv"], "bad.tsv:2: 4 columns, but the header names 2"),
    ] as [([String], String)]) func badKnowledge(_ arguments: [String], _ message: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("Quxle\n", to: "own.tsv")
        try scratch.write("phrase\taliases\nQuxle\ta\tb\tc\n", to: "bad.tsv")
        for command in [["rules", "check"], ["rules", "list"], ["explain"], []] {
            let run = try Tool.run(command + arguments, input: Data("{\"text\":\"A\"}\n".utf8), in: scratch.url)
            #expect(run.status == 2)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(message), "\(run.errors)")
        }
    }

    /// A plain list, one with a header, and one in full form.
    @Test(arguments: ["Quxle\n", "# mine\nphrase\taliases\nQuxle Vard\tQuxle\n", "@case exact\nphrase\nQuxle\n", "Quxle"]) func ownNames(_ list: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(list, to: "own.tsv")
        let run = try Tool.run(["--lexicon", "firm=own.tsv", "--input-format", "text"], input: Data("They like Quxle a lot.".utf8), in: scratch.url)
        #expect(run.text.contains("\"type\":\"firm\",\"start\":10,\"end\":15,\"text\":\"Quxle\""), "\(run.text) \(run.errors)")
    }

    @Test func list() throws {
        let run = try Tool.run(["rules", "list"])
        #expect(run.status == 0)
        #expect(run.lines.count > 50)
        for line in run.lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            #expect(fields.count == 4 && fields[1].contains(".rules:") && !fields[3].isEmpty, "\(line)")
        }
        let markdown = try Tool.run(["rules", "list", "--markdown"])
        #expect(markdown.text == (try String(contentsOf: Self.package.appendingPathComponent("RULES.md"), encoding: .utf8)), "run Scripts/update-rules-md")
    }

    @Test func explainMissing() throws {
        let text = Data("Shares of Zyx Vuxle Inc fell. She likes Wox.".utf8)
        let nothing = try Tool.run(["explain", "--missing", "likes nothing", "--input-format", "text"], input: text)
        #expect(nothing.text.contains("No candidate in “likes nothing”"))
        let missing = try Tool.run(["explain", "--missing", "Wox", "--input-format", "text"], input: text)
        #expect(missing.text.contains("“Wox” (bytes 40–43): not tagged"), "\(missing.text)")
        let tagged = try Tool.run(["explain", "--input-format", "text"], input: text)
        #expect(tagged.text.contains("“Zyx Vuxle Inc” (bytes 10–23): firm\n"))
        #expect(tagged.text.contains("firm.legal-form  names.rules:"))
        #expect(!tagged.text.contains("Wox"))
    }
}
