import ArgumentParser
import NER

/// `tagline view`: records as a page to look at.
struct ViewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Makes one HTML page of tagged articles: coloured mentions with their bills, filters, charts.",
        discussion: """
            Reads what annotate writes as jsonl. The page holds all that it shows: it loads nothing, and can be mailed or put on any server. \
            Bills are worked out again by the rules at hand; where those no longer make a mention, it is shown without.

            Examples:
              tagline view annotated.jsonl -o report.html
              tagline --types firm,amount dump.jsonl | tagline view -o report.html
              zstdcat annotated.jsonl.zst | head -n 1000 | tagline view -o report.html
            """)

    @Argument(help: ArgumentHelp("The output of a run; \"-\" is standard input.", valueName: "file")) var file = "-"
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write here instead of to standard output; the file has its name once it is complete.", valueName: "file"))
    var output: String?
    @Flag(help: "Leave the bills out: a smaller page, sooner.") var noBills = false
    @OptionGroup(title: "Knowledge") var knowledge: KnowledgeArguments
    @OptionGroup var configuration: ConfigurationArguments

    func run() throws {
        let recognizer: EntityRecognizer
        do throws(KnowledgeError) {
            recognizer = try knowledge.recognizer()
        } catch {
            Message.error("\(error)")
            throw ExitCode(2)
        }
        let lines: LineFile
        let target: OutputFile
        do throws(OutputError) {
            lines = try LineFile(path: file)
            target = if let output { try OutputFile(path: output) } else { OutputFile.standardOutput }
        } catch {
            Message.error(error.message)
            throw ExitCode(2)
        }
        if file == "-" { Message.noteTerminalInput() }
        do throws(OutputError) {
            try write(lines, to: target, recognizer)
        } catch {
            Message.error(error.message)
            throw ExitCode(1)
        }
    }

    private func write(_ lines: LineFile, to target: OutputFile, _ recognizer: EntityRecognizer) throws(OutputError) {
        var lines = lines
        let worker = EntityRecognizer.Worker(recognizer)
        let page = ReportPage()
        var data = ReportData(rules: recognizer.ruleDescriptions)
        var strayCount = 0
        try target.write(page.before)
        try target.write(data.head(generator: Version.description))
        while let found = lines.next({ line, _ in (isEmpty: line.allSatisfy { $0 <= 0x20 }, record: ReportRecord(line)) }) {
            if found.isEmpty { continue }
            guard let record = found.record else {
                throw OutputError(message: "\(file):\(lines.number): no record of tagline's (--output-format jsonl); make one with: tagline FILE | tagline view")
            }
            strayCount += record.strayCount
            let explanation = noBills || record.error != nil ? nil : worker.explain(text: record.text, title: record.title)
            try target.write(data.article(record, explanation))
        }
        try target.write(data.tail())
        try target.write(page.behind)
        try target.complete()
        if strayCount > 0 { Message.note("\(strayCount) mentions left out: their text does not stand where they say") }
    }
}
