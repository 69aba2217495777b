import Foundation

@testable import NER

/// The amount grammar alone, over the lexicons of the source tree.
struct AmountFixture: Sendable {
    static let shared = AmountFixture()

    let lexicons: Lexicons
    let splitter: SentenceSplitter
    let grammar: AmountGrammar

    /// `Sources/Knowledge`, found from this file.
    static let knowledge = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Knowledge")

    private init() {
        let folder = Self.knowledge.appendingPathComponent("lexicons")
        let names = try! FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tsv") }.sorted()
        let files = names.map { KnowledgeFiles.File(name: $0, path: $0, bytes: Array(try! Data(contentsOf: folder.appendingPathComponent($0)))) }
        let recognizer = try! EntityRecognizer(KnowledgeFiles(files))
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
