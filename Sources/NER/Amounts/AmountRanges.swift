/// Sums that share a unit or a scale.
extension AmountGrammar {
    /// "1 dollar and 2 cents", "20 dollar 43c": one sum.
    func joinMinorUnits(_ drafts: inout [AmountMention], _ document: Document) {
        guard drafts.count > 1, drafts.contains(where: { $0.unit.kind == .minor }) else { return }
        var kept = 0
        for k in drafts.indices.dropFirst() {
            if let joined = majorAndMinor(drafts[kept], drafts[k], document) {
                drafts[kept] = joined
            } else {
                kept += 1
                drafts[kept] = drafts[k]
            }
        }
        drafts.removeLast(drafts.count - kept - 1)
    }

    private func majorAndMinor(_ major: AmountMention, _ minor: AmountMention, _ document: Document) -> AmountMention? {
        guard minor.unit.kind == .minor, minor.kind == .exact, minor.low < .one, major.unit.kind != .minor, major.kind == .exact, !major.number.isScaled, major.number.decimals == 0,
            currencies.agree(major.currency, minor.currency)
        else { return nil }
        let gap = major.tokens.upperBound..<minor.tokens.lowerBound
        guard gap.isEmpty || gap.count == 1 && document.tokens[gap.lowerBound].folded == cues.and, let sum = major.low + minor.low else { return nil }
        var joined = major
        joined.tokens = major.tokens.lowerBound..<minor.tokens.upperBound
        joined.low = sum
        joined.form = .majorMinor
        return joined
    }

    /// "$3 billion to $4 billion", "between $3bn and $4bn", "3 to 4 billion dollars", "$40-50 billion".
    func joinRanges(_ drafts: inout [AmountMention], _ document: Document) {
        var kept = -1
        for k in drafts.indices {
            var draft = drafts[k]
            if kept >= 0, let joined = range(drafts[kept], draft, document) {
                drafts[kept] = joined
                continue
            }
            extendLeft(&draft, notBefore: kept >= 0 ? drafts[kept].tokens.upperBound : 0, document)
            if draft.kind != .range { extendRight(&draft, notBehind: k + 1 < drafts.count ? drafts[k + 1].tokens.lowerBound : document.tokens.count, document) }
            kept += 1
            drafts[kept] = draft
        }
        drafts.removeLast(drafts.count - kept - 1)
    }

    enum Connector { case to, and, or, dash }

    func connector(_ document: Document, _ i: Int) -> Connector? {
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

    func isBehind(_ lexeme: LexemeID, _ document: Document, _ start: Int) -> Bool {
        if start > 0, document.tokens[start - 1].folded == lexeme { return true }
        guard let k = wordBefore(document, start) else { return false }
        return document.tokens[k].folded == lexeme
    }

    /// Whether "from X to Y" spans a range ("ranging from", "anywhere from") and is no change.
    func isSpan(_ document: Document, _ start: Int) -> Bool {
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
    private func range(_ x: AmountMention, _ y: AmountMention, _ document: Document) -> AmountMention? {
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
        guard let (low, high) = bounds(x.low, isScaled: x.number.isScaled, y), low < high else { return nil }
        if connector == .to, isChange(document, x.tokens.lowerBound, low, high) { return nil }
        var joined = x
        joined.tokens = x.tokens.lowerBound..<y.tokens.upperBound
        joined.currency = currencies.narrower(x.currency, y.currency)
        (joined.low, joined.high, joined.kind, joined.form) = (low, high, .range, .range)
        return joined
    }

    /// Both ends in major units; the right one's scale word counts for the left one too, where it has none and that keeps the order.
    private func bounds(_ left: ExactNumber, isScaled: Bool, _ right: AmountMention) -> (ExactNumber, ExactNumber)? {
        let exponent = Int(right.number.exponent)
        // "4,000 to 5,000 crore", but "$500,000 to $1 million": the word scales a left number that is below the right one without it.
        if !isScaled, exponent > 0, left < right.low.scaled(by: -exponent) { return (left.scaled(by: exponent), right.low) }
        return (left, right.low)
    }

    /// "3 to 4 billion dollars": the unit stands once, behind the second number.
    private func extendLeft(_ draft: inout AmountMention, notBefore lower: Int, _ document: Document) {
        let at = draft.numberStart - 1
        guard !draft.isPrefix, draft.kind == .exact, at > lower, draft.tokens.lowerBound == draft.numberStart, let connector = connector(document, at) else { return }
        if connector == .dash, document.isHyphen(at), !document.isInnerHyphen(at), document.tokens[at].flags.contains(.glued) != document.tokens[at + 1].flags.contains(.glued) { return }
        guard let (start, reading) = numbers.readEnding(document, at: at, notBefore: lower, .point), reading.end == at, reading.form == .digits || reading.form == .words else { return }
        if reading.shape.isYear, looksLikeYear(document, start) { return }
        if start > 0, document.tokens[start].flags.contains(.glued), !cues.opensNumber(document, start - 1) || document.isHyphen(start - 1) || document.isCharacter(start - 1, UInt8(ascii: "/")) { return }
        switch connector {
        case .and: guard isBehind(cues.between, document, start) else { return }
        case .or, .dash: break
        case .to: if isBehind(cues.from, document, start), !isSpan(document, start), changesNear(document, start) { return }
        }
        guard let left = reading.value.flatMap({ draft.unit.inMajorUnits($0) }), let (low, high) = bounds(left, isScaled: reading.shape.isScaled, draft), low < high else { return }
        draft.tokens = start..<draft.tokens.upperBound
        draft.numberStart = start
        (draft.low, draft.high, draft.kind, draft.form) = (low, high, .range, .sharedRange)
    }

    /// Whether a verb of change stands shortly before a token in its sentence.
    func changesNear(_ document: Document, _ start: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[start])]
        return (max(sentence.lowerBound, start - 6)..<start).contains { document.token($0, isIn: cues.change) }
    }

    /// "$40-50 billion", "Rs 4,000-5,000 crore", "$3 to 4 billion": the sign stands once, before the first number.
    private func extendRight(_ draft: inout AmountMention, notBehind upper: Int, _ document: Document) {
        let at = draft.tokens.upperBound
        guard draft.isPrefix, draft.kind == .exact, at + 1 < upper, draft.tokens.upperBound == draft.numberEnd, let connector = connector(document, at) else { return }
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
            if !reading.shape.isScaled {
                if draft.number.isScaled || connector == .or { return }
                if end < document.tokens.count, !document.tokens[end].flags.contains(.punctuation), !document.token(end, isIn: cues.functionWord), document.longestPhrase(from: end, of: cues.perUnit) == nil { return }
                if reading.shape.isYear, looksLikeYear(document, number) { return }
            }
        } else if draft.number.isScaled, !reading.shape.isScaled {
            return
        }
        guard let right = AmountMention(reading, draft.unit, tokens: number..<end, numberStart: number, isPrefix: true, form: .sharedRange),
            let (low, high) = bounds(draft.low, isScaled: draft.number.isScaled, right), low < high
        else { return }
        draft.tokens = draft.tokens.lowerBound..<end
        (draft.low, draft.high, draft.kind, draft.form) = (low, high, .range, .sharedRange)
        absorbUnit(document, &draft)
    }
}
