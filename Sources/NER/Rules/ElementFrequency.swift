/// How often the elements of patterns stand in business news, so that patterns start where they seldom start in vain.
///
/// Numbers are occurrences in a thousand tokens, counted once over some two hundred articles. They decide what is tried first, never what matches: a number
/// that is off costs time only.
struct ElementFrequency {
    /// Frequent words; others count 1.
    private static let words: [String: Int] = [
        "the": 50, ",": 50, ".": 45, "of": 22, "to": 22, "and": 20, "a": 20, "in": 18, "-": 12, "'s": 9, "for": 9, "that": 9, "on": 8, "is": 8, "said": 7, "with": 6,
        "it": 6, "as": 6, "at": 6, "by": 6, "from": 5, "(": 5, ")": 5, "was": 5, "has": 5, "have": 4, "had": 1, "be": 4, "are": 4, "its": 4, "an": 4, "will": 3, "he": 3, "his": 2,
    ]

    /// Frequent lexicons; others count 3.
    private static let lexicons: [String: Int] = [
        "common-word": 704, "function-word": 366, "role-modifier": 86, "firm-verb": 61, "role-function": 46, "role-attribute": 43, "corporate-role-modifier": 38, "firm-noun": 35, "number-word": 30,
        "speech-verb": 28, "industry-noun": 19, "family-name": 17, "role-head": 16, "firm": 14, "given-name": 14, "body-noun": 13, "firm-head": 13, "firm-object-verb": 12, "relation-verb": 12,
        "amount-modifier": 11, "role-status": 10, "corporate-role": 10, "person-noun": 9, "country": 8, "city": 7, "org-head": 7, "currency": 7, "abbreviation": 5, "place-head": 5, "region": 5,
        "media": 5, "organisation": 5, "magnitude": 5, "month": 4, "demonym": 4, "currency-name": 4, "per-unit": 4, "name-particle": 4, "deal-word": 250, "deal-verb": 9,
    ]

    /// Frequent parts of lexicons: by lexicon, column and value.
    private static let parts: [String: Int] = [
        "role-word kind=definite": 59, "role-word kind=complement": 31, "role-word kind=copula": 19, "role-word kind=preposition": 4, "role-word kind=firm": 4, "role-word kind=speaker": 4,
        "firm-verb strength=weak": 40, "firm-verb strength=strong": 21, "firm-noun side=both": 19, "firm-noun side=after": 15, "role-modifier kind=rank": 15, "firm-head strength=weak": 9,
        "firm-head strength=strong": 3, "role-head class=title": 11, "role-head class=office": 3, "role-status position=before": 8, "corporate-role-modifier kind=relation": 7, "org-head position=last": 4,
        "deal-word kind=future": 3, "deal-word kind=round": 2, "deal-word kind=deal": 2, "deal-word kind=failed": 2, "deal-word kind=planned": 1, "deal-word kind=share": 1,
        "deal-word kind=size": 87, "deal-word kind=inside": 85, "deal-word kind=be": 23, "deal-word kind=past": 19, "deal-word kind=after": 15, "deal-word kind=doubt": 9, "deal-word kind=stake": 5,
    ]

    static func ofWord(_ word: String) -> Int { words[word] ?? 1 }

    static func ofClass(_ selector: ClassSelector) -> Int {
        for filter in selector.filters {
            if let known = parts["\(selector.lexicon) \(filter.column)=\(filter.value)"] { return selector.certainty == .certain ? max(known / 2, 1) : known }
        }
        // A column's value picks a part.
        let whole = lexicons[selector.lexicon] ?? 3
        return selector.filters.isEmpty ? whole : max(whole / 4, 1)
    }

    /// Of a flag test: capitals, numbers, small letters, marks.
    static func ofFlags(_ required: TokenFlags) -> Int {
        if required.contains(.number) { return 25 }
        if required.contains(.upper) || required.contains(.camel) { return 20 }
        if required.contains(.capitalized) { return 170 }
        return required.contains(.lower) ? 650 : 1000
    }

    /// Of candidates and mentions: how many begin in a thousand tokens.
    static func ofSpans(_ kinds: SpanKinds) -> Int { kinds.contains(.name) ? 84 : 30 }
}
