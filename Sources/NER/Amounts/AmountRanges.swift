/// Sums that share a unit or a scale.
extension AmountGrammar {
    /// "1 dollar and 2 cents", "20 dollar 43c": one sum.
    func joinMinorUnits(_ drafts: [AmountDraft], _ document: Document) -> [AmountDraft] {
        guard drafts.contains(where: { $0.unit.kind == .minor }) else { return drafts }
        var result: [AmountDraft] = []
        for draft in drafts {
            if let last = result.last, draft.unit.kind == .minor, last.unit.kind != .minor, !last.reading.isScaled, last.reading.decimals == 0, let major = last.low, let minor = draft.low,
                minor < .one, currencies.agree(last.currency, draft.currency), last.reading.form != .vague {
                let gap = last.tokens.upperBound..<draft.tokens.lowerBound
                if gap.isEmpty || gap.count == 1 && document.tokens[gap.lowerBound].folded == cues.and, let sum = major + minor {
                    var joined = last
                    joined.tokens = last.tokens.lowerBound..<draft.tokens.upperBound
                    joined.low = sum
                    joined.form = .majorMinor
                    result[result.count - 1] = joined
                    continue
                }
            }
            result.append(draft)
        }
        return result
    }

    /// "$3 billion to $4 billion", "between $3bn and $4bn", "3 to 4 billion dollars", "$40-50 billion".
    func joinRanges(_ drafts: [AmountDraft], _ document: Document) -> [AmountDraft] {
        var result: [AmountDraft] = []
        for k in drafts.indices {
            var draft = drafts[k]
            if let last = result.last, let joined = range(last, draft, document) {
                result[result.count - 1] = joined
                continue
            }
            extendLeft(&draft, notBefore: result.last?.tokens.upperBound ?? 0, document)
            if draft.kind != .range { extendRight(&draft, notBehind: k + 1 < drafts.count ? drafts[k + 1].tokens.lowerBound : document.tokens.count, document) }
            result.append(draft)
        }
        return result
    }

    private enum Connector { case to, and, or, dash }

    private func connector(_ document: Document, _ i: Int) -> Connector? {
        let word = document.tokens[i].folded
        if word == cues.to { return .to }
        if word == cues.and { return .and }
        if word == cues.or { return .or }
        return document.tokens[i].flags.contains(.punctuation) && cues.isDash(document, i) ? .dash : nil
    }

    /// What stands before a sum, modifiers left aside: "between about $3bn".
    private func wordBefore(_ document: Document, _ start: Int) -> Int? {
        var k = start
        for _ in 0..<2 {
            if let modifier = modifiers.before(document, k) { k = modifier.start } else { break }
        }
        return k > 0 ? k - 1 : nil
    }

    private func isBehind(_ lexeme: LexemeID, _ document: Document, _ start: Int) -> Bool {
        if start > 0, document.tokens[start - 1].folded == lexeme { return true }
        guard let k = wordBefore(document, start) else { return false }
        return document.tokens[k].folded == lexeme
    }

    /// Whether "from X to Y" spans a range ("ranging from", "anywhere from") and is no change.
    private func isSpan(_ document: Document, _ start: Int) -> Bool {
        guard let from = wordBefore(document, start), document.tokens[from].folded == cues.from, from > 0 else { return false }
        return document.token(from - 1, isIn: cues.range)
    }

    /// Whether the sum at `start` is what something rose or fell by or from, and not the lower end of a range. Behind a verb that
    /// acts on sums ("raised", "cut") only if the second sum is a multiple of the first: "added 3 cents to 45 cents".
    private func isChange(_ document: Document, _ start: Int, _ low: ExactNumber, _ high: ExactNumber) -> Bool {
        guard var k = wordBefore(document, start) else { return false }
        if document.tokens[k].folded == cues.by, k > 0 { k -= 1 }
        if document.token(k, isIn: cues.change) { return true }
        guard document.token(k, isIn: cues.effect), let multiple = low * ExactNumber(2) else { return false }
        return multiple < high
    }

    /// Two whole sums as one range.
    private func range(_ x: AmountDraft, _ y: AmountDraft, _ document: Document) -> AmountDraft? {
        guard x.kind == .exact, y.kind == .exact, y.tokens.lowerBound > x.tokens.upperBound, currencies.agree(x.currency, y.currency) else { return nil }
        var at = x.tokens.upperBound
        guard let connector = connector(document, at) else { return nil }
        at += 1
        // "between $3bn and around $4bn".
        if at < y.tokens.lowerBound, let modifier = modifiers.before(document, y.tokens.lowerBound), modifier.start == at { at = y.tokens.lowerBound }
        guard at == y.tokens.lowerBound else { return nil }
        switch connector {
        case .or: return nil
        case .and: guard isBehind(cues.between, document, x.tokens.lowerBound) else { return nil }
        case .to: guard !isBehind(cues.from, document, x.tokens.lowerBound) || isSpan(document, x.tokens.lowerBound) else { return nil }
        case .dash: guard x.unit.kind == y.unit.kind || document.isInnerHyphen(x.tokens.upperBound) else { return nil }
        }
        guard let (low, high) = bounds(x.reading, x, y), low < high else { return nil }
        if connector == .to, isChange(document, x.tokens.lowerBound, low, high) { return nil }
        var joined = x
        joined.tokens = x.tokens.lowerBound..<y.tokens.upperBound
        joined.currency = currencies.narrower(x.currency, y.currency)
        (joined.low, joined.high, joined.kind, joined.form) = (low, high, .range, .range)
        return joined
    }

    /// Both ends in major units; the right one's scale word counts for the left one too, where it has none and that keeps the order.
    private func bounds(_ left: NumberReading, _ leftUnit: AmountDraft, _ right: AmountDraft) -> (ExactNumber, ExactNumber)? {
        guard let value = left.value, let low = leftUnit.inMajorUnits(value), let high = right.low else { return nil }
        // "4,000 to 5,000 crore", but "$500,000 to $1 million": the word scales a left number that is below the right one without it.
        if left.exponent == 0, right.reading.exponent > 0, let coefficient = right.reading.coefficient, value < coefficient {
            return (low.scaled(by: right.reading.exponent), high)
        }
        return (low, high)
    }

    /// "3 to 4 billion dollars": the unit stands once, behind the second number.
    private func extendLeft(_ draft: inout AmountDraft, notBefore lower: Int, _ document: Document) {
        let at = draft.numberStart - 1
        guard !draft.isPrefix, draft.kind == .exact, at > lower, draft.tokens.lowerBound == draft.numberStart, let connector = connector(document, at) else { return }
        if connector == .dash, document.isHyphen(at), !document.isInnerHyphen(at), document.tokens[at].flags.contains(.glued) != document.tokens[at + 1].flags.contains(.glued) { return }
        guard let (start, reading) = numbers.readEnding(document, at: at, notBefore: lower, .point), reading.end == at, reading.form == .digits || reading.form == .words else { return }
        if reading.isYear, looksLikeYear(document, start) { return }
        if start > 0, document.tokens[start].flags.contains(.glued), !cues.opensNumber(document, start - 1) || document.isHyphen(start - 1) || document.isCharacter(start - 1, UInt8(ascii: "/")) { return }
        switch connector {
        case .and: guard isBehind(cues.between, document, start) else { return }
        case .or, .dash: break
        case .to: if isBehind(cues.from, document, start), !isSpan(document, start), changesNear(document, start) { return }
        }
        guard let (low, high) = bounds(reading, draft, draft), low < high else { return }
        draft.tokens = start..<draft.tokens.upperBound
        draft.numberStart = start
        (draft.low, draft.high, draft.kind, draft.form) = (low, high, .range, .sharedRange)
    }

    /// Whether a verb of change stands shortly before a token in its sentence.
    private func changesNear(_ document: Document, _ start: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[start])]
        return (max(sentence.lowerBound, start - 6)..<start).contains { document.token($0, isIn: cues.change) }
    }

    /// "$40-50 billion", "Rs 4,000-5,000 crore", "$3 to 4 billion": the sign stands once, before the first number.
    private func extendRight(_ draft: inout AmountDraft, notBehind upper: Int, _ document: Document) {
        let at = draft.tokens.upperBound
        guard draft.isPrefix, draft.kind == .exact, at + 1 < upper, draft.tokens.upperBound == draft.reading.end, let connector = connector(document, at) else { return }
        let number = at + 1
        let joined = document.tokens[at].flags.contains(.glued) && document.tokens[number].flags.contains(.glued)
        if connector == .dash, !joined, document.tokens[at].flags.contains(.glued) || document.tokens[number].flags.contains(.glued) { return }
        guard document.tokens[number].flags.contains(.number), let reading = numbers.read(document, from: number, behindSign: true, .point), reading.end <= upper, reading.form == .digits else { return }
        let end = reading.end
        if end < document.tokens.count {
            if cues.isPercent(document, end) { return }
            // A further hyphen and digit makes it a date or a number of something else.
            if connector == .dash, document.isInnerHyphen(end), document.tokens[end + 1].flags.contains(.number) { return }
        }
        if connector != .dash {
            if connector == .and, !isBehind(cues.between, document, draft.tokens.lowerBound) { return }
            if connector == .to, isBehind(cues.from, document, draft.tokens.lowerBound), !isSpan(document, draft.tokens.lowerBound) { return }
            // "gave $200 to 500 people": a plain number is a second sum only where nothing is counted by it.
            if !reading.isScaled {
                if draft.reading.isScaled || connector == .or { return }
                if end < document.tokens.count, !document.tokens[end].flags.contains(.punctuation), !document.token(end, isIn: cues.functionWord), document.longestPhrase(from: end, of: cues.perUnit) == nil { return }
                if reading.isYear, looksLikeYear(document, number) { return }
            }
        } else if draft.reading.isScaled, !reading.isScaled {
            return
        }
        guard let value = reading.value, let high = draft.inMajorUnits(value) else { return }
        var right = draft
        right.reading = reading
        right.low = high
        guard let (low, top) = bounds(draft.reading, draft, right), low < top else { return }
        draft.tokens = draft.tokens.lowerBound..<end
        (draft.low, draft.high, draft.kind, draft.form) = (low, top, .range, .sharedRange)
        absorbUnit(document, &draft)
    }
}
