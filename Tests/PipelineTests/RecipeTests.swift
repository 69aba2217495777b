import Foundation
import TestSupport
import Testing

/// What the documentation tells people to type does what it says there.
@Suite struct RecipeTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Recipe: Sendable, CustomTestStringConvertible {
        var commands: String
        var expected: String
        var tools: [String]
        /// Ends only when it is stopped.
        var isEndless: Bool
        var testDescription: String { String(commands.split(separator: "\n").first ?? "") }
    }

    /// The blocks of `Documentation/Recipes.md` behind a comment that says what they need, with the output that follows them.
    static let recipes: [Recipe] = {
        guard let text = try? String(contentsOf: package.appendingPathComponent("Documentation/Recipes.md"), encoding: .utf8) else { return [] }
        return text.components(separatedBy: "<!-- run:").dropFirst().compactMap { part in
            let pieces = part.components(separatedBy: "```")
            guard pieces.count > 4, pieces[1].hasPrefix("sh\n"), pieces[3].hasPrefix("text\n") else { return nil }
            let words = pieces[0].replacingOccurrences(of: "-->", with: "").split(whereSeparator: \.isWhitespace).map(String.init)
            return Recipe(
                commands: String(pieces[1].dropFirst(3)), expected: String(pieces[3].dropFirst(5)), tools: words.filter { $0 != "endless" }, isEndless: words.contains("endless"))
        }
    }()

    /// A folder with the examples, and the tool on the PATH.
    private static func prepared() throws -> (scratch: Scratch, shell: (String) throws -> Run) {
        let scratch = try Scratch()
        let examples = package.appendingPathComponent("Examples")
        for name in ["articles.jsonl", "pages"] { try FileManager.default.copyItem(at: examples.appendingPathComponent(name), to: scratch.url.appendingPathComponent(name)) }
        let bin = scratch.url.appendingPathComponent(".bin")
        try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: bin.appendingPathComponent("tagline"), withDestinationURL: Tool.url)
        return (scratch, { try Tool.shell("PATH=\"\(bin.path):$PATH\"; zstd -q articles.jsonl -o dump.jsonl.zst 2> /dev/null\n" + $0, in: scratch.url) })
    }

    @Test func allRecipesAreFound() { #expect(Self.recipes.count >= 12) }

    @Test(arguments: recipes) func printsWhatTheDocumentationShows(_ recipe: Recipe) throws {
        guard recipe.tools.allSatisfy({ Tool.has($0) }) else { return }
        let (scratch, shell) = try Self.prepared()
        defer { scratch.remove() }
        try scratch.write(recipe.commands, to: ".recipe")
        let run = recipe.isEndless ? try Self.runUntilItHasSaid(recipe, shell) : try shell("bash .recipe")
        #expect(run.text == recipe.expected, "\(run.errors)")
    }

    /// Ends the recipe once it has written as many lines as it is to.
    private static func runUntilItHasSaid(_ recipe: Recipe, _ shell: (String) throws -> Run) throws -> Run {
        let count = recipe.expected.split(separator: "\n").count
        return try shell(
            "set -m; bash .recipe > .said & for k in $(seq 300); do [ $(wc -l < .said) -ge \(count) ] && break; sleep 0.1; done; kill -TERM -- -$! ; wait 2> /dev/null; cat .said")
    }

    /// The introduction to rules, followed to the letter: its commands in their order, its rule put where it says.
    @Test func aRuleIsChangedInFiveMinutes() throws {
        let guide = try String(contentsOf: Self.package.appendingPathComponent("Sources/Knowledge/rules/README.md"), encoding: .utf8)
        let section = try #require(guide.components(separatedBy: "## In five minutes").dropFirst().first?.components(separatedBy: "\n## ").first)
        let (scratch, shell) = try Self.prepared()
        defer { scratch.remove() }
        try FileManager.default.createSymbolicLink(at: scratch.url.appendingPathComponent("Sources"), withDestinationURL: Self.package.appendingPathComponent("Sources"))
        var runs: [(command: String, run: Run)] = []
        var rule = ""
        for line in section.components(separatedBy: "\n") where line.hasPrefix("    ") {
            if line.hasPrefix("    $ ") {
                runs.append((String(line.dropFirst(6)), try shell(String(line.dropFirst(6)))))
            } else {
                rule += line.dropFirst(4) + "\n"
            }
            // The rule is complete with its counter-example.
            if line.hasPrefix("      no ") {
                let file = scratch.url.appendingPathComponent("my-knowledge/rules/names.rules")
                let rules = try String(contentsOf: file, encoding: .utf8)
                try (rules + "\n" + rule).write(to: file, atomically: true, encoding: .utf8)
            }
        }
        #expect(rule.hasPrefix("rule ") && runs.count == 5, "\(runs.map(\.command))")
        for (command, run) in runs { #expect(run.status == 0, "\(command): \(run.text) \(run.errors)") }
        guard runs.count == 5 else { return }
        #expect(runs[2].command.contains("--missing Quxle") && runs[2].run.text.contains("not tagged"))
        #expect(runs[3].command.hasPrefix("tagline rules check") && runs[3].run.errors.contains("no fault"))
        #expect(runs[4].run.text.contains("“Quxle”") && runs[4].run.text.contains(rule.split(separator: " ")[1].split(separator: "\n")[0]), "\(runs[4].run.text)")
    }

    /// Every Swift block of the libraries' documentation is code of `Examples/library`, which is built and run by `Scripts/check-library`.
    @Test(arguments: ["Ingest", "NER", "Scoring"]) func documentationShowsCodeThatRuns(_ module: String) throws {
        let sources = Self.package.appendingPathComponent("Examples/library/Sources/library")
        let code = try FileManager.default.contentsOfDirectory(atPath: sources.path).map { try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8) }.joined()
        let catalog = try String(contentsOf: Self.package.appendingPathComponent("Sources/\(module)/\(module).docc/\(module).md"), encoding: .utf8)
        let blocks = catalog.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(code.contains(block), "\(module).md shows what Examples/library doesn't have:\n\(block)") }
    }

    /// The manual, the README and the recipes name no test or file that isn't there.
    @Test func mannersNameTestsThatExist() throws {
        let manners = try String(contentsOf: Self.package.appendingPathComponent("Documentation/Manners.md"), encoding: .utf8)
        var code = ""
        for folder in ["PipelineTests", "IngestTests"] {
            let tests = Self.package.appendingPathComponent("Tests/\(folder)")
            for name in try FileManager.default.contentsOfDirectory(atPath: tests.path) where name.hasSuffix(".swift") {
                code += try String(contentsOf: tests.appendingPathComponent(name), encoding: .utf8)
            }
        }
        let names = manners.components(separatedBy: "`").enumerated().filter {
            $0.offset % 2 == 1 && $0.element.count > 6 && $0.element.allSatisfy { $0.isLetter } && $0.element != "readme"
        }.map(\.element)
        #expect(names.count > 15)
        for name in names { #expect(code.contains("func \(name)(") || code.contains("struct \(name) "), "\(name)") }
    }
}
