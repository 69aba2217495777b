/// Negative sums: a minus, or the brackets of accounts. A loss in words stays positive.
///
/// - "-$5", "$-5", "$(1.2) million", "(12.3) mln dlrs": the sign and the brackets stand within the expression and are part of it.
/// - "a loss of ($1.2 million)", "Net loss ($1.2 million)": brackets around the whole stay outside, as elsewhere, and count only where the sum in them is what
///   the sentence or the row of a table states; an aside ("the plan ($5 million)") or a conversion is positive.
extension AmountGrammar {
    /// How far before a bracket a word for a loss is looked for.
    private static let reach = 12

    /// "$-5", "$(1.2) million": behind a sign, at token `number`.
    func signed(_ document: Document, _ unit: CurrencyUnit, _ first: Int, _ number: Int, _ convention: NumberConvention) -> AmountMention? {
        guard number + 1 < document.tokens.count, document.tokens[number].flags.contains(.punctuation), document.tokens[number + 1].flags.isSuperset(of: [.number, .glued]),
            unit.kind != .code, !unit.isAmbiguous
        else { return nil }
        let isGlued = document.tokens[number].flags.contains(.glued), isBracket = document.isCharacter(number, UInt8(ascii: "("))
        // "RM-12" is a name.
        let endsInSign = (document.bytes[Int(document.tokens[number - 1].end) - 1] | 0x20) &- 0x61 >= 26
        guard isBracket || isGlued && endsInSign && isMinus(document, number), var reading = numbers.read(document, from: number + 1, behindSign: true, convention), reading.form == .digits else { return nil }
        if isBracket {
            guard reading.end < document.tokens.count, document.isCharacter(reading.end, UInt8(ascii: ")")) else { return nil }
            let scale = numbers.scales(document, after: reading.end + 1, ofDigits: true, true)
            if scale.exponent > 0, !reading.shape.isScaled {
                reading = NumberReading(end: scale.end, value: reading.value, scaledBy: scale.exponent, reading.shape)
            } else {
                reading.end += 1
            }
            // "US$ (1)" is a footnote.
            guard reading.shape.isStrong || reading.shape.decimals > 0 || isGlued && reading.shape.leadingDigits > 1 else { return nil }
        }
        var draft = AmountMention(reading, unit, tokens: first..<reading.end, numberStart: number + 1, isPrefix: true, form: .sign)
        draft?.isNegative = true
        return draft
    }

    /// "(12.3) mln dlrs", "(0.05) dlrs" in a sentence about a loss: before a name, at token `at`.
    func bracketed(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, notBefore free: Int, _ convention: NumberConvention) -> AmountMention? {
        var close = at.lowerBound - 1
        while close > free, close > at.lowerBound - 3, numbers.isScale(document, close) { close -= 1 }
        guard unit.isName || unit.kind == .prefix, !unit.isAmbiguous, close >= free + 2, document.isCharacter(close, UInt8(ascii: ")")), document.tokens[close - 1].flags.contains(.number),
            document.isCharacter(close - 2, UInt8(ascii: "(")), let number = numbers.read(document, from: close - 1, behindSign: false, convention), number.end == close
        else { return nil }
        // "three (3) million dollars".
        if close > 2, document.tokens[close - 3].flags.contains(.number) || numbers.word(document, close - 3) != nil { return nil }
        let scale = numbers.scales(document, after: close + 1, ofDigits: true, false)
        guard scale.end == at.lowerBound, hasLoss(document, before: close - 2) else { return nil }
        let reading = NumberReading(end: scale.end, value: number.value, scaledBy: scale.exponent, number.shape)
        guard reading.shape.isStrong || reading.shape.decimals > 0 else { return nil }
        var draft = AmountMention(reading, unit, tokens: (close - 2)..<at.upperBound, numberStart: close - 1, isPrefix: false, form: unit.kind == .minor ? .minor : .name)
        draft?.isNegative = true
        return draft
    }

    /// Finds the sums that a minus or brackets make negative.
    func setSigns(_ drafts: inout [AmountMention], _ document: Document) {
        for k in drafts.indices where drafts[k].kind != .range && drafts[k].kind != .vague && drafts[k].tokens.lowerBound > 0 {
            let start = drafts[k].tokens.lowerBound
            if document.tokens[start].flags.contains(.glued), isMinus(document, start - 1), !document.tokens[start - 1].flags.contains(.lineStart),
                !document.tokens[start - 1].flags.contains(.glued) || document.isCharacter(max(start - 2, 0), UInt8(ascii: "(")) {
                // "Adults -$10" is a price list's dash.
                guard !document.isHyphen(start - 1) || isComplement(document, behind: start - 2) else { continue }
                drafts[k].tokens = (start - 1)..<drafts[k].tokens.upperBound
                drafts[k].isNegative = true
            } else if !drafts[k].isConversion, start > 1, document.isInBrackets(drafts[k].tokens) {
                let previous = k > 0 && drafts[k - 1].tokens.upperBound >= start - 2 ? drafts[k - 1] : nil
                if let previous {
                    // The next cell of a row: "Net loss ($1.2 million) ($3.4 million)".
                    drafts[k].isNegative = previous.isNegative && document.isCharacter(start - 2, UInt8(ascii: ")"))
                } else {
                    drafts[k].isNegative = isComplement(document, behind: start - 2) && hasMoney(document, around: start) || isLossLabel(document, endingAt: start - 1)
                }
            }
        }
    }

    /// Whether token `i` is a hyphen or minus that may be a sign.
    private func isMinus(_ document: Document, _ i: Int) -> Bool {
        if document.isCharacter(i, UInt8(ascii: "-")) { return true }
        let start = Int(document.tokens[i].start)
        return document.tokens[i].end - document.tokens[i].start == 3 && document.bytes[start] == 0xE2 && document.bytes[start + 1] == 0x88 && document.bytes[start + 2] == 0x92
    }

    /// Whether a phrase that begins behind token `i` is what the words before it ask for, and no aside: "was ($5)", "of ($5)", "vs ($5)", ": ($5)".
    private func isComplement(_ document: Document, behind i: Int) -> Bool {
        guard i >= 0 else { return false }
        if document.tokens[i].flags.contains(.punctuation) {
            return document.isCharacter(i, UInt8(ascii: ":")) || document.isCharacter(i, UInt8(ascii: "=")) || document.isCharacter(i, UInt8(ascii: "("))
        }
        let word = document.tokens[i].folded
        return document.token(i, isIn: cues.copula) || document.token(i, isIn: cues.comparison) || word == cues.of || word == cues.to || word == cues.from || word == cues.by || word == cues.at
    }

    /// Whether the words before token `end` are the label of a row that states a loss: "Net loss per share", "Net income (loss)".
    private func isLossLabel(_ document: Document, endingAt end: Int) -> Bool {
        var k = end - 1, hasLoss = false
        // "(loss)" right before says it anywhere.
        if k > 1, document.isCharacter(k, UInt8(ascii: ")")), document.token(k - 1, isIn: cues.loss), document.isCharacter(k - 2, UInt8(ascii: "(")) { return true }
        while k >= 0, k >= end - Self.reach {
            let token = document.tokens[k]
            if document.token(k, isIn: cues.loss) { hasLoss = true }
            let isBracket = document.isCharacter(k, UInt8(ascii: "(")) || document.isCharacter(k, UInt8(ascii: ")"))
            if token.flags.contains(.number) || token.flags.contains(.punctuation) && !isBracket { return false }
            if document.token(k, isIn: cues.functionWord), token.folded != cues.per, token.folded != cues.from { return false }
            if token.flags.contains(.lineStart) { return hasLoss }
            k -= 1
        }
        return false
    }

    private func hasLoss(_ document: Document, before end: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[end])]
        return (max(sentence.lowerBound, end - Self.reach)..<end).contains { document.token($0, isIn: cues.loss) }
    }

    private func hasMoney(_ document: Document, around i: Int) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[i])]
        return (max(sentence.lowerBound, i - Self.reach)..<min(sentence.upperBound, i + Self.reach)).contains { document.token($0, isInAnyOf: cues.moneyOrLoss) }
    }
}
