import Foundation
import Knowledge
import Testing
@testable import NER

/// What the rules and lexicons of the project say about themselves.
@Suite struct KnowledgeTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var one: RuleChecker.Case
        var testDescription: String { "\(one.rule.file):\(one.example.line) \(one.rule.id) \(one.example.isPositive ? "yes" : "no")" }
    }

    static let examples: [Example] = ((try? SourceKnowledge.checker.get())?.examples ?? []).map(Example.init)

    /// Every example of every rule, through the whole recogniser.
    @Test(arguments: examples) func exampleHolds(_ example: Example) throws {
        let finding = try SourceKnowledge.checker.get().finding(of: example.one)
        #expect(finding == nil, "\(finding.map(\.description) ?? "")")
    }

    @Test func thereAreExamples() throws {
        let counts = try SourceKnowledge.checker.get().counts
        #expect(counts.examples == Self.examples.count)
        #expect(counts.rules > 0 && counts.examples >= 2 * counts.rules)
    }

    static let lexiconFindings = ((try? SourceKnowledge.checker.get()).map { $0.lexiconFindings(SourceKnowledge.isNFC) }) ?? [KnowledgeError(file: "", line: 0, message: "not read")]

    /// Order, duplicates, normal form and use of each lexicon.
    @Test(arguments: SourceKnowledge.files.files.filter(\.isLexicon).map(\.path)) func lexiconIsClean(_ path: String) {
        let findings = Self.lexiconFindings.filter { $0.file == path || $0.file.isEmpty }
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    /// The checks that look at all rules at once.
    @Test func rulesAreClean() throws {
        let findings = try SourceKnowledge.checker.get().ruleFindings()
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    /// The build took all files of the folders, as they are.
    @Test func builtInFilesAreTheFolders() {
        let builtIn = KnowledgeFiles.builtIn.files, source = SourceKnowledge.files.files
        #expect(builtIn.map(\.name) == source.map(\.name))
        for file in builtIn {
            let twin = source.first { $0.name == file.name }
            #expect(twin?.content == file.content, "\(file.name) is not built in as it stands in the folder")
        }
        #expect(KnowledgeFiles.builtIn.fingerprint == SourceKnowledge.files.fingerprint)
    }

    /// `RULES.md` is what the rule files say.
    @Test func rulesListIsCurrent() throws {
        let written = try String(contentsOf: SourceKnowledge.package.appendingPathComponent("RULES.md"), encoding: .utf8)
        #expect(try written == RuleListing.markdown(EntityRecognizer(SourceKnowledge.files).ruleDescriptions, weights: EntityRecognizer(SourceKnowledge.files).weightDescriptions), "run Scripts/update-rules-md")
    }
}
