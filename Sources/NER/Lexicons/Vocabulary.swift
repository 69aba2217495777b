/// A growing set of spellings, each with a number: open addressing over one pool of bytes.
///
/// Look-up costs one hash of the bytes and, nearly always, one probe. Used twice: for the spellings that lexicons and rules
/// know (built once, then only read), and for the other spellings of one document (`LexemeTable`).
struct Vocabulary: Sendable {
    /// Where a spelling's bytes lie in the pool, and the number of its lower-case form.
    private struct Entry {
        var offset: UInt32
        var length: UInt32
        var folded: LexemeID
    }

    private var pool: [UInt8] = []
    private var entries: [Entry] = []
    /// Slots: lexeme number + 1 and, above it, 32 bits of its hash; 0 when free. A power of two, at most half full.
    private var slots: [UInt64]
    private var mask: Int

    /// - Parameter capacity: how many spellings are expected; more are no error.
    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
        entries.reserveCapacity(capacity)
        pool.reserveCapacity(capacity * 8)
    }

    var count: Int { entries.count }

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

    /// The number of a spelling, or `nil` where it is unknown.
    @inline(__always)
    func find(_ bytes: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> LexemeID? {
        let tag = hash & 0xFFFF_FFFF_0000_0000
        return slots.withUnsafeBufferPointer { slots in
            var i = Int(truncatingIfNeeded: hash) & mask
            while true {
                let slot = slots[i]
                if slot == 0 { return nil }
                if slot & 0xFFFF_FFFF_0000_0000 == tag {
                    let id = UInt32(truncatingIfNeeded: slot) &- 1
                    if equals(id, bytes, length) { return id }
                }
                i = (i + 1) & mask
            }
        }
    }

    @inline(__always)
    private func equals(_ id: LexemeID, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        entries.withUnsafeBufferPointer { entries in
            let entry = entries[Int(id)]
            guard Int(entry.length) == length else { return false }
            return pool.withUnsafeBufferPointer { pool in
                guard let base = pool.baseAddress else { return length == 0 }
                let own = base + Int(entry.offset)
                for i in 0..<length where own[i] != bytes[i] { return false }
                return true
            }
        }
    }

    /// Adds a spelling that `find` does not know, and returns its number.
    mutating func insert(_ bytes: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> LexemeID {
        if (entries.count + 1) * 2 > slots.count { grow() }
        let id = UInt32(entries.count)
        entries.append(Entry(offset: UInt32(pool.count), length: UInt32(length), folded: id))
        pool.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        place(id, hash)
        return id
    }

    /// The number of a spelling, added where it is new, together with its lower-case form.
    mutating func intern(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> LexemeID {
        let hash = Vocabulary.hash(bytes, length)
        if let known = find(bytes, length, hash: hash) { return known }
        let id = insert(bytes, length, hash: hash)
        CaseFolding.withFolded(bytes, length) { folded, count in
            guard let folded else { return }
            let hash = Vocabulary.hash(folded, count)
            entries[Int(id)].folded = find(folded, count, hash: hash) ?? insert(folded, count, hash: hash)
        }
        return id
    }

    /// As above, for text.
    mutating func intern(_ text: String) -> LexemeID {
        var text = text
        return text.withUTF8 { buffer in buffer.baseAddress.map { intern($0, buffer.count) } ?? 0 }
    }

    private mutating func place(_ id: LexemeID, _ hash: UInt64) {
        var i = Int(truncatingIfNeeded: hash) & mask
        while slots[i] != 0 { i = (i + 1) & mask }
        slots[i] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(id + 1)
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        pool.withUnsafeBufferPointer { pool in
            guard let base = pool.baseAddress else { return }
            for id in entries.indices {
                let entry = entries[id]
                let hash = Vocabulary.hash(base + Int(entry.offset), Int(entry.length))
                var i = Int(truncatingIfNeeded: hash) & mask
                while slots[i] != 0 { i = (i + 1) & mask }
                slots[i] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(id + 1)
            }
        }
    }

    @inline(__always) func folded(_ id: LexemeID) -> LexemeID { entries[Int(id)].folded }
    mutating func setFolded(_ id: LexemeID, _ folded: LexemeID) { entries[Int(id)].folded = folded }

    /// A spelling's bytes, as text.
    func text(_ id: LexemeID) -> String {
        let entry = entries[Int(id)]
        return String(decoding: pool[Int(entry.offset)..<Int(entry.offset + entry.length)], as: UTF8.self)
    }

    /// Forgets all spellings; keeps the memory. Costs as much as there are slots.
    mutating func removeAll() {
        guard !entries.isEmpty else { return }
        for i in slots.indices { slots[i] = 0 }
        entries.removeAll(keepingCapacity: true)
        pool.removeAll(keepingCapacity: true)
    }
}
