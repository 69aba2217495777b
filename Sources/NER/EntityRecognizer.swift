/// The rule-based recogniser: patterns propose, evidence scores, the document decides.
///
/// Made once from lexicons and rules, then shared between threads; each thread works with a `Worker` of its own.
public final class EntityRecognizer: Sendable {
    let lexicons: Lexicons
    let rules: RuleSet
    let nameClasses: NameClasses
    let roleClasses: RoleClasses
    let dealClasses: DealClasses
    let splitter: SentenceSplitter
    let amounts: AmountGrammar
    /// The lexicons that rules or code use.
    let usedLexicons: Set<String>
    /// The rules and weights as they are written.
    let ruleFiles: KnowledgeFiles

    /// A recogniser from the given files.
    ///
    /// - Throws: `KnowledgeError` with file, line and column at the first fault.
    /// - Complexity: linear in the bytes of the files; files that come compiled cost a copy of their tables.
    public init(_ knowledge: KnowledgeFiles) throws(KnowledgeError) {
        let compiled = try CompiledKnowledge(knowledge)
        var registry = ClassRegistry(lexicons: knowledge.files.filter(\.isLexicon).map(\.stem), selectors: compiled.selectors)
        var parts = try RecognizerParts(&registry)
        usedLexicons = registry.usedLexicons
        lexicons = try Lexicons(compiled, registry)
        rules = compiled.rules
        parts.bind(lexicons)
        (nameClasses, roleClasses, dealClasses, splitter, amounts) = (parts.nameClasses, parts.roleClasses, parts.dealClasses, parts.splitter, AmountGrammar(parts.amounts))
        ruleFiles = KnowledgeFiles(knowledge.files.filter { $0.isRules || $0.isWeights })
    }

    /// Another recogniser's, with other points and weights.
    init(_ other: EntityRecognizer, rules: RuleSet) {
        lexicons = other.lexicons
        self.rules = rules
        (nameClasses, roleClasses, dealClasses, splitter, amounts) = (other.nameClasses, other.roleClasses, other.dealClasses, other.splitter, other.amounts)
        usedLexicons = other.usedLexicons
        ruleFiles = other.ruleFiles
    }

    /// What is in `text` and `title`, both valid UTF-8 in NFC. For more than one article, use a `Worker`.
    public func recognize(text: [UInt8], title: [UInt8] = []) -> Recognition {
        let worker = Worker(self)
        return worker.recognize(text: text, title: title)
    }

    /// One thread's recogniser: it keeps its working memory from article to article.
    public struct Worker {
        let recognizer: EntityRecognizer
        let loader: DocumentLoader
        private let nameSpans = SpanTable(), roleSpans = SpanTable(), dealSpans = SpanTable()

        public init(_ recognizer: EntityRecognizer) {
            self.recognizer = recognizer
            loader = DocumentLoader(recognizer.lexicons, recognizer.splitter)
        }

        /// What is in `text` and `title`, both valid UTF-8 in NFC. The title takes part in the evidence.
        ///
        /// - Complexity: linear in the bytes, times a small factor for the triggers that rules find in them.
        public func recognize(text: [UInt8], title: [UInt8] = []) -> Recognition {
            let analysis = analyze(text, title)
            return Recognition(amounts: analysis.amounts, names: analysis.selected, roles: analysis.linked, deals: analysis.deals, document: analysis.document, textOffset: analysis.textOffset, recognizer: recognizer)
        }

        /// Only the sums of money in `text`, valid UTF-8 in NFC: the same as in `recognize`, for a part of its cost, since no names are resolved.
        ///
        /// - Complexity: linear in the bytes.
        public func amounts(in text: [UInt8]) -> [Mention] {
            let document = loader.load(text: text)
            let grammar = recognizer.amounts
            return Recognition.mentions(of: grammar.amounts(in: document), of: grammar, document)
        }

        /// The stages, in their order.
        ///
        /// - Parameter explains: whether the stages keep what only explanations need.
        func analyze(_ text: [UInt8], _ title: [UInt8], explains: Bool = false) -> Analysis {
            // 1. Look up: tokens, sentences, phrases of the lexicons. The title stands before the text as a paragraph of its own.
            let document = loader.load(title: title, text: text)
            // 2. Propose: amounts by their grammar, names by capitals, lexicons and rules.
            let amounts = recognizer.amounts.amounts(in: document)
            var names = NameStage(document, recognizer, nameSpans)
            names.propose(apartFrom: amounts)
            // 3. Resolve: evidence is summed over the document's forms of each name, and the best spans are selected.
            let selected = names.resolve()
            // 4. Roles, and their links to holders and organisations.
            var roles = RoleStage(document, recognizer, roleSpans, names: selected, amounts: amounts, explains: explains)
            let linked = roles.resolve()
            // 5. Deals that a sentence states between names and amounts.
            let deals = DealStage(document, recognizer, dealSpans, names: selected, amounts: amounts).deals()
            return Analysis(document: document, textOffset: DocumentLoader.textOffset(behind: title), amounts: amounts, names: names, selected: selected, roles: roles, linked: linked, deals: deals)
        }
    }

    /// What the stages came to. As void as its document once the worker reads the next text.
    struct Analysis {
        var document: Document
        /// Bytes before the text in the document: the title and its empty line.
        var textOffset: Int
        var amounts: [AmountMention]
        var names: NameStage
        var selected: [NameStage.Name]
        var roles: RoleStage
        var linked: [RoleStage.Role]
        var deals: [DealStage.Deal]
    }
}
