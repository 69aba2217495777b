/// The tokens of a document, column by column: what is asked together lies together.
struct TokenBuffer: ~Copyable {
    private static var initialCapacity: Int { 1 << 12 }

    var tokens = GrowingBuffer<Token>(capacity: TokenBuffer.initialCapacity)
    var classes = GrowingBuffer<UInt16>(capacity: TokenBuffer.initialCapacity)
    var triggers = GrowingBuffer<TriggerMask>(capacity: TokenBuffer.initialCapacity)

    /// The lexical part of the signatures of what begins at each token, and of what ends with it.
    var beginnings = GrowingBuffer<UInt32>(capacity: TokenBuffer.initialCapacity)
    var endings = GrowingBuffer<UInt32>(capacity: TokenBuffer.initialCapacity)

    @inline(__always) var count: Int { tokens.count }

    @inline(__always)
    mutating func append(_ token: Token, _ info: LexemeInfo) {
        if tokens.isFull { grow() }
        tokens.appendReserved(token)
        classes.appendReserved(info.classes)
        triggers.appendReserved(info.triggers)
        beginnings.appendReserved(info.signature)
        endings.appendReserved(info.signature)
    }

    mutating func removeAll() {
        tokens.removeAll()
        classes.removeAll()
        triggers.removeAll()
        beginnings.removeAll()
        endings.removeAll()
    }

    @inline(never)
    private mutating func grow() {
        let size = tokens.count * 2
        tokens.reserve(size)
        classes.reserve(size)
        triggers.reserve(size)
        beginnings.reserve(size)
        endings.reserve(size)
    }
}
