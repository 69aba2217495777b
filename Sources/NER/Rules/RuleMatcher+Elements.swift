/// Walking a pattern's elements outward from its anchor, and matching one element.
extension RuleMatcher {
    // MARK: Outward from the anchor

    /// Whether the elements from `e` on match from token `i` to the right.
    mutating func right(_ e: Int32, _ i: Int) -> Bool {
        var e = e, i = i
        // What needs no choice is a loop; choices recur.
        while e < last {
            let element = elements[Int(e)]
            let slot = Int(e - first)
            if element.isNegated {
                guard firstEnd(element, i) == nil else { return false }
                slots[slot] = Slot(start: Int32(i), end: Int32(i))
                e += 1
                continue
            }
            switch element.test {
            case _ where element.isOneToken:
                if i < upper, token(i, passes: element) {
                    slots[slot] = Slot(start: Int32(i), end: Int32(i + 1))
                    if element.minimum == 1 {
                        e += 1
                        i += 1
                        continue
                    }
                    if right(e + 1, i + 1) { return true }
                }
            case .sentenceStart, .sentenceEnd:
                guard stands(element.test, i) else { return false }
                slots[slot] = Slot(start: Int32(i), end: Int32(i))
                e += 1
                continue
            case .gap:
                for d in 0...Int(element.maximum) where i + d <= upper {
                    slots[slot] = Slot(start: Int32(i), end: Int32(i + d))
                    if right(e + 1, i + d) { return true }
                }
                return false
            case .spans where element.maximum == 1:
                let kinds = SpanKinds(rawValue: UInt16(element.first))
                var k = i < upper ? spans.first(from: i) : -1
                while k >= 0 {
                    let span = spans[k]
                    if !span.kinds.isDisjoint(with: kinds), Int(span.end) <= upper {
                        slots[slot] = Slot(start: span.start, end: span.end, span: span.id)
                        if right(e + 1, Int(span.end)) { return true }
                    }
                    k = span.nextAtStart
                }
            default:
                if element.maximum > 1 { return repeatRight(e, i) }
                for (end, span) in eachEnd(element, i) {
                    slots[slot] = Slot(start: Int32(i), end: Int32(end), span: span)
                    if right(e + 1, end) { return true }
                }
            }
            // Without it, where it need not stand.
            guard element.minimum == 0 else { return false }
            slots[slot] = Slot(start: Int32(i), end: Int32(i))
            e += 1
        }
        return atEnd()
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
            let slot = Int(e - first)
            if element.isNegated {
                guard (element.looksAhead ? firstEnd(element, i) : firstStart(element, i)) == nil else { return false }
                slots[slot] = Slot(start: Int32(i), end: Int32(i))
                e -= 1
                continue
            }
            switch element.test {
            case _ where element.isOneToken:
                if i > lower, token(i - 1, passes: element) {
                    slots[slot] = Slot(start: Int32(i - 1), end: Int32(i))
                    if element.minimum == 1 {
                        e -= 1
                        i -= 1
                        continue
                    }
                    if left(e - 1, i - 1) { return true }
                }
            case .sentenceStart, .sentenceEnd:
                guard stands(element.test, i) else { return false }
                slots[slot] = Slot(start: Int32(i), end: Int32(i))
                e -= 1
                continue
            case .gap:
                for d in 0...Int(element.maximum) where i - d >= lower {
                    slots[slot] = Slot(start: Int32(i - d), end: Int32(i))
                    if left(e - 1, i - d) { return true }
                }
                return false
            case .spans where element.maximum == 1:
                let kinds = SpanKinds(rawValue: UInt16(element.first))
                var k = i > lower ? spans.first(to: i) : -1
                while k >= 0 {
                    let span = spans[k]
                    if !span.kinds.isDisjoint(with: kinds), Int(span.start) >= lower {
                        slots[slot] = Slot(start: span.start, end: span.end, span: span.id)
                        if left(e - 1, Int(span.start)) { return true }
                    }
                    k = span.nextAtEnd
                }
            default:
                if element.maximum > 1 { return repeatLeft(e, i) }
                for (start, span) in eachStart(element, i) {
                    slots[slot] = Slot(start: Int32(start), end: Int32(i), span: span)
                    if left(e - 1, start) { return true }
                }
            }
            // Without it, where it need not stand.
            guard element.minimum == 0 else { return false }
            slots[slot] = Slot(start: Int32(i), end: Int32(i))
            e -= 1
        }
        return atEnd()
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

    /// Whether something of a mandatory element may begin at token `i`: a look at the token alone, before anything is matched.
    @inline(__always)
    func mayBegin(_ element: RuleProgram.Element, at i: Int) -> Bool {
        guard i < upper else { return false }
        switch element.test {
        case .words, .exactWords, .flags: return token(i, passes: element)
        case .classes: return phraseAtStart[i] >= 0 || isInClass(i, element)
        case .spans: return !spans.kindsAtStart[i].isDisjoint(with: SpanKinds(rawValue: UInt16(element.first)))
        case .anyOf, .gap, .sentenceStart, .sentenceEnd: return true
        }
    }

    /// Whether something of a mandatory element may end before token `i`.
    @inline(__always)
    func mayEnd(_ element: RuleProgram.Element, at i: Int) -> Bool {
        guard i > lower else { return false }
        switch element.test {
        case .words, .exactWords, .flags: return token(i - 1, passes: element)
        case .classes: return phraseAtEnd[i] >= 0 || isInClass(i - 1, element)
        case .spans: return !spans.kindsAtEnd[i].isDisjoint(with: SpanKinds(rawValue: UInt16(element.first)))
        case .anyOf, .gap, .sentenceStart, .sentenceEnd: return true
        }
    }

    @inline(__always)
    private func isInClass(_ i: Int, _ element: RuleProgram.Element) -> Bool {
        guard tokenClasses[i] != 0 else { return false }
        let own = classes(i)
        for k in element.first..<(element.first + element.count) where own.contains(ClassID(operands[Int(k)])) { return true }
        return false
    }

    private func stands(_ test: RuleProgram.Test, _ i: Int) -> Bool {
        let sentence = sentences[Int(sentenceOf[min(lower, sentenceOf.count - 1)])]
        return test == .sentenceStart ? i == sentence.lowerBound : i == sentence.upperBound
    }

    // MARK: One element

    /// The longest way that an element matches from token `i`.
    func firstEnd(_ element: RuleProgram.Element, _ i: Int) -> Int? { eachEnd(element, i).first?.0 }
    func firstStart(_ element: RuleProgram.Element, _ i: Int) -> Int? { eachStart(element, i).first?.0 }

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

    /// A few positions without allocation.
    private struct Ways: Sequence, IteratorProtocol {
        private var positions: InlineArray<4, Int32> = .init(repeating: 0)
        private var spans: InlineArray<4, Int32> = .init(repeating: -1)
        private var count: Int8 = 0
        private var at: Int8 = 0

        var first: (Int, Int32)? { count == 0 ? nil : (Int(positions[0]), spans[0]) }

        @inline(__always)
        mutating func append(_ position: Int, _ span: Int32) {
            guard count < 4 else { return }
            positions[Int(count)] = Int32(position)
            spans[Int(count)] = span
            count += 1
        }

        @inline(__always)
        mutating func next() -> (Int, Int32)? {
            guard at < count else { return nil }
            defer { at += 1 }
            return (Int(positions[Int(at)]), spans[Int(at)])
        }
    }
}
