import Ingest
import Knowledge

/// The sums of money in articles, with their exact values.
func sums(in articles: [Article], by recognizer: EntityRecognizer) -> [String] {
    // A recogniser is shared by all threads; each has a worker of its own.
    let worker = EntityRecognizer.Worker(recognizer)
    var sums: [String] = []
    for article in articles {
        let found = worker.recognize(text: article.text, title: Array((article.metadata.title ?? "").utf8))
        for mention in found.mentions {
            guard case .amount(let amount) = mention.attributes, let value = amount.value else { continue }
            sums.append("\(String(decoding: article.text[mention.range], as: UTF8.self)) = \(value) \(amount.currency ?? "?")")
        }
    }
    return sums
}

/// A recogniser that knows firms of your own, beside those of the built-in lexicons.
func recognizer(knowing firms: [String]) throws -> EntityRecognizer {
    var knowledge = KnowledgeFiles.builtIn
    let list = "@case exact\nphrase\n" + firms.map { $0 + "\n" }.joined()
    knowledge.additions.append(.init(lexicon: "firm", file: .init(name: "firm.tsv", path: "my firms", bytes: Array(list.utf8))))
    return try EntityRecognizer(knowledge)
}
