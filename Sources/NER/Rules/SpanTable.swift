/// The candidates and mentions of a document by where they begin and end, for patterns that ask for them.
struct SpanTable {
    struct Span {
        var start: Int32
        var end: Int32
        var kinds: SpanKinds
        /// The owner's number of the candidate or mention.
        var id: Int32
        fileprivate var nextAtStart: Int32 = -1
        fileprivate var nextAtEnd: Int32 = -1
    }

    private(set) var spans: [Span] = []
    private var atStart: [Int32] = []
    private var atEnd: [Int32] = []

    /// Forgets all spans.
    ///
    /// - Parameter tokens: how many tokens the document has.
    mutating func reset(tokens: Int) {
        spans.removeAll(keepingCapacity: true)
        atStart.removeAll(keepingCapacity: true)
        atEnd.removeAll(keepingCapacity: true)
        atStart.append(contentsOf: repeatElement(-1, count: tokens + 1))
        atEnd.append(contentsOf: repeatElement(-1, count: tokens + 1))
    }

    mutating func add(_ range: Range<Int>, _ kinds: SpanKinds, id: Int) {
        let number = Int32(spans.count)
        var span = Span(start: Int32(range.lowerBound), end: Int32(range.upperBound), kinds: kinds, id: Int32(id))
        // Longest first, so that greedy matching tries it first.
        var previous: Int32 = -1, next = atStart[range.lowerBound]
        while next >= 0, spans[Int(next)].end >= span.end { previous = next; next = spans[Int(next)].nextAtStart }
        span.nextAtStart = next
        var before: Int32 = -1, after = atEnd[range.upperBound]
        while after >= 0, spans[Int(after)].start <= span.start { before = after; after = spans[Int(after)].nextAtEnd }
        span.nextAtEnd = after
        spans.append(span)
        if previous < 0 { atStart[range.lowerBound] = number } else { spans[Int(previous)].nextAtStart = number }
        if before < 0 { atEnd[range.upperBound] = number } else { spans[Int(before)].nextAtEnd = number }
    }

    /// Calls `body` with the spans that begin at a token, longest first, until it returns true.
    @inline(__always)
    func from(_ token: Int, _ kinds: SpanKinds, _ body: (Span) -> Bool) -> Bool {
        guard token < atStart.count else { return false }
        var k = atStart[token]
        while k >= 0 {
            let span = spans[Int(k)]
            if !span.kinds.isDisjoint(with: kinds), body(span) { return true }
            k = span.nextAtStart
        }
        return false
    }

    /// Calls `body` with the spans that end before a token, longest first, until it returns true.
    @inline(__always)
    func to(_ end: Int, _ kinds: SpanKinds, _ body: (Span) -> Bool) -> Bool {
        var k = atEnd[end]
        while k >= 0 {
            let span = spans[Int(k)]
            if !span.kinds.isDisjoint(with: kinds), body(span) { return true }
            k = span.nextAtEnd
        }
        return false
    }

    /// The span of these kinds that covers exactly a range.
    func exactly(_ range: Range<Int>, _ kinds: SpanKinds) -> Int? {
        var id: Int?
        _ = from(range.lowerBound, kinds) { span in
            guard Int(span.end) == range.upperBound else { return false }
            id = Int(span.id)
            return true
        }
        return id
    }
}
