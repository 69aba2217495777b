/// Finds the head of a role's span, the noun on which it is built, and what kind of position that names.
struct RoleHeads {
    private let document: Document
    private let recognizer: EntityRecognizer
    /// Not kept: a copy would count references to all its tables.
    private var classes: RoleClasses { recognizer.roleClasses }

    init(_ document: Document, _ recognizer: EntityRecognizer) {
        self.document = document
        self.recognizer = recognizer
    }

    /// What the head of a span is; empty where it holds no head. Several, where its noun is in several lexicons.
    ///
    /// The head ends the span, or stands before an `of` or `for` that names the function. Of the phrases that end there the longest count.
    func kinds(_ range: Range<Int>) -> SpanKinds {
        for end in range where end > range.lowerBound && document.token(end, isIn: classes.complement) {
            let found = kinds(range.lowerBound..<end, endingAt: end)
            if !found.isEmpty { return found }
        }
        return kinds(range, endingAt: range.upperBound)
    }

    private func kinds(_ range: Range<Int>, endingAt end: Int) -> SpanKinds {
        var kinds: SpanKinds = [], longest = Int.max
        func see(_ start: Int, _ set: UInt16) {
            let own = classes.kinds(ofSet: set)
            guard !own.isEmpty, start >= range.lowerBound, start <= longest else { return }
            kinds = start < longest ? own : kinds.union(own)
            longest = start
        }
        var k = document.matchAtEnd[end]
        while k >= 0 {
            see(Int(document.matches[Int(k)].start), document.matches[Int(k)].classes)
            k = document.matches[Int(k)].nextAtEnd
        }
        if end > 0 { see(end - 1, document.tokenClasses[end - 1]) }
        if kinds.isEmpty, end > range.lowerBound + 1, document.isCharacter(end - 1, UInt8(ascii: ".")) { return self.kinds(range, endingAt: end - 1) }
        return kinds
    }

    /// Whether a span's head is a plural: “analysts”, “heads of research”.
    func isPlural(_ range: Range<Int>) -> Bool {
        let complement = range.first { $0 > range.lowerBound && document.token($0, isIn: classes.complement) }
        return document.tokens[(complement ?? range.upperBound) - 1].flags.contains(.plural)
    }
}
