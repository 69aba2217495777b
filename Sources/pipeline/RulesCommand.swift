import ArgumentParser
import Ingest
import NER

/// `tagline rules`: what the recogniser knows, and whether it holds.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Checks or lists the rules and lexicons.",
        subcommands: [Check.self, List.self, Tune.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Runs every rule's own examples through the whole recogniser, and looks the lexicons over.",
            discussion: """
                Prints a line for each fault, as file:line: what is wrong, and exits 1 where there is any. Checks your own folder with --data; \
                nothing needs to be built.
                """)
        @OptionGroup var knowledge: KnowledgeArguments
        @OptionGroup var configuration: ConfigurationArguments

        func run() throws {
            let checker: RuleChecker
            do throws(KnowledgeError) {
                checker = try knowledge.make { files throws(KnowledgeError) in try RuleChecker(files) }
            } catch {
                Message.error("\(error)")
                throw ExitCode(2)
            }
            let findings = checker.findings { NormalForm.nfc.holds(for: $0) }
            for finding in findings { print(finding) }
            let counts = checker.counts
            Message.note("\(counts.rules) rules with \(counts.examples) examples, \(counts.sums) examples of sums of money, \(counts.lexicons) lexicons with \(counts.entries) entries: \(findings.isEmpty ? "no fault" : "\(findings.count) faults")")
            if !findings.isEmpty { throw ExitCode(1) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the rules, one a line: id, place, evidence, reason; or as Markdown.")
        @OptionGroup var knowledge: KnowledgeArguments
        @OptionGroup var configuration: ConfigurationArguments
        @Flag(help: "Write RULES.md: every rule with its patterns, reason and examples.") var markdown = false

        func run() throws {
            do throws(KnowledgeError) {
                let recognizer = try knowledge.recognizer()
                print(markdown ? RuleListing.markdown(recognizer.ruleDescriptions, weights: recognizer.weightDescriptions) : RuleListing.lines(recognizer.ruleDescriptions), terminator: "")
            } catch {
                Message.error("\(error)")
                throw ExitCode(2)
            }
        }
    }
}
