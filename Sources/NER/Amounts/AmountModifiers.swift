/// The words that bound or blur a sum: "about", "up to", "or more".
struct AmountModifiers: Sendable {
    struct Found { var kind: MonetaryAmount.Kind; var start: Int }
    private struct Entry: BitwiseCopyable { var kind: MonetaryAmount.Kind; var before: Bool; var after: Bool }

    private let modifier: ClassID
    private let link: ClassID
    private var lexicon = LexiconNumbers([])
    private var entries = EntryTable<Entry>()
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
            entries.append(Entry(kind: kind, before: values[1] != "after", after: values[1] != "before"), for: entry)
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
    func setKinds(_ drafts: inout [AmountMention], _ document: Document) {
        for k in drafts.indices where drafts[k].kind == .exact {
            if let kind = modifiers.kindBefore(document, drafts[k].tokens.lowerBound) ?? modifiers.kindAfter(document, drafts[k].tokens.upperBound) {
                drafts[k].kind = kind
            } else if k > 0, isInBrackets(drafts[k], behind: drafts[k - 1], document) {
                switch drafts[k - 1].kind {
                case .min, .max, .approx: drafts[k].kind = drafts[k - 1].kind
                case .exact, .range, .vague: break
                }
            }
        }
    }

    /// Whether `draft` stands in brackets right behind `original`, alone but for a modifier: "(about $6m)".
    func isInBrackets(_ draft: AmountMention, behind original: AmountMention, _ document: Document) -> Bool {
        let open = original.tokens.upperBound, start = draft.tokens.lowerBound
        if open + 1 == start { return document.isInBrackets(draft.tokens) }
        guard open + 1 < start, start - open < 6, document.isCharacter(open, UInt8(ascii: "(")), draft.tokens.upperBound < document.tokens.count,
            document.isCharacter(draft.tokens.upperBound, UInt8(ascii: ")"))
        else { return false }
        return modifiers.before(document, start)?.start == open + 1 || open + 2 == start && document.tokens[open + 1].folded == cues.or
    }
}
