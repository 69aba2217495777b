import JSON

/// Small words, with a bit for each language that has the word.
///
/// A word of up to eight bytes is its own key; of a longer one the key is a mixture of both halves.
struct SmallWords: Sendable {
    /// Open addressing.
    private var slots: [Slot]
    private let shift: UInt64
    /// Bytes of the longest of the words.
    private let longest: Int

    /// By word: its languages, one byte each, 1 for those that have it.
    private(set) var votes: [SIMD64<UInt8>] = []

    struct Slot: Sendable {
        var key: UInt64 = 0
        /// Where its votes are; -1: the slot is free.
        var number = -1
    }

    /// Words in any case, each of at most 16 bytes and of letters alone; longer ones are never found.
    init(_ words: [(word: [UInt8], mask: UInt64)]) {
        var bits: UInt64 = 6
        while 1 << bits < words.count * 3 { bits += 1 }
        shift = 64 - bits
        longest = min(words.map(\.word.count).max() ?? 0, 16)
        slots = [Slot](repeating: Slot(), count: 1 << Int(bits))
        for (word, mask) in words where !word.isEmpty && word.count <= 16 {
            let halves = [word.prefix(8), word.dropFirst(8)].map { half in
                half.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1.asciiLowercased) }
            }
            let key = word.count > 8 ? Self.key(halves[0], halves[1]) : halves[0]
            var i = Int(truncatingIfNeeded: Self.mixed(key) >> shift)
            while slots[i].number >= 0, slots[i].key != key { i = (i + 1) & (slots.count - 1) }
            if slots[i].number < 0 {
                slots[i] = Slot(key: key, number: votes.count)
                votes.append(SIMD64())
            }
            var rest = mask
            while rest != 0 {
                votes[slots[i].number][rest.trailingZeroBitCount] = 1
                rest &= rest - 1
            }
        }
    }

    /// Calls `body` with the number of each of the first `limit` words of `text` that is one of these.
    ///
    /// A word is a run of anything but ASCII that is no letter. Eight bytes at a time.
    ///
    /// - Returns: how many words there were, up to `limit`.
    @inline(__always)
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, limit: Int, _ body: (Int) -> Void) -> Int {
        guard let base = text.baseAddress else { return 0 }
        return slots.withUnsafeBufferPointer { slots in
            var count = 0, i = 0
            while i < text.count, count < limit {
                let first = Self.word(base, i, text.count)
                let separators = Self.separators(first)
                let length = ByteScan.leading(separators)
                if length == 0 { i &+= 1; continue }
                count &+= 1
                i &+= length
                // The bits behind the word are cleared; those of a word of eight bytes all count.
                var key = Self.lowercased(first)
                if length < 8 {
                    key &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
                    // Where the separator was seen there is no need to look at it again.
                    i &+= 1
                } else {
                    let second = i < text.count ? Self.word(base, i, text.count) : 0
                    var more = ByteScan.leading(Self.separators(second))
                    i &+= more
                    if more > 0 {
                        let part = more < 8 ? Self.lowercased(second) & ((1 &<< UInt64(truncatingIfNeeded: more &* 8)) &- 1) : Self.lowercased(second)
                        key = Self.key(key, part)
                    }
                    while more == 8, i < text.count {
                        more = ByteScan.leading(Self.separators(Self.word(base, i, text.count)))
                        i &+= more
                        // Over 16 bytes.
                        if more > 0 { key = 0 }
                    }
                    if key == 0 { continue }
                }
                var slot = Int(truncatingIfNeeded: Self.mixed(key) &>> shift)
                while slots[slot].number >= 0 {
                    if slots[slot].key == key {
                        body(slots[slot].number)
                        break
                    }
                    slot = (slot &+ 1) & (slots.count &- 1)
                }
            }
            return count
        }
    }

    @inline(__always)
    private static func word(_ base: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> UInt64 {
        end &- i >= 8 ? ByteScan.word(at: base + i) : ByteScan.word(at: base + i, count: end &- i)
    }

    /// The high bit of each byte that is ASCII and no letter. Exact: seven bits are added to, so that nothing is carried on.
    @inline(__always)
    private static func separators(_ word: UInt64) -> UInt64 {
        let letter = (word & ~ByteScan.highs) | ByteScan.ones &* 0x20
        let isFromA = letter &+ ByteScan.ones &* (0x80 - 0x61)
        let isBehindZ = letter &+ ByteScan.ones &* (0x80 - 0x7B)
        return ~((isFromA & ~isBehindZ) | word) & ByteScan.highs
    }

    /// Letters of ASCII in lower case (Cyrillic capitals open sentences only; those words are let go). Other ASCII is spoilt.
    @inline(__always)
    private static func lowercased(_ word: UInt64) -> UInt64 { word | (~word & ByteScan.highs) &>> 2 }

    /// The key of a word of more than eight bytes.
    @inline(__always)
    private static func key(_ first: UInt64, _ second: UInt64) -> UInt64 { first ^ mixed(second) &* 3 }

    /// Fibonacci hashing (Knuth, TAOCP 6.4): the high bits depend on all of the key.
    @inline(__always)
    private static func mixed(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}
