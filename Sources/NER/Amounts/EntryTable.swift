/// Values by entry of a lexicon: an array, since the entries of one file are numbered in a row.
struct EntryTable<Value: BitwiseCopyable & Sendable>: Sendable {
    private var first: EntryID = 0
    /// By entry, from `first`: one more than its place in `values`; 0: none.
    private var slots: [UInt32] = []
    private var values: [Value] = []

    /// Adds a value for an entry; entries come in rising order.
    mutating func append(_ value: Value, for entry: EntryID) {
        if slots.isEmpty { first = entry }
        guard entry >= first else { return }
        let missing = Int(entry - first) - slots.count + 1
        if missing > 0 { slots.append(contentsOf: repeatElement(0, count: missing)) }
        values.append(value)
        slots[Int(entry - first)] = UInt32(values.count)
    }

    /// The value of an entry, if it has one.
    subscript(_ entry: EntryID) -> Value? {
        guard entry >= first, Int(entry - first) < slots.count, slots[Int(entry - first)] > 0 else { return nil }
        return values[Int(slots[Int(entry - first)]) - 1]
    }
}
