/// The memory of tables that were made from lexicon files.
final class LexiconMemory {
    private let builder: LexiconBuilder

    /// Reads all lexicon files.
    ///
    /// - Parameters:
    ///   - vocabulary: spellings that rules use already.
    ///   - registry: the classes in use; entries of no class cost no look-up.
    ///   - rules: what spellings and classes start their patterns.
    /// - Throws: `KnowledgeError` with file and line at the first fault.
    /// - Complexity: linear in the bytes of the files.
    init(_ knowledge: KnowledgeFiles, vocabulary: consuming Vocabulary, _ registry: ClassRegistry, _ rules: RuleSet) throws(KnowledgeError) {
        builder = try LexiconBuilder(knowledge, vocabulary, registry, rules)
    }

    /// The tables; they keep this object alive.
    var tables: LexiconTables {
        var tables = LexiconTables(memory: TableMemory(owners: [self]))
        tables.vocabulary = builder.vocabulary.view
        tables.automaton = builder.automaton.view
        tables.infos = builder.infos.view
        tables.setTriggers = builder.setTriggers.view
        tables.setSignatures = builder.setSignatures.view
        tables.setTrials = builder.setTrials.view
        tables.places = builder.places.view
        return tables
    }

    var sources: [LexiconSource] { builder.sources }
}

/// Makes the tables from the files.
private struct LexiconBuilder: ~Copyable {
    var vocabulary: Vocabulary
    var automaton: PhraseAutomaton
    var infos = GrowingBuffer<LexemeInfo>(capacity: 130_000)
    var setTriggers = GrowingBuffer<TriggerMask>()
    var setSignatures = GrowingBuffer<UInt32>()
    var setTrials = SetTrials.Builder([], [])
    var places = GrowingBuffer<LexiconTables.Place>(capacity: 1 << 12)
    var sources: [LexiconSource] = []
    private let registry: ClassRegistry
    /// The classes of whole names, which a user's entry replaces.
    private var nameClasses = ClassSet()

    init(_ knowledge: KnowledgeFiles, _ vocabulary: consuming Vocabulary, _ registry: ClassRegistry, _ rules: RuleSet) throws(KnowledgeError) {
        self.vocabulary = vocabulary
        self.registry = registry
        automaton = PhraseAutomaton(expectedEdges: knowledge.lexiconSize / 32)
        for file in knowledge.lexiconsInReadingOrder { try load(file, as: file.stem) }
        // Newest first: a user's entry is found before an embedded one.
        for (id, selector) in registry.selectors.enumerated() where NameClasses.nameLexicons.contains(selector.lexicon) { nameClasses.insert(ClassID(id)) }
        for addition in knowledge.additions { try load(addition.file, as: addition.lexicon, isUsers: true) }
        indexSpellings(rules)
    }

    /// The classes of a lexicon's forms; the same for all rows unless a filter looks at them.
    private struct Classifier {
        let lexicon: LexiconFile
        let selectors: [(id: ClassID, selector: ClassSelector)]
        let isPlain: Bool
        var certain: UInt16 = 0
        var ambiguous: UInt16 = 0
        private var known: [[Bool]: (UInt16, UInt16)] = [:]

        init(_ lexicon: LexiconFile, _ registry: ClassRegistry) {
            self.lexicon = lexicon
            selectors = registry.selectors.enumerated().filter { $1.lexicon == lexicon.name }.map { (ClassID($0), $1) }
            isPlain = selectors.allSatisfy { $0.selector.filters.isEmpty }
        }

        mutating func classify(_ row: LexiconFile.Row?, _ automaton: inout PhraseAutomaton) {
            let passes = selectors.map { pair in row.map { row in pair.selector.filters.allSatisfy { lexicon.value($0.column, of: row) == $0.value } } ?? true }
            if let pair = known[passes] {
                (certain, ambiguous) = pair
                return
            }
            var sets = (ClassSet(), ClassSet())
            for (pair, isIn) in zip(selectors, passes) where isIn {
                if pair.selector.certainty != .ambiguous { sets.0.insert(pair.id) }
                if pair.selector.certainty != .certain { sets.1.insert(pair.id) }
            }
            (certain, ambiguous) = (automaton.number(of: sets.0), automaton.number(of: sets.1))
            known[passes] = (certain, ambiguous)
        }
    }

    /// - Parameter isUsers: its names beat those of other lexicons of names.
    private mutating func load(_ file: KnowledgeFiles.File, as name: String, isUsers: Bool = false) throws(KnowledgeError) {
        let lexicon = try LexiconFile(name: name, file: file.path, bytes: file.bytes.buffer)
        var classifier = Classifier(lexicon, registry)
        let keepsEntries = registry.keepsEntries(of: name)
        let number = UInt16(sources.count)
        // A user's million names need their file no longer once they are in.
        if keepsEntries || !isUsers {
            sources.append(LexiconSource(lexicon: name, file: file))
        }
        let replaced = isUsers && NameClasses.nameLexicons.contains(name) ? nameClasses : nil
        for pair in classifier.selectors {
            for filter in pair.selector.filters where !lexicon.columns.contains(filter.column) {
                throw KnowledgeError(file: file.path, line: 1, message: "a rule asks for column “\(filter.column)” of <\(name)>, which has only \(lexicon.columns.joined(separator: ", "))")
            }
        }
        guard !classifier.selectors.isEmpty || keepsEntries else { return }
        if classifier.isPlain { classifier.classify(nil, &automaton) }
        var lexemes: [LexemeID] = []
        if classifier.isPlain, !keepsEntries {
            // Lists of names and words, which are nearly all of the bytes.
            let (certain, ambiguous) = (classifier.certain, classifier.ambiguous)
            return try lexicon.forEachForm { form, line throws(KnowledgeError) in
                let classes = form.ambiguous ? ambiguous : certain
                if classes != 0, !add(form.range, of: lexicon, classes, nil, replacing: replaced, &lexemes) {
                    throw KnowledgeError(file: file.path, line: line, message: "a form without any token")
                }
            }
        }
        try lexicon.forEachRow { row throws(KnowledgeError) in
            var entry: EntryID?
            if keepsEntries {
                entry = EntryID(places.count)
                places.append(LexiconTables.Place(lexicon: number, offset: UInt32(row.cells[0].lowerBound)))
            }
            if !classifier.isPlain { classifier.classify(copy row, &automaton) }
            try lexicon.forEachForm(of: row) { form throws(KnowledgeError) in
                let classes = form.ambiguous ? classifier.ambiguous : classifier.certain
                guard classes != 0 || keepsEntries else { return }
                guard add(form.range, of: lexicon, classes, entry, replacing: replaced, &lexemes) else {
                    throw KnowledgeError(file: file.path, line: row.line, message: "a form without any token")
                }
            }
        }
    }

    /// Adds a form, cut as text is. False when it has no token.
    private mutating func add(_ range: Range<Int>, of lexicon: LexiconFile, _ classes: UInt16, _ entry: EntryID?, replacing replaced: ClassSet?, _ lexemes: inout [LexemeID]) -> Bool {
        guard let base = lexicon.bytes.baseAddress else { return false }
        let foldsCase = lexicon.foldsCase
        // One word of ASCII letters, the commonest case, needs no tokenizer.
        var isWord = true, isLower = true
        for k in range {
            if base[k] &- 0x61 < 26 { continue }
            isLower = false
            if base[k] &- 0x41 >= 26 { isWord = false; break }
        }
        if isWord {
            let id = foldsCase && !isLower ? vocabulary.internFolded(base + range.lowerBound, range.count) : vocabulary.intern(base + range.lowerBound, range.count)
            automaton.insert(id, foldsCase: foldsCase, classes: classes, entry: entry, replacing: replaced)
            return true
        }
        lexemes.removeAll(keepingCapacity: true)
        var tokenizer = Tokenizer(lexicon.bytes, range)
        while let piece = tokenizer.next() {
            let p = base + piece.start, n = piece.end - piece.start
            lexemes.append(foldsCase ? vocabulary.internFolded(p, n) : vocabulary.intern(p, n))
        }
        switch lexemes.count {
        case 0: return false
        case 1: automaton.insert(lexemes[0], foldsCase: foldsCase, classes: classes, entry: entry, replacing: replaced)
        default: automaton.insert(lexemes, foldsCase: foldsCase, classes: classes, entry: entry, replacing: replaced)
        }
        return true
    }

    /// Gathers what is known about each spelling.
    private mutating func indexSpellings(_ rules: RuleSet) {
        let view = vocabulary.view
        guard let pool = view.pool.baseAddress else { return }
        // Most names have no lower-case twin among the spellings. A bit for each spelling's hash tells so without a look at the table.
        var twins = GrowingBuffer<UInt64>(repeating: 0, count: 1 << 14)
        for entry in view.entries where pool[Int(entry.offset)] &- 0x41 >= 26 {
            let hash = Vocabulary.hash(pool + Int(entry.offset), Int(entry.length))
            twins[Int(truncatingIfNeeded: hash >> 6) & (1 << 14 - 1)] |= 1 << (hash & 63)
        }
        var folded = GrowingBuffer<LexemeID>(capacity: view.entries.count)
        for id in view.entries.indices {
            let entry = view.entries[id]
            folded.append(CaseFolding.withFolded(pool + Int(entry.offset), Int(entry.length)) { lower, count in
                guard let lower else { return LexemeID(id) }
                let hash = Vocabulary.hash(lower, count)
                guard twins[Int(truncatingIfNeeded: hash >> 6) & (1 << 14 - 1)] & 1 << (hash & 63) != 0 else { return LexemeTable.unknown }
                return view.find(lower, count, hash: hash) ?? LexemeTable.unknown
            })
        }
        automaton.finish(folded: folded.view, &infos)
        let triggers = TriggerTable(rules, registry, spellings: infos.count)
        let sets = (0..<automaton.view.classSetCount).map { automaton.view.classes(at: UInt16($0)) }
        setTrials = SetTrials.Builder(rules.programs, sets)
        for set in sets {
            setTriggers.append(triggers.mask(of: set))
            setSignatures.append(triggers.signature(of: set))
        }
        for id in 0..<infos.count {
            var info = infos[id]
            info.triggers.formUnion(triggers.exact[id].union(setTriggers[Int(info.classes)]))
            if info.folded != LexemeTable.unknown { info.triggers.formUnion(triggers.words[Int(info.folded)]) }
            info.signature = setSignatures[Int(info.classes)] | triggers.signature(of: LexemeID(id)) | triggers.signature(of: info.folded)
            infos[id] = info
        }
    }
}
