/// Small numbers by 64-bit keys: open addressing over two flat arrays.
///
/// For what one document counts: a fraction of a dictionary's cost, since its keys are numbers already and need no keyed hash. Against texts made to collide
/// stands a multiplication that mixes all bits of a key; positions and lexemes cannot be chosen freely enough to undo it.
struct NumberTable {
    private var slots: [(key: UInt64, number: Int32)]
    private(set) var count = 0
    private var mask: Int

    /// - Parameter expected: how many keys are expected; more are no error.
    init(expected: Int = 0) {
        var size = 16
        while size < expected * 2 { size *= 2 }
        slots = [(key: UInt64, number: Int32)](repeating: (0, -1), count: size)
        mask = size - 1
    }

    @inline(__always)
    private static func mix(_ key: UInt64) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: product.high ^ product.low)
    }

    /// The slot of a key, or the free one where it belongs.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        var i = Self.mix(key) & mask
        while slots[i].number >= 0, slots[i].key != key { i = (i + 1) & mask }
        return i
    }

    /// The number of a key; `nil` where it has none.
    @inline(__always)
    subscript(_ key: UInt64) -> Int32? {
        let number = slots[slot(key)].number
        return number >= 0 ? number : nil
    }

    /// Gives a key a number, from 0 up.
    mutating func set(_ key: UInt64, _ number: Int32) {
        if (count + 1) * 2 > slots.count { grow() }
        let i = slot(key)
        if slots[i].number < 0 { count += 1 }
        slots[i] = (key, number)
    }

    /// The number that a key has; where it has none, `nil`, and it gets this one.
    @inline(__always)
    mutating func insert(_ key: UInt64, _ number: Int32) -> Int32? {
        if (count + 1) * 2 > slots.count { grow() }
        let i = slot(key)
        if slots[i].number >= 0 { return slots[i].number }
        slots[i] = (key, number)
        count += 1
        return nil
    }

    /// Counts a key once more, where it stands for less than `limit`. Whether it did.
    @inline(__always)
    mutating func count(_ key: UInt64, upTo limit: Int) -> Bool {
        if (count + 1) * 2 > slots.count { grow() }
        let i = slot(key)
        if slots[i].number < 0 {
            slots[i] = (key, 0)
            count += 1
        }
        guard Int(slots[i].number) < limit else { return false }
        slots[i].number += 1
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = [(key: UInt64, number: Int32)](repeating: (0, -1), count: old.count * 2)
        mask = slots.count - 1
        for one in old where one.number >= 0 { slots[slot(one.key)] = one }
    }

    /// A key for two numbers.
    @inline(__always)
    static func key(_ a: Int, _ b: Int) -> UInt64 { UInt64(UInt32(truncatingIfNeeded: a)) << 32 | UInt64(UInt32(truncatingIfNeeded: b)) }

    /// A key for a run of tokens.
    @inline(__always)
    static func key(_ range: Range<Int>) -> UInt64 { key(range.lowerBound, range.upperBound) }
}
