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

    /// What the grammar finds, each as its text, its value as the examples write it, and its rule.
    func amounts(_ text: String) -> [(text: String, value: String, rule: String)] {
        withDocument(text) { document in
            grammar.amounts(in: document).map { mention in
                (String(decoding: document.bytes[mention.range], as: UTF8.self), describe(mention.amount), mention.rule)
            }
        }
    }

    func describe(_ amount: MonetaryAmount) -> String {
        "\(amount.currency ?? "?") \(amount.value ?? "-")\(amount.high.map { "..\($0)" } ?? "") \(amount.kind.rawValue)"
    }
}
