/// What looks like a sum of money and is none.
extension AmountGrammar {
    /// Lines of a picture, which look like pence.
    private static let resolutions: [ExactNumber] = [480, 576, 720, 1080, 1440, 2160, 4320].map { ExactNumber($0) }

    func isTrap(
        _ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ start: Int, _ reading: NumberReading, isGlued: Bool, hyphenated: Bool, _ previous: AmountMention?
    ) -> Bool {
        let last = at.upperBound - 1
        let isLetter = unit.kind == .minor && !unit.isName && document.tokens[last].end - document.tokens[last].start == 1 && document.firstByte(last) < 0x80
        if isLetter {
            // "540p", "43c": the letter touches, and nothing touches it but "-a-litre".
            guard isGlued, !hyphenated else { return true }
            if at.upperBound < document.tokens.count, document.tokens[at.upperBound].flags.contains(.glued) {
                if !document.tokens[at.upperBound].flags.contains(.punctuation) { return true }
                if document.isInnerHyphen(at.upperBound), !cues.isArticle(document, at.upperBound + 1), document.tokens[at.upperBound + 1].folded != cues.per { return true }
            }
            // Hexadecimal names and paths are no pence.
            if start > 0, document.tokens[start].flags.contains(.glued), document.isHyphen(start - 1) || document.isCharacter(start - 1, UInt8(ascii: "/")), !(previous?.tokens.upperBound == start - 1) { return true }
            if reading.shape.leadingDigits > (unit.currency == currencies.known.cent ? 3 : 5) { return true }
            if reading.form != .digits { return true }
            if let value = reading.value, Self.resolutions.contains(value), !(previous.map { $0.unit.kind == .minor && currencies.agree($0.currency, unit.currency) } ?? false) { return true }
            // A model number ("iPhone 5c") is no sum of cents; behind dollars it is.
            if unit.currency == currencies.known.cent, reading.shape.decimals == 0, previous?.tokens.upperBound != start, start > 0, document.tokens[start - 1].flags.contains(.capitalized) || document.tokens[start - 1].flags.contains(.camel) { return true }
            return false
        }
        guard unit.isName else { return false }
        // "50 Cent": a capitalised singular behind a number above one is a name.
        if unit.kind == .minor, !hyphenated, cues.isSingular(document, at), document.tokens[last].flags.contains(.capitalized), !document.tokens[last].flags.contains(.upper), reading.value != .one { return true }
        if at.upperBound < document.tokens.count, !document.tokens[at.upperBound].flags.contains(.glued), !hyphenated, document.token(at.upperBound, isIn: cues.compound) { return true }
        if reading.shape.isYear, !hyphenated {
            // "the 2010 euro crisis", "in 2008 dollars".
            if !endsInS(document, last) && unit.currency != currencies.known.yen && unit.currency != currencies.known.yuan && !currencies.isFamily(unit.currency) && looksLikeYear(document, start) { return true }
            if looksLikeYear(document, start), start > 0, document.tokens[start - 1].folded == cues.inWord || document.tokens[start - 1].folded == cues.constant { return true }
        }
        return false
    }

    /// Whether `$1` is a parameter of a script: one digit, behind a command, a brace or another sign of code.
    func isParameter(_ document: Document, _ at: Int, _ reading: NumberReading) -> Bool {
        guard reading.shape.leadingDigits == 1, reading.shape.decimals == 0, !reading.shape.isScaled, at > 0 else { return false }
        if document.isCharacter(at - 1, UInt8(ascii: "^")) || document.isCharacter(at - 1, UInt8(ascii: "{")) { return true }
        return (max(at - 8, 0)..<at).contains { document.token($0, isIn: cues.command) }
    }

    /// Whether a word ends in `s`, as plurals do.
    private func endsInS(_ document: Document, _ i: Int) -> Bool { document.bytes[Int(document.tokens[i].end) - 1] == UInt8(ascii: "s") }

    func looksLikeYear(_ document: Document, _ i: Int) -> Bool {
        let start = Int(document.tokens[i].start)
        return document.tokens[i].end - document.tokens[i].start == 4 && (document.bytes[start] == UInt8(ascii: "1") && document.bytes[start + 1] == UInt8(ascii: "9") || document.bytes[start] == UInt8(ascii: "2") && document.bytes[start + 1] == UInt8(ascii: "0"))
    }

    /// Whether "a dollar" states a sum: a plain singular, with nothing behind it that it could belong to, and no sum before it ("$5 a pound").
    func isArticleSum(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ start: Int, _ previous: AmountMention?) -> Bool {
        guard unit.isName, !unit.isAmbiguous, at.lowerBound == start + 1, previous?.tokens.upperBound != start else { return false }
        if document.tokens[at.upperBound - 1].flags.contains(.capitalized) { return false }
        if start > 0 {
            let before = document.tokens[start - 1]
            if before.flags.contains(.number) || before.folded == cues.versus || currencies.isTrigger(document.tokenClasses[start - 1]) { return false }
        }
        if endsInS(document, at.upperBound - 1) { return false }
        guard at.upperBound < document.tokens.count else { return true }
        let next = document.tokens[at.upperBound]
        if next.flags.contains(.punctuation) { return !document.isHyphen(at.upperBound) && document.tokens[at.upperBound].end - document.tokens[at.upperBound].start == 1 || !next.flags.contains(.glued) }
        return document.token(at.upperBound, isIn: cues.functionWord)
    }

    /// Whether "25 pounds" is a weight: too little says that money is meant.
    func isWeight(_ draft: AmountMention, _ document: Document, _ decision: CurrencyContext.Decision) -> Bool {
        let pound = currencies.known.pound
        guard draft.unit.isName || draft.unit.kind == .prefix, draft.unit.currency == pound, draft.currency == pound, !draft.isPrefix else { return false }
        var score = decision.isSterling(currencies) ? 2 : decision.names(currencies.known.sterling) ? 1 : 0
        let tokens = document.tokens, start = draft.tokens.lowerBound, end = draft.tokens.upperBound
        let isLarge = draft.number.exponent >= 6
        if isLarge { score += 2 }
        if draft.number.decimals == 2 || draft.number.decimals == 4 { score += 1 }
        // A text that is hardly more than the sum has no room for evidence.
        if tokens.count - draft.tokens.count <= 3 { score += 2 }
        // Beside other money: "$1 = 0.66 pounds", "20 pounds ($31)".
        if start > 0, document.isCharacter(start - 1, UInt8(ascii: "=")) || document.isCharacter(start - 1, UInt8(ascii: "(")) { score += 2 }
        if end + 1 < tokens.count, document.isCharacter(end, UInt8(ascii: "(")), currencies.isTrigger(document.tokenClasses[end + 1]) { score += 2 }
        let sentence = document.sentences[Int(document.sentenceOf[start])]
        var money = 0
        for k in max(sentence.lowerBound, start - 20)..<min(sentence.upperBound, end + 20) where !draft.tokens.contains(k) {
            if document.token(k, isIn: cues.weight) { score -= 2 }
            if document.token(k, isInAnyOf: cues.moneyOrLoss) { money += k < start && start - k <= 3 ? 2 : 1 }
        }
        score += min(money, 2)
        // "200 pounds of flour"; "a 200-pound man".
        if end < tokens.count, tokens[end].folded == cues.of { score -= isLarge ? 1 : 2 }
        if draft.form == .adjective, !draft.number.isScaled { score -= 2 }
        return score < 2
    }
}
