/// Lexicons and rules as the flat tables that recognition reads: compiled from their files, or as an image has them.
struct CompiledKnowledge: Sendable {
    /// The classes in use, by number.
    var selectors: [ClassSelector]
    var lexicons: LexiconTables
    /// The files that entries stand in, by number.
    var sources: [LexiconSource]
    var rules: RuleSet

    /// - Throws: `KnowledgeError` at the first fault of a file.
    /// - Complexity: linear in the bytes of the files; an image costs a copy of its tables.
    init(_ knowledge: KnowledgeFiles) throws(KnowledgeError) {
        if let image = knowledge.image {
            let memory = ImageMemory(image)
            try self.init(knowledge, text: image.textBytes, tables: memory.bytes, memory)
        } else {
            try self.init(compiling: knowledge)
        }
    }

    /// Compiles the files.
    init(compiling knowledge: KnowledgeFiles) throws(KnowledgeError) {
        var registry = ClassRegistry(lexicons: knowledge.files.filter(\.isLexicon).map(\.stem))
        for addition in knowledge.additions where !registry.lexicons.contains(addition.lexicon) {
            throw KnowledgeError(file: addition.file.path, line: 1, message: "there is no lexicon “\(addition.lexicon)” to add to; there are \(registry.lexicons.sorted().joined(separator: ", "))")
        }
        let vocabulary = SharedVocabulary(capacity: knowledge.lexiconSize / 20)
        rules = try RuleCompiler.compile(knowledge.parsedRules(), knowledge.parsedWeights(), vocabulary, &registry)
        // Asks for the classes that code needs.
        _ = try RecognizerParts(&registry)
        let memory = try LexiconMemory(knowledge, vocabulary: vocabulary.take(), registry, rules)
        selectors = registry.selectors
        lexicons = memory.tables
        sources = memory.sources
    }

    /// Points into an image of the files.
    ///
    /// - Parameter memory: keeps `tables` alive.
    init(_ knowledge: KnowledgeFiles, text: UnsafeBufferPointer<UInt8>, tables: UnsafeRawBufferPointer, _ memory: AnyObject) throws(KnowledgeError) {
        var reader = ImageReader(text: text, tables: tables)
        selectors = []
        lexicons = LexiconTables(memory: TableMemory(owners: [memory]))
        sources = knowledge.lexiconsInReadingOrder.map { LexiconSource(lexicon: $0.stem, file: $0) }
        rules = RuleSet(rules: [], captureNames: [], programs: [], memory: TableMemory(owners: [memory]), weights: ResolutionWeights())
        guard code(&reader), reader.isIntact else {
            throw KnowledgeError(file: "compiled knowledge", line: 1, message: "does not belong to this program: build it again")
        }
    }

    /// The image of these tables, which `knowledge` compiled to: its text, which begins with the files, and its tables.
    mutating func image(of knowledge: KnowledgeFiles) -> (text: [UInt8], tables: [UInt8]) {
        var writer = ImageWriter(text: knowledge.files.flatMap { Array($0.bytes.buffer) })
        _ = code(&writer)
        return (writer.text, writer.tables)
    }

    /// - Returns: whether a reader found the format that this program writes.
    private mutating func code(_ coder: inout some ImageCoder) -> Bool {
        let format = Self.format
        var found = format
        coder.code(&found)
        guard found == format else { return false }
        coder.code(&selectors)
        lexicons.code(&coder)
        guard let rules = rules.coded(&coder) else { return false }
        self.rules = rules
        // Whoever reads to here in step has read all.
        coder.code(&found)
        return found == format
    }

    /// Tells images of other layouts apart: the sizes of all values, mixed. Raise the first number where their meaning changes.
    private static var format: UInt64 {
        let sizes = [
            9, MemoryLayout<Vocabulary.Entry>.size, MemoryLayout<PhraseAutomaton.Root>.size, MemoryLayout<PhraseAutomaton.State>.size, MemoryLayout<PhraseAutomaton.Output>.size,
            MemoryLayout<PhraseAutomaton.Edge>.size, MemoryLayout<ClassSet>.size, MemoryLayout<LexemeInfo>.size, MemoryLayout<LexiconTables.Place>.size, MemoryLayout<RuleProgram.Element>.size,
            MemoryLayout<RuleProgram.Variant>.size, MemoryLayout<RuleProgram.CompiledFlagTest>.size, MemoryLayout<RuleProgram.Trial>.size,
        ]
        return sizes.reduce(0x6B6E_6F77) { $0 &* 0x100_0000_01b3 ^ UInt64($1) }
    }
}

/// The stages' own tables of classes.
struct RecognizerParts: Sendable {
    private(set) var nameClasses: NameClasses
    private(set) var roleClasses: RoleClasses
    let dealClasses: DealClasses
    let splitter: SentenceSplitter
    private(set) var amounts: AmountGrammar.Parts

    /// - Throws: `KnowledgeError` where a lexicon that code needs is missing.
    init(_ registry: inout ClassRegistry) throws(KnowledgeError) {
        do {
            nameClasses = try NameClasses(&registry)
            roleClasses = try RoleClasses(&registry)
            dealClasses = try DealClasses(&registry)
            splitter = try SentenceSplitter(&registry)
            amounts = try AmountGrammar.Parts(&registry)
        } catch {
            throw KnowledgeError(file: "lexicons", line: 1, message: error.message)
        }
    }

    /// Reads the tables that code computes with.
    mutating func bind(_ lexicons: Lexicons) {
        amounts.bind(lexicons)
        nameClasses.bind(lexicons)
        roleClasses.bind(lexicons)
    }
}

extension KnowledgeFiles {
    /// All rules, in the order of their files.
    ///
    /// - Throws: `KnowledgeError` with line and column at the first fault.
    func parsedRules() throws(KnowledgeError) -> [Rule] {
        var rules: [Rule] = []
        for file in files where file.isRules { rules += try RuleFileParser.parse(file.content, file: file.path) }
        return rules
    }

    /// What the resolution of names counts with.
    ///
    /// - Throws: `KnowledgeError` where a weight is missing or can't be read.
    func parsedWeights() throws(KnowledgeError) -> ResolutionWeights {
        // Beside the rules.
        let folder = files.first(where: \.isRules).map { $0.path.dropLast($0.name.utf8.count) } ?? ""
        return try WeightFileParser.weights(of: files.filter(\.isWeights), in: String(folder))
    }
}

extension ClassSelector: ImageCodable {
    init() { self.init("") }

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&lexicon)
        coder.code(&certainty)
        coder.code(&filters)
    }
}

extension ClassSelector.Filter: ImageCodable {
    init() { self.init(column: "", value: "") }

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&column)
        coder.code(&value)
    }
}
