/// Runs a rule program over a document.
///
/// Each pattern starts from its rarest element: where a word, phrase or span that can start patterns stands, only those patterns are tried, outward to the
/// right and then to the left, within the sentence. Cost follows the triggers found; rules that nothing triggers cost nothing.
struct RuleMatcher {
    /// How many elements a pattern may have.
    static let elementLimit = 24

    /// Where a pattern matched.
    struct Match {
        var rule: Int
        /// Tokens of the bracketed part.
        var target: Range<Int>
        /// Id of the span that the target is, where it is one; else -1.
        var targetSpan: Int32
        /// Captured spans: name number and span id (-1: tokens, not a span).
        var captures: [Capture]
    }

    struct Capture {
        var name: Int8
        var span: Int32
        var tokens: Range<Int>
    }

    private let program: RuleProgram
    private let document: Document
    private let spans: SpanTable
    private var lower = 0
    private var upper = 0
    // Where each element of the pattern at hand matched, and the span that it matched.
    private var starts = [Int32](repeating: 0, count: RuleMatcher.elementLimit)
    private var ends = [Int32](repeating: 0, count: RuleMatcher.elementLimit)
    private var spanIDs = [Int32](repeating: -1, count: RuleMatcher.elementLimit)
    private var first: Int32 = 0
    private var last: Int32 = 0

    init(_ program: RuleProgram, _ document: Document, _ spans: SpanTable) {
        self.program = program
        self.document = document
        self.spans = spans
    }

    /// Calls `report` with every match in the document.
    mutating func run(_ report: (Match) -> Void) {
        guard !program.isEmpty else { return }
        for sentence in document.sentences {
            lower = sentence.lowerBound
            upper = sentence.upperBound
            for i in sentence { trigger(i, requireWhole: false, report) }
        }
    }

    /// Calls `report` with every match that covers all of `range`, a candidate.
    mutating func run(within range: Range<Int>, _ report: (Match) -> Void) {
        guard !program.isEmpty else { return }
        lower = range.lowerBound
        upper = range.upperBound
        for i in range { trigger(i, requireWhole: true, report) }
        for number in program.unanchored { attemptFromStart(number, report) }
    }

    /// Tries a pattern without an anchor from the first token of the candidate.
    private mutating func attemptFromStart(_ number: UInt32, _ report: (Match) -> Void) {
        let variant = program.variants[Int(number)]
        first = variant.elements.lowerBound
        last = variant.elements.upperBound
        guard right(first, lower), Int(ends[Int(last - first) - 1]) == upper else { return }
        report(Match(rule: Int(variant.rule), target: lower..<upper, targetSpan: -1, captures: []))
    }

    @inline(__always)
    private mutating func trigger(_ i: Int, requireWhole: Bool, _ report: (Match) -> Void) {
        let token = document.tokens[i]
        for variant in program.wordTriggers[Int(token.folded)] { attempt(variant, i..<(i + 1), -1, requireWhole, report) }
        for variant in program.exactTriggers[Int(token.lexeme)] { attempt(variant, i..<(i + 1), -1, requireWhole, report) }
        let set = document.tokenClasses[i]
        if set != 0 {
            let classes = document.classes(i)
            if classes.intersects(program.triggerClasses) {
                var found: [ClassID] = []
                classes.intersection(program.triggerClasses).forEach { found.append($0) }
                for id in found {
                    for variant in program.classTriggers[Int(id)] { attempt(variant, i..<(i + 1), -1, requireWhole, report) }
                }
            }
        }
        if document.hasPhrase(from: i) {
            for (end, classes) in document.phrases(from: i) where end <= upper {
                guard classes.intersects(program.triggerClasses) else { continue }
                var found: [ClassID] = []
                classes.intersection(program.triggerClasses).forEach { found.append($0) }
                for id in found {
                    for variant in program.classTriggers[Int(id)] { attempt(variant, i..<end, -1, requireWhole, report) }
                }
            }
        }
        guard !program.spanKinds.isEmpty else { return }
        var here: [SpanTable.Span] = []
        _ = spans.from(i, program.spanKinds) { here.append($0); return false }
        for span in here where Int(span.end) <= upper {
            for (kinds, variant) in program.spanTriggers where !kinds.isDisjoint(with: span.kinds) {
                attempt(variant, i..<Int(span.end), span.id, requireWhole, report)
            }
        }
    }

    private mutating func attempt(_ number: UInt32, _ range: Range<Int>, _ span: Int32, _ requireWhole: Bool, _ report: (Match) -> Void) {
        let variant = program.variants[Int(number)]
        first = variant.elements.lowerBound
        last = variant.elements.upperBound
        let anchor = variant.anchor
        let k = Int(anchor - first)
        starts[k] = Int32(range.lowerBound)
        ends[k] = Int32(range.upperBound)
        spanIDs[k] = span
        let element = program.elements[Int(anchor)]
        if element.maximum > 1 {
            // Repeated anchors grow to the right from here; what stands on the left belongs to an earlier start.
            guard !precedes(element, range.lowerBound) else { return }
            var end = range.upperBound
            var count = 1
            while count < Int(element.maximum), let next = firstEnd(element, end) { end = next; count += 1 }
            ends[k] = Int32(end)
        }
        guard right(anchor + 1, Int(ends[k])), left(anchor - 1, range.lowerBound) else { return }
        let from = Int(starts[0]), to = Int(ends[Int(last - first) - 1])
        if requireWhole, from != lower || to != upper { return }
        let targetFirst = Int(variant.target.lowerBound - first), targetLast = Int(variant.target.upperBound - first) - 1
        let target = Int(starts[targetFirst])..<Int(ends[targetLast])
        guard !target.isEmpty else { return }
        var captures: [Capture] = []
        for e in variant.elements {
            let element = program.elements[Int(e)]
            let slot = Int(e - first)
            if element.capture >= 0, ends[slot] > starts[slot] {
                captures.append(Capture(name: element.capture, span: spanIDs[slot], tokens: Int(starts[slot])..<Int(ends[slot])))
            }
        }
        report(Match(rule: Int(variant.rule), target: target, targetSpan: targetFirst == targetLast ? spanIDs[targetFirst] : -1, captures: captures))
    }

    // MARK: Outward from the anchor

    /// Whether the elements from `e` on match from token `i` to the right.
    private mutating func right(_ e: Int32, _ i: Int) -> Bool {
        guard e < last else { return true }
        let element = program.elements[Int(e)]
        let slot = Int(e - first)
        spanIDs[slot] = -1
        starts[slot] = Int32(i)
        if element.isNegated {
            ends[slot] = Int32(i)
            return firstEnd(element, i) == nil && right(e + 1, i)
        }
        switch element.test {
        case .sentenceStart, .sentenceEnd:
            ends[slot] = Int32(i)
            return stands(element.test, i) && right(e + 1, i)
        case .gap:
            for d in 0...Int(element.maximum) where i + d <= upper {
                starts[slot] = Int32(i)
                ends[slot] = Int32(i + d)
                if right(e + 1, i + d) { return true }
            }
            return false
        default: break
        }
        if element.maximum == 1 {
            let found = eachEnd(element, i)
            for (end, span) in found {
                starts[slot] = Int32(i)
                ends[slot] = Int32(end)
                spanIDs[slot] = span
                if right(e + 1, end) { return true }
            }
            starts[slot] = Int32(i)
            ends[slot] = Int32(i)
            spanIDs[slot] = -1
            return element.minimum == 0 && right(e + 1, i)
        }
        var stops = [i]
        while stops.count <= Int(element.maximum), let end = firstEnd(element, stops[stops.count - 1]) { stops.append(end) }
        while stops.count > Int(element.minimum) {
            let end = stops.removeLast()
            starts[slot] = Int32(i)
            ends[slot] = Int32(end)
            if right(e + 1, end) { return true }
        }
        return false
    }

    /// Whether the elements up to `e` match so that they end before token `i`.
    private mutating func left(_ e: Int32, _ i: Int) -> Bool {
        guard e >= first else { return true }
        let element = program.elements[Int(e)]
        let slot = Int(e - first)
        spanIDs[slot] = -1
        ends[slot] = Int32(i)
        if element.isNegated {
            starts[slot] = Int32(i)
            return firstStart(element, i) == nil && left(e - 1, i)
        }
        switch element.test {
        case .sentenceStart, .sentenceEnd:
            starts[slot] = Int32(i)
            return stands(element.test, i) && left(e - 1, i)
        case .gap:
            for d in 0...Int(element.maximum) where i - d >= lower {
                starts[slot] = Int32(i - d)
                ends[slot] = Int32(i)
                if left(e - 1, i - d) { return true }
            }
            return false
        default: break
        }
        if element.maximum == 1 {
            for (start, span) in eachStart(element, i) {
                starts[slot] = Int32(start)
                ends[slot] = Int32(i)
                spanIDs[slot] = span
                if left(e - 1, start) { return true }
            }
            starts[slot] = Int32(i)
            ends[slot] = Int32(i)
            spanIDs[slot] = -1
            return element.minimum == 0 && left(e - 1, i)
        }
        var stops = [i]
        while stops.count <= Int(element.maximum), let start = firstStart(element, stops[stops.count - 1]) { stops.append(start) }
        while stops.count > Int(element.minimum) {
            let start = stops.removeLast()
            starts[slot] = Int32(start)
            ends[slot] = Int32(i)
            if left(e - 1, start) { return true }
        }
        return false
    }

    private func stands(_ test: RuleProgram.Test, _ i: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[min(lower, document.sentenceOf.count - 1)])]
        return test == .sentenceStart ? i == sentence.lowerBound : i == sentence.upperBound
    }

    // MARK: One element

    private func precedes(_ element: RuleProgram.Element, _ i: Int) -> Bool { firstStart(element, i) != nil }

    /// The longest way that an element matches from token `i`.
    private func firstEnd(_ element: RuleProgram.Element, _ i: Int) -> Int? { eachEnd(element, i).first?.0 }
    private func firstStart(_ element: RuleProgram.Element, _ i: Int) -> Int? { eachStart(element, i).first?.0 }

    /// All ends with which an element matches from token `i`, longest first, with the span where it is one.
    private func eachEnd(_ element: RuleProgram.Element, _ i: Int) -> Ways {
        var ways = Ways()
        guard i < upper else { return ways }
        switch element.test {
        case .words, .exactWords, .flags:
            if token(i, passes: element) { ways.append(i + 1, -1) }
        case .classes:
            for k in element.first..<(element.first + element.count) {
                _ = document.phrases(from: i, of: ClassID(program.operands[Int(k)])) { end in
                    if end <= upper { ways.append(end, -1) }
                    return false
                }
            }
        case .spans:
            _ = spans.from(i, SpanKinds(rawValue: UInt16(element.first))) { span in
                if Int(span.end) <= upper { ways.append(Int(span.end), span.id) }
                return false
            }
        case .anyOf:
            for k in element.first..<(element.first + element.count) {
                for (end, span) in eachEnd(program.innerElements[Int(k)], i) { ways.append(end, span) }
            }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return ways
    }

    private func eachStart(_ element: RuleProgram.Element, _ i: Int) -> Ways {
        var ways = Ways()
        guard i > lower else { return ways }
        switch element.test {
        case .words, .exactWords, .flags:
            if token(i - 1, passes: element) { ways.append(i - 1, -1) }
        case .classes:
            for k in element.first..<(element.first + element.count) {
                _ = document.phrases(to: i, of: ClassID(program.operands[Int(k)])) { start in
                    if start >= lower { ways.append(start, -1) }
                    return false
                }
            }
        case .spans:
            _ = spans.to(i, SpanKinds(rawValue: UInt16(element.first))) { span in
                if Int(span.start) >= lower { ways.append(Int(span.start), span.id) }
                return false
            }
        case .anyOf:
            for k in element.first..<(element.first + element.count) {
                for (start, span) in eachStart(program.innerElements[Int(k)], i) { ways.append(start, span) }
            }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return ways
    }

    @inline(__always)
    private func token(_ i: Int, passes element: RuleProgram.Element) -> Bool {
        let token = document.tokens[i]
        switch element.test {
        case .words: return isOperand(token.folded, element)
        case .exactWords: return isOperand(token.lexeme, element)
        default:
            let test = program.flagTests[Int(element.first)]
            guard token.flags.isSuperset(of: test.required), token.flags.isDisjoint(with: test.forbidden) else { return false }
            if !test.anyOf.isEmpty, token.flags.isDisjoint(with: test.anyOf) { return false }
            for id in test.requiredClasses where !document.token(i, isIn: id) { return false }
            for id in test.forbiddenClasses where document.token(i, isIn: id) { return false }
            return true
        }
    }

    @inline(__always)
    private func isOperand(_ lexeme: LexemeID, _ element: RuleProgram.Element) -> Bool {
        var low = Int(element.first), high = Int(element.first + element.count)
        if high - low == 1 { return program.operands[low] == lexeme }
        while low < high {
            let middle = (low + high) / 2
            let value = program.operands[middle]
            if value == lexeme { return true }
            if value < lexeme { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// A few positions without allocation.
    private struct Ways: Sequence, IteratorProtocol {
        private var a = (0, Int32(0)), b = (0, Int32(0)), c = (0, Int32(0)), d = (0, Int32(0))
        private var count = 0
        private var at = 0

        var first: (Int, Int32)? { count == 0 ? nil : a }

        mutating func append(_ position: Int, _ span: Int32) {
            switch count {
            case 0: a = (position, span)
            case 1: b = (position, span)
            case 2: c = (position, span)
            case 3: d = (position, span)
            default: return
            }
            count += 1
        }

        mutating func next() -> (Int, Int32)? {
            guard at < count else { return nil }
            at += 1
            switch at {
            case 1: return a
            case 2: return b
            case 3: return c
            default: return d
            }
        }
    }
}
