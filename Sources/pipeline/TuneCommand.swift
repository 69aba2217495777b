import ArgumentParser
import Glibc
import NER
import Scoring

extension RulesCommand {
    /// `tagline rules tune`: what each rule and number of name recognition is worth on annotated articles. For developers of rules, so the help of
    /// `tagline rules` does not show it.
    struct Tune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tune",
            abstract: "Measures what each rule and number of name recognition is worth on annotated articles, and fits the numbers to them.",
            discussion: """
                For each rule of @stage names it shows how strict F1 would change without it, and with its points one lower and higher; the same for \
                resolution.weights. It lists rules that hurt, rules that never speak on this gold, and rules that are shadowed. With --fit it looks for \
                better numbers (coordinate ascent over whole numbers near the present ones, which keeps the rules' own examples) and prints what the fit \
                reaches on held-out articles beside what it reaches on those that it was fitted to. The same input gives the same output for any --jobs.

                  tagline rules tune --gold gold.jsonl pages/ --data Sources/Knowledge --fit

                Fit to your own articles only, or to some whose licence allows it: FiNER-ORD, for one, is non-commercial, and good for \
                measuring (tagline eval) but not for fitting.
                """,
            shouldDisplay: false)

        @Option(parsing: .upToNextOption, help: ArgumentHelp("Annotated articles: files or folders, as eval reads them.", valueName: "file")) var gold: [String]
        @Option(help: ArgumentHelp("Their format, where it can't be seen.", valueName: "format")) var format: String?
        @Option(help: ArgumentHelp("What firm, org, person and place are called in the gold.", valueName: "firm=ORG,…")) var map: [String] = []
        @OptionGroup var knowledge: KnowledgeArguments
        @OptionGroup var configuration: ConfigurationArguments
        @Option(help: ArgumentHelp("Folds of the cross-validation.", valueName: "n")) var folds = 10
        @Option(help: ArgumentHelp("Seed by which articles are dealt out to the folds.", valueName: "n")) var seed: UInt64 = 1
        @Flag(help: "Fit the numbers.") var fit = false
        @Option(help: ArgumentHelp("How far a number may move.", valueName: "n")) var reach = 2
        @Option(help: ArgumentHelp("What a change must gain, in mentions put right; one more found, or one spurious less, is about half of that.", valueName: "n")) var minGain = 1
        @Flag(help: "Write the fitted numbers into the files of --data; comments and layout stay.") var write = false
        @Option(help: ArgumentHelp("Threads; 0: one a core.", valueName: "n")) var jobs = 0

        mutating func validate() throws {
            if gold.isEmpty { throw ValidationError("--gold names at least one file.") }
            if folds < 2 || folds > 1000 { throw ValidationError("--folds takes numbers from 2 to 1000.") }
            if reach < 1 || reach > 9 || minGain < 1 { throw ValidationError("--reach takes numbers from 1 to 9, --min-gain from 1.") }
            if jobs < 0 || jobs > 1024 { throw ValidationError("--jobs takes 0 (one a core) or the number of threads, up to 1024.") }
            if write, !fit || knowledge.data == nil { throw ValidationError("--write goes with --fit and --data: it changes the files of that folder.") }
            _ = (try EvalCommand.pairs(map, "--map"), try EvalCommand.corpusFormat(format))
        }

        func run() throws {
            do {
                try EvalCommand.readingCorpora { try tune() }
            } catch let error as OutputError {
                Message.error(error.message)
                throw ExitCode(2)
            }
        }

        private func tune() throws {
            let corpusFormat = try EvalCommand.corpusFormat(format)
            let corpus = try gold.flatMap { try CorpusFormat.read($0, as: corpusFormat) }
            if corpus.count < folds { throw CorpusError(SourceLocation(path: gold[0], line: 0), "\(corpus.count) documents are too few for \(folds) folds; name more --gold, or fewer --folds") }
            let map = Dictionary(try EvalCommand.pairs(map, "--map")) { $1 }
            let types = Self.types(map)
            let tuner = try Self.tuner(
                try knowledge.recognizer(), corpus: corpus, types: types, map: map, folds: folds, seed: seed, jobs: jobs > 0 ? jobs : sysconf(Int32(_SC_NPROCESSORS_ONLN)))
            let report = TuningReport(tuner, types: types, title: "\(corpus.count) documents, \(folds) folds, seed \(seed)")
            try EvalCommand.write(report.present + "\n")
            if fit {
                var options = WeightFit.Options()
                (options.reach, options.minimumGain) = (reach, minGain)
                let fit = tuner.fit(options)
                try EvalCommand.write(report.text(of: fit) + "\n")
                if write { try Self.write(fit.values, to: tuner.runner.numbers) }
            }
            try EvalCommand.write(report.worth())
        }

        /// The gold types that are scored, each once, in the order of ours.
        static func types(_ map: [String: String]) -> [String] {
            ["firm", "org", "person", "place"].map { map[$0] ?? $0 }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }

        /// The tuner of a recogniser's numbers. See `NameTuning.init` for its parameters.
        static func tuner(_ recognizer: EntityRecognizer, corpus: [AnnotatedDocument], types: [String], map: [String: String], folds: Int, seed: UInt64, jobs: Int) throws(CorpusError) -> WeightTuner<NameTuning> {
            let runner = try NameTuning(recognizer, corpus: corpus, types: types, map: map, jobs: jobs)
            let numbers = runner.numbers
            return WeightTuner(
                weights: numbers.weights.map { weight in TunedWeight(name: weight.name, place: "\(weight.file):\(weight.line)", value: weight.value, range: weight.range) { weight.spelling($0) } },
                rules: zip(numbers.rules, runner.firings).map { TunedRule(id: $0.id, place: "\($0.file):\($0.line)", firings: $1, weights: $0.weights) },
                folds: Folds(documents: corpus.count, count: folds, seed: seed), runner: runner)
        }

        /// Puts `values` in the places of `numbers`, and leaves all else in their files as it is.
        private static func write(_ values: [Int], to numbers: TunableWeights) throws {
            let changes = zip(numbers.weights, values).filter { $0.0.value != $0.1 }
            for path in Set(changes.map(\.0.file)).sorted() {
                let edited = NumberEdits.apply(changes.filter { $0.0.file == path }.map { .init(line: $0.0.line, place: $0.0.place, text: $0.0.spelling($0.1)) }, to: try CorpusFile(reading: path).bytes)
                let file = try OutputFile(path: path)
                try file.write(edited)
                try file.complete()
                Message.note("\(path) was changed; run tagline rules check on it")
            }
        }
    }
}

/// Numbers that are put in the place of others in a file of lines.
enum NumberEdits {
    struct Edit {
        /// From 1.
        var line: Int
        /// Bytes of the line, from 0.
        var place: Range<Int>
        var text: String
    }

    /// `content` with all `edits`; everything else, line ends included, stays.
    static func apply(_ edits: [Edit], to content: [UInt8]) -> [UInt8] {
        var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        // From the right, so that places stay what they are.
        for edit in edits.sorted(by: { $0.place.lowerBound > $1.place.lowerBound }) {
            guard lines.indices.contains(edit.line - 1), edit.place.upperBound <= lines[edit.line - 1].count else { continue }
            lines[edit.line - 1].replaceSubrange(edit.place, with: edit.text.utf8)
        }
        return Array(lines.joined(separator: [0x0A]))
    }
}
