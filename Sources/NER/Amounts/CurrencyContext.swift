/// What a document says about which country's money it means.
struct CurrencyContext: Sendable {
    /// What a bare `$` or "francs" is in one document.
    struct Decision {
        /// Currencies that an expression itself names.
        fileprivate(set) var explicit: Set<String> = []
        /// Mentions of the countries that use a currency.
        fileprivate(set) var weight: [String: Int] = [:]
        fileprivate(set) var families: [String: (currency: String, basis: MonetaryAmount.CurrencyBasis)] = [:]

        func currency(of name: String, _ table: CurrencyTable) -> (String?, MonetaryAmount.CurrencyBasis) {
            if let family = families[name] { return (family.currency, family.basis) }
            return name.isEmpty ? (nil, .default) : (name, .explicit)
        }

        /// Whether the document speaks of a currency or of a country that uses it.
        func supports(_ name: String, _ table: CurrencyTable) -> Bool {
            table.members(name).contains { explicit.contains($0) || weight[$0, default: 0] > 0 }
        }

        /// Whether a currency is meant somewhere, by its name or by its country.
        func names(_ code: String) -> Bool { explicit.contains(code) || weight[code, default: 0] > 0 }
    }

    private let country: ClassID
    private let demonym: ClassID
    private var countryLexicon = LexiconNumbers([])
    private var demonymLexicon = LexiconNumbers([])
    private var codes: [EntryID: String] = [:]
    /// Dollars that a newspaper of their country writes without a prefix.
    private static let localDollars: Set<String> = ["AUD", "CAD", "NZD"]
    /// A country in the dateline or headline counts this often.
    private static let headWeight = 3
    private static let headTokens = 16
    /// Mentions of a country that make its dollar (or pound) the bare one.
    private static let enough = 3

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        country = try registry.id(ClassSelector("country"))
        for name in ["country", "demonym"] { registry.keepEntries(of: name) }
        demonym = try registry.id(ClassSelector("demonym"))
    }

    mutating func bind(_ lexicons: Lexicons) {
        countryLexicon = lexicons.lexiconNumbers("country")
        demonymLexicon = lexicons.lexiconNumbers("demonym")
        for (entry, values) in lexicons.rows(of: "country", columns: ["code"]) where !values[0].isEmpty { codes[entry] = values[0] }
        for (entry, values) in lexicons.rows(of: "demonym", columns: ["country"]) where !values[0].isEmpty { codes[entry] = values[0] }
    }

    /// Decides once for all sums of a document. Looks for countries only where a currency is open.
    func decide(_ drafts: [AmountDraft], _ document: Document, _ table: CurrencyTable) -> Decision {
        var decision = Decision()
        var isOpen = false
        for draft in drafts {
            if table.families[draft.currency] == nil {
                if !draft.needsContext { decision.explicit.insert(draft.currency) }
            } else {
                isOpen = true
            }
            if draft.needsContext { isOpen = true }
        }
        guard isOpen else { return decision }
        for (code, count) in countries(document) {
            for currency in table.ofCountry[code] ?? [] { decision.weight[currency, default: 0] += count }
        }
        // Major units first: a cent follows the dollars beside it.
        for draft in drafts where table.families[draft.currency] != nil && decision.families[draft.currency] == nil && draft.unit.kind != .minor {
            decision.families[draft.currency] = major(draft.currency, decision, table)
        }
        for draft in drafts where table.families[draft.currency] != nil && decision.families[draft.currency] == nil {
            decision.families[draft.currency] = minor(draft.currency, drafts, decision, table)
        }
        return decision
    }

    private func major(_ family: String, _ decision: Decision, _ table: CurrencyTable) -> (currency: String, basis: MonetaryAmount.CurrencyBasis)? {
        guard let entry = table.families[family] else { return nil }
        let own = decision.weight[entry.byDefault, default: 0]
        if family == "dollar" {
            // A paper that writes A$ or "Australian dollars" means another dollar by a bare sign.
            let others = entry.members.filter { $0 != entry.byDefault && !decision.explicit.contains($0) }
            let needed = decision.explicit.contains(entry.byDefault) ? 1 : Self.enough
            if let best = best(others, decision), Self.localDollars.contains(best.currency) ? best.weight >= needed : best.weight >= 2 * Self.enough, best.weight > 2 * own || needed == 1 && best.weight > own {
                return (best.currency, .context)
            }
            return (entry.byDefault, own > 0 ? .context : .default)
        }
        // Elsewhere a qualified mention settles the plain ones: "Swiss francs … francs".
        let named = entry.members.filter { decision.explicit.contains($0) }
        if named.count == 1 { return (named[0], .context) }
        if let best = best(entry.members, decision), best.currency != entry.byDefault, best.weight > own, family != "pound" || best.weight >= Self.enough && own == 0 { return (best.currency, .context) }
        return (entry.byDefault, own > 0 ? .context : .default)
    }

    /// A minor unit belongs to the commonest major one that has it.
    private func minor(_ family: String, _ drafts: [AmountDraft], _ decision: Decision, _ table: CurrencyTable) -> (currency: String, basis: MonetaryAmount.CurrencyBasis)? {
        guard let entry = table.families[family] else { return nil }
        var counts: [String: Int] = [:]
        for draft in drafts where draft.currency != family {
            let currency = decision.families[draft.currency]?.currency ?? draft.currency
            if entry.members.contains(currency) { counts[currency, default: 0] += 1 }
        }
        if let most = entry.members.max(by: { counts[$0, default: 0] < counts[$1, default: 0] }), counts[most, default: 0] > 0 { return (most, .context) }
        let own = decision.weight[entry.byDefault, default: 0]
        if let best = best(entry.members.filter { $0 != entry.byDefault }, decision), best.weight >= Self.enough, best.weight > 2 * own { return (best.currency, .context) }
        return (entry.byDefault, own > 0 ? .context : .default)
    }

    private func best(_ members: [String], _ decision: Decision) -> (currency: String, weight: Int)? {
        var result: (String, Int)?
        for member in members {
            let weight = decision.weight[member, default: 0]
            if weight > result?.1 ?? 0 { result = (member, weight) }
        }
        return result
    }

    /// How often a document names each country, its people and adjectives included.
    private func countries(_ document: Document) -> [String: Int] {
        var counts: [String: Int] = [:]
        func count(_ range: Range<Int>, _ lexicon: LexiconNumbers) {
            guard let entry = document.entry(range, in: lexicon), let code = codes[entry] else { return }
            counts[code, default: 0] += range.lowerBound < Self.headTokens ? Self.headWeight : 1
        }
        for i in document.tokenClasses.indices where document.tokenClasses[i] != 0 {
            if document.token(i, isIn: country) { count(i..<(i + 1), countryLexicon) } else if document.token(i, isIn: demonym) { count(i..<(i + 1), demonymLexicon) }
        }
        for match in document.matches {
            let classes = document.automaton.classes(at: match.classes)
            if classes.contains(country) { count(Int(match.start)..<Int(match.end), countryLexicon) }
        }
        return counts
    }
}
