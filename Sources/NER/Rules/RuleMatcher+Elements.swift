/// Walking a pattern's elements outward from its anchor, and matching one element.
extension RuleMatcher {
    // MARK: Outward from the anchor

    /// Whether the elements from `e` on match from token `i` to the right.
    mutating func right(_ e: Int32, _ i: Int) -> Bool {
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
    mutating func left(_ e: Int32, _ i: Int) -> Bool {
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
