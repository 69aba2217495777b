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

    /// Where everything lies that is only read: the loops touch no reference counts, and the matcher is small.
    let program: UnsafePointer<RuleProgram>
    let document: Document
    let spans: SpanTable.View
    @inline(__always) var elements: UnsafeBufferPointer<RuleProgram.Element> { program.pointee.elements }
    @inline(__always) var innerElements: UnsafeBufferPointer<RuleProgram.Element> { program.pointee.innerElements }
    @inline(__always) var operands: UnsafeBufferPointer<UInt32> { program.pointee.operands }
    @inline(__always) var flagTests: UnsafeBufferPointer<RuleProgram.CompiledFlagTest> { program.pointee.flagTests }
    @inline(__always) var variants: UnsafeBufferPointer<RuleProgram.Variant> { program.pointee.variants }
    @inline(__always) var wordTriggers: RuleProgram.Triggers.View { program.pointee.wordTriggers }
    @inline(__always) var exactTriggers: RuleProgram.Triggers.View { program.pointee.exactTriggers }
    @inline(__always) var spanTriggers: UnsafeBufferPointer<RuleProgram.Trial> { program.pointee.spanTriggers }
    @inline(__always) var wordBeforeTriggers: RuleProgram.Triggers.View { program.pointee.wordBeforeTriggers }
    @inline(__always) var wordAfterTriggers: RuleProgram.Triggers.View { program.pointee.wordAfterTriggers }
    @inline(__always) var classBeforeTriggers: RuleProgram.ClassTriggers.View { program.pointee.classBeforeTriggers }
    @inline(__always) var classAfterTriggers: RuleProgram.ClassTriggers.View { program.pointee.classAfterTriggers }
    @inline(__always) var spanKinds: SpanKinds { program.pointee.spanKinds }
    /// Marks of tokens that may start a pattern, and of those that may by their spelling.
    let classMask: TriggerMask
    let wordMask: TriggerMask
    /// The program's number.
    let number: Int
    @inline(__always) private var needs: SpanKinds { program.pointee.needs }
    @inline(__always) var unanchored: RuleProgram.Triggers.View { program.pointee.unanchored }
    /// The kinds of spans that the sentence has.
    var present: SpanKinds = []
    var lower = 0
    var upper = 0
    /// What is to be tried in the sentence, from the span, or in the candidate at hand.
    var attempts = GrowingBuffer<UInt32>(capacity: 64)
    var places = GrowingBuffer<Place>(capacity: 16)
    /// How many of the attempts belong to a place.
    var closed = 0
    var slots = GrowingBuffer<Slot>(repeating: Slot(), count: RuleMatcher.elementLimit)
    var first: Int32 = 0
    var last: Int32 = 0
    var matches = GrowingBuffer<Match>(capacity: 16)
    /// The variant whose ways are being enumerated, or -1, and how many matches there were before.
    var enumerated = -1
    var firstOfAttempt = 0

    /// - Parameter spans: what `@name` and its like can match; must have been reset for this document.
    init(_ program: UnsafePointer<RuleProgram>, _ document: Document, _ spans: SpanTable.View) {
        classMask = program.pointee.classMask
        wordMask = program.pointee.wordMask
        number = Int(program.pointee.number)
        self.program = program
        self.document = document
        self.spans = spans
    }

    /// All matches in the document, void at the next call.
    mutating func run() -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        for k in document.sentences.indices {
            present = spans.sentenceKinds[k].union(.sentence)
            // A sentence without a candidate has nothing to speak about.
            if !needs.isEmpty, present.isDisjoint(with: needs) { continue }
            let sentence = document.sentences[k]
            lower = sentence.lowerBound
            upper = sentence.upperBound
            gatherSentence()
            tryGathered(wholly: false)
        }
        for span in spans.all where !span.kinds.isDisjoint(with: spanKinds) {
            enterSentence(of: Int(span.start))
            guard Int(span.end) <= upper else { continue }
            gather(span)
            tryGathered(wholly: false)
        }
        return matches.view
    }

    /// All matches that cover all of a candidate, in the order of the candidates; the number of its candidate is a match's `targetSpan`. Void at the next call.
    ///
    /// - Parameter candidate: the tokens of each of `count` candidates.
    @inline(__always)
    mutating func run(insideEach count: Int, _ candidate: (Int) -> Range<Int>) -> UnsafeBufferPointer<Match> {
        matches.removeAll()
        guard !variants.isEmpty else { return matches.view }
        for k in 0..<count { run(inside: candidate(k), number: Int32(truncatingIfNeeded: k)) }
        return matches.view
    }

    @inline(never)
    private mutating func run(inside range: Range<Int>, number: Int32) {
        lower = range.lowerBound
        upper = range.upperBound
        present = .all
        gatherCandidate()
        let first = matches.count
        tryGathered(wholly: true)
        for k in first..<matches.count { matches[k].targetSpan = number }
    }

    @inline(__always)
    mutating func enterSentence(of i: Int) {
        let number = Int(document.sentenceOf[i])
        lower = document.sentences[number].lowerBound
        upper = document.sentences[number].upperBound
        present = spans.sentenceKinds[number].union(.sentence)
    }

    // MARK: What was gathered

    /// Matches the variants that were gathered, each from its anchor.
    ///
    /// - Parameter wholly: whether matches must cover all of the candidate.
    private mutating func tryGathered(wholly: Bool) {
        var k = 0
        for place in places.view {
            while k < Int(place.endOfVariants) {
                let number = attempts[k], variant = variants[Int(number)]
                first = variant.firstElement
                last = variant.endElement
                if variant.anchor == RuleProgram.Variant.noAnchor { matchFromStart(variant) } else { match(number, variant, place, wholly) }
                k &+= 1
            }
        }
        closed = 0
    }

    /// Matches a pattern without an anchor from the first token of the candidate.
    private mutating func matchFromStart(_ variant: RuleProgram.Variant) {
        guard right(first, lower), Int(slots[Int(last - first) - 1].end) == upper else { return }
        matches.append(Match(rule: variant.rule, targetStart: Int32(lower), targetEnd: Int32(upper), targetSpan: -1))
    }

    @inline(__always)
    private mutating func match(_ number: UInt32, _ variant: RuleProgram.Variant, _ place: Place, _ wholly: Bool) {
        firstOfAttempt = matches.count
        slots[Int(variant.anchor &- first)] = Slot(start: place.start, end: place.end, span: place.span)
        if elements[Int(variant.anchor)].maximum > 1 { matchRepeated(number, variant, place, wholly) } else { _ = matchAround(number, variant, wholly) }
    }

    /// From a repeated anchor: as often as it stands from here on, then less often.
    @inline(never)
    private mutating func matchRepeated(_ number: UInt32, _ variant: RuleProgram.Variant, _ place: Place, _ wholly: Bool) {
        let element = elements[Int(variant.anchor)]
        var stops = Stops(Int(place.end))
        while stops.count < Int(element.maximum), let next = firstEnd(element, stops.last) { stops.append(next) }
        while stops.count > 0 {
            slots[Int(variant.anchor &- first)].end = Int32(stops.removeLast())
            if matchAround(number, variant, wholly) { return }
        }
    }

    /// Matches what stands around the anchor, whose slot is set. True where that is done; a context pattern has more to find in other ways.
    private mutating func matchAround(_ number: UInt32, _ variant: RuleProgram.Variant, _ wholly: Bool) -> Bool {
        let anchor = slots[Int(variant.anchor &- first)]
        let start = Int(anchor.start), end = Int(anchor.end)
        let hasLeft = variant.anchor > first, hasRight = variant.anchor &+ 1 < last
        if variant.firstTarget > variant.anchor, variant.isContext {
            // Every candidate that the target can be gets its match, whatever the pattern started from.
            guard !hasLeft || left(variant.anchor &- 1, start) else { return false }
            enumerate(number) { $0.right(variant.anchor &+ 1, end) }
        } else if variant.endTarget <= variant.anchor, variant.isContext {
            guard !hasRight || right(variant.anchor &+ 1, end) else { return false }
            enumerate(number) { $0.left(variant.anchor &- 1, start) }
        } else if !hasRight || right(variant.anchor &+ 1, end), !hasLeft || left(variant.anchor &- 1, start) {
            if wholly, Int(slots[0].start) != lower || Int(slots[Int(last &- first) &- 1].end) != upper { return false }
            report(variant)
            return true
        }
        return false
    }

    /// Explores all ways on one side of the anchor; `report` is called for each.
    @inline(__always)
    private mutating func enumerate(_ number: UInt32, _ explore: (inout RuleMatcher) -> Bool) {
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
}
