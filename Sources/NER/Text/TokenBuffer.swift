/// The tokens of a document, column by column: what is asked together lies together.
struct TokenBuffer: ~Copyable {
    private(set) var count = 0
    private var capacity = 1 << 12

    // Their own counts are those of the last `finish`.
    var tokens: GrowingBuffer<Token>
    var classes: GrowingBuffer<UInt16>
    var triggers: GrowingBuffer<TriggerMask>
    /// The lexical part of the signatures of what begins at each token, and of what ends with it.
    var beginnings: GrowingBuffer<UInt32>
    var endings: GrowingBuffer<UInt32>

    init() {
        tokens = GrowingBuffer(capacity: capacity)
        classes = GrowingBuffer(capacity: capacity)
        triggers = GrowingBuffer(capacity: capacity)
        beginnings = GrowingBuffer(capacity: capacity)
        endings = GrowingBuffer(capacity: capacity)
    }

    @inline(__always)
    mutating func append(_ token: Token, _ info: LexemeInfo) {
        if count == capacity { grow() }
        tokens.put(token, at: count)
        classes.put(info.classes, at: count)
        triggers.put(info.triggers, at: count)
        beginnings.put(info.signature, at: count)
        endings.put(info.signature, at: count)
        count &+= 1
    }

    /// Ends a run of `append`: only now the columns have its tokens.
    mutating func finish() {
        tokens.setCount(count)
        classes.setCount(count)
        triggers.setCount(count)
        beginnings.setCount(count)
        endings.setCount(count)
    }

    mutating func removeAll() {
        count = 0
        finish()
    }

    @inline(never)
    private mutating func grow() {
        finish()
        capacity *= 2
        tokens.reserve(capacity)
        classes.reserve(capacity)
        triggers.reserve(capacity)
        beginnings.reserve(capacity)
        endings.reserve(capacity)
    }
}
