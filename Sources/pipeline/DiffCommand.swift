import ArgumentParser
import Scoring

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows what changed between two runs: entities, attributes, texts, records.",
        discussion: """
            A and B are two outputs for the same input, or any two annotated corpora that \"tagline eval\" reads. Records are matched \
            by id; changes are grouped by their words, the commonest first.

            Examples:
              tagline diff before.jsonl after.jsonl
              tagline diff before.jsonl after.jsonl --json | jq '.changes.appeared.groups[].text'

            Exit status: 0 nothing changed; 1 something did; 2 a file can't be read; 64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("The earlier output.", valueName: "a")) var old: String
    @Argument(help: ArgumentHelp("The later output.", valueName: "b")) var new: String
    @Option(help: ArgumentHelp("How many groups of each kind to list.", valueName: "n")) var groups = 20
    @Flag(help: "One JSON object with all groups and places.") var json = false

    mutating func validate() throws {
        if groups < 0 { throw ValidationError("--groups takes a number from 0.") }
        if old == "-", new == "-" { throw ValidationError("Only one of the two can be standard input.") }
    }

    func run() throws {
        let difference: Difference
        do throws(CorpusError) {
            difference = Difference(from: try CorpusFormat.read(old), to: try CorpusFormat.read(new))
        } catch {
            Message.error(error.description)
            throw ExitCode(2)
        }
        var report = DifferenceReport(difference)
        report.groupLimit = groups
        try EvalCommand.write(json ? String(decoding: report.json.serialized, as: UTF8.self) + "\n" : report.text)
        if !difference.isEmpty { throw ExitCode(1) }
    }
}
