/// Walking a pattern's elements outward from its anchor, and matching one element.
extension RuleMatcher {
    // MARK: Outward from the anchor

    /// Whether the elements from `e` on match from token `i` to the right.
    mutating func right(_ e: Int32, _ i: Int) -> Bool {
        var e = e, i = i
        // What needs no choice is a loop; choices recur.
        while e < last {
            let element = elements[Int(e)]
            let slot = Int(e &- first)
            if element.isNegated {
                guard firstEnd(element, i) == nil else { return false }
                slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
                e &+= 1
                continue
            }
            switch element.test {
            case _ where element.isOneToken:
                if i < upper, token(i, passes: element) {
                    slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i &+ 1))
                    if element.minimum == 1 {
                        e &+= 1
                        i &+= 1
                        continue
                    }
                    if right(e &+ 1, i &+ 1) { return true }
                }
            case .sentenceStart, .sentenceEnd:
                guard stands(element.test, i) else { return false }
                slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
                e &+= 1
                continue
            case .gap:
                for d in 0...Int(element.maximum) where i + d <= upper {
                    slots[slot] = Slot(start: Int32(i), end: Int32(i + d))
                    if right(e + 1, i + d) { return true }
                }
                return false
            default:
                if element.maximum > 1 { return repeatRight(e, i) }
                if i < upper, rightThrough(element, e, i) { return true }
            }
            // Without it, where it need not stand.
            guard element.minimum == 0 else { return false }
            slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
            e &+= 1
        }
        return atEnd()
    }

    /// As `right`, by each way in which `element`, the one at `e` or an alternative of it, matches from token `i`: longest first.
    private mutating func rightThrough(_ element: RuleProgram.Element, _ e: Int32, _ i: Int) -> Bool {
        let slot = Int(e &- first)
        switch element.test {
        case .words, .exactWords, .flags:
            guard token(i, passes: element) else { return false }
            slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i &+ 1))
            return right(e &+ 1, i &+ 1)
        case .classes:
            for k in element.operandRange {
                let id = ClassID(truncatingIfNeeded: operands[Int(k)])
                var m = document.matchAtStart[i]
                while m >= 0 {
                    let match = document.matches[Int(m)]
                    if Int(match.end) <= upper, document.automaton.classes(at: match.classes).contains(id) {
                        slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: match.end)
                        if right(e &+ 1, Int(match.end)) { return true }
                    }
                    m = match.nextAtStart
                }
                if document.token(i, isIn: id) {
                    slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i &+ 1))
                    if right(e &+ 1, i &+ 1) { return true }
                }
            }
        case .spans:
            let kinds = SpanKinds(rawValue: UInt16(truncatingIfNeeded: element.first))
            guard !spans.kindsAtStart[i].isDisjoint(with: kinds) else { return false }
            var k = spans.first(from: i)
            while k >= 0 {
                let span = spans[k]
                if !span.kinds.isDisjoint(with: kinds), Int(span.end) <= upper {
                    slots[slot] = Slot(start: span.start, end: span.end, span: span.id)
                    if right(e &+ 1, Int(span.end)) { return true }
                }
                k = span.nextAtStart
            }
        case .anyOf:
            for k in element.operandRange where rightThrough(innerElements[Int(k)], e, i) { return true }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return false
    }

    /// As `right`, where the element at `e` is repeated: as often as it can be, then less often.
    private mutating func repeatRight(_ e: Int32, _ i: Int) -> Bool {
        let element = elements[Int(e)]
        var stops = Stops(i)
        while stops.count <= Int(element.maximum), let stop = firstEnd(element, stops.last) { stops.append(stop) }
        while stops.count > Int(element.minimum) {
            let stop = stops.removeLast()
            slots[Int(e - first)] = Slot(start: Int32(i), end: Int32(stop))
            if right(e + 1, stop) { return true }
        }
        return false
    }

    /// Whether the elements up to `e` match so that they end before token `i`.
    mutating func left(_ e: Int32, _ i: Int) -> Bool {
        var e = e, i = i
        // What needs no choice is a loop; choices recur.
        while e >= first {
            let element = elements[Int(e)]
            let slot = Int(e &- first)
            if element.isNegated {
                guard (element.looksAhead ? firstEnd(element, i) : firstStart(element, i)) == nil else { return false }
                slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
                e &-= 1
                continue
            }
            switch element.test {
            case _ where element.isOneToken:
                if i > lower, token(i &- 1, passes: element) {
                    slots[slot] = Slot(start: Int32(truncatingIfNeeded: i &- 1), end: Int32(truncatingIfNeeded: i))
                    if element.minimum == 1 {
                        e &-= 1
                        i &-= 1
                        continue
                    }
                    if left(e &- 1, i &- 1) { return true }
                }
            case .sentenceStart, .sentenceEnd:
                guard stands(element.test, i) else { return false }
                slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
                e &-= 1
                continue
            case .gap:
                for d in 0...Int(element.maximum) where i - d >= lower {
                    slots[slot] = Slot(start: Int32(i - d), end: Int32(i))
                    if left(e - 1, i - d) { return true }
                }
                return false
            default:
                if element.maximum > 1 { return repeatLeft(e, i) }
                if i > lower, leftThrough(element, e, i) { return true }
            }
            // Without it, where it need not stand.
            guard element.minimum == 0 else { return false }
            slots[slot] = Slot(start: Int32(truncatingIfNeeded: i), end: Int32(truncatingIfNeeded: i))
            e &-= 1
        }
        return atEnd()
    }

    /// As `left`, by each way in which `element`, the one at `e` or an alternative of it, matches so that it ends before token `i`: longest first.
    private mutating func leftThrough(_ element: RuleProgram.Element, _ e: Int32, _ i: Int) -> Bool {
        let slot = Int(e &- first)
        switch element.test {
        case .words, .exactWords, .flags:
            guard token(i &- 1, passes: element) else { return false }
            slots[slot] = Slot(start: Int32(truncatingIfNeeded: i &- 1), end: Int32(truncatingIfNeeded: i))
            return left(e &- 1, i &- 1)
        case .classes:
            for k in element.operandRange {
                let id = ClassID(truncatingIfNeeded: operands[Int(k)])
                var m = document.matchAtEnd[i]
                while m >= 0 {
                    let match = document.matches[Int(m)]
                    if Int(match.start) >= lower, document.automaton.classes(at: match.classes).contains(id) {
                        slots[slot] = Slot(start: match.start, end: Int32(truncatingIfNeeded: i))
                        if left(e &- 1, Int(match.start)) { return true }
                    }
                    m = match.nextAtEnd
                }
                if document.token(i &- 1, isIn: id) {
                    slots[slot] = Slot(start: Int32(truncatingIfNeeded: i &- 1), end: Int32(truncatingIfNeeded: i))
                    if left(e &- 1, i &- 1) { return true }
                }
            }
        case .spans:
            let kinds = SpanKinds(rawValue: UInt16(truncatingIfNeeded: element.first))
            guard !spans.kindsAtEnd[i].isDisjoint(with: kinds) else { return false }
            var k = spans.first(to: i)
            while k >= 0 {
                let span = spans[k]
                if !span.kinds.isDisjoint(with: kinds), Int(span.start) >= lower {
                    slots[slot] = Slot(start: span.start, end: span.end, span: span.id)
                    if left(e &- 1, Int(span.start)) { return true }
                }
                k = span.nextAtEnd
            }
        case .anyOf:
            for k in element.operandRange where leftThrough(innerElements[Int(k)], e, i) { return true }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return false
    }

    /// As `left`, where the element at `e` is repeated: as often as it can be, then less often.
    private mutating func repeatLeft(_ e: Int32, _ i: Int) -> Bool {
        let element = elements[Int(e)]
        var stops = Stops(i)
        while stops.count <= Int(element.maximum), let stop = firstStart(element, stops.last) { stops.append(stop) }
        while stops.count > Int(element.minimum) {
            let stop = stops.removeLast()
            slots[Int(e - first)] = Slot(start: Int32(stop), end: Int32(i))
            if left(e - 1, stop) { return true }
        }
        return false
    }

    private func stands(_ test: RuleProgram.Test, _ i: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[min(lower, document.sentenceOf.count - 1)])]
        return test == .sentenceStart ? i == sentence.lowerBound : i == sentence.upperBound
    }

    // MARK: One element

    /// Where the first and longest way ends in which an element matches from token `i`; `nil`: none does.
    mutating func firstEnd(_ element: RuleProgram.Element, _ i: Int) -> Int? {
        guard i < upper else { return nil }
        switch element.test {
        case .words, .exactWords, .flags: return token(i, passes: element) ? i &+ 1 : nil
        case .classes:
            for k in element.operandRange {
                let id = ClassID(truncatingIfNeeded: operands[Int(k)])
                var m = document.matchAtStart[i]
                while m >= 0 {
                    let match = document.matches[Int(m)]
                    if Int(match.end) <= upper, document.automaton.classes(at: match.classes).contains(id) { return Int(match.end) }
                    m = match.nextAtStart
                }
                if document.token(i, isIn: id) { return i &+ 1 }
            }
        case .spans:
            let kinds = SpanKinds(rawValue: UInt16(truncatingIfNeeded: element.first))
            var k = spans.first(from: i)
            while k >= 0 {
                let span = spans[k]
                if !span.kinds.isDisjoint(with: kinds), Int(span.end) <= upper { return Int(span.end) }
                k = span.nextAtStart
            }
        case .anyOf:
            for k in element.operandRange { if let end = firstEnd(innerElements[Int(k)], i) { return end } }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return nil
    }

    /// Where the first and longest way begins in which an element matches so that it ends before token `i`; `nil`: none does.
    mutating func firstStart(_ element: RuleProgram.Element, _ i: Int) -> Int? {
        guard i > lower else { return nil }
        switch element.test {
        case .words, .exactWords, .flags: return token(i &- 1, passes: element) ? i &- 1 : nil
        case .classes:
            for k in element.operandRange {
                let id = ClassID(truncatingIfNeeded: operands[Int(k)])
                var m = document.matchAtEnd[i]
                while m >= 0 {
                    let match = document.matches[Int(m)]
                    if Int(match.start) >= lower, document.automaton.classes(at: match.classes).contains(id) { return Int(match.start) }
                    m = match.nextAtEnd
                }
                if document.token(i &- 1, isIn: id) { return i &- 1 }
            }
        case .spans:
            let kinds = SpanKinds(rawValue: UInt16(truncatingIfNeeded: element.first))
            var k = spans.first(to: i)
            while k >= 0 {
                let span = spans[k]
                if !span.kinds.isDisjoint(with: kinds), Int(span.start) >= lower { return Int(span.start) }
                k = span.nextAtEnd
            }
        case .anyOf:
            for k in element.operandRange { if let start = firstStart(innerElements[Int(k)], i) { return start } }
        case .gap, .sentenceStart, .sentenceEnd: break
        }
        return nil
    }

    @inline(__always)
    private func token(_ i: Int, passes element: RuleProgram.Element) -> Bool {
        let token = document.tokens[i]
        switch element.test {
        case .words: return isOperand(token.folded, element)
        case .exactWords: return isOperand(token.lexeme, element)
        default:
            let test = flagTests[Int(element.first)]
            guard token.flags.isSuperset(of: test.required), token.flags.isDisjoint(with: test.forbidden) else { return false }
            if !test.anyOf.isEmpty, token.flags.isDisjoint(with: test.anyOf) { return false }
            let own = document.classes(i)
            return own.isSuperset(of: test.requiredClasses) && !own.intersects(test.forbiddenClasses)
        }
    }

    @inline(__always)
    private func isOperand(_ lexeme: LexemeID, _ element: RuleProgram.Element) -> Bool {
        var low = Int(element.first), high = Int(element.first &+ element.count)
        if high &- low == 1 { return operands[low] == lexeme }
        while low < high {
            let middle = (low &+ high) &>> 1
            let value = operands[middle]
            if value == lexeme { return true }
            if value < lexeme { low = middle &+ 1 } else { high = middle }
        }
        return false
    }

    /// Where the repetitions of an element end, without allocation: the start and up to 8 more.
    struct Stops {
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
}
