/// Reads cardinals in words: "two hundred and fifty thousand", "forty-two", "a million", "one point five billion", "two and a half million", "three dozen".
///
/// Below a scale word is a group of up to three figures; a scale word closes it and adds it to the total. Each scale word must be smaller than the one
/// before it, or follow it directly ("lakh crore").
struct CardinalReader {
    private enum Step { case read, end, overflow }

    private let document: Document
    private let numbers: NumberGrammar
    private let start: Int
    private var total = ExactNumber.zero
    private var group: ExactNumber?
    private var last = NumberGrammar.WordKind.article
    private var lastScale = Int.max
    /// Power of ten of the scale words that scale the whole.
    private var exponent = 0
    /// Behind what was read.
    private var end: Int
    private var isArticleOnly = false

    /// The cardinal that begins at token `i`.
    static func read(_ document: Document, _ numbers: NumberGrammar, from i: Int) -> NumberReading? {
        var reader = CardinalReader(document, numbers, i)
        while reader.end < document.tokens.count, reader.end - i < NumberGrammar.longest, !(reader.end > i && document.tokens[reader.end].flags.contains(.paragraphStart)) {
            switch reader.step() {
            case .read: continue
            case .end: return reader.result
            case .overflow: return nil
            }
        }
        return reader.result
    }

    private init(_ document: Document, _ numbers: NumberGrammar, _ i: Int) {
        (self.document, self.numbers, start, end) = (document, numbers, i, i)
        if numbers.isArticle(document, i) {
            group = .one
            end = i + 1
            isArticleOnly = true
        }
    }

    private var result: NumberReading? {
        guard end > start, let sum = total + (group ?? .zero) else { return nil }
        var reading = NumberReading(end: end, value: sum, .init(form: isArticleOnly ? .article : .words))
        if group == nil { reading.shape.exponent = Int16(exponent) }
        return reading
    }

    private mutating func step() -> Step {
        var next = end == start ? end : numbers.unhyphenated(document, end)
        var behindAnd = false
        if next < document.tokens.count, document.tokens[next].folded == numbers.and {
            if addPart(behind: next) { return .read }
            // "hundred and five".
            guard last == .multiple else { return .end }
            behindAnd = true
            next = numbers.unhyphenated(document, next + 1)
        }
        guard next < document.tokens.count else { return .end }
        if !behindAnd, let scale = numbers.scale(document, next), !scale.touches { return add(scale, next) }
        guard let (word, stop) = numbers.word(document, next), let value = word.value, !isArticleOnly || word.kind == .multiple else { return .end }
        return add(word.kind, value, stop)
    }

    /// "and a half", "and a quarter" behind a group or a scale word.
    private mutating func addPart(behind and: Int) -> Bool {
        let article = numbers.unhyphenated(document, and + 1)
        guard group != nil || last == .multiple, article < document.tokens.count, numbers.isArticle(document, article),
            let (part, stop) = numbers.word(document, numbers.unhyphenated(document, article + 1)), part.kind == .fraction, let size = part.value
        else { return false }
        if let group {
            guard let sum = group + size else { return false }
            self.group = sum
        } else {
            // "a million and a half": of the scale word before it.
            guard let sum = total + size.scaled(by: lastScale) else { return false }
            total = sum
        }
        (end, last) = (stop, .fraction)
        return true
    }

    private mutating func add(_ scale: NumberGrammar.Scale, _ at: Int) -> Step {
        if scale.exponent == 2 {
            if let group, last != .multiple || isArticleOnly {
                self.group = group.scaled(by: 2)
            } else if at == start {
                group = ExactNumber(100)
            } else {
                return .end
            }
        } else if scale.exponent < lastScale {
            guard group != nil || at == start, let sum = total + (group ?? .one).scaled(by: scale.exponent) else { return group == nil ? .end : .overflow }
            total = sum
            group = nil
            lastScale = scale.exponent
            exponent = scale.exponent
        } else if group == nil, at > start, !total.isZero {
            // "thousand crore", "hundred thousand million".
            total = total.scaled(by: scale.exponent)
            lastScale = scale.exponent
            exponent += scale.exponent
            if exponent > NumberGrammar.largestExponent { return .overflow }
        } else {
            return .end
        }
        isArticleOnly = false
        last = .multiple
        end = at + 1
        return .read
    }

    private mutating func add(_ kind: NumberGrammar.WordKind, _ value: ExactNumber, _ stop: Int) -> Step {
        switch kind {
        case .unit:
            guard group == nil || last == .multiple || last == .ten else { return .end }
        case .teen, .ten:
            guard group == nil || last == .multiple else { return .end }
        case .multiple:
            guard let product = (group ?? .one) * value else { return .overflow }
            (group, isArticleOnly, last, end) = (product, false, .multiple, stop)
            return .read
        case .fraction, .parts, .article, .vague: return .end
        }
        guard let sum = (group ?? .zero) + value else { return .overflow }
        (group, last, end) = (sum, kind, stop)
        addDecimals()
        return .read
    }

    /// "one point five".
    private mutating func addDecimals() {
        guard end + 1 < document.tokens.count, document.tokens[end].folded == numbers.point, var sum = group else { return }
        var places = 0, k = end + 1
        while places < 6, let (digit, stop) = numbers.word(document, k), digit.kind == .unit, let value = digit.value, let more = sum + value.scaled(by: -(places + 1)) {
            places += 1
            sum = more
            k = stop
        }
        guard places > 0 else { return }
        (group, end, last) = (sum, k, .fraction)
    }
}
