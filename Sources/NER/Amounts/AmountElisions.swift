/// Sums that leave their unit to the one beside them: "12.6 mln stg vs 9.6 mln", "rose to 382 mln dlrs from 275 mln", "from 3 million to 4 million dollars".
///
/// Only where two sums are compared, or one becomes the other, and where nothing stands behind the number that it could count.
extension AmountGrammar {
    /// Words that may stand between a sum and what it is compared with.
    private static let longestGap = 8

    func addElided(_ drafts: inout [AmountMention], _ document: Document) {
        var added: [AmountMention] = []
        for k in drafts.indices where drafts[k].kind == .exact {
            let lower = k > 0 ? drafts[k - 1].tokens.upperBound : 0, upper = k + 1 < drafts.count ? drafts[k + 1].tokens.lowerBound : document.tokens.count
            if let before = changed(to: drafts[k], notBefore: lower, document), added.last.map({ $0.tokens.upperBound <= before.tokens.lowerBound }) ?? true { added.append(before) }
            if let behind = compared(with: drafts[k], notBehind: upper, document) {
                added.append(behind)
                // "from $3 to 4 million": the scale is said once, too.
                if sharesScale(drafts[k], with: behind, document) { drafts[k].low = drafts[k].low.scaled(by: Int(behind.number.exponent)) }
            }
        }
        if added.isEmpty { return }
        drafts += added
        drafts.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// The sum without a unit behind `draft` that it is compared with, came from, or went to.
    private func compared(with draft: AmountMention, notBehind bound: Int, _ document: Document) -> AmountMention? {
        let end = draft.tokens.upperBound
        guard end < document.tokens.count else { return nil }
        let start = document.longestPhrase(from: end, of: cues.perUnit) ?? end
        let upper = min(bound, document.sentences[Int(document.sentenceOf[draft.tokens.lowerBound])].upperBound)
        var k = start, number = start, isVersus = false
        while number == start {
            guard k < upper, k < start + Self.longestGap else { return nil }
            if let stop = document.longestPhrase(from: k, of: cues.comparison) {
                number = stop
                isVersus = k == start && (document.tokens[k].folded == cues.vs || document.tokens[k].folded == cues.versus)
            } else if document.tokens[k].folded == cues.from || k == start && document.tokens[k].folded == cues.to {
                number = k + 1
            } else if isPeriod(document, k) {
                k += 1
            } else {
                return nil
            }
        }
        guard number < upper else { return nil }
        // "vs profit 3.4 mln", "against about 3 million".
        if document.token(number, isInAnyOf: cues.moneyOrLoss) { number += 1 }
        for n in number..<min(number + 4, upper) where modifiers.before(document, n)?.start == number { number = n }
        guard number < upper, let reading = numbers.read(document, from: number, behindSign: draft.isPrefix, .point), reading.end <= bound,
            reading.form == .digits || reading.form == .words, isComparable(reading.shape, with: draft.number, isVersus: isVersus),
            !(reading.shape.isYear && looksLikeYear(document, number)), endsPhrase(document, reading.end, isVersus: isVersus)
        else { return nil }
        return elided(reading, of: draft, number..<reading.end)
    }

    /// The sum without a unit that "from … to" leads to `draft`: "rose from 275 to 382 mln dlrs".
    private func changed(to draft: AmountMention, notBefore lower: Int, _ document: Document) -> AmountMention? {
        let at = draft.numberStart - 1
        guard !draft.isPrefix, at > lower, draft.tokens.lowerBound == draft.numberStart, connector(document, at) == .to,
            var (start, reading) = numbers.readEnding(document, at: at, notBefore: lower, .point), reading.end == at, reading.form == .digits || reading.form == .words
        else { return nil }
        // "from 3 and a half": the article of a number in words is read with it.
        guard isBehind(cues.from, document, start), !isSpan(document, start), changesNear(document, start), !(reading.shape.isYear && looksLikeYear(document, start)) else { return nil }
        if !reading.shape.isScaled, draft.number.isScaled {
            guard !reading.shape.isGrouped, reading.shape.leadingDigits <= 3 else { return nil }
            reading = NumberReading(end: reading.end, value: reading.value, scaledBy: Int(draft.number.exponent), reading.shape)
        }
        start = max(start, lower)
        return elided(reading, of: draft, start..<at)
    }

    /// Whether the scale word of the sum behind "to" counts for the one between "from" and it.
    private func sharesScale(_ draft: AmountMention, with behind: AmountMention, _ document: Document) -> Bool {
        let at = draft.tokens.upperBound
        return behind.tokens.lowerBound == at + 1 && connector(document, at) == .to && isBehind(cues.from, document, draft.tokens.lowerBound)
            && !draft.number.isScaled && !draft.number.isGrouped && draft.number.leadingDigits <= 3 && behind.number.isScaled
    }

    private func elided(_ reading: NumberReading, of draft: AmountMention, _ tokens: Range<Int>) -> AmountMention? {
        var result = AmountMention(reading, draft.unit, tokens: tokens, numberStart: tokens.lowerBound, isPrefix: draft.isPrefix, form: .elided)
        result?.currency = draft.currency
        result?.needsContext = draft.needsContext
        return result
    }

    /// Whether a number without a unit looks like the sum that it stands beside.
    private func isComparable(_ number: NumberReading.Shape, with sum: NumberReading.Shape, isVersus: Bool) -> Bool {
        if number.isScaled { return true }
        // "1.2 mln dlrs vs 900,000"; "12 cts vs nine".
        return isVersus && (sum.isScaled ? number.isGrouped : true)
    }

    /// Words for the time that a sum belongs to: "in April 1986", "a year earlier".
    private func isPeriod(_ document: Document, _ k: Int) -> Bool {
        document.token(k, isInAnyOf: cues.periods) || document.tokens[k].flags.contains(.number) && looksLikeYear(document, k)
    }

    /// Whether nothing begins at token `i` that a number before it could count.
    private func endsPhrase(_ document: Document, _ i: Int, isVersus: Bool) -> Bool {
        guard i < document.tokens.count else { return true }
        let token = document.tokens[i]
        if token.flags.contains(.paragraphStart) { return true }
        if cues.isPercent(document, i) || token.folded == cues.of { return false }
        if token.flags.contains(.punctuation) { return !document.isInnerHyphen(i) && !document.isCharacter(i, UInt8(ascii: "/")) && !document.isCharacter(i, UInt8(ascii: ":")) }
        if document.longestPhrase(from: i, of: cues.perUnit) != nil { return true }
        return document.token(i, isInAnyOf: cues.periods) || isVersus && token.flags.contains(.capitalized)
    }
}
