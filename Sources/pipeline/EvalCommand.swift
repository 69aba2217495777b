import ArgumentParser
import NER
import Scoring

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Scores annotations against a gold corpus: precision, recall and F1 by type.",
        discussion: """
            GOLD and PREDICTED are files or folders: JSON Lines (tagline's own, Prodigy's, spaCy's, doccano's), CoNLL columns \
            (IOB1, IOB2, BILOU), brat standoff, MUC or IEER SGML, or text with mentions in [type brackets]; or KnowledgeNet's facts, which \
            the links of roles are scored against. Without PREDICTED the recogniser itself is scored. The measures are those of SemEval-2013 task 9: strict (equal span and type), exact (equal \
            span), partial (overlaps count half), type (overlap and equal type).

            Examples:
              tagline eval gold.jsonl
              tagline eval gold.jsonl other-tool.jsonl --errors 20 --by-source
              tagline eval corpus.conll --map firm=ORG,org=ORG,person=PER,place=LOC
              tagline eval gold/ --min firm=80,amount=93,role.holder=85 --json
              tagline eval facts.jsonl --format knowledgenet --min CEO.precision=85

            Exit status: 0 scored; 1 a figure is below its --min; 2 a corpus can't be read; 64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("The annotated corpus; \"-\" is standard input.", valueName: "gold")) var gold: String
    @Argument(help: ArgumentHelp("The annotations to score, such as tagline's output; matched by id.", valueName: "predicted")) var predicted: String?

    @OptionGroup(title: "The recogniser, where it is scored itself") var knowledge: KnowledgeArguments
    @OptionGroup var configuration: ConfigurationArguments

    @Option(help: ArgumentHelp("The gold corpus's format, where it can't be seen: \(formats).", valueName: "format")) var format: String?
    @Option(help: ArgumentHelp("The format of the annotations to score.", valueName: "format")) var predictedFormat: String?
    @Option(help: ArgumentHelp("What predicted types are called in the gold; with any, only the gold types named are scored.", valueName: "firm=ORG,…")) var map: [String] = []
    @Option(help: ArgumentHelp("Renames gold types.", valueName: "ORGANIZATION=ORG,…")) var goldMap: [String] = []
    @Option(help: ArgumentHelp("Score only these types, as the gold calls them.", valueName: "types")) var types: String?
    @Flag(help: "Leave out gold documents marked as copies (\"dup\").") var dropDup = false
    @Flag(help: "Count optional gold mentions (\"opt\") as all others.") var keepOpt = false
    @Flag(help: "Take offsets as they are where the predicted text differs from the gold text; else they are carried over.") var noAlign = false
    @Option(help: ArgumentHelp("Resamples of documents for the 95 % interval of strict F1; 0 for none.", valueName: "n")) var boot = 1000
    @Option(help: ArgumentHelp("Seed of the resampling.", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("List the commonest n errors of each type and kind.", valueName: "n")) var errors = 0
    @Flag(help: "Show which types were taken for which.") var confusion = false
    @Flag(help: "Score each source by itself as well.") var bySource = false
    @Option(help: ArgumentHelp("Fail where strict F1 of a type or the accuracy of an attribute is lower, in percent.", valueName: "firm=80,amount.value=97,…")) var min: [String] = []
    @Flag(help: "One JSON object instead of the table.") var json = false
    @Flag(help: "Lines of columns with tabs between them instead of the table.") var tsv = false

    private static var formats: String { CorpusFormat.allCases.map(\.rawValue).joined(separator: ", ") }

    mutating func validate() throws {
        _ = (try Self.pairs(map, "--map"), try Self.pairs(goldMap, "--gold-map"), try minima(), try Self.corpusFormat(format), try Self.corpusFormat(predictedFormat))
        if boot < 0 || errors < 0 { throw ValidationError("--boot and --errors take numbers from 0.") }
        if json, tsv { throw ValidationError("Take --json or --tsv.") }
    }

    /// What `body` gives; a corpus or knowledge that can't be read is told, and ends the command with status 2.
    static func readingCorpora<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as CorpusError {
            Message.error(error.description)
            throw ExitCode(2)
        } catch let error as KnowledgeError {
            Message.error(error.description)
            throw ExitCode(2)
        }
    }

    func run() throws {
        let evaluation = try Self.readingCorpora { try evaluate() }
        for note in evaluation.notes { Message.note(note) }
        var report = EvaluationReport(evaluation)
        report.errorLimit = errors
        report.showsConfusion = confusion
        report.showsSources = bySource
        try Self.write(json ? String(decoding: report.json.serialized, as: UTF8.self) + "\n" : tsv ? report.tabSeparated : report.text)
        try checkMinima(evaluation.figures)
    }

    private func evaluate() throws -> Evaluation {
        let corpus = try CorpusFormat.read(gold, as: Self.corpusFormat(format))
        let answers: [AnnotatedDocument]
        if let predicted {
            answers = try CorpusFormat.read(predicted, as: Self.corpusFormat(predictedFormat))
        } else {
            let predictor = Predictor(try knowledge.recognizer())
            answers = corpus.map { predictor.predictions(for: $0) }
        }
        return try Evaluation(gold: corpus, predicted: answers, options: options())
    }

    private func options() throws -> Evaluation.Options {
        var options = Evaluation.Options()
        options.predictedTypes = Dictionary(try Self.pairs(map, "--map")) { $1 }
        options.goldTypes = Dictionary(try Self.pairs(goldMap, "--gold-map")) { $1 }
        options.types = types.map { Set($0.split(separator: ",").map(String.init)) }
        options.dropsDuplicates = dropDup
        options.keepsOptional = keepOpt
        options.alignsTexts = !noAlign
        options.bootstrap = Bootstrap(resamples: boot, seed: seed)
        return options
    }

    /// The format of that name; `nil` where none is named.
    static func corpusFormat(_ name: String?) throws -> CorpusFormat? {
        guard let name else { return nil }
        guard let format = CorpusFormat(rawValue: name) else { throw ValidationError("\(name) is no format; take one of \(formats).") }
        return format
    }

    /// `NAME=NAME,…`, each as often as it comes.
    static func pairs(_ lists: [String], _ option: String) throws -> [(String, String)] {
        try lists.flatMap { $0.split(separator: ",") }.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw ValidationError("\(option) \(pair): expected NAME=NAME.") }
            return (String(parts[0]), String(parts[1]))
        }
    }

    private func minima() throws -> [(name: String, percent: Double)] {
        try Self.pairs(min, "--min").map { name, spelling in
            guard let percent = Double(spelling), (0...100).contains(percent) else { throw ValidationError("--min \(name)=\(spelling): expected a number from 0 to 100.") }
            return (name, percent)
        }
    }

    private func checkMinima(_ figures: [String: Double]) throws {
        var isBelow = false
        for (name, minimum) in try minima() {
            guard let figure = figures[name] else {
                Message.error("--min \(name): there is no such figure; there are \(figures.keys.sorted().joined(separator: ", "))")
                throw ExitCode(2)
            }
            guard figure < minimum else { continue }
            Message.error("\(name) is \(figure), below \(minimum)")
            isBelow = true
        }
        if isBelow { throw ExitCode(1) }
    }

    static func write(_ text: String) throws {
        do throws(OutputError) {
            try OutputFile.standardOutput.write(Array(text.utf8))
        } catch {
            Message.error(error.message)
            throw ExitCode(2)
        }
    }
}
