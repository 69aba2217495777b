@testable import NER

/// The amount grammar alone, over the lexicons of the source tree.
struct AmountFixture: Sendable {
    static let shared = AmountFixture()

    let lexicons: Lexicons
    let splitter: SentenceSplitter
    let grammar: AmountGrammar

    private init() {
        let recognizer = try! EntityRecognizer(KnowledgeFiles(SourceKnowledge.files.files.filter { $0.isLexicon || $0.isWeights }))
        (lexicons, splitter, grammar) = (recognizer.lexicons, recognizer.splitter, recognizer.amounts)
    }

    /// Calls `body` with a text's document.
    func withDocument<Result>(_ text: String, _ body: (Document) -> Result) -> Result {
        let loader = DocumentLoader(lexicons, splitter)
        return withExtendedLifetime(loader) { body(loader.load(text: Array(text.utf8))) }
    }

    /// The sums of a text, as mentions.
    func mentions(_ text: String) -> [Mention] {
        withDocument(text) { document in Recognition.mentions(of: grammar.amounts(in: document), of: grammar, document) }
    }

    /// What the grammar finds, each as its text, its value as the examples write it, and its rule.
    func amounts(_ text: String) -> [(text: String, value: String, rule: String)] {
        let bytes = Array(text.utf8)
        return zip(mentions(text), sums(text)).map { (String(decoding: bytes[$0.range], as: UTF8.self), AmountExample.describe($1), $0.rule) }
    }

    /// What a record would say about each sum.
    func sums(_ text: String) -> [MonetaryAmount] {
        mentions(text).compactMap { if case .amount(let sum) = $0.attributes { sum } else { nil } }
    }
}
