/// Reads numbers in digits and words: "1,234.5", "62-1/2", "two hundred and fifty thousand", "half a million", "tens of millions of".
struct NumberGrammar: Sendable {
    private enum WordKind: String { case unit, teen, ten, fraction, parts, article, vague, multiple }
    private struct Word { var kind: WordKind; var value: ExactNumber?; var power: Int }
    private struct Scale { var exponent: Int; var touches: Bool }

    private let wordClass: ClassID
    private let scaleClass: ClassID
    private var wordLexicon = LexiconNumbers([])
    private var scaleLexicon = LexiconNumbers([])
    private var words: [EntryID: Word] = [:]
    private var scales: [EntryID: Scale] = [:]
    private var and: LexemeID = .max, of: LexemeID = .max, point: LexemeID = .max, a: LexemeID = .max, an: LexemeID = .max
    /// Longest number in tokens, so that looking back costs no more than a bounded number of steps.
    private static let longest = 28
    /// Denominators that prices are quoted in.
    private static let denominators: Set<UInt64> = [2, 3, 4, 5, 8, 10, 16, 32, 64]

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        wordClass = try registry.id(ClassSelector("number-word"))
        scaleClass = try registry.id(ClassSelector("magnitude"))
        for name in ["number-word", "magnitude"] { registry.keepEntries(of: name) }
    }

    mutating func bind(_ lexicons: Lexicons) {
        wordLexicon = lexicons.lexiconNumbers("number-word")
        scaleLexicon = lexicons.lexiconNumbers("magnitude")
        for (entry, values) in lexicons.rows(of: "number-word", columns: ["value", "kind", "power"]) {
            words[entry] = Word(kind: WordKind(rawValue: values[1]) ?? .vague, value: ExactNumber(values[0]), power: Int(values[2]) ?? 0)
        }
        for (entry, values) in lexicons.rows(of: "magnitude", columns: ["exponent", "glued"]) {
            scales[entry] = Scale(exponent: Int(values[0]) ?? 0, touches: values[1] == "yes")
        }
        and = lexicons.lexeme("and")
        of = lexicons.lexeme("of")
        point = lexicons.lexeme("point")
        a = lexicons.lexeme("a")
        an = lexicons.lexeme("an")
    }

    // MARK: Reading forward

    /// The number that begins at token `i`.
    ///
    /// - Parameter behindSign: a currency sign or code stands before it, which makes "5 m" a sum.
    func read(_ document: Document, from i: Int, behindSign: Bool, _ convention: NumberConvention) -> NumberReading? {
        guard i < document.tokens.count else { return nil }
        if document.tokens[i].flags.contains(.number) || document.isCharacter(i, UInt8(ascii: ".")) {
            return digits(document, i, behindSign, convention)
        }
        guard document.tokenClasses[i] != 0 || document.longestPhrase(from: i, of: wordClass) != nil else { return nil }
        var best: NumberReading?
        for reading in [fraction(document, i), vague(document, i), cardinal(document, i)] {
            if let reading, reading.end > best?.end ?? i { best = reading }
        }
        return best
    }

    /// The longest number that ends before token `end` and begins at `lower` or later.
    func readEnding(_ document: Document, at end: Int, notBefore lower: Int, _ convention: NumberConvention) -> (start: Int, reading: NumberReading)? {
        var start = end
        while start > lower, end - start < Self.longest, isPart(document, start - 1), !(start < end && document.tokens[start].flags.contains(.paragraphStart)) { start -= 1 }
        guard start < end else { return nil }
        // A longer run is no number in words; what is cut off could change its value.
        let isCut = end - start == Self.longest && start > lower && isPart(document, start - 1)
        for s in start..<end {
            if s == end - 1, document.isHyphen(s) { break }
            guard let reading = read(document, from: s, behindSign: false, convention), !isCut || reading.form == .digits else { continue }
            if reading.end == end || reading.end == end - 1 && document.isInnerHyphen(end - 1) { return (s, reading) }
        }
        return nil
    }

    /// Whether a token can be part of a number.
    func isPart(_ document: Document, _ k: Int) -> Bool {
        let token = document.tokens[k]
        if token.flags.contains(.number) || document.token(k, isIn: wordClass) || document.token(k, isIn: scaleClass) { return true }
        if token.folded == and || token.folded == of || token.folded == point { return true }
        guard token.flags.contains(.punctuation) else { return false }
        return document.isHyphen(k) || document.isCharacter(k, UInt8(ascii: "/")) || document.isCharacter(k, UInt8(ascii: "."))
    }

    // MARK: Digits

    private func digits(_ document: Document, _ i: Int, _ behindSign: Bool, _ convention: NumberConvention) -> NumberReading? {
        var k = i
        var reading: NumberReading
        if !document.tokens[i].flags.contains(.number) {
            // ".75": a point that touches the digits behind it and nothing before it, unless a currency sign.
            guard i + 1 < document.tokens.count, document.tokens[i + 1].flags.isSuperset(of: [.number, .glued]), behindSign || !document.tokens[i].flags.contains(.glued),
                let numeral = numeral(document, i + 1, convention), !numeral.grouped, numeral.decimals == 0
            else { return nil }
            reading = NumberReading(end: i + 2, value: numeral.value.scaled(by: -numeral.leadingDigits), form: .digits, decimals: numeral.leadingDigits)
            k = i + 2
        } else if let value = vulgarFraction(document, i) {
            reading = NumberReading(end: i + 1, value: value, form: .digits, decimals: 1)
            k = i + 1
        } else {
            guard let numeral = numeral(document, i, convention) else { return nil }
            reading = NumberReading(
                end: i + 1, value: numeral.value, form: .digits, leadingDigits: numeral.leadingDigits, decimals: numeral.decimals,
                grouped: numeral.grouped, decimalComma: numeral.decimalComma)
            k = i + 1
            if !numeral.grouped, numeral.decimals == 0 {
                if numeral.leadingDigits <= 3 { k = spacedGroups(document, k, &reading) }
                k = mixedFraction(document, i, k, &reading)
            }
        }
        // "5 and a half million".
        if k + 2 < document.tokens.count, document.tokens[k].folded == and, isArticle(document, k + 1), let word = word(document, k + 2), word.end == k + 3,
            word.word.kind == .fraction, let half = word.word.value, let value = reading.value {
            reading.value = value + half
            k += 3
        }
        reading.coefficient = reading.value
        let scale = scales(document, after: k, ofDigits: true, behindSign)
        reading.end = scale.end
        reading.exponent = scale.exponent
        reading.value = reading.value?.scaled(by: scale.exponent)
        return reading.value == nil ? nil : reading
    }

    private func numeral(_ document: Document, _ i: Int, _ convention: NumberConvention) -> Numeral? {
        let token = document.tokens[i]
        guard Int(token.end - token.start) <= Numeral.longest else { return nil }
        return Numeral(UnsafeBufferPointer(rebasing: document.bytes[Int(token.start)..<Int(token.end)]), convention: convention)
    }

    /// Groups of three digits behind a blank: "1 234 567,50".
    private func spacedGroups(_ document: Document, _ start: Int, _ reading: inout NumberReading) -> Int {
        var k = start
        while k < document.tokens.count, document.tokens[k].flags.contains(.number), !document.tokens[k].flags.contains(.glued), !document.tokens[k].flags.contains(.lineStart),
            let next = numeral(document, k, .comma), next.leadingDigits == 3, !next.grouped, let value = reading.value {
            let gap = document.gapBefore(k)
            // A plain blank groups only plain groups, or before a decimal comma.
            guard gap <= 3, next.decimals == 0 || next.decimalComma || gap > 1 else { break }
            guard let sum = value.scaled(by: 3) + next.value else { break }
            reading.value = sum
            reading.grouped = true
            reading.decimals = next.decimals
            reading.decimalComma = reading.decimalComma || next.decimalComma
            k += 1
            if next.decimals > 0 { break }
        }
        return k
    }

    /// "62-1/2", "177 1/2", "3/4", "2½".
    private func mixedFraction(_ document: Document, _ first: Int, _ start: Int, _ reading: inout NumberReading) -> Int {
        let tokens = document.tokens
        var k = start
        guard k < tokens.count else { return k }
        if tokens[k].flags.contains(.number), let fraction = vulgarFraction(document, k), document.gapBefore(k) <= 1, let value = reading.value, let sum = value + fraction {
            reading.value = sum
            reading.decimals = 1
            return k + 1
        }
        if document.isInnerHyphen(k) { k += 1 }
        func fraction(_ n: Int) -> (ExactNumber, Int)? {
            guard n + 2 < tokens.count, tokens[n].flags.contains(.number), document.isCharacter(n + 1, UInt8(ascii: "/")), tokens[n + 1].flags.contains(.glued),
                tokens[n + 2].flags.isSuperset(of: [.number, .glued]), let numerator = plain(document, n), let denominator = plain(document, n + 2),
                Self.denominators.contains(denominator), numerator < denominator
            else { return nil }
            // A date or a chain of slashes is no fraction.
            if n + 3 < tokens.count, document.isCharacter(n + 3, UInt8(ascii: "/")), tokens[n + 3].flags.contains(.glued) { return nil }
            return (ExactNumber(UInt128(numerator), divisor: denominator), n + 3)
        }
        if k < tokens.count, let (part, end) = fraction(k), k > start || document.gapBefore(k) == 1, let value = reading.value, let sum = value + part {
            reading.value = sum
            reading.decimals = 1
            return end
        }
        if let (part, end) = fraction(first), start == first + 1 {
            reading.value = part
            reading.decimals = 1
            return end
        }
        return start
    }

    private func plain(_ document: Document, _ i: Int) -> UInt64? {
        let token = document.tokens[i]
        guard token.end - token.start <= 2 else { return nil }
        var value: UInt64 = 0
        for k in Int(token.start)..<Int(token.end) {
            let b = document.bytes[k] &- 0x30
            guard b < 10 else { return nil }
            value = value * 10 + UInt64(b)
        }
        return value
    }

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
        guard length == 3, bytes[start] == 0xE2, bytes[start + 1] == 0x85 else { return nil }
        let table: [(UInt128, UInt64)] = [
            (1, 7), (1, 9), (1, 10), (1, 3), (2, 3), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (5, 6), (1, 8), (3, 8), (5, 8), (7, 8),
        ]
        let k = Int(bytes[start + 2]) - 0x90
        return table.indices.contains(k) ? ExactNumber(table[k].0, divisor: table[k].1) : nil
    }

    // MARK: Scale words

    /// Whether token `i` is a scale word or letter.
    func isScale(_ document: Document, _ i: Int) -> Bool { document.token(i, isIn: scaleClass) }

    private func scale(_ document: Document, _ i: Int) -> Scale? {
        guard document.token(i, isIn: scaleClass), let entry = document.entry(i..<(i + 1), in: scaleLexicon) else { return nil }
        return scales[entry]
    }

    /// The scale words behind a number: " million", "-mln", "bn", " lakh crore".
    private func scales(_ document: Document, after start: Int, ofDigits: Bool, _ behindSign: Bool) -> (exponent: Int, end: Int) {
        var exponent = 0, end = start
        for round in 0..<3 {
            let k = document.isInnerHyphen(end) ? end + 1 : end
            guard k < document.tokens.count, !document.tokens[k].flags.contains(.paragraphStart), let scale = scale(document, k) else { break }
            if scale.touches {
                guard ofDigits, round == 0 else { break }
                let touches = document.tokens[k].flags.contains(.glued)
                let stands = behindSign && k == end && document.gapBefore(k) == 1 && document.bytes[Int(document.tokens[k].start)] | 0x20 != UInt8(ascii: "t")
                let isLetterAlone = k + 1 >= document.tokens.count || !document.tokens[k + 1].flags.contains(.glued) || document.tokens[k + 1].flags.contains(.punctuation)
                guard touches || stands && isLetterAlone else { break }
                return (scale.exponent, k + 1)
            }
            exponent += scale.exponent
            end = k + 1
        }
        return (exponent, end)
    }

    // MARK: Words

    private func isArticle(_ document: Document, _ i: Int) -> Bool { document.tokens[i].folded == a || document.tokens[i].folded == an }

    private func word(_ document: Document, _ i: Int) -> (word: Word, end: Int)? {
        guard i < document.tokens.count, let end = document.longestPhrase(from: i, of: wordClass), let entry = document.entry(i..<end, in: wordLexicon), let word = words[entry] else { return nil }
        return (word, end)
    }

    /// Behind a hyphen within a word, or at the word itself.
    private func unhyphenated(_ document: Document, _ i: Int) -> Int { document.isInnerHyphen(i) ? i + 1 : i }

    /// "half a million", "a quarter of a", "three quarters of a billion", "quarter million".
    private func fraction(_ document: Document, _ i: Int) -> NumberReading? {
        let tokens = document.tokens
        var k = i
        var count = ExactNumber.one
        var plural = false
        if isArticle(document, k) { k += 1 } else if let (number, end) = word(document, k), number.kind == .unit, let value = number.value, end == k + 1 {
            count = value
            plural = value != .one
            k = unhyphenated(document, end)
        }
        guard let (part, end) = word(document, k), part.kind == (plural ? .parts : .fraction), let size = part.value, var value = count * size else { return nil }
        k = end
        if k < tokens.count, tokens[k].folded == of { k += 1 }
        let article = unhyphenated(document, k)
        if article < tokens.count, isArticle(document, article) { k = unhyphenated(document, article + 1) }
        let scale = scales(document, after: k, ofDigits: false, false)
        var reading = NumberReading(end: scale.end, value: nil, coefficient: value, exponent: scale.exponent, form: .fraction)
        value = value.scaled(by: scale.exponent)
        reading.value = value
        return reading
    }

    /// "tens of millions of", "several hundred thousand", "a few", "billions of".
    private func vague(_ document: Document, _ i: Int) -> NumberReading? {
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
        return NumberReading(end: k, value: nil, coefficient: nil, exponent: exponent, form: .vague)
    }

    /// "two hundred and fifty thousand", "forty-two", "a million", "one point five billion", "two and a half million", "three dozen".
    private func cardinal(_ document: Document, _ i: Int) -> NumberReading? {
        let tokens = document.tokens
        var total = ExactNumber.zero, group: ExactNumber?, last = WordKind.article, lastScale = Int.max, k = i, end = i, isArticleOnly = false
        var lastExponent = 0, coefficient: ExactNumber?
        if isArticle(document, i) {
            group = .one
            k = i + 1
            end = k
            isArticleOnly = true
        }
        while k < tokens.count, !(k > i && tokens[k].flags.contains(.paragraphStart)) {
            var next = k == i ? k : unhyphenated(document, k)
            var behindAnd = false
            if next < tokens.count, tokens[next].folded == and, last == .multiple {
                behindAnd = true
                next += 1
                if next < tokens.count, document.isInnerHyphen(next) { next += 1 }
            }
            guard next < tokens.count else { break }
            // "and a half", "and a quarter".
            if tokens[next].folded == and || behindAnd {
                let article = unhyphenated(document, behindAnd ? next : next + 1)
                if article < tokens.count, isArticle(document, article), let (part, stop) = word(document, unhyphenated(document, article + 1)), part.kind == .fraction,
                    let size = part.value, let sum = (group ?? .zero) + size, group != nil {
                    group = sum
                    k = stop
                    end = stop
                    last = .fraction
                    continue
                }
                if !behindAnd { break }
            }
            if let scale = scale(document, next), !scale.touches, !behindAnd {
                if scale.exponent == 2 {
                    guard let current = group, last != .multiple || isArticleOnly else {
                        if k == i { group = ExactNumber(100); last = .multiple; k = next + 1; end = k; continue }
                        break
                    }
                    group = current.scaled(by: 2)
                } else if scale.exponent < lastScale {
                    guard group != nil || k == i else { break }
                    coefficient = total.isZero ? group ?? .one : nil
                    guard let sum = total + (group ?? .one).scaled(by: scale.exponent) else { return nil }
                    total = sum
                    group = nil
                    lastScale = scale.exponent
                    lastExponent = scale.exponent
                } else if group == nil, k > i, total != .zero {
                    // "thousand crore", "hundred thousand million".
                    total = total.scaled(by: scale.exponent)
                    lastScale = scale.exponent
                    lastExponent += scale.exponent
                } else {
                    break
                }
                isArticleOnly = false
                last = .multiple
                k = next + 1
                end = k
                continue
            }
            guard let (part, stop) = word(document, next), let value = part.value, !isArticleOnly || part.kind == .multiple else { break }
            switch part.kind {
            case .unit:
                if group == nil || last == .multiple { group = (group ?? .zero) + value } else if last == .ten { group = (group ?? .zero) + value } else { return finish() }
            case .teen, .ten:
                guard group == nil || last == .multiple else { return finish() }
                group = (group ?? .zero) + value
            case .multiple:
                guard let product = (group ?? .one) * value else { return nil }
                group = product
                isArticleOnly = false
            default: return finish()
            }
            guard group != nil else { return nil }
            last = part.kind
            k = stop
            end = stop
            // "one point five".
            if k + 1 < tokens.count, tokens[k].folded == point, last == .unit || last == .teen || last == .ten {
                var places = 0, d = k + 1
                while let (digit, stop) = word(document, d), digit.kind == .unit, let value = digit.value, places < 6 {
                    places += 1
                    group = group.flatMap { $0 + value.scaled(by: -places) }
                    d = stop
                }
                if places > 0 {
                    k = d
                    end = d
                    last = .fraction
                }
            }
        }
        return finish()

        func finish() -> NumberReading? {
            guard end > i else { return nil }
            var value = total
            if let group {
                guard let sum = total + group else { return nil }
                value = sum
                if !total.isZero { lastExponent = 0 }
            }
            return NumberReading(end: end, value: value, coefficient: lastExponent > 0 ? coefficient ?? value : value, exponent: lastExponent, form: isArticleOnly ? .article : .words)
        }
    }
}
