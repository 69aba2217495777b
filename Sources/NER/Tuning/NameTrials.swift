/// Articles whose names are proposed once, and then decided again and again by other points and weights: thousands of decisions a second, since neither candidates
/// nor evidence depend on either. One thread's.
package final class NameTrials {
    /// A name that was found.
    package struct Name: Sendable, Hashable {
        /// Bytes of the text.
        package var range: Range<Int>
        package var type: EntityType
    }

    private struct Article {
        /// Keeps the document.
        let loader: DocumentLoader
        let document: Document
        /// Bytes before the text in the document.
        let textOffset: Int
        let amounts: [AmountMention]
        let spans: SpanTable
        let stage: NameStage
    }

    private let recognizer: EntityRecognizer
    private var articles: [Article] = []
    /// For proposals that are made anew.
    private let spare = SpanTable()

    package init(_ recognizer: EntityRecognizer) { self.recognizer = recognizer }

    package var count: Int { articles.count }

    /// Takes an article in: `text` and `title`, both valid UTF-8 in NFC. Keeps about a megabyte for it.
    package func add(text: [UInt8], title: [UInt8] = []) {
        let loader = DocumentLoader(recognizer.lexicons, recognizer.splitter)
        let document = loader.load(title: title, text: text)
        let amounts = recognizer.amounts.amounts(in: document)
        let spans = SpanTable()
        var stage = NameStage(document, recognizer, spans)
        stage.propose(apartFrom: amounts)
        articles.append(Article(loader: loader, document: document, textOffset: DocumentLoader.textOffset(behind: title), amounts: amounts, spans: spans, stage: stage))
    }

    /// The names of an article's text under other points and weights, in text order.
    package func names(ofArticle k: Int, under variant: RuleVariant) -> [Name] {
        let article = articles[k]
        return decide(article, article.stage, variant.rules)
    }

    /// The names of an article's text without a rule: its proposals are no candidates, and nothing that it says counts.
    package func names(ofArticle k: Int, without rule: TunableWeights.NamesRule) -> [Name] {
        let article = articles[k]
        var stage = NameStage(article.document, recognizer, spare)
        stage.propose(apartFrom: article.amounts, without: Int32(rule.number))
        return decide(article, stage, recognizer.rules)
    }

    /// How often a rule speaks about a candidate of an article.
    package func firings(of rule: TunableWeights.NamesRule, inArticle k: Int) -> Int {
        articles[k].stage.entries.count { Int($0.rule) == rule.number }
    }

    private func decide(_ article: Article, _ stage: NameStage, _ rules: RuleSet) -> [Name] {
        var resolver = stage.resolver(under: rules)
        return resolver.resolve().compactMap { choice in
            guard let type = EntityType(choice.reading) else { return nil }
            let bytes = article.document.byteRange(stage.candidates[choice.candidate].tokens)
            guard bytes.lowerBound >= article.textOffset else { return nil }
            return Name(range: (bytes.lowerBound - article.textOffset)..<(bytes.upperBound - article.textOffset), type: type)
        }
    }
}
