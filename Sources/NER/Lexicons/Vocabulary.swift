/// A growing set of spellings, each with a number: open addressing over one pool of bytes.
///
/// Look-up costs one hash of the bytes and, nearly always, one probe. Used twice: for the spellings that lexicons and rules
/// know (built once, then only read), and for the other spellings of one document (`LexemeTable`).
struct Vocabulary: ~Copyable {
    /// A spelling: its first eight bytes, which tell most apart without a look at the pool, and where all of them lie there.
    struct Entry: BitwiseCopyable {
        var head: UInt64
        var offset: UInt32
        var length: UInt32
    }

    /// Up to eight bytes as one number, padded with zeros.
    @inline(__always)
    static func head(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        let raw = UnsafeRawPointer(bytes)
        if length >= 8 { return raw.loadUnaligned(as: UInt64.self) }
        if length >= 4 {
            let low = UInt64(raw.loadUnaligned(as: UInt32.self))
            let high = UInt64(raw.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self))
            return low | high << UInt64((length - 4) * 8)
        }
        var value: UInt64 = 0
        for i in 0..<length { value |= UInt64(bytes[i]) << UInt64(i * 8) }
        return value
    }

    private var pool: GrowingBuffer<UInt8>
    private var entries: GrowingBuffer<Entry>
    /// Slots: lexeme number + 1 and, in the bits above the table's size, some of its hash; 0 when free. A power of two, at most five eighths full: the probes for one
    /// spelling lie in one cache line, and a small table stays in the cache.
    private var slots: GrowingBuffer<UInt32>
    private var mask: Int

    /// - Parameter capacity: how many spellings are expected; more are no error.
    init(capacity: Int) {
        var size = 64
        while size * 5 < capacity * 8 { size *= 2 }
        slots = GrowingBuffer(repeating: 0, count: size)
        mask = size - 1
        entries = GrowingBuffer(capacity: capacity)
        pool = GrowingBuffer(capacity: capacity * 8)
    }

    var count: Int { entries.count }

    /// For reading without owning; void once the vocabulary changes.
    var view: View { View(slots: slots.view, entries: entries.view, pool: pool.view, mask: mask) }

    /// A vocabulary that only reads.
    struct View: BitwiseCopyable {
        var slots = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
        var entries = UnsafeBufferPointer<Entry>(start: nil, count: 0)
        var pool = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        var mask = 0

        mutating func code(_ coder: inout some ImageCoder) {
            coder.code(table: &slots)
            coder.code(table: &entries)
            coder.code(text: &pool)
            mask = slots.count - 1
        }

        /// The number of a spelling, or `nil` where it is unknown.
        @inline(__always)
        func find(_ bytes: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> LexemeID? {
            let low = UInt32(truncatingIfNeeded: mask), tag = UInt32(truncatingIfNeeded: hash >> 32) & ~low
            var i = Int(truncatingIfNeeded: hash) & mask
            while true {
                let slot = slots[i]
                if slot == 0 { return nil }
                if slot & ~low == tag {
                    let id = slot & low &- 1
                    if equals(id, bytes, length) { return id }
                }
                i = (i + 1) & mask
            }
        }

        @inline(__always)
        private func equals(_ id: LexemeID, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
            let entry = entries[Int(id)]
            guard Int(entry.length) == length, entry.head == Vocabulary.head(bytes, length) else { return false }
            guard length > 8, let base = pool.baseAddress else { return true }
            let own = base + Int(entry.offset)
            for i in 8..<length where own[i] != bytes[i] { return false }
            return true
        }

        /// A spelling's bytes, as text.
        func text(_ id: LexemeID) -> String {
            let entry = entries[Int(id)]
            return String(decoding: pool[Int(entry.offset)..<Int(entry.offset + entry.length)], as: UTF8.self)
        }
    }

    /// A 64-bit hash of `length` bytes, eight at a time, finished by a multiplication that mixes all bits
    /// (the constants are those of wyhash, public domain).
    @inline(__always)
    static func hash(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
        var h: UInt64 = 0xa076_1d64_78bd_642f ^ UInt64(truncatingIfNeeded: length)
        var i = 0
        let raw = UnsafeRawPointer(bytes)
        while i + 8 <= length {
            h = (h ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)) &* 0xe703_7ed1_a0b4_28db
            h ^= h >> 32
            i += 8
        }
        var tail: UInt64 = 0
        if i + 4 <= length {
            tail = UInt64(raw.loadUnaligned(fromByteOffset: i, as: UInt32.self))
            i += 4
        }
        while i < length {
            tail = tail << 8 | UInt64(bytes[i])
            i += 1
        }
        let m = (h ^ tail).multipliedFullWidth(by: 0x8ebc_6af0_9c88_c6e3)
        return m.high ^ m.low
    }

    /// Adds a spelling that `find` does not know, and returns its number.
    mutating func insert(_ bytes: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> LexemeID {
        if (entries.count + 1) * 8 > slots.count * 5 { grow() }
        let id = UInt32(entries.count)
        entries.append(Entry(head: Vocabulary.head(bytes, length), offset: UInt32(pool.count), length: UInt32(length)))
        pool.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        place(id, hash)
        return id
    }

    /// The number of a spelling, added where it is new.
    @inline(__always)
    mutating func intern(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeID {
        let hash = Vocabulary.hash(bytes, length)
        return view.find(bytes, length, hash: hash) ?? insert(bytes, length, hash: hash)
    }

    /// The number of a spelling's lower-case form, added where it is new.
    mutating func internFolded(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeID {
        CaseFolding.withFolded(bytes, length) { folded, count in
            if let folded { intern(folded, count) } else { intern(bytes, length) }
        }
    }

    /// As `intern` and `internFolded`, for text.
    mutating func intern(_ text: String, folded: Bool) -> LexemeID {
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return folded ? internFolded(base, buffer.count) : intern(base, buffer.count)
        }
    }

    private mutating func place(_ id: LexemeID, _ hash: UInt64) {
        var i = Int(truncatingIfNeeded: hash) & mask
        while slots[i] != 0 { i = (i + 1) & mask }
        // Lexemes are fewer than slots, so that their numbers end below the bits of the hash.
        let low = UInt32(truncatingIfNeeded: mask)
        slots[i] = UInt32(truncatingIfNeeded: hash >> 32) & ~low | (id + 1)
    }

    private mutating func grow() {
        let size = slots.count * 2
        slots = GrowingBuffer(repeating: 0, count: size)
        mask = size - 1
        guard let base = pool.view.baseAddress else { return }
        for id in 0..<entries.count {
            let entry = entries[id]
            place(LexemeID(id), Vocabulary.hash(base + Int(entry.offset), Int(entry.length)))
        }
    }

    /// Forgets all spellings; keeps the memory. Costs as much as there are slots.
    mutating func removeAll() {
        guard entries.count > 0 else { return }
        for i in 0..<slots.count { slots[i] = 0 }
        entries.removeAll()
        pool.removeAll()
    }
}

/// A vocabulary that several builders add to in turn.
final class SharedVocabulary {
    private var vocabulary: Vocabulary

    init(capacity: Int) { vocabulary = Vocabulary(capacity: capacity) }

    /// As `Vocabulary.intern`.
    func intern(_ text: String, folded: Bool) -> LexemeID { vocabulary.intern(text, folded: folded) }

    func text(_ id: LexemeID) -> String { vocabulary.view.text(id) }

    /// Hands the vocabulary over; an empty one stays.
    func take() -> Vocabulary {
        var result = Vocabulary(capacity: 1)
        swap(&result, &vocabulary)
        return result
    }
}
