import NER
import Scoring

/// The recogniser as a tuner sees it: the names of annotated articles, proposed once and decided again for each trial, on several threads.
struct NameTuning: TuningRunner {
    let recognizer: EntityRecognizer
    let numbers: TunableWeights
    private let parts: [Part]
    private let documentCount: Int
    private let examples: ExampleTrials

    /// - Parameters:
    ///   - types: the gold types that are scored.
    ///   - map: what the recogniser's types are called in the gold; those without an entry are called as they are.
    ///   - jobs: threads. What comes out is the same for any number.
    /// - Throws: `CorpusError` where a document has no text.
    init(_ recognizer: EntityRecognizer, corpus: [AnnotatedDocument], types: [String], map: [String: String], jobs: Int) throws(CorpusError) {
        self.recognizer = recognizer
        numbers = recognizer.tunableWeights
        examples = ExampleTrials(recognizer)
        documentCount = corpus.count
        let typeNumbers = Dictionary(EntityType.allCases.compactMap { type in types.firstIndex(of: map[type.rawValue] ?? type.rawValue).map { (type, $0) } }) { $1 }
        var parts: [Part] = []
        for part in 0..<max(1, min(jobs, corpus.count)) {
            let trials = NameTrials(recognizer)
            var gold: [GoldNames] = []
            for k in stride(from: part, to: corpus.count, by: max(1, min(jobs, corpus.count))) {
                gold.append(try GoldNames(corpus[k], types: types))
                trials.add(text: Array((corpus[k].text?.string ?? "").utf8), title: corpus[k].title.map { Array($0.utf8) } ?? [])
            }
            parts.append(Part(trials, gold, typeNumbers))
        }
        self.parts = parts
    }

    /// How often each rule speaks.
    var firings: [Int] { numbers.rules.map { rule in parts.reduce(0) { $0 + $1.firings(of: rule) } } }

    func outcomes(of trials: [TuningTrial]) -> [[TuningOutcome]] {
        let tried = trials.map { trial in
            switch trial {
            case .values(let values): Part.Trial.variant(recognizer.variant(values, of: numbers))
            case .without(let rule): Part.Trial.without(numbers.rules[rule])
            }
        }
        let threads = parts.dropFirst().map { part in
            let thread = WorkerThread { part.run(tried) }
            // The system has no more threads: its work is done here.
            if thread == nil { part.run(tried) }
            return thread
        }
        parts.first?.run(tried)
        for thread in threads { thread?.join() }
        return trials.indices.map { trial in (0..<documentCount).map { parts[$0 % parts.count].outcomes[trial][$0 / parts.count] } }
    }

    func allows(_ values: [Int]) -> Bool { examples.hold(under: recognizer.variant(values, of: numbers)) }

    /// The articles of one thread.
    private final class Part: @unchecked Sendable {
        enum Trial: Sendable {
            case variant(RuleVariant)
            case without(TunableWeights.NamesRule)
        }

        // One thread at a time: the one that runs, then the one that joined it.
        private let trials: NameTrials
        private let gold: [GoldNames]
        private let typeNumbers: [EntityType: Int]
        /// By trial and article.
        private(set) var outcomes: [[TuningOutcome]] = []

        init(_ trials: NameTrials, _ gold: [GoldNames], _ typeNumbers: [EntityType: Int]) {
            (self.trials, self.gold, self.typeNumbers) = (trials, gold, typeNumbers)
        }

        func run(_ tried: [Trial]) {
            outcomes = tried.map { trial in
                gold.indices.map { k in
                    let names = switch trial {
                    case .variant(let variant): trials.names(ofArticle: k, under: variant)
                    case .without(let rule): trials.names(ofArticle: k, without: rule)
                    }
                    return gold[k].outcome(names.compactMap { name in typeNumbers[name.type].map { (name.range, $0) } })
                }
            }
        }

        func firings(of rule: TunableWeights.NamesRule) -> Int { (0..<trials.count).reduce(0) { $0 + trials.firings(of: rule, inArticle: $1) } }
    }
}
