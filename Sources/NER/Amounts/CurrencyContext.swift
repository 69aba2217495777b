/// What a document says about which country's money it means.
struct CurrencyContext: Sendable {
    /// What a bare `$` or "francs" is in one document.
    struct Decision {
        /// Currencies that an expression itself names.
        fileprivate(set) var explicit: Set<String> = []
        /// Mentions of the countries that use a currency.
        fileprivate(set) var weight: [String: Int] = [:]
        /// A bare pound sign stands somewhere.
        fileprivate(set) var hasSign = false
        /// Mentions of all countries.
        fileprivate(set) var mentions = 0
        fileprivate(set) var families: [String: (currency: String, basis: MonetaryAmount.CurrencyBasis)] = [:]

        func currency(of name: String, _ table: CurrencyTable) -> (String?, MonetaryAmount.CurrencyBasis) {
            if let family = families[name] { return (family.currency, family.basis) }
            return name.isEmpty ? (nil, .default) : (name, .explicit)
        }

        /// Whether the document speaks of a currency or of a country that uses it.
        func supports(_ name: String, _ table: CurrencyTable) -> Bool {
            table.members(name).contains { explicit.contains($0) || weight[$0, default: 0] > 0 }
        }

        /// Whether some sum says this currency itself.
        func isExplicit(_ code: String) -> Bool { explicit.contains(code) || families["pound"]?.currency == code && hasSign }

        /// Whether a currency is meant somewhere, by its name or by its country.
        func names(_ code: String) -> Bool { explicit.contains(code) || weight[code, default: 0] > 0 }
    }

    /// What names a country: itself, its people and adjectives, its regions and cities (those that are nothing else).
    private struct PlaceClass { var id: ClassID; var lexicon: String; var column: String; var numbers = LexiconNumbers([]) }

    private var places: [PlaceClass] = []
    private var anyPlace = ClassSet()
    /// By number of a class set: whether it holds any of them.
    private var isPlace: [Bool] = []
    /// Dollars that a newspaper of their country writes without a prefix.
    private static let localDollars: Set<String> = ["AUD", "CAD", "NZD"]
    /// A country in the dateline or headline counts this often.
    private static let headWeight = 3
    private static let headTokens = 16
    /// Mentions of a country that make its dollar (or pound) the bare one.
    private static let enough = 3

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        for (lexicon, column, certainty) in [("country", "code", ClassSelector.Certainty.any), ("demonym", "country", .any), ("region", "country", .certain), ("city", "country", .certain)] {
            let id = try registry.id(ClassSelector(lexicon, certainty))
            registry.keepEntries(of: lexicon)
            places.append(PlaceClass(id: id, lexicon: lexicon, column: column))
            anyPlace.insert(id)
        }
    }

    mutating func bind(_ lexicons: Lexicons) {
        for k in places.indices { places[k].numbers = lexicons.lexiconNumbers(places[k].lexicon) }
        isPlace = (0..<lexicons.automatonView.classSetCount).map { lexicons.automatonView.classes(at: UInt16($0)).intersects(anyPlace) }
    }

    /// Decides once for all sums of a document. Looks for countries only where a currency is open.
    func decide(_ drafts: [AmountDraft], _ document: Document, _ table: CurrencyTable) -> Decision {
        var decision = Decision()
        var isOpen = false
        for draft in drafts {
            if draft.currency == "pound", draft.unit.kind == .symbol { decision.hasSign = true }
            if table.families[draft.currency] == nil {
                if !draft.needsContext { decision.explicit.insert(draft.currency) }
            } else {
                isOpen = true
            }
            if draft.needsContext { isOpen = true }
        }
        guard isOpen else { return decision }
        for (code, count) in countries(document) {
            decision.mentions += count
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
            // A paper that writes A$ or "Australian dollars" means another dollar by a bare sign; one that writes US$ means its own.
            // Else a bare sign is foreign only where most of the countries named are that one.
            let others = entry.members.filter { $0 != entry.byDefault && !decision.explicit.contains($0) }
            if let best = best(others, decision) {
                let namesDefault = decision.explicit.contains(entry.byDefault) && Self.localDollars.contains(best.currency)
                let enough = Self.localDollars.contains(best.currency) ? Self.enough : 2 * Self.enough
                if namesDefault ? best.weight > own : best.weight >= enough && best.weight * 2 > decision.mentions { return (best.currency, .context) }
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

    /// How often a document names each country, its people and places included. A phrase counts once, by its longest form.
    private func countries(_ document: Document) -> [(code: String, count: Int)] {
        var counts: [(key: UInt16, count: Int)] = [], match = 0, free = 0
        let matches = document.matches
        func count(_ range: Range<Int>, _ classes: UInt16) {
            let set = document.automaton.classes(at: classes)
            for place in places where set.contains(place.id) {
                guard let entry = document.entry(range, in: place.numbers) else { continue }
                let code = document.lexicons.cell(entry, place.column)
                guard code.count == 2 else { continue }
                let key = UInt16(code[0]) << 8 | UInt16(code[1]), weight = range.lowerBound < Self.headTokens ? Self.headWeight : 1
                if let k = counts.firstIndex(where: { $0.key == key }) { counts[k].count += weight } else { counts.append((key, weight)) }
                free = range.upperBound
                return
            }
        }
        isPlace.withUnsafeBufferPointer { isPlace in
            for i in document.tokenClasses.indices {
                var longest: (end: Int, classes: UInt16)?
                while match < matches.count, Int(matches[match].start) <= i {
                    let found = matches[match]
                    if Int(found.start) == i, isPlace[Int(found.classes)], Int(found.end) > longest?.end ?? 0 { longest = (Int(found.end), found.classes) }
                    match += 1
                }
                guard i >= free else { continue }
                if let longest {
                    count(i..<longest.end, longest.classes)
                } else if isPlace[Int(document.tokenClasses[i])] {
                    count(i..<(i + 1), document.tokenClasses[i])
                }
            }
        }
        return counts.map { (String(decoding: [UInt8($0.key >> 8), UInt8($0.key & 0xFF)], as: UTF8.self), $0.count) }
    }
}
