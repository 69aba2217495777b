/// Predictions scored against a gold corpus.
public struct Evaluation: Sendable {
    /// What is scored, and how.
    public struct Options: Sendable {
        /// Predicted type to gold type. With any, only the gold types named are scored.
        public var predictedTypes: [String: String] = [:]
        /// Gold type to what it is to be called.
        public var goldTypes: [String: String] = [:]
        /// Only these types (after renaming).
        public var types: Set<String>?
        /// Leaves out documents that are marked as copies.
        public var dropsDuplicates = false
        /// Counts optional mentions like others.
        public var keepsOptional = false
        /// Carries predictions over to the gold text where theirs differs; else takes their offsets as they are.
        public var alignsTexts = true
        public var bootstrap = Bootstrap(resamples: 0)

        public init() {}
    }

    /// One document's mentions as they are compared.
    public struct Document: Sendable {
        public var id: String
        public var source: String?
        public var gold: [Annotation]
        public var predicted: [Annotation]
        /// How well the links of roles agree with the facts that the gold states.
        public var facts = FactAccuracy()
    }

    /// The figures of one type, or of all.
    public struct Row: Sendable, Hashable {
        /// `nil` for all types together.
        public var type: String?
        public var counts: Counts
        public var measures: Measures
        /// The 95 % interval of strict F1.
        public var interval: ClosedRange<Double>?

        public var name: String { type ?? "ALL" }
    }

    public let documents: [Document]
    public let types: [String]
    /// What the reader of the figures should know.
    public let notes: [String]
    private let bootstrap: Bootstrap

    /// Prepares `predicted` for comparison with `gold`, document by document.
    ///
    /// Documents are matched by id; a prediction without a partner whose text equals that of a gold document without one belongs to it.
    /// A gold document without prediction counts as one where nothing was found. Where the two texts differ, predictions are carried over (`TextAlignment`);
    /// those that stand in no part of the gold text count as spurious.
    ///
    /// - Throws: `CorpusError` where a gold document has no text, or where an id comes twice.
    public init(gold: [AnnotatedDocument], predicted: [AnnotatedDocument], options: Options = Options()) throws(CorpusError) {
        let partners = try Partners(gold, predicted)
        var builder = Builder(options, gold)
        for (index, document) in gold.enumerated() where !(options.dropsDuplicates && document.isDuplicate) {
            try builder.add(document, partners.byGold[index].map { predicted[$0] })
        }
        documents = builder.documents
        types = builder.types.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
        notes = partners.notes(gold, predicted) + builder.notes()
        bootstrap = options.bootstrap
    }

    private init(_ documents: [Document], _ types: [String], _ bootstrap: Bootstrap) {
        (self.documents, self.types, self.bootstrap, notes) = (documents, types, bootstrap, [])
    }

    /// The figures type by type, then of all. A type's row pairs only its own mentions; the last pairs across types.
    public var rows: [Row] { types.map { row($0) } + [row(nil)] }

    /// The figures of one type; `nil` for all.
    public func row(_ type: String?) -> Row {
        let counts = documents.map { document in
            guard let type else { return Counts(document.gold, document.predicted) }
            return Counts(document.gold.filter { $0.type == type }, document.predicted.filter { $0.type == type })
        }
        let total = counts.reduce(into: Counts()) { $0 += $1 }
        return Row(type: type, counts: total, measures: total.measures, interval: bootstrap.strictF1(counts))
    }

    /// How well the attributes of right mentions agree.
    public var attributes: AttributeAccuracy {
        documents.reduce(into: AttributeAccuracy()) { $0.add($1.gold, $1.predicted) }
    }

    /// How well the links of roles agree with the facts of a corpus of facts; empty for others.
    public var facts: FactAccuracy { documents.reduce(into: FactAccuracy()) { $0 += $1.facts } }

    /// The errors, and which types were taken for which.
    public var errors: ErrorAnalysis {
        documents.reduce(into: ErrorAnalysis()) { $0.add($1.gold, $1.predicted, Pairing($1.gold, $1.predicted)) }
    }

    /// One evaluation for each source, in the order of their names.
    ///
    /// A source is the first word of the document's `source`; of an address its host, of a path its folder.
    public var bySource: [(source: String, evaluation: Evaluation)] {
        Dictionary(grouping: documents) { Self.sourceName($0.source) }.sorted { $0.key < $1.key }.map { ($0.key, Evaluation($0.value, types, bootstrap)) }
    }

    private static func sourceName(_ source: String?) -> String {
        guard let word = source?.split(separator: " ").first else { return "(no source)" }
        if let colon = word.firstIndex(of: ":"), word[colon...].hasPrefix("://") { return String(word[colon...].dropFirst(3).prefix { $0 != "/" }) }
        if let slash = word.lastIndex(of: "/"), word[slash...].contains(".") { return String(word[..<slash]) }
        return String(word)
    }
}

extension Evaluation {
    /// Which prediction belongs to which gold document.
    private struct Partners {
        var byGold: [Int?]
        private var unmatched: [Int] = []

        init(_ gold: [AnnotatedDocument], _ predicted: [AnnotatedDocument]) throws(CorpusError) {
            _ = try Self.index(gold)
            let ids = try Self.index(predicted)
            byGold = gold.map { ids[$0.id] }
            var free = Set(predicted.indices).subtracting(byGold.compactMap { $0 })
            if !free.isEmpty, byGold.contains(nil) {
                var byText: [CodePoints: [Int]] = [:]
                for index in free.sorted(by: >) { if let text = predicted[index].text { byText[text, default: []].append(index) } }
                for index in gold.indices where byGold[index] == nil {
                    guard let text = gold[index].text, let partner = byText[text]?.popLast() else { continue }
                    byGold[index] = partner
                    free.remove(partner)
                }
            }
            unmatched = free.sorted()
        }

        private static func index(_ documents: [AnnotatedDocument]) throws(CorpusError) -> [String: Int] {
            var ids: [String: Int] = [:]
            for (index, document) in documents.enumerated() {
                guard let first = ids.updateValue(index, forKey: document.id) else { continue }
                throw CorpusError(document.location, "id \(document.id) comes twice; it was at \(documents[first].location) before")
            }
            return ids
        }

        func notes(_ gold: [AnnotatedDocument], _ predicted: [AnnotatedDocument]) -> [String] {
            var notes: [String] = []
            let missing = gold.indices.filter { byGold[$0] == nil }
            if let first = missing.first { notes.append("\(missing.count) gold documents have no prediction and count as empty, such as \(gold[first].id)") }
            if let first = unmatched.first { notes.append("\(unmatched.count) predicted documents are not in the gold and are left out, such as \(predicted[first].id)") }
            return notes
        }
    }

    /// Renames, filters and aligns.
    private struct Builder {
        let options: Options
        let types: Set<String>
        var documents: [Document] = []
        private var differingTexts = 0
        private var unplaced = 0
        private var failed = 0
        private var otherTypes: [String: Int] = [:]
        private var ignored = 0

        init(_ options: Options, _ gold: [AnnotatedDocument]) {
            self.options = options
            types =
                options.types
                ?? (options.predictedTypes.isEmpty ? Set(gold.lazy.flatMap(\.annotations).map { options.goldTypes[$0.type] ?? $0.type }) : Set(options.predictedTypes.values))
        }

        mutating func add(_ gold: AnnotatedDocument, _ predicted: AnnotatedDocument?) throws(CorpusError) {
            guard let text = gold.text else { throw CorpusError(gold.location, "gold document \(gold.id) has no text") }
            var mentions: [Annotation] = []
            var optional: [Annotation] = []
            var alternatives: [TypedSpan: Annotation] = [:]
            for var annotation in gold.annotations {
                annotation.type = options.goldTypes[annotation.type] ?? annotation.type
                guard types.contains(annotation.type) else { continue }
                if annotation.isOptional, !options.keepsOptional {
                    optional.append(annotation)
                    continue
                }
                mentions.append(annotation)
                if let alternative = annotation.alternative, let range = text.firstRange(of: CodePoints(alternative), in: annotation.range) {
                    alternatives[TypedSpan(Annotation(range, annotation.type, text: ""))] = annotation
                }
            }
            let answers = try place(predicted, in: gold, text)
            if let stated = gold.stated {
                var facts = FactAccuracy()
                facts.add(stated, text, answers, predicted?.relations ?? [])
                documents.append(Document(id: gold.id, source: gold.source, gold: [], predicted: [], facts: facts))
                return
            }
            var kept: [Annotation] = []
            let spans = Set(mentions.map { TypedSpan($0) })
            for var annotation in answers {
                let type = options.predictedTypes[annotation.type] ?? annotation.type
                guard types.contains(type) else {
                    otherTypes[annotation.type, default: 0] += 1
                    continue
                }
                annotation.type = type
                if let full = alternatives[TypedSpan(annotation)] { (annotation.range, annotation.text) = (full.range, full.text) }
                if !spans.contains(TypedSpan(annotation)), optional.contains(where: { $0.overlap(with: annotation) > 0 }), !mentions.contains(where: { $0.overlap(with: annotation) > 0 }) {
                    ignored += 1
                    continue
                }
                kept.append(annotation)
            }
            documents.append(Document(id: gold.id, source: gold.source, gold: mentions, predicted: kept))
        }

        /// The predictions with offsets and words of the gold text.
        private mutating func place(_ predicted: AnnotatedDocument?, in gold: AnnotatedDocument, _ text: CodePoints) throws(CorpusError) -> [Annotation] {
            guard let predicted else { return [] }
            if predicted.error != nil { failed += 1 }
            if let other = predicted.text, other != text { differingTexts += 1 }
            guard let other = predicted.text, other != text, options.alignsTexts else {
                return predicted.annotations.map { annotation in
                    var annotation = annotation
                    if annotation.text.isEmpty { annotation.text = text.string(in: annotation.range) }
                    return annotation
                }
            }
            let alignment = TextAlignment(from: other, to: text)
            // Places outside the text, one for each prediction that has none in it.
            var outside = text.count + 1
            return predicted.annotations.map { annotation in
                var annotation = annotation
                if let range = alignment.range(of: annotation.range) {
                    annotation.range = range
                } else {
                    unplaced += 1
                    annotation.range = outside..<outside + 1
                    outside += 2
                }
                return annotation
            }
        }

        func notes() -> [String] {
            var notes: [String] = []
            if failed > 0 { notes.append("\(failed) predicted records are errors and count as empty") }
            if differingTexts > 0 {
                let consequence = options.alignsTexts ? "predictions were carried over, \(unplaced) stand in no part of it and count as spurious" : "offsets may not agree"
                notes.append("WARNING: \(differingTexts) documents' predicted text differs from the gold text; \(consequence)")
            }
            if !otherTypes.isEmpty {
                let list = otherTypes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map { "\($0.key) \($0.value)" }
                notes.append("predictions of types not scored: \(list.joined(separator: ", "))")
            }
            if ignored > 0 { notes.append("\(ignored) predictions on optional gold mentions ignored") }
            return notes
        }
    }
}
