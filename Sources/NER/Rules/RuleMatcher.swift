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

    private let views: UnsafeMutablePointer<Views>
    @inline(__always) var elements: UnsafeBufferPointer<RuleProgram.Element> { views.pointee.program.elements }
    @inline(__always) var innerElements: UnsafeBufferPointer<RuleProgram.Element> { views.pointee.program.innerElements }
    @inline(__always) var operands: UnsafeBufferPointer<UInt32> { views.pointee.program.operands }
    @inline(__always) var flagTests: UnsafeBufferPointer<RuleProgram.CompiledFlagTest> { views.pointee.program.flagTests }
    @inline(__always) var variants: UnsafeBufferPointer<RuleProgram.Variant> { views.pointee.program.variants }
    @inline(__always) var wordTriggers: RuleProgram.Triggers.View { views.pointee.program.wordTriggers }
    @inline(__always) var exactTriggers: RuleProgram.Triggers.View { views.pointee.program.exactTriggers }
    @inline(__always) var spanTriggers: UnsafeBufferPointer<RuleProgram.Trial> { views.pointee.program.spanTriggers }
    @inline(__always) var wordBeforeTriggers: RuleProgram.Triggers.View { views.pointee.program.wordBeforeTriggers }
    @inline(__always) var wordAfterTriggers: RuleProgram.Triggers.View { views.pointee.program.wordAfterTriggers }
    @inline(__always) var classBeforeTriggers: RuleProgram.ClassTriggers.View { views.pointee.program.classBeforeTriggers }
    @inline(__always) var classAfterTriggers: RuleProgram.ClassTriggers.View { views.pointee.program.classAfterTriggers }
    @inline(__always) var spanKinds: SpanKinds { views.pointee.program.spanKinds }
    /// Marks of tokens that may start a pattern, and of those that may by their spelling.
    private let mask: TriggerMask
    private let wordMask: TriggerMask
    /// The program's number.
    private let number: Int
    @inline(__always) var tokens: UnsafeBufferPointer<Token> { views.pointee.document.tokens }
    @inline(__always) var tokenClasses: UnsafeBufferPointer<UInt16> { views.pointee.document.tokenClasses }
    @inline(__always) var triggers: UnsafeBufferPointer<TriggerMask> { views.pointee.document.triggers }
    @inline(__always) var beginnings: UnsafeBufferPointer<UInt32> { views.pointee.document.beginnings }
    @inline(__always) var endings: UnsafeBufferPointer<UInt32> { views.pointee.document.endings }
    @inline(__always) var sentenceOf: UnsafeBufferPointer<Int32> { views.pointee.document.sentenceOf }
    @inline(__always) var sentences: UnsafeBufferPointer<Range<Int>> { views.pointee.document.sentences }
    @inline(__always) var phraseMatches: UnsafeBufferPointer<Document.PhraseMatch> { views.pointee.document.matches }
    @inline(__always) var phraseAtStart: UnsafeBufferPointer<Int32> { views.pointee.document.matchAtStart }
    @inline(__always) var phraseAtEnd: UnsafeBufferPointer<Int32> { views.pointee.document.matchAtEnd }
    @inline(__always) var automaton: PhraseAutomaton.View { views.pointee.document.automaton }
    @inline(__always) var spans: SpanTable.View { views.pointee.spans }
    @inline(__always) private var needs: SpanKinds { views.pointee.program.needs }
    @inline(__always) private var unanchored: UnsafeBufferPointer<RuleProgram.Trial> { views.pointee.program.unanchored }
    /// The kinds of spans that the sentence has.
    var present: SpanKinds = []
    var lower = 0
    var upper = 0
    /// The flags that the candidate's tokens have among them.
    private var flags: TokenFlags = []
    var slots = GrowingBuffer<Slot>(repeating: Slot(), count: RuleMatcher.elementLimit)
    var first: Int32 = 0
    var last: Int32 = 0
    var matches = GrowingBuffer<Match>(capacity: 64)
    /// The variant whose ways are being enumerated, or -1, and how many matches there were before.
    var enumerated = -1
    var firstOfAttempt = 0

    /// - Parameter spans: what `@name` and its like can match; must have been reset for this document.
    init(_ program: RuleProgram, _ document: Document, _ spans: SpanTable.View) {
        mask = program.mask
        wordMask = program.wordMask
        number = Int(program.number)
        views = .allocate(capacity: 1)
        views.initialize(to: Views(program: program, document: document.all, spans: spans))
    }

    deinit { views.deallocate() }

    /// All matches in the document, void at the next call.
    mutating func run() -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        for k in sentences.indices {
            present = spans.sentenceKinds[k].union(.sentence)
            // A sentence without a candidate has nothing to speak about.
            if !needs.isEmpty, present.isDisjoint(with: needs) { continue }
            let sentence = sentences[k]
            lower = sentence.lowerBound
            upper = sentence.upperBound
            for i in sentence where !triggers[i].isDisjoint(with: mask) { trigger(i, requireWhole: false) }
        }
        for span in spans.all where !span.kinds.isDisjoint(with: spanKinds) {
            enterSentence(of: Int(span.start))
            if Int(span.end) <= upper { trigger(span) }
        }
        return matches.view
    }

    /// Tries the variants that a span starts: those known by the word or the classes beside it, then the others.
    mutating func trigger(_ span: SpanTable.Span) {
        let place = Place(start: Int(span.start), end: Int(span.end), span: span.id, before: signature(before: Int(span.start)), after: signature(from: Int(span.end)))
        if place.end < upper {
            wordAfterTriggers.forEach(Int(tokens[place.end].folded)) { attempt($0, span.kinds, place) }
            var after = classes(place.end)
            var k = phraseAtStart[place.end]
            while k >= 0 {
                after.formUnion(automaton.classes(at: phraseMatches[Int(k)].classes))
                k = phraseMatches[Int(k)].nextAtStart
            }
            classAfterTriggers.forEach(after) { attempt($0, span.kinds, place) }
        }
        if place.start > lower {
            wordBeforeTriggers.forEach(Int(tokens[place.start - 1].folded)) { attempt($0, span.kinds, place) }
            var before = classes(place.start - 1)
            var k = phraseAtEnd[place.start]
            while k >= 0 {
                before.formUnion(automaton.classes(at: phraseMatches[Int(k)].classes))
                k = phraseMatches[Int(k)].nextAtEnd
            }
            classBeforeTriggers.forEach(before) { attempt($0, span.kinds, place) }
        }
        for trial in spanTriggers { attempt(trial, span.kinds, place) }
    }

    /// Where a pattern may start from, and what stands there.
    struct Place: BitwiseCopyable {
        /// Tokens of the anchor.
        var start: Int
        var end: Int
        /// Id of the span that it is; else -1.
        var span: Int32 = -1
        var before: Signature
        var after: Signature
        /// Whether matches must cover all of the candidate.
        var requiresWhole = false
    }

    /// What begins at token `i`.
    @inline(__always)
    private func signature(from i: Int) -> Signature {
        i < upper ? Signature(tokens[i].flags, spans.kindsAtStart[i], lexical: beginnings[i]) : .edge
    }

    /// What ends before token `i`.
    @inline(__always)
    private func signature(before i: Int) -> Signature {
        i > lower ? Signature(tokens[i &- 1].flags, spans.kindsAtEnd[i], lexical: endings[i &- 1]) : .edge
    }

    /// Tries a variant from a span, where that is of a kind that it starts from.
    @inline(__always)
    private mutating func attempt(_ trial: RuleProgram.Trial, _ kinds: SpanKinds, _ place: Place) {
        guard !trial.kinds.isDisjoint(with: kinds) else { return }
        attempt(trial, place)
    }

    /// All matches that cover all of `range`, a candidate; void at the next call.
    mutating func run(within range: Range<Int>) -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        lower = range.lowerBound
        upper = range.upperBound
        present = .all
        flags = tokens[lower].flags
        for i in range.dropFirst() { flags.formUnion(tokens[i].flags) }
        for i in range where !triggers[i].isDisjoint(with: mask) { trigger(i, requireWhole: true) }
        let begins = signature(from: lower), ends = signature(before: upper)
        for trial in unanchored where trial.mayMatch(ends, begins, .all) && trial.canCover(range.count, flags) { attemptFromStart(trial.variant) }
        return matches.view
    }

    /// Tries a pattern without an anchor from the first token of the candidate.
    mutating func attemptFromStart(_ number: UInt32) {
        let variant = variants[Int(number)]
        first = variant.firstElement
        last = variant.endElement
        guard right(first, lower), Int(slots[Int(last - first) - 1].end) == upper else { return }
        matches.append(Match(rule: variant.rule, targetStart: Int32(lower), targetEnd: Int32(upper), targetSpan: -1))
    }

    @inline(__always)
    mutating func enterSentence(of i: Int) {
        let number = Int(sentenceOf[i])
        lower = sentences[number].lowerBound
        upper = sentences[number].upperBound
        present = spans.sentenceKinds[number].union(.sentence)
    }

    mutating func trigger(_ i: Int, requireWhole: Bool) {
        var place = Place(start: i, end: i &+ 1, before: signature(before: i), after: signature(from: i &+ 1), requiresWhole: requireWhole)
        if !triggers[i].isDisjoint(with: wordMask) {
            let token = tokens[i]
            wordTriggers.forEach(Int(token.folded)) { attempt($0, place) }
            exactTriggers.forEach(Int(token.lexeme)) { attempt($0, place) }
        }
        if tokenClasses[i] != 0 { trigger(tokenClasses[i], place) }
        var k = phraseAtStart[i]
        while k >= 0 {
            let match = phraseMatches[Int(k)]
            if Int(match.end) <= upper {
                place.end = Int(match.end)
                place.after = signature(from: place.end)
                trigger(match.classes, place)
            }
            k = match.nextAtStart
        }
    }

    @inline(__always)
    func classes(_ i: Int) -> ClassSet { automaton.classes(at: tokenClasses[i]) }

    /// Tries the variants that a set of classes starts.
    @inline(__always)
    private mutating func trigger(_ set: UInt16, _ place: Place) {
        let trials = views.pointee.program.trials
        views.pointee.document.setTrials.forEach(set, in: number) { attempt(trials[Int($0)], place) }
    }

    /// Tries a variant from its anchor, where what stands beside it and in the sentence lets it.
    @inline(__always)
    mutating func attempt(_ trial: RuleProgram.Trial, _ place: Place) {
        guard trial.mayMatch(place.before, place.after, present) else { return }
        if place.requiresWhole, !trial.canCover(upper &- lower, flags) { return }
        match(trial.variant, place)
    }

    private mutating func match(_ number: UInt32, _ place: Place) {
        let variant = variants[Int(number)]
        first = variant.firstElement
        last = variant.endElement
        firstOfAttempt = matches.count
        let k = Int(variant.anchor - first)
        slots[k] = Slot(start: Int32(truncatingIfNeeded: place.start), end: Int32(truncatingIfNeeded: place.end), span: place.span)
        let element = elements[Int(variant.anchor)]
        guard element.maximum > 1 else {
            _ = matchAround(number, variant, place.requiresWhole)
            return
        }
        // A repeated anchor: as often as it stands from here on, then less often.
        var stops = Stops(place.end)
        while stops.count < Int(element.maximum), let next = firstEnd(element, stops.last) { stops.append(next) }
        while stops.count > 0 {
            slots[k].end = Int32(stops.removeLast())
            if matchAround(number, variant, place.requiresWhole) { return }
        }
    }

    /// Matches what stands around the anchor, whose slot is set. True where that is done; a context pattern has more to find in other ways.
    private mutating func matchAround(_ number: UInt32, _ variant: RuleProgram.Variant, _ requireWhole: Bool) -> Bool {
        let anchor = slots[Int(variant.anchor - first)]
        let start = Int(anchor.start), end = Int(anchor.end)
        if variant.firstTarget > variant.anchor, variant.isContext {
            // Every candidate that the target can be gets its match, whatever the pattern started from.
            guard left(variant.anchor - 1, start) else { return false }
            enumerate(number) { $0.right(variant.anchor + 1, end) }
        } else if variant.endTarget <= variant.anchor, variant.isContext {
            guard right(variant.anchor + 1, end) else { return false }
            enumerate(number) { $0.left(variant.anchor - 1, start) }
        } else if right(variant.anchor + 1, end), left(variant.anchor - 1, start) {
            if requireWhole, Int(slots[0].start) != lower || Int(slots[Int(last - first) - 1].end) != upper { return false }
            report(variant)
            return true
        }
        return false
    }

    /// Explores all ways on one side of the anchor; `report` is called for each.
    mutating func enumerate(_ number: UInt32, _ explore: (inout RuleMatcher) -> Bool) {
        enumerated = Int(number)
        _ = explore(&self)
        enumerated = -1
    }

    /// Whether the pattern's end is enough; when enumerating, reports the match and asks for another one.
    @inline(__always)
    mutating func atEnd() -> Bool {
        guard enumerated >= 0 else { return true }
        report(variants[enumerated])
        return false
    }

    mutating func report(_ variant: RuleProgram.Variant) {
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

    func capture(_ variant: RuleProgram.Variant, _ match: inout Match) {
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

    /// Plain views: the loops touch no reference counts. They lie apart, so that the matcher is small: it is passed by value from call to call.
    private struct Views {
        let program: RuleProgram
        let document: DocumentContent
        let spans: SpanTable.View
    }
}
