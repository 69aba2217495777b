/// The words that bound or blur a sum: "about", "up to", "or more".
struct AmountModifiers: Sendable {
    struct Found { var kind: MonetaryAmount.Kind; var start: Int }
    private struct Entry { var kind: MonetaryAmount.Kind; var before: Bool; var after: Bool }

    private let modifier: ClassID
    private let link: ClassID
    private var lexicon = LexiconNumbers([])
    private var entries: [EntryID: Entry] = [:]
    private var a: LexemeID = .max, an: LexemeID = .max

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        modifier = try registry.id(ClassSelector("amount-modifier"))
        registry.keepEntries(of: "amount-modifier")
        link = try registry.id(ClassSelector("amount-cue", filters: [.init(column: "kind", value: "link")]))
    }

    mutating func bind(_ lexicons: Lexicons) {
        lexicon = lexicons.lexiconNumbers("amount-modifier")
        for (entry, values) in lexicons.rows(of: "amount-modifier", columns: ["kind", "position"]) {
            guard let kind = MonetaryAmount.Kind(rawValue: values[0]) else { continue }
            entries[entry] = Entry(kind: kind, before: values[1] != "after", after: values[1] != "before")
        }
        a = lexicons.lexeme("a")
        an = lexicons.lexeme("an")
    }

    /// The longest modifier that ends right before token `i`.
    func before(_ document: Document, _ i: Int) -> Found? {
        var best: Found?
        _ = document.phrases(to: i, of: modifier) { start in
            if let entry = document.entry(start..<i, in: lexicon).flatMap({ entries[$0] }), entry.before, start < best?.start ?? i { best = Found(kind: entry.kind, start: start) }
            return false
        }
        return best
    }

    /// The kind that the words before a sum give it. An outer bound beats a nearer approximation: "up to about".
    func kindBefore(_ document: Document, _ start: Int) -> MonetaryAmount.Kind? {
        var k = start, kind: MonetaryAmount.Kind?
        for _ in 0..<4 {
            if let found = before(document, k) {
                if kind == nil || kind == .approx { kind = found.kind }
                k = found.start
                continue
            }
            // "about a $5 million loan", "at least another $5 million".
            guard kind == nil, k > 0 else { break }
            if document.tokens[k - 1].folded == a || document.tokens[k - 1].folded == an {
                k -= 1
            } else {
                var linked = false
                _ = document.phrases(to: k, of: link) { k = $0; linked = true; return true }
                if !linked { break }
            }
        }
        return kind
    }

    /// The kind that the words behind a sum give it.
    func kindAfter(_ document: Document, _ end: Int) -> MonetaryAmount.Kind? {
        guard end < document.tokens.count else { return nil }
        var kind: MonetaryAmount.Kind?
        _ = document.phrases(from: end, of: modifier) { stop in
            guard let entry = document.entry(end..<stop, in: lexicon).flatMap({ entries[$0] }), entry.after else { return false }
            // A sign must touch the sum.
            if document.tokens[end].flags.contains(.punctuation), !document.tokens[end].flags.contains(.glued) { return false }
            kind = entry.kind
            return true
        }
        return kind
    }
}

extension AmountGrammar {
    /// Sets each sum's kind from the words around it; a conversion in brackets takes over its original's.
    func setKinds(_ drafts: inout [AmountDraft], _ document: Document) {
        for k in drafts.indices where drafts[k].kind == .exact {
            if let kind = modifiers.kindBefore(document, drafts[k].tokens.lowerBound) ?? modifiers.kindAfter(document, drafts[k].tokens.upperBound) {
                drafts[k].kind = kind
            } else if k > 0, isConversion(drafts[k], of: drafts[k - 1], document) {
                switch drafts[k - 1].kind {
                case .min, .max, .approx: drafts[k].kind = drafts[k - 1].kind
                case .exact, .range, .vague: break
                }
            }
        }
    }

    /// Whether `draft` stands alone in brackets right behind `original`.
    func isConversion(_ draft: AmountDraft, of original: AmountDraft, _ document: Document) -> Bool {
        let bracket = original.tokens.upperBound, end = draft.tokens.upperBound
        return bracket + 1 == draft.tokens.lowerBound && document.isCharacter(bracket, UInt8(ascii: "(")) && end < document.tokens.count && document.isCharacter(end, UInt8(ascii: ")"))
    }
}
