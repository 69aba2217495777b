/// Numbers the spellings of one document: those that the lexicons know keep their number, others get one for this document.
///
/// Reused from document to document; not shared between threads.
struct LexemeTable: ~Copyable {
    /// Stands for a lower-case form that no lexicon knows.
    static let unknown = LexemeID.max

    private let known: Vocabulary.View
    private let infos: UnsafeBufferPointer<LexemeInfo>
    private let automaton: PhraseAutomaton.View
    private let knownCount: LexemeID
    private var local = Vocabulary(capacity: 1024)
    /// Short frequent spellings: most tokens are found here, in memory that stays in the processor's cache.
    private var recent = GrowingBuffer(repeating: Recent(head: 0, tail: 0, lexeme: 0, length: 0), count: LexemeTable.recentCount)
    /// By local lexeme: what is known about it; `folded` of either kind.
    private var localInfos = GrowingBuffer<LexemeInfo>(capacity: 1024)

    /// A spelling of up to sixteen bytes: the first eight, and the last eight where it has more.
    struct Recent: BitwiseCopyable {
        var head: UInt64
        var tail: UInt64
        var lexeme: LexemeID
        var length: UInt16
        /// What it looks like, and what its lexeme brings along, where it is an `ASCIIWord`; else empty.
        var flags: TokenFlags = []
        var info = LexemeInfo()
        /// The document whose own numbers it has; 0: it has only the lexicons'.
        var document: UInt32 = 0

        @inline(__always)
        func isSpelling(_ head: UInt64, _ tail: UInt64, _ length: Int) -> Bool {
            (self.head ^ head) | (self.tail ^ tail) | UInt64(UInt16(truncatingIfNeeded: length) ^ self.length) == 0
        }
    }

    /// The number of this document; never 0.
    private var document: UInt32 = 0

    /// 32,768 of them, 48 bytes each: one large page.
    private static var recentBits: UInt64 { 15 }
    private static var recentCount: Int { 1 << recentBits }

    init(_ lexicons: Lexicons) {
        known = lexicons.vocabularyView
        infos = lexicons.infos
        automaton = lexicons.automatonView
        knownCount = LexemeID(known.entries.count)
    }

    mutating func reset() {
        document &+= 1
        if document == 0 {
            // After four milliards of them, numbers are used again.
            document = 1
            for k in 0..<recent.count { recent[k].document = 0; recent[k].length = 0 }
        }
        local.removeAll()
        localInfos.removeAll()
    }

    /// The lexeme of a spelling, and what is known about it.
    ///
    /// - Parameter curly: whether curly apostrophes must be made straight first.
    @inline(__always)
    mutating func lexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, curly: Bool) -> (LexemeID, LexemeInfo) {
        if curly { return straightened(bytes, length) }
        guard length <= 16 else { return find(bytes, length) }
        let head = Vocabulary.head(bytes, length)
        let tail = length > 8 ? UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: length - 8, as: UInt64.self) : 0
        let slot = Self.slot(head, tail)
        let candidate = recent[slot]
        if candidate.isSpelling(head, tail, length) {
            let current = isValid(candidate) ? candidate : renewed(candidate, slot, bytes)
            return (current.lexeme, current.info)
        }
        let found = find(bytes, length)
        let isLocal = found.0 >= knownCount || found.1.folded >= knownCount
        recent[slot] = Recent(head: head, tail: tail, lexeme: found.0, length: UInt16(length), info: found.1, document: isLocal ? document : 0)
        return found
    }

    /// A word of ASCII letters that was met lately, and all about it; `nil` where it was not, or must be looked at as any other.
    ///
    /// - Parameter bytes: where it stands.
    @inline(__always)
    mutating func recentWord(_ word: ASCIIWord, _ bytes: UnsafePointer<UInt8>) -> Recent? {
        let slot = Self.slot(word.head, word.tail), candidate = recent[slot]
        guard candidate.isSpelling(word.head, word.tail, word.count), !candidate.flags.isEmpty else { return nil }
        return isValid(candidate) ? candidate : renewed(candidate, slot, bytes)
    }

    @inline(__always)
    private func isValid(_ recent: Recent) -> Bool { recent.document == 0 || recent.document == document }

    /// A spelling of an earlier document with this document's numbers: what the lexicons know, or do not know, of it need not be asked again.
    @inline(never)
    private mutating func renewed(_ old: Recent, _ slot: Int, _ bytes: UnsafePointer<UInt8>) -> Recent {
        var new = old
        let length = Int(old.length)
        new.document = document
        if old.lexeme < knownCount {
            new.info = foldedLocally(old.info, bytes, length)
        } else {
            let isLowerCase = old.info.folded == old.lexeme, hash = Vocabulary.hash(bytes, length)
            (new.lexeme, new.info) = localLexeme(bytes, length, hash) ?? addLocal(bytes, length, hash, isLowerCase ? nil : old.info)
        }
        recent[slot] = new
        return new
    }

    /// Remembers how a word of ASCII letters looks.
    mutating func remember(_ word: ASCIIWord, _ flags: TokenFlags) {
        let slot = Self.slot(word.head, word.tail)
        if recent[slot].isSpelling(word.head, word.tail, word.count) { recent[slot].flags = flags }
    }

    @inline(__always)
    private static func slot(_ head: UInt64, _ tail: UInt64) -> Int {
        Int(truncatingIfNeeded: ((head ^ tail &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15) >> (64 - recentBits))
    }

    @inline(never)
    private mutating func find(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (LexemeID, LexemeInfo) {
        let hash = Vocabulary.hash(bytes, length)
        if let id = known.find(bytes, length, hash: hash) {
            let info = infos[Int(id)]
            return (id, info.folded != Self.unknown ? info : foldedLocally(info, bytes, length))
        }
        return localLexeme(bytes, length, hash) ?? addLocal(bytes, length, hash, knownOfLowerCase(bytes, length))
    }

    /// What the lexicons know of the lower-case form of a spelling that they do not know, with its number, or `unknown`; `nil` where it is that form itself.
    private func knownOfLowerCase(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeInfo? {
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return nil }
            guard let lower = known.find(folded, count, hash: Vocabulary.hash(folded, count)) else { return LexemeInfo(folded: Self.unknown) }
            // What lexicons that fold case know of the lower-case form holds here too; what those of exact spellings do does not.
            var info = infos[Int(lower)]
            info.folded = lower
            info.exact = PhraseAutomaton.none
            info.classes = automaton.root(lower).foldedClasses
            return info
        }
    }

    /// `info` with the local number of the lower-case form that the lexicons do not know.
    private mutating func foldedLocally(_ info: LexemeInfo, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeInfo {
        var info = info
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return }
            info.folded = knownCount + localNumber(folded, count, Vocabulary.hash(folded, count))
        }
        return info
    }

    /// The number of a lower-case spelling in the local vocabulary, its own lower-case form.
    private mutating func localNumber(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> LexemeID {
        if let id = local.view.find(bytes, length, hash: hash) { return id }
        let id = local.insert(bytes, length, hash: hash)
        localInfos.append(LexemeInfo(folded: knownCount + id))
        return id
    }

    /// A spelling that no lexicon knows, where this document has had it.
    @inline(__always)
    private func localLexeme(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64) -> (LexemeID, LexemeInfo)? {
        local.view.find(bytes, length, hash: hash).map { (knownCount + $0, localInfos[Int($0)]) }
    }

    /// A spelling that no lexicon knows, and that is new in this document.
    ///
    /// - Parameter lowerCase: as `knownOfLowerCase`; a number that is none of the lexicons' stands for `unknown`.
    private mutating func addLocal(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64, _ lowerCase: LexemeInfo?) -> (LexemeID, LexemeInfo) {
        let id = localNumber(bytes, length, hash)
        if let lowerCase { localInfos[Int(id)] = lowerCase.folded < knownCount ? lowerCase : foldedLocally(lowerCase, bytes, length) }
        return (knownCount + id, localInfos[Int(id)])
    }

    private mutating func straightened(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (LexemeID, LexemeInfo) {
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
            guard let base = buffer.baseAddress else { return (0, infos[0]) }
            return lexeme(base, buffer.count, curly: false)
        }
    }

    /// The title-case form of a spelling in capitals (`London` for `LONDON`), where the lexicons know it.
    func titled(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeID? {
        var result: LexemeID?
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded, count <= 64, count == length else { return }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
                guard let base = buffer.baseAddress else { return }
                base.update(from: folded, count: count)
                // The first character as it was: one byte, or all bytes of a longer one.
                var k = 0
                repeat { base[k] = bytes[k]; k += 1 } while k < count && bytes[k] & 0xC0 == 0x80
                result = known.find(UnsafePointer(base), count, hash: Vocabulary.hash(UnsafePointer(base), count))
            }
        }
        return result
    }

    /// What is known about a spelling that the lexicons know.
    func info(_ lexeme: LexemeID) -> LexemeInfo { infos[Int(lexeme)] }

    /// Whether the lexicons know a spelling by its lower-case form only, or not at all.
    func isKnownFolded(_ info: LexemeInfo) -> Bool {
        info.classes == 0 || info.folded < knownCount && infos[Int(info.folded)].classes == info.classes
    }

    /// A lexeme's spelling.
    func text(_ id: LexemeID) -> String {
        id < knownCount ? known.text(id) : local.view.text(id - knownCount)
    }
}
