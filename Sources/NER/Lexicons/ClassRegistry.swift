/// Which entries of a lexicon a class holds.
struct ClassSelector: Hashable, Sendable {
    /// Which forms, by their mark `?`.
    enum Certainty: UInt8, Hashable, Sendable { case any, certain, ambiguous }

    var lexicon: String
    var certainty: Certainty = .any
    /// Column and value that a row must have, all of them.
    var filters: [Filter] = []

    struct Filter: Hashable, Sendable {
        var column: String
        var value: String
    }

    init(_ lexicon: String, _ certainty: Certainty = .any, filters: [Filter] = []) {
        self.lexicon = lexicon
        self.certainty = certainty
        self.filters = filters
    }
}

/// Numbers the classes that rules and the recogniser refer to. Only these cost anything at run time.
struct ClassRegistry {
    /// The lexicons there are.
    let lexicons: Set<String>
    private(set) var selectors: [ClassSelector] = []
    private var numbers: [ClassSelector: ClassID] = [:]
    private var entryLexicons: Set<String> = []
    private var tables: Set<String> = []
    /// The classes that stages look for without rules.
    private(set) var sought = ClassSet()

    /// - Parameter selectors: classes that are numbered already.
    init(lexicons: some Sequence<String>, selectors: [ClassSelector] = []) {
        self.lexicons = Set(lexicons)
        self.selectors = selectors
        for (number, selector) in selectors.enumerated() { numbers[selector] = ClassID(number) }
    }

    /// Asks for a lexicon's entries to be kept: rows that code computes with, such as currencies.
    mutating func keepEntries(of lexicon: String) { entryLexicons.insert(lexicon) }
    func keepsEntries(of lexicon: String) -> Bool { entryLexicons.contains(lexicon) }
    /// Whether code asks for a lexicon's columns.
    func readsColumns(of lexicon: String) -> Bool { entryLexicons.contains(lexicon) || tables.contains(lexicon) }

    /// Asks for a mark, `TriggerMask.sought`, on all tokens that are of a class or begin a phrase of it.
    mutating func seek(_ id: ClassID) { sought.insert(id) }

    /// Says that code reads a lexicon as a plain table.
    mutating func reads(table lexicon: String) { tables.insert(lexicon) }

    /// The lexicons that rules or code use.
    var usedLexicons: Set<String> { Set(selectors.map(\.lexicon)).union(entryLexicons).union(tables) }

    /// The number of a class.
    ///
    /// - Throws: a message, where there is no such lexicon (with the nearest name), or there are too many classes.
    mutating func id(_ selector: ClassSelector) throws(ClassError) -> ClassID {
        if let known = numbers[selector] { return known }
        guard lexicons.contains(selector.lexicon) else {
            let near = Spelling.nearest(to: selector.lexicon, among: lexicons).map { "; did you mean <\($0)>?" } ?? ""
            throw ClassError(message: "unknown lexicon <\(selector.lexicon)>\(near)")
        }
        guard selectors.count < ClassSet.capacity else { throw ClassError(message: "more than \(ClassSet.capacity) lexicon classes in use") }
        let id = ClassID(selectors.count)
        selectors.append(selector)
        numbers[selector] = id
        return id
    }
}

/// Why a class cannot be numbered.
struct ClassError: Error { var message: String }

/// Nearness of spellings, for suggestions in error messages.
enum Spelling {
    /// The word nearest to `word` by edits, if it is near enough to be meant.
    static func nearest(to word: String, among words: some Sequence<String>) -> String? {
        let best = words.map { ($0, distance(Array(word.utf8), Array($0.utf8))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let best, best.1 <= max(2, word.utf8.count / 3) else { return nil }
        return best.0
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[b.count]
    }
}
