/// The grammar of sums of money.
///
/// Matched outward from the currencies that a text holds: each sign, code or name asks for a number behind or before it; then sums
/// that share a unit or a scale are joined, the words around them decide the kind, and the document decides what a bare `$` is.
///
/// - Complexity: one class test a token, and bounded work for every word of money.
final class AmountGrammar: Sendable {
    let numbers: NumberGrammar
    let currencies: CurrencyTable
    let cues: AmountCues
    let modifiers: AmountModifiers
    let context: CurrencyContext

    /// A class, since its parts hold many tables: copies of them cost as much as the grammar's work on an article.
    init(_ parts: Parts) {
        (numbers, currencies, cues, modifiers, context) = (parts.numbers, parts.currencies, parts.cues, parts.modifiers, parts.context)
    }

    /// What it is made of, while the lexicons are loaded.
    struct Parts: Sendable {
        fileprivate var numbers: NumberGrammar
        fileprivate var currencies: CurrencyTable
        fileprivate var cues: AmountCues
        fileprivate var modifiers: AmountModifiers
        fileprivate var context: CurrencyContext

        /// Asks for the classes that it needs.
        init(_ registry: inout ClassRegistry) throws(ClassError) {
            numbers = try NumberGrammar(&registry)
            currencies = try CurrencyTable(&registry)
            cues = try AmountCues(&registry)
            modifiers = try AmountModifiers(&registry)
            context = try CurrencyContext(&registry)
        }

        /// Reads the tables once they are loaded: currencies, numbers, countries.
        mutating func bind(_ lexicons: Lexicons) {
            numbers.bind(lexicons)
            currencies.bind(lexicons)
            cues.bind(lexicons)
            modifiers.bind(lexicons)
            context.bind(lexicons)
        }
    }

    /// All sums of money in a document, sorted, not overlapping.
    func amounts(in document: Document) -> [AmountMention] {
        var drafts = atoms(document, .point)
        if drafts.isEmpty { return [] }
        // A document that writes 3,5 writes 1.234 for a thousand and more.
        if drafts.contains(where: \.number.hasDecimalComma), !drafts.contains(where: { $0.number.decimals > 0 && $0.number.decimals != 3 && !$0.number.hasDecimalComma }) {
            drafts = atoms(document, .comma)
        }
        joinMinorUnits(&drafts, document)
        joinRanges(&drafts, document)
        addElided(&drafts, document)
        let decision = context.decide(drafts, document, currencies)
        drafts.removeAll { $0.needsContext && !decision.supports($0.currency, currencies) || isWeight($0, document, decision) }
        for k in drafts.indices.dropFirst() {
            drafts[k].isConversion = drafts[k].currency != drafts[k - 1].currency && isInBrackets(drafts[k], behind: drafts[k - 1], document)
        }
        for k in drafts.indices {
            let (currency, basis) = decision.currency(of: drafts[k].currency)
            drafts[k].currency = currency
            // What has no unit of its own takes it from its neighbour.
            drafts[k].currencyBasis = drafts[k].form == .elided && basis == .explicit ? .context : basis
        }
        setKinds(&drafts, document)
        setSigns(&drafts, document)
        return drafts
    }

    // MARK: Atoms

    /// Every number with its unit.
    private func atoms(_ document: Document, _ convention: NumberConvention) -> [AmountMention] {
        var drafts: [AmountMention] = []
        var free = 0
        let triggers = document.triggers
        triggers.forEach(marked: .sought, in: triggers.indices) { i in
            guard i >= free, currencies.mayBegin(document, at: i), i > 0 && numbers.isPart(document, i - 1) || hasNumberSoon(document, i) else { return }
            _ = currencies.units(document, from: i) { unit, end in
                guard let draft = atom(document, unit, i..<end, notBefore: free, drafts.last, convention) else { return false }
                drafts.append(draft)
                free = draft.tokens.upperBound
                return true
            }
        }
        return drafts
    }

    /// Whether a number may begin behind a unit at token `i`: within as many tokens as a code and a sign take ("U.S. $", "USD $"). A cheap
    /// first question, since most words of money in a text have no number beside them.
    private func hasNumberSoon(_ document: Document, _ i: Int) -> Bool {
        for k in (i + 1)..<min(i + 7, document.tokens.count) where numbers.isPart(document, k) { return true }
        return false
    }

    private func atom(
        _ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, notBefore free: Int, _ previous: AmountMention?, _ convention: NumberConvention
    ) -> AmountMention? {
        let before = suffixed(document, unit, at, notBefore: free, previous, convention)
        guard let behind = prefixed(document, unit, at, convention) else { return before }
        guard let before else { return behind }
        // A number on either side: the nearer one, else the one that no other unit claims.
        let left = document.gapBefore(at.lowerBound), right = document.gapBefore(at.upperBound)
        if left != right { return left < right ? before : behind }
        if before.number.isYear { return behind }
        return currencies.longestUnit(document, from: behind.numberEnd) != nil ? before : behind
    }

    /// A sign, code or prefix, then the number: "$5", "US$1.2bn", "Rs 500 crore", "£billions".
    private func prefixed(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ convention: NumberConvention) -> AmountMention? {
        guard !unit.isName, unit.kind == .symbol || unit.kind == .code || unit.kind == .prefix else { return nil }
        var unit = unit, number = at.upperBound
        guard number < document.tokens.count, isWholeSign(document, at) else { return nil }
        // "USD $5": a code and its sign.
        if let (second, end) = currencies.longestUnit(document, from: number), !second.isName, second.kind == .symbol, currencies.agree(unit.currency, second.currency) {
            unit.currency = currencies.narrower(unit.currency, second.currency)
            number = end
        }
        guard number < document.tokens.count, !document.tokens[number].flags.contains(.paragraphStart) else { return nil }
        if let negative = signed(document, unit, at.lowerBound, number, convention) { return negative }
        let gap = document.gapBefore(number)
        guard gap <= 3, let reading = numbers.read(document, from: number, behindSign: true, convention) else { return nil }
        switch reading.form {
        case .digits: break
        case .words: guard unit.kind != .symbol, !unit.isAmbiguous, !numbers.isScale(document, number) else { return nil }
        case .vague: guard unit.kind == .symbol, gap == 0 else { return nil }
        case .fraction, .article: return nil
        }
        // "EUR/USD 1.0950" is a rate, "USD 5 percent" none of either.
        if unit.kind == .code, at.lowerBound > 0, document.isCharacter(at.lowerBound - 1, UInt8(ascii: "/")), document.tokens[at.lowerBound].flags.contains(.glued) { return nil }
        if reading.end < document.tokens.count, cues.isPercent(document, reading.end) { return nil }
        let isStrong = reading.shape.isStrong
        if unit.isAmbiguous, unit.kind != .code, gap > 0, !isStrong { return nil }
        if unit.kind == .symbol, isParameter(document, at.lowerBound, reading) { return nil }
        guard var draft = AmountMention(reading, unit, tokens: at.lowerBound..<reading.end, numberStart: number, isPrefix: true, form: unit.kind == .code ? .code : .sign) else { return nil }
        draft.needsContext = unit.isAmbiguous && (unit.kind != .code || gap > 0 && (!isStrong || cues.isWord(document, at)))
        absorbUnit(document, &draft)
        return draft
    }

    /// Whether the parts of a sign belong together: "C $ 1.34", not "gave A $5 note".
    private func isWholeSign(_ document: Document, _ at: Range<Int>) -> Bool {
        guard at.count > 1 else { return true }
        let first = document.tokens[at.lowerBound]
        guard first.end - first.start == 1, !document.tokens[at.lowerBound + 1].flags.contains(.glued) else { return true }
        let letter = document.bytes[Int(first.start)]
        return letter != UInt8(ascii: "A") && letter != UInt8(ascii: "I") && document.gapBefore(at.upperBound) > 0
    }

    /// A unit said twice: "$7.9 million dollars", "$1,190.00 AUD".
    func absorbUnit(_ document: Document, _ draft: inout AmountMention) {
        let end = draft.tokens.upperBound
        let start = document.isInnerHyphen(end) ? end + 1 : end
        // "500/-", "5,-".
        if end < document.tokens.count, document.tokens[end].flags.contains(.glued), let (suffix, stop) = currencies.longestUnit(document, from: end), suffix.kind == .suffix, currencies.agree(draft.currency, suffix.currency) {
            draft.tokens = draft.tokens.lowerBound..<stop
            return
        }
        guard start < document.tokens.count, !document.tokens[start].flags.contains(.paragraphStart), let (unit, stop) = currencies.longestUnit(document, from: start),
            unit.kind == .major || unit.kind == .code || unit.kind == .prefix, !unit.isAmbiguous, unit.currency != .any, currencies.agree(draft.currency, unit.currency),
            stop >= document.tokens.count || !document.tokens[stop].flags.contains(.number)
        else { return }
        draft.currency = currencies.narrower(draft.currency, unit.currency)
        draft.tokens = draft.tokens.lowerBound..<stop
    }

    /// The number, then a name, code or sign: "20 euros", "115USD", "62-1/2 cts", "half a million dollars", "800-mln-dlr".
    private func suffixed(
        _ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, notBefore free: Int, _ previous: AmountMention?, _ convention: NumberConvention
    ) -> AmountMention? {
        guard unit.kind != .suffix, at.lowerBound > free, !document.tokens[at.lowerBound].flags.contains(.paragraphStart) else { return nil }
        if let negative = bracketed(document, unit, at, notBefore: free, convention) { return negative }
        guard var (start, reading) = numbers.readEnding(document, at: at.lowerBound, notBefore: free, convention) else { return nil }
        let hyphenated = document.isInnerHyphen(at.lowerBound - 1)
        let isGlued = document.tokens[at.lowerBound].flags.contains(.glued)
        let gap = document.gapBefore(at.lowerBound)
        guard gap <= 3 || document.tokens[at.lowerBound].flags.contains(.lineStart) else { return nil }
        if !unit.isName, hyphenated, unit.kind != .prefix { return nil }
        // "106.9FM", "440 W": an ambiguous prefix stands before its number.
        if unit.kind == .prefix, unit.isAmbiguous { return nil }
        // A sign with a blank before it and none behind belongs to what follows: "3 ${name}".
        if !unit.isName, gap > 0, at.upperBound < document.tokens.count, document.tokens[at.upperBound].flags.contains(.glued), !cues.closes(document, at.upperBound) { return nil }
        var form: AmountForm = unit.kind == .minor ? .minor : unit.isName ? .name : .code
        switch reading.form {
        case .article:
            guard isArticleSum(document, unit, at, start, previous) else { return nil }
            form = .article
        case .vague: form = .vague
        case .digits, .words, .fraction:
            // "a million-dollar deal": the article belongs to the noun.
            if reading.form != .digits, cues.isArticle(document, start), hyphenated || cues.isSingular(document, at),
                let inner = numbers.read(document, from: start + 1, behindSign: false, convention), inner.end == reading.end, inner.form != .article {
                start += 1
                reading = inner
            }
            if hyphenated { form = unit.kind == .minor ? .minor : .adjective }
        }
        // A scale word behind a bracket belongs to the number in it.
        if reading.form == .words, start > 0, numbers.isScale(document, start), document.isCharacter(start - 1, UInt8(ascii: ")")) { return nil }
        // A number that touches something else before it is part of that: "x5", "3.1.5".
        if reading.form == .digits, start > 0, document.tokens[start].flags.contains(.glued), !cues.opensNumber(document, start - 1) { return nil }
        if isTrap(document, unit, at, start, reading, isGlued: isGlued, hyphenated: hyphenated, previous) { return nil }
        guard var draft = AmountMention(reading, unit, tokens: start..<at.upperBound, numberStart: start, isPrefix: false, form: form) else { return nil }
        draft.needsContext = needsContext(document, unit, at, reading, isGlued: isGlued)
        return draft
    }

    /// Whether a unit that is also an ordinary word or a name needs the document's support here.
    private func needsContext(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ reading: NumberReading, isGlued: Bool) -> Bool {
        guard unit.isAmbiguous, unit.kind != .minor || unit.isName else { return false }
        return !reading.shape.isStrong || unit.kind == .code && !isGlued && cues.isWord(document, at)
    }
}
