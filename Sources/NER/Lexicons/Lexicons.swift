/// All lexicons, ready for look-up: the spellings they know, the automaton of their phrases, and their entries' columns.
///
/// Built once and then only read; shared between threads.
struct Lexicons: Sendable {
    /// One entry: the lexicon it belongs to, and where its row begins.
    private struct Entry {
        var lexicon: UInt16
        var offset: UInt32
    }

    private struct Source {
        var file: LexiconFile
        /// Keeps the file's bytes alive.
        var bytes: KnowledgeBytes
    }

    private(set) var vocabulary: Vocabulary
    private(set) var automaton: PhraseAutomaton
    /// By lexeme: index of the classes of the phrase that this one token is.
    private(set) var tokenClasses: [UInt16] = []
    private var entries: [Entry] = []
    private nonisolated(unsafe) var sources: [Source] = []
    private var numbers: [String: [UInt16]] = [:]

    /// Reads all lexicon files.
    ///
    /// - Parameters:
    ///   - vocabulary: spellings that rules use already.
    ///   - registry: the classes in use; entries of no class cost no look-up.
    /// - Throws: `KnowledgeError` with file and line at the first fault.
    /// - Complexity: linear in the bytes of the files.
    init(_ knowledge: KnowledgeFiles, vocabulary: Vocabulary, registry: ClassRegistry) throws(KnowledgeError) {
        self.vocabulary = vocabulary
        let size = knowledge.files.reduce(0) { $0 + ($1.isLexicon ? $1.bytes.buffer.count : 0) } + knowledge.additions.reduce(0) { $0 + $1.file.bytes.buffer.count }
        automaton = PhraseAutomaton(expectedEdges: size / 24)
        entries.reserveCapacity(size / 20)
        let selectors = Dictionary(grouping: registry.selectors.enumerated(), by: \.element.lexicon)
        for file in knowledge.files where file.isLexicon {
            try load(file, as: file.stem, selectors[file.stem] ?? [])
        }
        // Newest first: a user's entry is found before an embedded one.
        for addition in knowledge.additions {
            try load(addition.file, as: addition.lexicon, selectors[addition.lexicon] ?? [])
        }
        indexTokens()
    }

    private mutating func load(_ file: KnowledgeFiles.File, as name: String, _ selectors: [(offset: Int, element: ClassSelector)]) throws(KnowledgeError) {
        let lexicon = try LexiconFile(name: name, file: file.path, bytes: file.bytes.buffer)
        let number = UInt16(sources.count)
        sources.append(Source(file: lexicon, bytes: file.bytes))
        numbers[name, default: []].append(number)
        for (_, selector) in selectors {
            for filter in selector.filters where !lexicon.columns.contains(filter.column) {
                throw KnowledgeError(file: file.path, line: 1, message: "a rule asks for column “\(filter.column)” of <\(name)>, which has only \(lexicon.columns.joined(separator: ", "))")
            }
        }
        guard !selectors.isEmpty else { return }
        var lexemes: [LexemeID] = []
        let plain = selectors.allSatisfy { $0.element.filters.isEmpty }
        var certain = ClassSet(), ambiguous = ClassSet()
        func classes(_ row: LexiconFile.Row?) {
            certain = ClassSet()
            ambiguous = ClassSet()
            for (id, selector) in selectors {
                if let row, !selector.filters.allSatisfy({ lexicon.value($0.column, of: row) == $0.value }) { continue }
                if selector.certainty != .ambiguous { certain.insert(ClassID(id)) }
                if selector.certainty != .certain { ambiguous.insert(ClassID(id)) }
            }
        }
        if plain { classes(nil) }
        try lexicon.forEachRow { row throws(KnowledgeError) in
            let entry = EntryID(entries.count)
            entries.append(Entry(lexicon: number, offset: UInt32(row.cells[0].lowerBound)))
            if !plain { classes(copy row) }
            try lexicon.forEachForm(of: row) { form throws(KnowledgeError) in
                let set = form.ambiguous ? ambiguous : certain
                guard !set.isEmpty else { return }
                lexemes.removeAll(keepingCapacity: true)
                tokenize(lexicon.bytes, form.range, foldsCase: lexicon.foldsCase, into: &lexemes)
                guard !lexemes.isEmpty else { throw KnowledgeError(file: file.path, line: row.line, message: "a form without any token") }
                automaton.insert(lexemes, foldsCase: lexicon.foldsCase, classes: set, entry: entry)
            }
        }
    }

    /// The lexemes of a phrase, cut as text is.
    private mutating func tokenize(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, foldsCase: Bool, into lexemes: inout [LexemeID]) {
        guard let base = bytes.baseAddress else { return }
        // One word of ASCII letters, the commonest case, needs no tokenizer.
        var isWord = true
        for k in range where (base[k] | 0x20) &- 0x61 >= 26 { isWord = false; break }
        if isWord {
            let id = vocabulary.intern(base + range.lowerBound, range.count)
            return lexemes.append(foldsCase ? vocabulary.folded(id) : id)
        }
        var tokenizer = Tokenizer(bytes, range)
        while let piece = tokenizer.next() {
            let id = vocabulary.intern(base + piece.start, piece.end - piece.start)
            lexemes.append(foldsCase ? vocabulary.folded(id) : id)
        }
    }

    private mutating func indexTokens() {
        tokenClasses = [UInt16](repeating: 0, count: vocabulary.count)
        var merge = ClassSetTable(automaton)
        for id in 0..<LexemeID(vocabulary.count) {
            let exact = automaton.classSet(automaton.start(id, foldsCase: false))
            let folded = automaton.classSet(automaton.start(vocabulary.folded(id), foldsCase: true))
            tokenClasses[Int(id)] = merge.union(exact, folded)
        }
        automaton.adopt(merge)
    }

    // MARK: Entries

    /// The rows of a lexicon, each with the named columns' values. For tables that Swift code computes with, such as currencies.
    func rows(of lexicon: String, columns: [String]) -> [(entry: EntryID, values: [String])] {
        let own = Set(numbers[lexicon] ?? [])
        return entries.indices.compactMap { k in
            guard own.contains(entries[k].lexicon) else { return nil }
            return (EntryID(k), values(EntryID(k), columns))
        }
    }

    /// The named columns of every row of a lexicon that is a plain table: one whose phrases nothing looks up in text.
    func table(_ lexicon: String, columns: [String]) -> [[String]] {
        var result: [[String]] = []
        for number in numbers[lexicon] ?? [] {
            let file = sources[Int(number)].file
            // The header was read already; a row that breaks the format is reported by `rules check`.
            try? file.forEachRow { row in result.append(columns.map { file.value($0, of: row) }) }
        }
        return result
    }

    /// The values of columns in an entry's row.
    func values(_ entry: EntryID, _ columns: [String]) -> [String] {
        let file = sources[Int(entries[Int(entry)].lexicon)].file
        let row = file.row(at: Int(entries[Int(entry)].offset))
        return columns.map { file.value($0, of: row) }
    }

    /// Whether an entry belongs to a lexicon.
    @inline(__always)
    func isEntry(_ entry: EntryID, of lexicon: LexiconNumbers) -> Bool { lexicon.contains(entries[Int(entry)].lexicon) }

    /// The numbers of a lexicon's files.
    func lexiconNumbers(_ name: String) -> LexiconNumbers { LexiconNumbers(numbers[name] ?? []) }
}

/// The files that make up one lexicon: the embedded one and a user's additions.
struct LexiconNumbers: Sendable {
    private let numbers: [UInt16]
    init(_ numbers: [UInt16]) { self.numbers = numbers }
    @inline(__always) func contains(_ number: UInt16) -> Bool { numbers.contains(number) }
}
