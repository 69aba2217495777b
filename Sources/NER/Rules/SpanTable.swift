/// The candidates and mentions of a document by where they begin and end, for patterns that ask for them.
///
/// One thread's, used again from document to document.
final class SpanTable {
    private var storage = Storage()

    /// Forgets all spans, and takes in those of `document`.
    func reset(_ document: Document) { storage.reset(document) }

    func add(_ range: Range<Int>, _ kinds: SpanKinds, id: Int) { storage.add(range, kinds, id: id) }

    /// For matching: void once a span is added.
    var view: View { storage.view }

    struct Span: BitwiseCopyable {
        var start: Int32
        var end: Int32
        var kinds: SpanKinds
        /// The owner's number of the candidate or mention.
        var id: Int32
        fileprivate(set) var nextAtStart: Int32 = -1
        fileprivate(set) var nextAtEnd: Int32 = -1
    }

    struct View: BitwiseCopyable {
        fileprivate let spans: UnsafeBufferPointer<Span>
        fileprivate let atStart: UnsafeBufferPointer<Int32>
        fileprivate let atEnd: UnsafeBufferPointer<Int32>
        /// By token: the kinds of all spans that begin there, or end before it.
        let kindsAtStart: UnsafeBufferPointer<SpanKinds>
        let kindsAtEnd: UnsafeBufferPointer<SpanKinds>
        /// By sentence: the kinds of spans that begin in it.
        let sentenceKinds: UnsafeBufferPointer<SpanKinds>

        /// All spans, in no particular order.
        var all: UnsafeBufferPointer<Span> { spans }
        subscript(_ number: Int32) -> Span { spans[Int(number)] }
        /// The first span that begins at a token (ends before it), the longest; -1: none. The others follow by `nextAtStart` (`nextAtEnd`).
        @inline(__always) func first(from token: Int) -> Int32 { kindsAtStart[token].isEmpty ? -1 : atStart[token] }
        @inline(__always) func first(to end: Int) -> Int32 { kindsAtEnd[end].isEmpty ? -1 : atEnd[end] }
    }

    /// The memory, apart from the class so that a call checks access to it once.
    private struct Storage: ~Copyable {
        private var spans = GrowingBuffer<Span>(capacity: 512)
        private var atStart = GrowingBuffer<Int32>(capacity: 4096)
        private var atEnd = GrowingBuffer<Int32>(capacity: 4096)
        /// By token: the kinds of all spans that begin (end) there.
        private var kindsAtStart = GrowingBuffer<SpanKinds>(capacity: 4096)
        private var kindsAtEnd = GrowingBuffer<SpanKinds>(capacity: 4096)
        private var sentenceKinds = GrowingBuffer<SpanKinds>(capacity: 256)
        private var sentenceOf = UnsafeBufferPointer<Int32>(start: nil, count: 0)

        mutating func reset(_ document: Document) {
            let tokens = document.tokens.count
            sentenceOf = document.sentenceOf
            sentenceKinds.removeAll()
            sentenceKinds.append(repeating: [], count: document.sentences.count)
            spans.removeAll()
            atStart.removeAll()
            atEnd.removeAll()
            atStart.append(repeating: -1, count: tokens + 1)
            atEnd.append(repeating: -1, count: tokens + 1)
            kindsAtStart.removeAll()
            kindsAtEnd.removeAll()
            kindsAtStart.append(repeating: [], count: tokens + 1)
            kindsAtEnd.append(repeating: [], count: tokens + 1)
        }

        mutating func add(_ range: Range<Int>, _ kinds: SpanKinds, id: Int) {
            let number = Int32(spans.count)
            let sentence = Int(sentenceOf[range.lowerBound])
            sentenceKinds[sentence] = sentenceKinds[sentence].union(kinds)
            kindsAtStart[range.lowerBound].formUnion(kinds)
            kindsAtEnd[range.upperBound].formUnion(kinds)
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

        var view: View { View(spans: spans.view, atStart: atStart.view, atEnd: atEnd.view, kindsAtStart: kindsAtStart.view, kindsAtEnd: kindsAtEnd.view, sentenceKinds: sentenceKinds.view) }
    }
}
