import ArgumentParser
import Ingest
import NER

/// `tagline explain`: why each mention was tagged, and why another text was not.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Shows for each mention the itemised bill: rule, points, place in the rule file, and which mention the rule saw.",
        discussion: """
            Reads what annotate reads. With --missing TEXT it shows the candidates in that text, their bills, and what they lacked.

              echo 'Acme Widgets Inc. bought Zyx.' | tagline explain --input-format text
              tagline explain --missing Zyx article.html
              tagline explain --explain-extraction article.html
            """)
    @OptionGroup var input: InputArguments
    @OptionGroup var knowledge: KnowledgeArguments
    @OptionGroup var configuration: ConfigurationArguments
    @Option(help: ArgumentHelp("Explain why this text was not tagged.", valueName: "text")) var missing: String?
    @Flag(name: .customLong("explain-extraction"), help: "Show which blocks of a page were kept or dropped, and why, in place of the bills.") var explainExtraction = false

    func run() throws {
        let worker: EntityRecognizer.Worker
        do throws(KnowledgeError) {
            worker = EntityRecognizer.Worker(try knowledge.recognizer())
        } catch {
            Message.error("\(error)")
            throw ExitCode(2)
        }
        let explainer = Explainer(worker: worker, extraction: try input.extraction(), missing: missing, explainsExtraction: explainExtraction)
        let options = try input.options()
        let emitter = RecordEmitter(batchSize: 1, stop: options.stop) { batch in
            batch.forEachRecord { record in
                explainer.explain(record)
                return true
            }
            return true
        }
        let reader = DumpReader(options: options, emitter: emitter)
        if input.paths.isEmpty || input.paths.contains("-") { Message.noteTerminalInput() }
        var anyOpened = false
        for path in input.paths.isEmpty ? ["-"] : input.paths where reader.read(InputPath(path)) { anyOpened = true }
        emitter.flush()
        if !anyOpened {
            Message.error("no input could be read")
            throw ExitCode(2)
        }
    }
}

/// Writes one article's bills.
private struct Explainer {
    let worker: EntityRecognizer.Worker
    let extraction: ArticleExtractor.Options
    let missing: String?
    let explainsExtraction: Bool

    func explain(_ record: DumpRecord) {
        do throws(IngestError) {
            var extractor = ArticleExtractor.Worker(options: extraction)
            if explainsExtraction { return show(try extractor.explanation(of: record), of: record) }
            let article = try extractor.article(from: record)
            let title = article.metadata.title.map { [UInt8]($0.utf8) } ?? []
            let explanation = worker.explain(text: article.text, title: title)
            print("# \(record.source.path)\(record.source.line.map { ":\($0)" } ?? "")")
            if let missing { return explainMissing(missing, explanation) }
            for candidate in explanation.candidates {
                if case .tagged = candidate.outcome { show(candidate, explanation.threshold) }
            }
            for deal in explanation.deals { show(deal) }
        } catch {
            Message.error("\(record.source.path): \(error.message)")
        }
    }

    private func show(_ blocks: [BlockExplanation], of record: DumpRecord) {
        print("# \(record.source.path)\(record.source.line.map { ":\($0)" } ?? "")")
        if blocks.isEmpty { print("No page: its text is taken as it is.") }
        for block in blocks {
            print("\n\(block.verdict)  \(block.path)\(block.cause.isEmpty ? "" : "  because of \(block.cause)")")
            print("    \(String(decoding: block.text, as: UTF8.self).split(separator: "\n").joined(separator: "\n    "))")
        }
    }

    private func explainMissing(_ text: String, _ explanation: Explanation) {
        let found = explanation.candidates.filter { $0.text.contains(text) || text.contains($0.text) }
        if found.isEmpty { return print("No candidate in “\(text)”: no capitalised word, phrase of a lexicon or rule marks a name there.") }
        for candidate in found { show(candidate, explanation.threshold) }
    }

    private func show(_ deal: Explanation.Deal) {
        print("\n“\(deal.text)” (bytes \(deal.isInTitle ? "title " : "")\(deal.range.lowerBound)–\(deal.range.upperBound)): \(deal.kind.rawValue), \(deal.status.rawValue)")
        for link in deal.links { show(link) }
    }

    private func show(_ link: Explanation.Link) {
        let parts = zip(link.texts, link.ranges).map { "“\($0)” (bytes \($1.lowerBound)–\($1.upperBound))" }
        print("    \(([link.part] + parts).filter { !$0.isEmpty }.joined(separator: " "))\(link.part.isEmpty ? "" : "  ")\(link.rule)\(link.file.isEmpty ? "" : "  \(link.file):\(link.line)")")
    }

    private func show(_ candidate: Explanation.Candidate, _ threshold: Int) {
        let place = "\(candidate.isInTitle ? "title " : "")\(candidate.range.lowerBound)–\(candidate.range.upperBound)"
        let verdict: String
        switch candidate.outcome {
        case .tagged(let type): verdict = type.rawValue
        case .covered: verdict = "not tagged: a better candidate covers it"
        case .refused:
            let other = candidate.totals.first { $0.reading == "other" }?.points ?? 0
            let best = candidate.totals.first { $0.reading != "other" }
            verdict = best.map { "not tagged: \($0.reading) has \($0.points) points and needs \(max(threshold, other + threshold))" } ?? "not tagged: nothing speaks for it"
        }
        print("\n“\(candidate.text)” (bytes \(place)): \(verdict)")
        if let form = candidate.form { print("    the amount grammar: \(form)") }
        for item in candidate.bill {
            let source = switch item.source {
            case .here: ""
            case .elsewhere(let text, let offset): "  (seen at “\(text)”, byte \(offset))"
            case .fullName(let text): "  (from “\(text)”)"
            }
            let points = "\(item.points > 0 ? "+" : "")\(item.points)"
            print("    \(item.reading) \(points)  \(item.rule)\(item.file.isEmpty ? "" : "  \(item.file):\(item.line)")\(source)")
        }
        for link in candidate.links { show(link) }
        if !candidate.totals.isEmpty { print("    = \(candidate.totals.map { "\($0.reading) \($0.points)" }.joined(separator: ", "))") }
    }
}
