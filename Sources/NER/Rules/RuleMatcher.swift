/// Runs a rule program over a document.
///
/// Each pattern starts from its rarest element: where a word, phrase or span that can start patterns stands, only those patterns are tried, outward to the
/// right and then to the left, within the sentence. Cost follows the triggers found; rules that nothing triggers cost nothing.
struct RuleMatcher: ~Copyable {
    /// How many elements a pattern may have.
    static let elementLimit = 24
    /// How many captures a pattern may have.
    static let captureLimit = 3

    /// Where a pattern matched.
    struct Match: BitwiseCopyable {
        var rule: Int32
        /// Tokens of the bracketed part.
        var targetStart: Int32
        var targetEnd: Int32
        /// Id of the span that the target is, where it is one; else -1.
        var targetSpan: Int32
        /// Captured spans: name number (-1: none) and span id.
        var captures: (Capture, Capture, Capture) = (Capture(), Capture(), Capture())

        var target: Range<Int> { Int(targetStart)..<Int(targetEnd) }

        /// The captured spans in order.
        var captured: [Capture] { [captures.0, captures.1, captures.2].filter { $0.name >= 0 } }
    }

    struct Capture: BitwiseCopyable {
        var name: Int8 = -1
        var span: Int32 = -1
    }

    /// Where one element of the pattern at hand matched, and the span that it matched.
    struct Slot: BitwiseCopyable {
        var start: Int32 = 0
        var end: Int32 = 0
        var span: Int32 = -1
    }

    // Plain views of the program, so that the loops touch no reference counts.
    private let program: RuleProgram
    private let elements: UnsafeBufferPointer<RuleProgram.Element>
    private let innerElements: UnsafeBufferPointer<RuleProgram.Element>
    private let operands: UnsafeBufferPointer<UInt32>
    private let flagTests: UnsafeBufferPointer<RuleProgram.CompiledFlagTest>
    private let variants: UnsafeBufferPointer<RuleProgram.Variant>
    private let wordTriggers: RuleProgram.Triggers.View
    private let exactTriggers: RuleProgram.Triggers.View
    private let classTriggers: RuleProgram.Triggers.View
    private let spanTriggers: UnsafeBufferPointer<RuleProgram.SpanTrigger>
    private let wordBeforeTriggers: RuleProgram.Triggers.View
    private let wordAfterTriggers: RuleProgram.Triggers.View
    private let triggerClasses: ClassSet
    private let spanKinds: SpanKinds
    private let mask: TriggerMask
    // Plain views of the document, for the same reason.
    private let tokens: UnsafeBufferPointer<Token>
    private let tokenClasses: UnsafeBufferPointer<UInt16>
    private let triggers: UnsafeBufferPointer<TriggerMask>
    private let sentenceOf: UnsafeBufferPointer<Int32>
    private let sentences: UnsafeBufferPointer<Range<Int>>
    private let phraseMatches: UnsafeBufferPointer<Document.PhraseMatch>
    private let phraseAtStart: UnsafeBufferPointer<Int32>
    private let phraseAtEnd: UnsafeBufferPointer<Int32>
    private let automaton: PhraseAutomaton.View
    private let spans: SpanTable.View
    /// The kinds of spans that the sentence has.
    private var present: SpanKinds = []
    private var lower = 0
    private var upper = 0
    private var slots = GrowingBuffer<Slot>(repeating: Slot(), count: RuleMatcher.elementLimit)
    private var first: Int32 = 0
    private var last: Int32 = 0
    private var matches = GrowingBuffer<Match>(capacity: 64)
    /// The variant whose ways are being enumerated, or -1, and how many matches there were before.
    private var enumerated = -1
    private var firstOfAttempt = 0

    /// - Parameter spans: what `@name` and its like can match; must have been reset for this document.
    init(_ program: RuleProgram, _ document: Document, _ spans: SpanTable) {
        self.program = program
        elements = program.elements.view
        innerElements = program.innerElements.view
        operands = program.operands.view
        flagTests = program.flagTests.view
        variants = program.variants.view
        wordTriggers = program.wordTriggers.view
        exactTriggers = program.exactTriggers.view
        classTriggers = program.classTriggers.view
        spanTriggers = program.spanTriggers.view
        wordBeforeTriggers = program.wordBeforeTriggers.view
        wordAfterTriggers = program.wordAfterTriggers.view
        triggerClasses = program.triggerClasses
        spanKinds = program.spanKinds
        mask = program.mask
        tokens = document.tokens
        tokenClasses = document.tokenClasses
        triggers = document.triggers
        sentenceOf = document.sentenceOf
        sentences = document.sentences
        phraseMatches = document.matches
        phraseAtStart = document.matchAtStart
        phraseAtEnd = document.matchAtEnd
        automaton = document.automaton
        self.spans = spans.view
    }

    /// All matches in the document, void at the next call.
    mutating func run() -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        let needs = program.needs
        for k in sentences.indices {
            present = spans.sentenceKinds[k]
            // A sentence without a candidate has nothing to speak about.
            if !needs.isEmpty, present.isDisjoint(with: needs) { continue }
            let sentence = sentences[k]
            lower = sentence.lowerBound
            upper = sentence.upperBound
            for i in sentence where triggers[i] & mask != 0 { trigger(i, requireWhole: false) }
        }
        for span in spans.all where !span.kinds.isDisjoint(with: spanKinds) {
            enterSentence(of: Int(span.start))
            if Int(span.end) <= upper { trigger(span) }
        }
        return matches.view
    }

    /// Tries the variants that a span starts: first those known by the word beside it, then those whose neighbour can stand there.
    private mutating func trigger(_ span: SpanTable.Span) {
        let start = Int(span.start), end = Int(span.end)
        if end < upper {
            for variant in wordAfterTriggers[Int(tokens[end].folded)] where startsAt(span, variant) { attempt(variant, start, end, span.id, false) }
        }
        if start > lower {
            for variant in wordBeforeTriggers[Int(tokens[start - 1].folded)] where startsAt(span, variant) { attempt(variant, start, end, span.id, false) }
        }
        guard !spanTriggers.isEmpty else { return }
        var before: SpanKinds = [], after: SpanKinds = []
        _ = spans.to(start, SpanKinds(rawValue: .max)) { before.formUnion($0.kinds); return false }
        _ = spans.from(end, SpanKinds(rawValue: .max)) { after.formUnion($0.kinds); return false }
        let classBefore = start > lower ? tokenClasses[start - 1] : 0, classAfter = end < upper ? tokenClasses[end] : 0
        let phraseBefore = start > lower && phraseAtEnd[start] >= 0, phraseAfter = end < upper && phraseAtStart[end] >= 0
        for trigger in spanTriggers where !trigger.kinds.isDisjoint(with: span.kinds) {
            switch trigger.guardian {
            case .none: break
            case .spanBefore: if before.isDisjoint(with: trigger.spans) { continue }
            case .spanAfter: if after.isDisjoint(with: trigger.spans) { continue }
            case .classBefore: if !phraseBefore, classBefore == 0 || !automaton.classes(at: classBefore).contains(trigger.classID) { continue }
            case .classAfter: if !phraseAfter, classAfter == 0 || !automaton.classes(at: classAfter).contains(trigger.classID) { continue }
            }
            attempt(trigger.variant, start, end, span.id, false)
        }
    }

    /// Whether a span is of the kinds that a variant starts from.
    @inline(__always)
    private func startsAt(_ span: SpanTable.Span, _ variant: UInt32) -> Bool {
        !span.kinds.isDisjoint(with: SpanKinds(rawValue: UInt16(elements[Int(variants[Int(variant)].anchor)].first)))
    }

    /// All matches that cover all of `range`, a candidate; void at the next call.
    mutating func run(within range: Range<Int>) -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        lower = range.lowerBound
        upper = range.upperBound
        present = SpanKinds(rawValue: .max)
        for i in range where triggers[i] & mask != 0 { trigger(i, requireWhole: true) }
        for number in program.unanchored.view { attemptFromStart(number) }
        return matches.view
    }

    /// Tries a pattern without an anchor from the first token of the candidate.
    private mutating func attemptFromStart(_ number: UInt32) {
        let variant = variants[Int(number)]
        first = variant.firstElement
        last = variant.endElement
        guard right(first, lower), Int(slots[Int(last - first) - 1].end) == upper else { return }
        matches.append(Match(rule: variant.rule, targetStart: Int32(lower), targetEnd: Int32(upper), targetSpan: -1))
    }

    @inline(__always)
    private mutating func enterSentence(of i: Int) {
        let number = Int(sentenceOf[i])
        lower = sentences[number].lowerBound
        upper = sentences[number].upperBound
        present = spans.sentenceKinds[number]
    }

    private mutating func trigger(_ i: Int, requireWhole: Bool) {
        let token = tokens[i]
        for variant in wordTriggers[Int(token.folded)] { attempt(variant, i, i + 1, -1, requireWhole) }
        for variant in exactTriggers[Int(token.lexeme)] { attempt(variant, i, i + 1, -1, requireWhole) }
        if tokenClasses[i] != 0 { trigger(classes(i), i, i + 1, requireWhole) }
        var k = phraseAtStart[i]
        while k >= 0 {
            let match = phraseMatches[Int(k)]
            if Int(match.end) <= upper { trigger(automaton.classes(at: match.classes), i, Int(match.end), requireWhole) }
            k = match.nextAtStart
        }
    }

    @inline(__always)
    private func classes(_ i: Int) -> ClassSet { automaton.classes(at: tokenClasses[i]) }

    @inline(__always)
    private mutating func trigger(_ classes: ClassSet, _ start: Int, _ end: Int, _ requireWhole: Bool) {
        guard classes.intersects(triggerClasses) else { return }
        classes.intersection(triggerClasses).forEach { id in
            for variant in classTriggers[Int(id)] { attempt(variant, start, end, -1, requireWhole) }
        }
    }

    private mutating func attempt(_ number: UInt32, _ start: Int, _ end: Int, _ span: Int32, _ requireWhole: Bool) {
        let variant = variants[Int(number)]
        if !variant.needs.isEmpty, present.isDisjoint(with: variant.needs) { return }
        if !variant.alsoNeeds.isEmpty, present.isDisjoint(with: variant.alsoNeeds) { return }
        first = variant.firstElement
        last = variant.endElement
        let k = Int(variant.anchor - first)
        var slot = Slot(start: Int32(start), end: Int32(end), span: span)
        let element = elements[Int(variant.anchor)]
        if element.maximum > 1 {
            // Repeated anchors grow to the right from here; what stands on the left belongs to an earlier start.
            guard firstStart(element, start) == nil else { return }
            var reach = end, count = 1
            while count < Int(element.maximum), let next = firstEnd(element, reach) { reach = next; count += 1 }
            slot.end = Int32(reach)
        }
        slots[k] = slot
        if variant.firstTarget > variant.anchor, variant.isContext {
            // Every candidate that the target can be gets its match, whatever the pattern started from.
            guard left(variant.anchor - 1, start) else { return }
            enumerate(number) { $0.right(variant.anchor + 1, Int(slot.end)) }
        } else if variant.endTarget <= variant.anchor, variant.isContext {
            guard right(variant.anchor + 1, Int(slot.end)) else { return }
            enumerate(number) { $0.left(variant.anchor - 1, start) }
        } else if right(variant.anchor + 1, Int(slot.end)), left(variant.anchor - 1, start) {
            if requireWhole, Int(slots[0].start) != lower || Int(slots[Int(last - first) - 1].end) != upper { return }
            report(variant)
        }
    }

    /// Explores all ways on one side of the anchor; `report` is called for each.
    private mutating func enumerate(_ number: UInt32, _ explore: (inout RuleMatcher) -> Bool) {
        enumerated = Int(number)
        firstOfAttempt = matches.count
        _ = explore(&self)
        enumerated = -1
    }

    /// Whether the pattern's end is enough; when enumerating, reports the match and asks for another one.
    @inline(__always)
    private mutating func atEnd() -> Bool {
        guard enumerated >= 0 else { return true }
        report(variants[enumerated])
        return false
    }

    private mutating func report(_ variant: RuleProgram.Variant) {
        let targetFirst = Int(variant.firstTarget - first), targetLast = Int(variant.endTarget - first) - 1
        let from = slots[targetFirst].start, to = slots[targetLast].end
        guard from < to else { return }
        var match = Match(rule: variant.rule, targetStart: from, targetEnd: to, targetSpan: targetFirst == targetLast ? slots[targetFirst].span : -1)
        if enumerated >= 0 {
            // The nearest way to each candidate is the one that counts.
            for k in firstOfAttempt..<matches.count where matches[k].targetSpan == match.targetSpan { return }
        }
        if variant.hasCaptures { capture(variant, &match) }
        matches.append(match)
    }

    private func capture(_ variant: RuleProgram.Variant, _ match: inout Match) {
        var count = 0
        for e in variant.firstElement..<variant.endElement where elements[Int(e)].capture >= 0 {
            let slot = slots[Int(e - first)]
            guard slot.end > slot.start else { continue }
            let capture = Capture(name: elements[Int(e)].capture, span: slot.span)
            switch count {
            case 0: match.captures.0 = capture
            case 1: match.captures.1 = capture
            default: match.captures.2 = capture
            }
            count += 1
        }
    }

    // MARK: Outward from the anchor

    /// Whether the elements from `e` on match from token `i` to the right.
    private mutating func right(_ e: Int32, _ i: Int) -> Bool {
        var e = e, i = i
        // Plain tests of one token need no choice.
        while e < last {
            let element = elements[Int(e)]
            guard element.isPlain else { break }
            guard i < upper, token(i, passes: element) else { return false }
            slots[Int(e - first)] = Slot(start: Int32(i), end: Int32(i + 1))
            e += 1
            i += 1
        }
        guard e < last else { return atEnd() }
        let element = elements[Int(e)]
        let slot = Int(e - first)
        slots[slot] = Slot(start: Int32(i), end: Int32(i))
        if element.isNegated {
            return firstEnd(element, i) == nil && right(e + 1, i)
        }
        switch element.test {
        case .sentenceStart, .sentenceEnd:
            return stands(element.test, i) && right(e + 1, i)
        case .gap:
            for d in 0...Int(element.maximum) where i + d <= upper {
                slots[slot] = Slot(start: Int32(i), end: Int32(i + d))
                if right(e + 1, i + d) { return true }
            }
            return false
        default: break
        }
        if element.maximum == 1 {
            let found = eachEnd(element, i)
            for (end, span) in found {
                slots[slot] = Slot(start: Int32(i), end: Int32(end), span: span)
                if right(e + 1, end) { return true }
            }
            slots[slot] = Slot(start: Int32(i), end: Int32(i), span: -1)
            return element.minimum == 0 && right(e + 1, i)
        }
        var stops = Stops(i)
        while stops.count <= Int(element.maximum), let end = firstEnd(element, stops.last) { stops.append(end) }
        while stops.count > Int(element.minimum) {
            let end = stops.removeLast()
            slots[slot] = Slot(start: Int32(i), end: Int32(end))
            if right(e + 1, end) { return true }
        }
        return false
    }

    /// Whether the elements up to `e` match so that they end before token `i`.
    private mutating func left(_ e: Int32, _ i: Int) -> Bool {
        var e = e, i = i
        while e >= first {
            let element = elements[Int(e)]
            guard element.isPlain else { break }
            guard i > lower, token(i - 1, passes: element) else { return false }
            slots[Int(e - first)] = Slot(start: Int32(i - 1), end: Int32(i))
            e -= 1
            i -= 1
        }
        guard e >= first else { return atEnd() }
        let element = elements[Int(e)]
        let slot = Int(e - first)
        slots[slot] = Slot(start: Int32(i), end: Int32(i))
        if element.isNegated {
            return firstStart(element, i) == nil && left(e - 1, i)
        }
        switch element.test {
        case .sentenceStart, .sentenceEnd:
            return stands(element.test, i) && left(e - 1, i)
        case .gap:
            for d in 0...Int(element.maximum) where i - d >= lower {
                slots[slot] = Slot(start: Int32(i - d), end: Int32(i))
                if left(e - 1, i - d) { return true }
            }
            return false
        default: break
        }
        if element.maximum == 1 {
            for (start, span) in eachStart(element, i) {
                slots[slot] = Slot(start: Int32(start), end: Int32(i), span: span)
                if left(e - 1, start) { return true }
            }
            slots[slot] = Slot(start: Int32(i), end: Int32(i), span: -1)
            return element.minimum == 0 && left(e - 1, i)
        }
        var stops = Stops(i)
        while stops.count <= Int(element.maximum), let start = firstStart(element, stops.last) { stops.append(start) }
        while stops.count > Int(element.minimum) {
            let start = stops.removeLast()
            slots[slot] = Slot(start: Int32(start), end: Int32(i))
            if left(e - 1, start) { return true }
        }
        return false
    }

    private func stands(_ test: RuleProgram.Test, _ i: Int) -> Bool {
        let sentence = sentences[Int(sentenceOf[min(lower, sentenceOf.count - 1)])]
        return test == .sentenceStart ? i == sentence.lowerBound : i == sentence.upperBound
    }

    // MARK: One element

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
                let id = ClassID(operands[Int(k)])
                var m = phraseAtStart[i]
                while m >= 0 {
                    let match = phraseMatches[Int(m)]
                    if Int(match.end) <= upper, automaton.classes(at: match.classes).contains(id) { ways.append(Int(match.end), -1) }
                    m = match.nextAtStart
                }
                if tokenClasses[i] != 0, classes(i).contains(id) { ways.append(i + 1, -1) }
            }
        case .spans:
            _ = spans.from(i, SpanKinds(rawValue: UInt16(element.first))) { span in
                if Int(span.end) <= upper { ways.append(Int(span.end), span.id) }
                return false
            }
        case .anyOf:
            for k in element.first..<(element.first + element.count) {
                for (end, span) in eachEnd(innerElements[Int(k)], i) { ways.append(end, span) }
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
                let id = ClassID(operands[Int(k)])
                var m = phraseAtEnd[i]
                while m >= 0 {
                    let match = phraseMatches[Int(m)]
                    if Int(match.start) >= lower, automaton.classes(at: match.classes).contains(id) { ways.append(Int(match.start), -1) }
                    m = match.nextAtEnd
                }
                if tokenClasses[i - 1] != 0, classes(i - 1).contains(id) { ways.append(i - 1, -1) }
            }
        case .spans:
            _ = spans.to(i, SpanKinds(rawValue: UInt16(element.first))) { span in
                if Int(span.start) >= lower { ways.append(Int(span.start), span.id) }
                return false
            }
        case .anyOf:
            for k in element.first..<(element.first + element.count) {
                for (start, span) in eachStart(innerElements[Int(k)], i) { ways.append(start, span) }
            }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return ways
    }

    @inline(__always)
    private func token(_ i: Int, passes element: RuleProgram.Element) -> Bool {
        let token = tokens[i]
        switch element.test {
        case .words: return isOperand(token.folded, element)
        case .exactWords: return isOperand(token.lexeme, element)
        default:
            let test = flagTests[Int(element.first)]
            guard token.flags.isSuperset(of: test.required), token.flags.isDisjoint(with: test.forbidden) else { return false }
            if !test.anyOf.isEmpty, token.flags.isDisjoint(with: test.anyOf) { return false }
            let own = classes(i)
            return own.isSuperset(of: test.requiredClasses) && !own.intersects(test.forbiddenClasses)
        }
    }

    @inline(__always)
    private func isOperand(_ lexeme: LexemeID, _ element: RuleProgram.Element) -> Bool {
        var low = Int(element.first), high = Int(element.first + element.count)
        if high - low == 1 { return operands[low] == lexeme }
        while low < high {
            let middle = (low + high) / 2
            let value = operands[middle]
            if value == lexeme { return true }
            if value < lexeme { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// Where the repetitions of an element end, without allocation: the start and up to 8 more.
    private struct Stops {
        private var storage: InlineArray<9, Int32> = .init(repeating: 0)
        private(set) var count = 0

        init(_ start: Int) { append(start) }

        var last: Int { Int(storage[count - 1]) }

        mutating func append(_ position: Int) {
            storage[count] = Int32(position)
            count += 1
        }

        mutating func removeLast() -> Int {
            count -= 1
            return Int(storage[count])
        }
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
