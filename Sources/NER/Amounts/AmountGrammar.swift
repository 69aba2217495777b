/// One amount: tokens and bytes of the document, and its value.
struct AmountMention: Sendable {
    /// Bytes of the document.
    var range: Range<Int>
    /// Tokens that it touches.
    var tokens: Range<Int>
    var amount: MonetaryAmount
    /// `amount.…`: which form of the grammar made it.
    var rule: String
    /// The amount that this one, in brackets behind it, gives in another currency: its place in the list of amounts.
    var converts: Int?
}

/// The grammar of sums of money.
///
/// Matched outward from the currencies that a text holds: each sign, code or name asks for a number behind or before it; then sums
/// that share a unit or a scale are joined, the words around them decide the kind, and the document decides what a bare `$` is.
///
/// - Complexity: one class test a token, and bounded work for every word of money.
struct AmountGrammar: Sendable {
    var numbers: NumberGrammar
    var currencies: CurrencyTable
    var cues: AmountCues
    var modifiers: AmountModifiers
    var context: CurrencyContext

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

    /// All sums of money in a document, sorted, not overlapping.
    func amounts(in document: Document) -> [AmountMention] {
        var drafts = atoms(document, .point)
        if drafts.isEmpty { return [] }
        // A document that writes 3,5 writes 1.234 for a thousand and more.
        if drafts.contains(where: \.reading.decimalComma), !drafts.contains(where: { $0.reading.decimals > 0 && $0.reading.decimals != 3 && !$0.reading.decimalComma }) {
            drafts = atoms(document, .comma)
        }
        drafts = joinMinorUnits(drafts, document)
        drafts = joinRanges(drafts, document)
        let decision = context.decide(drafts, document, currencies)
        drafts.removeAll { $0.needsContext && !decision.supports($0.currency, currencies) }
        drafts.removeAll { isWeight($0, document, decision) }
        setKinds(&drafts, document)
        return drafts.indices.map { k in
            var mention = mention(drafts[k], document, decision)
            if k > 0, drafts[k].currency != drafts[k - 1].currency, isConversion(drafts[k], of: drafts[k - 1], document) { mention.converts = k - 1 }
            return mention
        }
    }

    private func mention(_ draft: AmountDraft, _ document: Document, _ decision: CurrencyContext.Decision) -> AmountMention {
        let (currency, basis) = decision.currency(of: draft.currency, currencies)
        let amount = MonetaryAmount(
            value: draft.low?.text, high: draft.kind == .range ? draft.high?.text : nil, currency: currency, currencyBasis: basis, kind: draft.kind,
            per: cues.per(document, draft.tokens.upperBound), magnitude: draft.kind == .vague && draft.reading.exponent > 0 ? draft.reading.exponent : nil)
        return AmountMention(range: document.byteRange(draft.tokens), tokens: draft.tokens, amount: amount, rule: draft.form.rule)
    }

    // MARK: Atoms

    /// Every number with its unit.
    private func atoms(_ document: Document, _ convention: NumberConvention) -> [AmountDraft] {
        var drafts: [AmountDraft] = []
        var free = 0, match = 0
        let matches = document.matches
        for i in document.tokenClasses.indices {
            var triggered = currencies.isTrigger(document.tokenClasses[i])
            while match < matches.count, Int(matches[match].start) <= i {
                if Int(matches[match].start) == i, currencies.isTrigger(matches[match].classes) { triggered = true }
                match += 1
            }
            guard triggered, i >= free, i > 0 && numbers.isPart(document, i - 1) || hasNumberSoon(document, i) else { continue }
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
        _ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, notBefore free: Int, _ previous: AmountDraft?, _ convention: NumberConvention
    ) -> AmountDraft? {
        let before = suffixed(document, unit, at, notBefore: free, previous, convention)
        guard let behind = prefixed(document, unit, at, convention) else { return before }
        guard let before else { return behind }
        // A number on either side: the nearer one, else the one that no other unit claims.
        let left = document.gapBefore(at.lowerBound), right = document.gapBefore(at.upperBound)
        if left != right { return left < right ? before : behind }
        if before.reading.isYear { return behind }
        return currencies.longestUnit(document, from: behind.reading.end) != nil ? before : behind
    }

    /// A sign, code or prefix, then the number: "$5", "US$1.2bn", "Rs 500 crore", "£billions".
    private func prefixed(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ convention: NumberConvention) -> AmountDraft? {
        guard !unit.isName, unit.kind == .symbol || unit.kind == .code || unit.kind == .prefix else { return nil }
        var unit = unit, number = at.upperBound
        guard number < document.tokens.count, isWholeSign(document, at) else { return nil }
        // "USD $5": a code and its sign.
        if let (second, end) = currencies.longestUnit(document, from: number), !second.isName, second.kind == .symbol, currencies.agree(unit.currency, second.currency) {
            unit.currency = currencies.narrower(unit.currency, second.currency)
            number = end
        }
        guard number < document.tokens.count, !document.tokens[number].flags.contains(.paragraphStart) else { return nil }
        let gap = document.gapBefore(number)
        guard gap <= 3, let reading = numbers.read(document, from: number, behindSign: true, convention) else { return nil }
        switch reading.form {
        case .digits: break
        case .words: guard unit.kind != .symbol, !unit.isAmbiguous, reading.value != nil, !numbers.isScale(document, number) else { return nil }
        case .vague: guard unit.kind == .symbol, gap == 0 else { return nil }
        case .fraction, .article: return nil
        }
        // "EUR/USD 1.0950" is a rate, "USD 5 percent" none of either.
        if unit.kind == .code, at.lowerBound > 0, document.isCharacter(at.lowerBound - 1, UInt8(ascii: "/")), document.tokens[at.lowerBound].flags.contains(.glued) { return nil }
        if reading.end < document.tokens.count, cues.isPercent(document, reading.end) { return nil }
        if unit.isAmbiguous, unit.kind != .code, gap > 0, !isStrong(reading) { return nil }
        let needsContext = unit.isAmbiguous && (unit.kind != .code || gap > 0 && (!isStrong(reading) || cues.isWord(document, at)))
        var draft = AmountDraft(tokens: at.lowerBound..<reading.end, numberStart: number, reading: reading, unit: unit, isPrefix: true, form: unit.kind == .code ? .code : .sign, needsContext: needsContext)
        guard draft.setValue() else { return nil }
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
    func absorbUnit(_ document: Document, _ draft: inout AmountDraft) {
        let end = draft.tokens.upperBound
        let start = document.isInnerHyphen(end) ? end + 1 : end
        // "500/-", "5,-".
        if end < document.tokens.count, document.tokens[end].flags.contains(.glued), let (suffix, stop) = currencies.longestUnit(document, from: end), suffix.kind == .suffix, currencies.agree(draft.currency, suffix.currency) {
            draft.tokens = draft.tokens.lowerBound..<stop
            return
        }
        guard start < document.tokens.count, !document.tokens[start].flags.contains(.paragraphStart), let (unit, stop) = currencies.longestUnit(document, from: start),
            unit.kind == .major || unit.kind == .code || unit.kind == .prefix, !unit.isAmbiguous, !unit.currency.isEmpty, currencies.agree(draft.currency, unit.currency),
            stop >= document.tokens.count || !document.tokens[stop].flags.contains(.number)
        else { return }
        draft.currency = currencies.narrower(draft.currency, unit.currency)
        draft.tokens = draft.tokens.lowerBound..<stop
    }

    /// The number, then a name, code or sign: "20 euros", "115USD", "62-1/2 cts", "half a million dollars", "800-mln-dlr".
    private func suffixed(
        _ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, notBefore free: Int, _ previous: AmountDraft?, _ convention: NumberConvention
    ) -> AmountDraft? {
        guard unit.kind != .suffix, at.lowerBound > free, !document.tokens[at.lowerBound].flags.contains(.paragraphStart) else { return nil }
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
        // A number that touches something else before it is part of that: "x5", "3.1.5".
        if reading.form == .digits, start > 0, document.tokens[start].flags.contains(.glued), !cues.opensNumber(document, start - 1) { return nil }
        if isTrap(document, unit, at, start, reading, isGlued: isGlued, hyphenated: hyphenated, previous) { return nil }
        var draft = AmountDraft(tokens: start..<at.upperBound, numberStart: start, reading: reading, unit: unit, isPrefix: false, form: form, needsContext: needsContext(document, unit, at, reading, isGlued: isGlued))
        guard draft.setValue() else { return nil }
        return draft
    }

    /// Whether a unit that is also an ordinary word or a name needs the document's support here.
    private func needsContext(_ document: Document, _ unit: CurrencyUnit, _ at: Range<Int>, _ reading: NumberReading, isGlued: Bool) -> Bool {
        guard unit.isAmbiguous, unit.kind != .minor || unit.isName else { return false }
        return !isStrong(reading) || unit.kind == .code && !isGlued && cues.isWord(document, at)
    }

    /// Whether a number looks like a sum on its own: it has a scale word, thousands, or cents.
    private func isStrong(_ reading: NumberReading) -> Bool { reading.exponent >= 3 || reading.grouped || reading.decimals == 2 || reading.decimals == 4 }
}

/// A sum in the making.
struct AmountDraft {
    var tokens: Range<Int>
    /// First token of its (first) number.
    var numberStart: Int
    var reading: NumberReading
    var unit: CurrencyUnit
    /// The unit stands before the number.
    var isPrefix: Bool
    var form: AmountForm
    var needsContext: Bool
    /// ISO 4217 or a family.
    var currency: String
    var low: ExactNumber?
    var high: ExactNumber?
    var kind: MonetaryAmount.Kind = .exact

    init(tokens: Range<Int>, numberStart: Int, reading: NumberReading, unit: CurrencyUnit, isPrefix: Bool, form: AmountForm, needsContext: Bool) {
        self.tokens = tokens
        self.numberStart = numberStart
        self.reading = reading
        self.unit = unit
        self.isPrefix = isPrefix
        self.form = form
        self.needsContext = needsContext
        currency = unit.currency
    }

    /// Computes the value in the major unit; false where it is no number that money has.
    mutating func setValue() -> Bool {
        kind = reading.form == .vague ? .vague : .exact
        guard let value = reading.value else {
            low = nil
            return reading.form == .vague
        }
        low = inMajorUnits(value)
        return low != nil
    }

    /// A number of this draft's unit in major units.
    func inMajorUnits(_ value: ExactNumber) -> ExactNumber? { value.scaled(by: unit.exponent).divided(by: unit.perMajor) }
}

/// The forms of the grammar; `rule` is what a mention carries.
enum AmountForm: String, Sendable, CaseIterable {
    case sign, code, name, minor, article, adjective, vague
    case majorMinor = "major-minor"
    case range
    case sharedRange = "shared-range"
    case elided

    var rule: String { "amount.\(rawValue)" }
}
