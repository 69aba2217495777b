/// Numbers the spellings of one document: those that the lexicons know keep their number, others get one for this document.
///
/// Reused from document to document; not shared between threads.
struct LexemeTable: ~Copyable {
    /// Stands for a lower-case form that no lexicon knows.
    static let unknown = LexemeID.max

    private let known: Vocabulary.View
    /// By known lexeme: its lower-case form, or `unknown`.
    private let knownFolded: UnsafeBufferPointer<LexemeID>
    private let knownCount: LexemeID
    private var local = Vocabulary(capacity: 1024)
    /// By local lexeme: its lower-case form, of either kind.
    private var localFolded = GrowingBuffer<LexemeID>(capacity: 1024)

    init(_ lexicons: Lexicons) {
        known = lexicons.vocabularyView
        knownFolded = lexicons.folded
        knownCount = LexemeID(known.entries.count)
    }

    mutating func reset() {
        local.removeAll()
        localFolded.removeAll()
    }

    /// The lexeme of a spelling, and of its lower-case form.
    ///
    /// - Parameter curly: whether curly apostrophes must be made straight first.
    @inline(__always)
    mutating func lexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, curly: Bool) -> (LexemeID, folded: LexemeID) {
        if curly { return straightened(bytes, length) }
        let hash = Vocabulary.hash(bytes, length)
        if let id = known.find(bytes, length, hash: hash) {
            let folded = knownFolded[Int(id)]
            return (id, folded != Self.unknown ? folded : foldedLocally(bytes, length))
        }
        return localLexeme(bytes, length, hash)
    }

    /// The local number of the lower-case form that the lexicons do not know.
    private mutating func foldedLocally(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeID {
        var id: LexemeID = 0
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return }
            id = localNumber(folded, count, Vocabulary.hash(folded, count))
        }
        return knownCount + id
    }

    /// The number of a lower-case spelling in the local vocabulary, its own lower-case form.
    private mutating func localNumber(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> LexemeID {
        if let id = local.view.find(bytes, length, hash: hash) { return id }
        let id = local.insert(bytes, length, hash: hash)
        localFolded.append(knownCount + id)
        return id
    }

    private mutating func localLexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> (LexemeID, folded: LexemeID) {
        if let id = local.view.find(bytes, length, hash: hash) { return (knownCount + id, localFolded[Int(id)]) }
        let id = local.insert(bytes, length, hash: hash)
        localFolded.append(knownCount + id)
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return }
            let hash = Vocabulary.hash(folded, count)
            localFolded[Int(id)] = known.find(folded, count, hash: hash) ?? knownCount + localNumber(folded, count, hash)
        }
        return (knownCount + id, localFolded[Int(id)])
    }

    private mutating func straightened(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (LexemeID, folded: LexemeID) {
        var straight: [UInt8] = []
        straight.reserveCapacity(length)
        var i = 0
        while i < length {
            if bytes[i] == 0xE2, i + 2 < length, bytes[i + 1] == 0x80, bytes[i + 2] == 0x99 {
                straight.append(UInt8(ascii: "'"))
                i += 3
            } else {
                straight.append(bytes[i])
                i += 1
            }
        }
        return straight.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return (0, 0) }
            return lexeme(base, buffer.count, curly: false)
        }
    }

    /// A lexeme's spelling.
    func text(_ id: LexemeID) -> String {
        id < knownCount ? known.text(id) : local.view.text(id - knownCount)
    }
}
