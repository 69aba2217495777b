/// What a document says about which country's money it means.
struct CurrencyContext: Sendable {
    /// What a bare `$` or "francs" is in one document.
    struct Decision {
        /// By currency; empty where nothing was open.
        fileprivate var evidence: [Evidence] = []
        /// The currencies that an expression itself names, where nothing was open.
        fileprivate var explicit: [CurrencyID] = []
        /// A bare pound sign stands somewhere.
        fileprivate var hasSign = false
        /// Mentions of all countries.
        fileprivate var mentions = 0
        fileprivate var families: [(family: CurrencyID, currency: CurrencyID, basis: MonetaryAmount.CurrencyBasis)] = []

        fileprivate struct Evidence {
            /// Mentions of the countries that use the currency.
            var weight: Int32 = 0
            /// An expression itself names it.
            var isNamed = false
        }

        fileprivate func weight(_ currency: CurrencyID) -> Int { evidence.isEmpty ? 0 : Int(evidence[Int(currency.rawValue)].weight) }

        func currency(of currency: CurrencyID) -> (CurrencyID, MonetaryAmount.CurrencyBasis) {
            for family in families where family.family == currency { return (family.currency, family.basis) }
            return (currency, currency == .any ? .default : .explicit)
        }

        /// Whether the document speaks of a currency or of a country that uses it.
        func supports(_ currency: CurrencyID, _ table: CurrencyTable) -> Bool { table.members(currency).contains { names($0) } }

        /// Whether some sum says this currency itself.
        func isExplicit(_ currency: CurrencyID) -> Bool { evidence.isEmpty ? explicit.contains(currency) : evidence[Int(currency.rawValue)].isNamed }

        /// Whether a currency is meant somewhere, by its name or by its country.
        func names(_ currency: CurrencyID) -> Bool { isExplicit(currency) || weight(currency) > 0 }

        /// Whether sums stand in the document that are certainly in pounds sterling: by name, or by a bare sign that is theirs.
        func isSterling(_ table: CurrencyTable) -> Bool {
            isExplicit(table.known.sterling) || hasSign && currency(of: table.known.pound).0 == table.known.sterling
        }
    }

    /// What names a country: itself, its people and adjectives, its regions and cities (those that are nothing else).
    private struct PlaceClass { var id: ClassID; var lexicon: String; var column: String; var numbers = LexiconNumbers([]) }

    private var places: [PlaceClass] = []
    private var anyPlace = ClassSet()
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
            registry.seek(id)
        }
    }

    mutating func bind(_ lexicons: Lexicons) {
        for k in places.indices { places[k].numbers = lexicons.lexiconNumbers(places[k].lexicon) }
    }

    /// Decides once for all sums of a document. Looks for countries only where a currency is open.
    func decide(_ drafts: [AmountMention], _ document: Document, _ table: CurrencyTable) -> Decision {
        var decision = Decision()
        var isOpen = false
        for draft in drafts {
            if draft.currency == table.known.pound, draft.unit.kind == .symbol { decision.hasSign = true }
            if draft.needsContext || table.isFamily(draft.currency) {
                isOpen = true
            } else if decision.explicit.last != draft.currency, !decision.explicit.contains(draft.currency) {
                decision.explicit.append(draft.currency)
            }
        }
        guard isOpen else { return decision }
        decision.evidence = [Decision.Evidence](repeating: .init(), count: table.count)
        for currency in decision.explicit { decision.evidence[Int(currency.rawValue)].isNamed = true }
        countries(document) { code, count in
            decision.mentions += count
            for currency in table.currencies(ofCountry: code) { decision.evidence[Int(currency.rawValue)].weight += Int32(count) }
        }
        // Major units first: a cent follows the dollars beside it.
        for draft in drafts where draft.unit.kind != .minor { decide(draft.currency, table, &decision) { major(draft.currency, $0, table) } }
        for draft in drafts { decide(draft.currency, table, &decision) { minor(draft.currency, drafts, $0, table) } }
        return decision
    }

    private func decide(_ family: CurrencyID, _ table: CurrencyTable, _ decision: inout Decision, _ choose: (Decision) -> (CurrencyID, MonetaryAmount.CurrencyBasis)) {
        guard table.isFamily(family), !decision.families.contains(where: { $0.family == family }) else { return }
        let (currency, basis) = choose(decision)
        decision.families.append((family, currency, basis))
    }

    private func major(_ family: CurrencyID, _ decision: Decision, _ table: CurrencyTable) -> (CurrencyID, MonetaryAmount.CurrencyBasis) {
        let byDefault = table.byDefault(family), members = table.members(family)
        let own = decision.weight(byDefault)
        if family == table.known.dollar {
            // A paper that writes A$ or "Australian dollars" means another dollar by a bare sign; one that writes US$ means its own.
            // Else a bare sign is foreign only where most of the countries named are that one.
            if let best = best(members, decision, where: { $0 != byDefault && !decision.isExplicit($0) }) {
                let isLocal = table.known.localDollars.contains(best.currency)
                let namesDefault = decision.isExplicit(byDefault) && isLocal
                let enough = isLocal ? Self.enough : 2 * Self.enough
                if namesDefault ? best.weight > own : best.weight >= enough && best.weight * 2 > decision.mentions { return (best.currency, .context) }
            }
            return (byDefault, own > 0 ? .context : .default)
        }
        // Elsewhere a qualified mention settles the plain ones: "Swiss francs … francs".
        let named = members.filter { decision.isExplicit($0) }
        if named.count == 1 { return (named[0], .context) }
        if let best = best(members, decision, where: { _ in true }), best.currency != byDefault, best.weight > own,
            family != table.known.pound || best.weight >= Self.enough && own == 0 { return (best.currency, .context) }
        return (byDefault, own > 0 ? .context : .default)
    }

    /// A minor unit belongs to the commonest major one that has it.
    private func minor(_ family: CurrencyID, _ drafts: [AmountMention], _ decision: Decision, _ table: CurrencyTable) -> (CurrencyID, MonetaryAmount.CurrencyBasis) {
        let members = table.members(family)
        var counts = [Int](repeating: 0, count: members.count)
        for draft in drafts where draft.currency != family {
            if let k = members.firstIndex(of: decision.currency(of: draft.currency).0) { counts[k - members.startIndex] += 1 }
        }
        if let most = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[most] > 0 { return (members[members.startIndex + most], .context) }
        let byDefault = table.byDefault(family), own = decision.weight(byDefault)
        if let best = best(members, decision, where: { $0 != byDefault }), best.weight >= Self.enough, best.weight > 2 * own { return (best.currency, .context) }
        return (byDefault, own > 0 ? .context : .default)
    }

    private func best(_ members: ArraySlice<CurrencyID>, _ decision: Decision, where isFit: (CurrencyID) -> Bool) -> (currency: CurrencyID, weight: Int)? {
        var result: (CurrencyID, Int)?
        for member in members where isFit(member) {
            let weight = decision.weight(member)
            if weight > result?.1 ?? 0 { result = (member, weight) }
        }
        return result
    }

    /// What the document says of one entry of the lexicons of places.
    private struct Named {
        /// ISO 3166 in two bytes; 0: none.
        var country: UInt16
        var count = 0
    }

    /// Calls `body` with countries' codes and how often the document names them, their people and places included. A phrase counts once, by its longest form.
    private func countries(_ document: Document, _ body: (UInt16, Int) -> Void) {
        var named: [Named] = [], numberOf = NumberTable(expected: 16), next = 0
        let triggers = document.triggers
        triggers.forEach(marked: .sought, in: triggers.indices) { i in
            guard i >= next else { return }
            var end = i + 1, classes = ClassSet()
            if let longest = document.phrases(from: i).first(where: { $0.classes.intersects(anyPlace) }) {
                (end, classes) = longest
            } else if document.token(i, isInAnyOf: anyPlace) {
                classes = document.classes(i)
            }
            guard !classes.isEmpty, let k = country(i..<end, classes, document, &named, &numberOf) else { return }
            named[k].count += i < Self.headTokens ? Self.headWeight : 1
            next = end
        }
        for one in named where one.count > 0 { body(one.country, one.count) }
    }

    /// Where in `named`, which grows, and by entry `numberOf`, that stands which a phrase of these classes names; `nil` where that belongs to no country.
    private func country(_ range: Range<Int>, _ classes: ClassSet, _ document: Document, _ named: inout [Named], _ numberOf: inout NumberTable) -> Int? {
        for place in places where classes.contains(place.id) {
            guard let entry = document.entry(range, in: place.numbers) else { continue }
            let k = numberOf.insert(UInt64(entry), Int32(named.count)).map(Int.init) ?? named.count
            if k == named.count {
                // Rows are long: each is read once.
                let code = document.lexicons.cell(entry, place.column)
                named.append(Named(country: code.count == 2 ? UInt16(code[0]) << 8 | UInt16(code[1]) : 0))
            }
            if named[k].country != 0 { return k }
        }
        return nil
    }
}
