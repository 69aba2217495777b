/// Numbers the spellings of one document: those that the lexicons know keep their number, others get one for this document.
///
/// Reused from document to document; not shared between threads.
struct LexemeTable {
    private let known: Vocabulary
    private let knownCount: LexemeID
    private var local = Vocabulary(capacity: 1024)
    /// The local spellings' lower-case forms: a local vocabulary cannot hold numbers of the known one.
    private var localFolded: [LexemeID] = []

    init(known: Vocabulary) {
        self.known = known
        knownCount = LexemeID(known.count)
    }

    mutating func reset() {
        local.removeAll()
        localFolded.removeAll(keepingCapacity: true)
    }

    /// The lexeme of a spelling, and of its lower-case form.
    ///
    /// - Parameter curly: whether curly apostrophes must be made straight first.
    @inline(__always)
    mutating func lexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, curly: Bool) -> (LexemeID, folded: LexemeID) {
        if curly { return straightened(bytes, length) }
        let hash = Vocabulary.hash(bytes, length)
        if let id = known.find(bytes, length, hash: hash) { return (id, known.folded(id)) }
        return localLexeme(bytes, length, hash)
    }

    private mutating func localLexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> (LexemeID, folded: LexemeID) {
        if let id = local.find(bytes, length, hash: hash) { return (knownCount + id, localFolded[Int(id)]) }
        let id = local.insert(bytes, length, hash: hash)
        localFolded.append(knownCount + id)
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return }
            let hash = Vocabulary.hash(folded, count)
            if let lower = known.find(folded, count, hash: hash) {
                localFolded[Int(id)] = lower
            } else if let lower = local.find(folded, count, hash: hash) {
                localFolded[Int(id)] = knownCount + lower
            } else {
                let lower = local.insert(folded, count, hash: hash)
                localFolded.append(knownCount + lower)
                localFolded[Int(id)] = knownCount + lower
            }
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
        id < knownCount ? known.text(id) : local.text(id - knownCount)
    }
}
