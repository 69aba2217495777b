import Ingest
import NER
import Scoring

extension AnnotatedDocument {
    /// What the recogniser found, in the form that is scored.
    ///
    /// - Parameter text: valid UTF-8 that `recognition` is of.
    init(id: String, text: [UInt8], title: [UInt8]? = nil, recognition: Recognition) {
        let mentions = recognition.mentions
        let titleMentions = recognition.titleMentions
        var words: [Int: String] = [:]
        for mention in mentions { words[mention.id] = String(decoding: text[mention.range], as: UTF8.self) }
        func annotations(_ mentions: [Mention], in text: CodePoints) -> [Annotation] {
            let offsets = text.offsetsOfUTF8
            return mentions.map { mention in
                let range = offsets[mention.range.lowerBound]..<offsets[mention.range.upperBound]
                return Annotation(range, mention.type.rawValue, text: text.string(in: range), attributes: Self.attributes(mention.attributes, words))
            }
        }
        let codePoints = CodePoints(String(decoding: text, as: UTF8.self))
        let titleText = title.map { String(decoding: $0, as: UTF8.self) }
        self.init(
            id: id, text: codePoints, annotations: annotations(mentions, in: codePoints), title: titleText,
            titleAnnotations: titleText.map { annotations(titleMentions, in: CodePoints($0)) } ?? [])
        var byID: [Int: Annotation] = [:]
        for (mention, annotation) in zip(mentions, self.annotations) { byID[mention.id] = annotation }
        relations = recognition.relations.compactMap { Self.relation($0, byID) }
    }

    /// A relation between mentions of the text; `nil` for one of the title's.
    private static func relation(_ relation: Relation, _ annotations: [Int: Annotation]) -> AnnotatedRelation? {
        let type: String, parts: [(String, Int?)]
        switch relation {
        case .role(let held):
            type = held.kind.rawValue
            parts = [("role", held.role), ("holder", held.holder), ("org", held.org)]
        case .deal(let deal):
            type = deal.kind.rawValue
            parts = deal.agents.map { ("agent", $0) } + [("target", deal.target), ("amount", deal.amount), ("seller", deal.seller)]
        }
        let members = parts.compactMap { part, id in id.flatMap { annotations[$0] }.map { AnnotatedRelation.Member(part, $0) } }
        return members.isEmpty ? nil : AnnotatedRelation(type, members)
    }

    private static func attributes(_ attributes: Mention.Attributes, _ words: [Int: String]) -> [AttributeName: String] {
        switch attributes {
        case .none: [:]
        case .name(let name): [.name: name]
        case .amount(let amount): [.value: amount.value ?? "", .high: amount.high ?? "", .currency: amount.currency ?? "", .kind: amount.kind.rawValue]
        case .role(let links):
            [.holder: links.holder.flatMap { words[$0] } ?? "", .org: links.org.flatMap { words[$0] } ?? "", .status: links.status.rawValue]
        }
    }
}

/// Makes predictions for a gold corpus: the recogniser on the very texts that were annotated, so that offsets agree.
struct Predictor {
    let worker: EntityRecognizer.Worker

    init(_ recognizer: EntityRecognizer) { worker = EntityRecognizer.Worker(recognizer) }

    /// The predictions for `gold`; none where it has no text.
    func predictions(for gold: AnnotatedDocument) -> AnnotatedDocument {
        guard let text = gold.text else { return AnnotatedDocument(id: gold.id, text: nil) }
        let bytes = Array(text.string.utf8)
        let title = gold.title.map { Array($0.utf8) } ?? []
        return AnnotatedDocument(id: gold.id, text: bytes, title: title, recognition: worker.recognize(text: bytes, title: title))
    }

    /// The whole journey: what is found in the article that `record` holds.
    func predictions(for record: DumpRecord, id: String, extractor: ArticleExtractor) throws(IngestError) -> (article: Article, predictions: AnnotatedDocument) {
        let article = try extractor.article(from: record)
        let title = article.metadata.title.map { Array($0.utf8) } ?? []
        return (article, AnnotatedDocument(id: id, text: article.text, title: title, recognition: worker.recognize(text: article.text, title: title)))
    }
}
