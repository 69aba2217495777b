/// A sum of money in a document: first as the grammar drafts it, then as it was found. Plain values; texts are made of it last.
struct AmountMention: Sendable, BitwiseCopyable {
    private var firstToken: Int32
    private var endToken: Int32
    private var firstOfNumber: Int32
    private var endOfNumber: Int32
    /// In major units; zero where it is vague. `high`: only of a range.
    var low = ExactNumber.zero
    var high = ExactNumber.zero
    /// The number as it is written.
    var number: NumberReading.Shape
    var unit: CurrencyUnit
    /// Of an atom, what its unit says: perhaps a family; in the end, what the document decides.
    var currency: CurrencyID
    var currencyBasis: MonetaryAmount.CurrencyBasis = .explicit
    var kind: MonetaryAmount.Kind
    var form: AmountForm
    /// The unit stands before the number.
    var isPrefix: Bool
    /// Only the document's support makes it a sum.
    var needsContext = false
    var isNegative = false
    /// It gives, in brackets behind it, the sum before it in another currency.
    var isConversion = false

    /// Tokens that it covers.
    var tokens: Range<Int> {
        get { Int(firstToken)..<Int(endToken) }
        set { (firstToken, endToken) = (Int32(newValue.lowerBound), Int32(newValue.upperBound)) }
    }

    /// First token of its (first) number, and the one behind its (last) number.
    var numberStart: Int {
        get { Int(firstOfNumber) }
        set { firstOfNumber = Int32(newValue) }
    }
    var numberEnd: Int { Int(endOfNumber) }

    /// - Returns: `nil` where the number is none that money has.
    init?(_ reading: NumberReading, _ unit: CurrencyUnit, tokens: Range<Int>, numberStart: Int, isPrefix: Bool, form: AmountForm) {
        (firstToken, endToken) = (Int32(tokens.lowerBound), Int32(tokens.upperBound))
        (firstOfNumber, endOfNumber) = (Int32(numberStart), Int32(reading.end))
        (number, self.unit, currency, self.form, self.isPrefix) = (reading.shape, unit, unit.currency, form, isPrefix)
        kind = reading.shape.form == .vague ? .vague : .exact
        if let value = reading.value {
            guard let value = unit.inMajorUnits(value) else { return nil }
            low = value
        } else if kind != .vague {
            return nil
        }
    }
}

/// The forms of the grammar; `rule` is what a mention carries.
enum AmountForm: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case sign, code, name, minor, article, adjective, vague, majorMinor, range, sharedRange, elided

    /// The id in records and explanations.
    var rule: String {
        switch self {
        case .sign: "amount.sign"
        case .code: "amount.code"
        case .name: "amount.name"
        case .minor: "amount.minor"
        case .article: "amount.article"
        case .adjective: "amount.adjective"
        case .vague: "amount.vague"
        case .majorMinor: "amount.major-minor"
        case .range: "amount.range"
        case .sharedRange: "amount.shared-range"
        case .elided: "amount.elided"
        }
    }
}

extension AmountGrammar {
    /// What a record says about a sum.
    func describe(_ mention: AmountMention, _ document: Document) -> MonetaryAmount {
        let sign = mention.isNegative && !mention.low.isZero ? "-" : ""
        return MonetaryAmount(
            value: mention.kind == .vague ? nil : sign + mention.low.text,
            high: mention.kind == .range ? mention.high.text : nil,
            currency: mention.currency == .any ? nil : currencies.code(mention.currency),
            currencyBasis: mention.currencyBasis,
            kind: mention.kind,
            per: per(mention, document),
            magnitude: mention.kind == .vague && mention.number.exponent > 0 ? Int(mention.number.exponent) : nil)
    }

    /// What a sum is a rate for, `share` of "$5 a share"; `nil` where it is none.
    func per(_ mention: AmountMention, _ document: Document) -> String? {
        // "a loss of ($0.05) per share": the unit of the rate stands behind the brackets.
        let isBracketed = mention.isNegative && document.isInBrackets(mention.tokens)
        return cues.per(document, mention.tokens.upperBound + (isBracketed ? 1 : 0))
    }
}
