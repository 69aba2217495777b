/// Fractions and vague numbers in words.
extension NumberGrammar {
    /// "half a million", "a quarter of a", "three quarters of a billion", "quarter million".
    func fraction(_ document: Document, _ i: Int) -> NumberReading? {
        let tokens = document.tokens
        var k = i
        var count = ExactNumber.one
        var plural = false
        if isArticle(document, k) { k += 1 } else if let (number, end) = word(document, k), number.kind == .unit, let value = number.value, end == k + 1 {
            count = value
            plural = value != .one
            k = unhyphenated(document, end)
        }
        guard let (part, end) = word(document, k), part.kind == (plural ? .parts : .fraction), let size = part.value, let value = count * size else { return nil }
        k = end
        if k < tokens.count, tokens[k].folded == of { k += 1 }
        let article = unhyphenated(document, k)
        if article < tokens.count, isArticle(document, article) { k = unhyphenated(document, article + 1) }
        let scale = scales(document, after: k, ofDigits: false, false)
        return NumberReading(end: scale.end, value: value, scaledBy: scale.exponent, .init(form: .fraction))
    }

    /// "tens of millions of", "several hundred thousand", "a few", "billions of".
    func vague(_ document: Document, _ i: Int) -> NumberReading? {
        guard let (first, end) = word(document, i), first.kind == .vague else { return nil }
        var k = end, exponent = first.power
        for _ in 0..<4 {
            let next = unhyphenated(document, k)
            guard next < document.tokens.count else { break }
            if let (more, end) = word(document, next), more.kind == .vague {
                exponent += more.power
                k = end
            } else if let scale = scale(document, next), !scale.touches {
                exponent += scale.exponent
                k = next + 1
            } else {
                break
            }
        }
        if k < document.tokens.count, document.tokens[k].folded == of { k += 1 }
        return NumberReading(end: k, value: nil, scaledBy: exponent, .init(form: .vague))
    }
}
