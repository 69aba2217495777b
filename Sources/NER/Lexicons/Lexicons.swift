/// All lexicons, ready for look-up: the spellings they know, the automaton of their phrases, and their entries' columns.
///
/// Only read, so that threads may share it; the views that it hands out live as long as it does.
final class Lexicons: @unchecked Sendable {
    private let tables: LexiconTables
    /// The files of the lexicons whose columns code reads, by number.
    private var files: [LexiconFile?] = []
    /// The same, and others: keeps their bytes.
    private let sources: [LexiconSource]
    private var numbers: [String: [UInt16]] = [:]
    /// The entries of each file, which lie together.
    private var entries: [Range<Int>]

    /// - Parameter registry: knows whose columns code reads.
    /// - Throws: `KnowledgeError` where the header of one of those breaks the format.
    init(_ knowledge: CompiledKnowledge, _ registry: ClassRegistry) throws(KnowledgeError) {
        tables = knowledge.lexicons
        sources = knowledge.sources
        entries = [Range<Int>](repeating: 0..<0, count: sources.count)
        for (k, place) in tables.places.enumerated() {
            let known = entries[Int(place.lexicon)]
            entries[Int(place.lexicon)] = (known.isEmpty ? k : known.lowerBound)..<(k + 1)
        }
        for (number, source) in sources.enumerated() {
            numbers[source.lexicon, default: []].append(UInt16(number))
            files.append(registry.readsColumns(of: source.lexicon) ? try source.read() : nil)
        }
        gluedPrefix = registry.selectors.firstIndex(of: Self.gluedPrefixSelector).map { ClassID($0) }
        gluedSumPrefix = registry.selectors.firstIndex(of: Self.gluedSumPrefixSelector).map { ClassID($0) }
    }

    var vocabularyView: Vocabulary.View { tables.vocabulary }
    var automatonView: PhraseAutomaton.View { tables.automaton }
    /// What is known about each spelling, by lexeme.
    var infos: UnsafeBufferPointer<LexemeInfo> { tables.infos }
    /// Signs that are cut from digits that touch them (`USD115`): always, or where those look like a sum.
    let gluedPrefix: ClassID?
    let gluedSumPrefix: ClassID?
    static let gluedPrefixSelector = ClassSelector("currency", .certain)
    static let gluedSumPrefixSelector = ClassSelector("currency", filters: [.init(column: "splits", value: "sum")])
    /// By class set: the programs that a phrase of these classes may start a pattern of.
    var setTriggers: UnsafeBufferPointer<TriggerMask> { tables.setTriggers }
    var setTrials: SetTrials { tables.setTrials }
    /// By class set: the lexical part of its signature.
    var setSignatures: UnsafeBufferPointer<UInt32> { tables.setSignatures }

    // MARK: Entries

    /// The rows of a lexicon whose entries are kept, each with the named columns' values. For tables that code computes with, such as currencies.
    func rows(of lexicon: String, columns: [String]) -> [(entry: EntryID, values: [String])] {
        var result: [(entry: EntryID, values: [String])] = []
        for number in numbers[lexicon] ?? [] {
            guard let file = files[Int(number)] else { continue }
            let columns = columns.map { file.columns.firstIndex(of: $0) }
            for k in entries[Int(number)] {
                let cells = file.row(at: Int(tables.places[k].offset)).cells
                result.append((EntryID(k), columns.map { column in column.flatMap { $0 < cells.count ? String(decoding: file.bytes[cells[$0]], as: UTF8.self) : nil } ?? "" }))
            }
        }
        return result
    }

    /// The named columns of every row of a lexicon that is a plain table: one whose phrases nothing looks up in text.
    func table(_ lexicon: String, columns: [String]) -> [[String]] {
        var result: [[String]] = []
        for case let file? in (numbers[lexicon] ?? []).map({ files[Int($0)] }) {
            // The header was read already; a row that breaks the format is reported by `rules check`.
            try? file.forEachRow { row in result.append(columns.map { file.value($0, of: row) }) }
        }
        return result
    }

    /// The bytes of one column in an entry's row, without a copy; they live as long as the lexicons.
    func cell(_ entry: EntryID, _ column: String) -> UnsafeBufferPointer<UInt8> {
        let place = tables.places[Int(entry)]
        return files[Int(place.lexicon)]?.cell(column, at: Int(place.offset)) ?? UnsafeBufferPointer(start: nil, count: 0)
    }

    /// Whether an entry belongs to a lexicon.
    func isEntry(_ entry: EntryID, of lexicon: LexiconNumbers) -> Bool { lexicon.contains(tables.places[Int(entry)].lexicon) }

    /// The number of a lower-case spelling; `LexemeTable.unknown` where no lexicon or rule has it.
    func lexeme(_ text: String) -> LexemeID {
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { tables.vocabulary.find($0, buffer.count, hash: Vocabulary.hash($0, buffer.count)) } ?? LexemeTable.unknown
        }
    }

    /// The numbers of a lexicon's files.
    func lexiconNumbers(_ name: String) -> LexiconNumbers { LexiconNumbers(numbers[name] ?? []) }
}

/// The files that make up one lexicon: the embedded one and a user's additions.
struct LexiconNumbers: Sendable {
    private let numbers: [UInt16]
    init(_ numbers: [UInt16]) { self.numbers = numbers }
    func contains(_ number: UInt16) -> Bool { numbers.contains(number) }
}

/// A file of a lexicon.
struct LexiconSource: Sendable {
    var lexicon: String
    var file: KnowledgeFiles.File

    /// The file's format.
    func read() throws(KnowledgeError) -> LexiconFile { try LexiconFile(name: lexicon, file: file.path, bytes: file.bytes.buffer) }
}

/// The tables of all lexicons.
struct LexiconTables: @unchecked Sendable {
    /// Where the row of an entry begins.
    struct Place: BitwiseCopyable {
        /// The number of its file.
        var lexicon: UInt16
        /// No gap, so that the same knowledge is the same bytes.
        var unused: UInt16 = 0
        var offset: UInt32
    }

    var vocabulary = Vocabulary.View()
    var automaton = PhraseAutomaton.View()
    var infos = UnsafeBufferPointer<LexemeInfo>(start: nil, count: 0)
    var setTriggers = UnsafeBufferPointer<TriggerMask>(start: nil, count: 0)
    var setSignatures = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    var setTrials = SetTrials()
    /// By entry.
    var places = UnsafeBufferPointer<Place>(start: nil, count: 0)
    let memory: TableMemory

    init(memory: TableMemory) { self.memory = memory }

    mutating func code(_ coder: inout some ImageCoder) {
        vocabulary.code(&coder)
        automaton.code(&coder)
        coder.code(table: &infos)
        coder.code(table: &setTriggers)
        coder.code(table: &setSignatures)
        setTrials.code(&coder)
        coder.code(table: &places)
    }
}
