/// Numbers in digits: "1,234.5", "1 234 567,50", ".75", "62-1/2", "2½", "5 and a half million", each with the scale words behind it.
extension NumberGrammar {
    /// Denominators that prices are quoted in.
    private static let denominators: [UInt32] = [2, 3, 4, 5, 8, 10, 16, 32, 64]

    func digits(_ document: Document, _ i: Int, _ behindSign: Bool, _ convention: NumberConvention) -> NumberReading? {
        var number: Digits
        if !document.tokens[i].flags.contains(.number) {
            // ".75": a point that touches the digits behind it and nothing before it, unless a currency sign.
            guard i + 1 < document.tokens.count, document.tokens[i + 1].flags.isSuperset(of: [.number, .glued]), behindSign || !document.tokens[i].flags.contains(.glued),
                let numeral = numeral(document, i + 1, convention), !numeral.isGrouped, numeral.decimals == 0
            else { return nil }
            number = Digits(end: i + 2, value: numeral.value.scaled(by: -numeral.leadingDigits), shape: .init(form: .digits, decimals: UInt8(numeral.leadingDigits)))
        } else if let value = vulgarFraction(document, i) {
            number = Digits(end: i + 1, value: value, shape: .init(form: .digits, decimals: 1))
        } else {
            guard let numeral = numeral(document, i, convention) else { return nil }
            number = Digits(end: i + 1, value: numeral.value, shape: numeral.shape)
            if !numeral.isGrouped, numeral.decimals == 0 {
                if numeral.leadingDigits <= 3 { addSpacedGroups(document, &number) }
                addFraction(document, i, &number)
            }
        }
        // "5 and a half million".
        let k = number.end
        if k + 2 < document.tokens.count, document.tokens[k].folded == and, isArticle(document, k + 1), let word = word(document, k + 2), word.end == k + 3,
            word.word.kind == .fraction, let half = word.word.value, let sum = number.value + half {
            number.value = sum
            number.end += 3
        }
        let scale = scales(document, after: number.end, ofDigits: true, behindSign)
        return NumberReading(end: scale.end, value: number.value, scaledBy: scale.exponent, number.shape)
    }

    /// A number in digits up to its scale words.
    private struct Digits {
        var end: Int
        var value: ExactNumber
        var shape: NumberReading.Shape
    }

    private func numeral(_ document: Document, _ i: Int, _ convention: NumberConvention) -> Numeral? {
        let token = document.tokens[i]
        guard Int(token.end - token.start) <= Numeral.longest else { return nil }
        return Numeral(UnsafeBufferPointer(rebasing: document.bytes[Int(token.start)..<Int(token.end)]), convention: convention)
    }

    /// Groups of three digits behind a blank: "1 234 567,50".
    private func addSpacedGroups(_ document: Document, _ number: inout Digits) {
        while number.end < document.tokens.count, document.tokens[number.end].flags.contains(.number),
            document.tokens[number.end].flags.isDisjoint(with: [.glued, .lineStart]),
            let next = numeral(document, number.end, .comma), next.leadingDigits == 3, !next.isGrouped {
            let gap = document.gapBefore(number.end)
            // A plain blank groups only plain groups, or before a decimal comma.
            guard gap <= 3, next.decimals == 0 || next.hasDecimalComma || gap > 1, let sum = number.value.scaled(by: 3) + next.value else { return }
            number.value = sum
            number.shape.isGrouped = true
            number.shape.decimals = UInt8(next.decimals)
            number.shape.hasDecimalComma = number.shape.hasDecimalComma || next.hasDecimalComma
            number.end += 1
            if next.decimals > 0 { return }
        }
    }

    /// "62-1/2", "177 1/2", "3/4", "2½".
    private func addFraction(_ document: Document, _ first: Int, _ number: inout Digits) {
        let tokens = document.tokens, start = number.end
        guard start < tokens.count else { return }
        func add(_ part: ExactNumber, _ end: Int) {
            guard let sum = number.value + part else { return }
            (number.value, number.shape.decimals, number.end) = (sum, 1, end)
        }
        if tokens[start].flags.contains(.number), let part = vulgarFraction(document, start), document.gapBefore(start) <= 1 { return add(part, start + 1) }
        let k = unhyphenated(document, start)
        if let (part, end) = slashedFraction(document, k), k > start || document.gapBefore(k) == 1 { return add(part, end) }
        if start == first + 1, let (part, end) = slashedFraction(document, first) {
            number.value = .zero
            add(part, end)
        }
    }

    /// "3/4", by a denominator of prices.
    private func slashedFraction(_ document: Document, _ n: Int) -> (ExactNumber, Int)? {
        let tokens = document.tokens
        guard n + 2 < tokens.count, tokens[n].flags.contains(.number), document.isCharacter(n + 1, UInt8(ascii: "/")), tokens[n + 1].flags.contains(.glued),
            tokens[n + 2].flags.isSuperset(of: [.number, .glued]), let numerator = plain(document, n), let denominator = plain(document, n + 2),
            Self.denominators.contains(denominator), numerator < denominator
        else { return nil }
        // A date or a chain of slashes is no fraction.
        if n + 3 < tokens.count, document.isCharacter(n + 3, UInt8(ascii: "/")), tokens[n + 3].flags.contains(.glued) { return nil }
        return (ExactNumber(UInt128(numerator), divisor: denominator), n + 3)
    }

    /// A number of one or two digits.
    private func plain(_ document: Document, _ i: Int) -> UInt32? {
        let token = document.tokens[i]
        guard token.end - token.start <= 2 else { return nil }
        var value: UInt32 = 0
        for k in Int(token.start)..<Int(token.end) {
            let b = document.bytes[k] &- 0x30
            guard b < 10 else { return nil }
            value = value * 10 + UInt32(b)
        }
        return value
    }

    /// The characters ½, ¾, ⅓ and their like, by their UTF-8 bytes.
    private func vulgarFraction(_ document: Document, _ i: Int) -> ExactNumber? {
        let start = Int(document.tokens[i].start), length = Int(document.tokens[i].end) - start
        let bytes = document.bytes
        if length == 2, bytes[start] == 0xC2 {
            switch bytes[start + 1] {
            case 0xBC: return ExactNumber(1, divisor: 4)
            case 0xBD: return ExactNumber(1, divisor: 2)
            case 0xBE: return ExactNumber(3, divisor: 4)
            default: return nil
            }
        }
        // U+2150 … U+215E.
        guard length == 3, bytes[start] == 0xE2, bytes[start + 1] == 0x85 else { return nil }
        switch bytes[start + 2] {
        case 0x90: return ExactNumber(1, divisor: 7)
        case 0x91: return ExactNumber(1, divisor: 9)
        case 0x92: return ExactNumber(1, divisor: 10)
        case 0x93: return ExactNumber(1, divisor: 3)
        case 0x94: return ExactNumber(2, divisor: 3)
        case 0x95: return ExactNumber(1, divisor: 5)
        case 0x96: return ExactNumber(2, divisor: 5)
        case 0x97: return ExactNumber(3, divisor: 5)
        case 0x98: return ExactNumber(4, divisor: 5)
        case 0x99: return ExactNumber(1, divisor: 6)
        case 0x9A: return ExactNumber(5, divisor: 6)
        case 0x9B: return ExactNumber(1, divisor: 8)
        case 0x9C: return ExactNumber(3, divisor: 8)
        case 0x9D: return ExactNumber(5, divisor: 8)
        case 0x9E: return ExactNumber(7, divisor: 8)
        default: return nil
        }
    }
}
