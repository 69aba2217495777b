/// The tokens of a document, column by column: what is asked together lies together.
struct TokenBuffer: ~Copyable {
    private static var initialCapacity: Int { 1 << 12 }

    var tokens = GrowingBuffer<Token>(capacity: TokenBuffer.initialCapacity)
    var classes = GrowingBuffer<UInt16>(capacity: TokenBuffer.initialCapacity)
    var triggers = GrowingBuffer<TriggerMask>(capacity: TokenBuffer.initialCapacity)

    @inline(__always) var count: Int { tokens.count }

    /// - Parameters:
    ///   - classes: the classes of the one-token phrase that it is, as an index.
    ///   - triggers: the rule programs that it may start a pattern of.
    @inline(__always)
    mutating func append(_ token: Token, classes set: UInt16, triggers mask: TriggerMask) {
        if tokens.isFull { grow() }
        tokens.appendReserved(token)
        classes.appendReserved(set)
        triggers.appendReserved(mask)
    }

    mutating func removeAll() {
        tokens.removeAll()
        classes.removeAll()
        triggers.removeAll()
    }

    @inline(never)
    private mutating func grow() {
        let size = tokens.count * 2
        tokens.reserve(size)
        classes.reserve(size)
        triggers.reserve(size)
    }
}
