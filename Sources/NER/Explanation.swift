/// Why the recogniser decided as it did: for each candidate the itemised bill.
public struct Explanation: Sendable {
    /// One line of a bill: a rule that spoke for or against a reading.
    public struct Item: Sendable {
        /// The rule's id, or the name of a relation between names such as `person.surname-of-full-name`.
        public var rule: String
        /// Where the rule stands; empty for what is no rule of a file.
        public var file: String
        public var line: Int
        /// `firm`, `org`, `person`, `place`, `other`, `role`.
        public var reading: String
        public var points: Int
        /// The mention that the rule saw: the candidate itself, or another one of its name.
        public var source: Source

        public enum Source: Sendable, Hashable {
            case here
            /// Another mention of the same name: its text, and where it begins, in bytes of the text.
            case elsewhere(String, Int)
            /// Another name that this one is a form of.
            case fullName(String)
        }
    }

    /// What became of a candidate.
    public enum Outcome: Sendable, Hashable {
        case tagged(EntityType)
        /// No reading reached the threshold, or `other` outweighed it.
        case refused
        /// A better candidate covers some of its text.
        case covered
    }

    public struct Candidate: Sendable {
        /// Bytes of the text; of the title where `isInTitle`.
        public var range: Range<Int>
        public var isInTitle: Bool
        public var text: String
        public var outcome: Outcome
        /// Points by reading, highest first; readings without points left out.
        public var totals: [(reading: String, points: Int)]
        public var bill: [Item]
        /// The form of the amount grammar that made it, for an amount.
        public var form: String?
        /// Of a role that is tagged: what ties it to its holder and organisation.
        public var links: [Link] = []
    }

    /// A mention that another one, or a deal, is tied to, and by which rule.
    public struct Link: Sendable {
        /// `holder`, `org`; of a deal `agent`, `target`, `seller`, `amount`, `stake`, or empty for a rule that only saw the deal.
        public var part: String
        public var texts: [String]
        /// Bytes of the text, or of the title, of each.
        public var ranges: [Range<Int>]
        /// The rule's id, or the name of a relation such as `role.coordinated`.
        public var rule: String
        /// Where the rule stands; empty for what is no rule of a file.
        public var file: String
        public var line: Int
    }

    /// A deal, and the rules that its parts are from.
    public struct Deal: Sendable {
        /// Bytes of the words that state it.
        public var range: Range<Int>
        public var isInTitle: Bool
        public var text: String
        public var kind: NER.Deal.Kind
        public var status: NER.Deal.Status
        public var links: [Link]
    }

    /// In text order, the title's first; longer ones before shorter ones that begin alike.
    public var candidates: [Candidate]
    /// In text order, the title's first.
    public var deals: [Deal]
    /// From how many points on a reading is taken.
    public var threshold: Int
}

extension EntityRecognizer.Worker {
    /// The bills of all candidates in `text` and `title`, tagged or not. As `recognize`, several times as dear.
    public func explain(text: [UInt8], title: [UInt8] = []) -> Explanation {
        let analysis = analyze(text, title, explains: true)
        let builder = ExplanationBuilder(document: analysis.document, rules: recognizer.rules.rules, weights: recognizer.rules.weights, textOffset: analysis.textOffset)
        return Explanation(
            candidates: builder.candidates(analysis.names, analysis.selected, analysis.roles, analysis.linked, analysis.amounts),
            deals: analysis.deals.map { builder.deal($0, analysis.selected, analysis.amounts) },
            threshold: recognizer.rules.weights[.threshold])
    }
}

/// Puts the stages' evidence together.
private struct ExplanationBuilder {
    let document: Document
    let rules: [RuleHead]
    let weights: ResolutionWeights
    let textOffset: Int

    func candidates(_ names: NameStage, _ selected: [NameStage.Name], _ roles: RoleStage, _ linked: [RoleStage.Role], _ amounts: [AmountMention]) -> [Explanation.Candidate] {
        var result: [Explanation.Candidate] = []
        var types: [Range<Int>: EntityType] = [:]
        for name in selected { types[name.tokens] = name.type }
        for role in linked { types[role.tokens] = .role }
        let covered = selected.map(\.tokens) + linked.map(\.tokens) + amounts.map(\.tokens)
        func outcome(_ tokens: Range<Int>) -> Explanation.Outcome {
            if let type = types[tokens] { return .tagged(type) }
            return covered.contains { $0.overlaps(tokens) } ? .covered : .refused
        }
        if let resolver = names.resolver {
            for k in resolver.candidates.indices {
                let tokens = resolver.candidates[k].tokens
                result.append(candidate(document.byteRange(tokens), outcome(tokens), bill(ofName: k, resolver)))
            }
        }
        for (k, role) in roles.candidates.enumerated() {
            var items = (roles.bills[k] ?? []).sorted { $0.rule < $1.rule }.map { item($0.rule, Evidence(reading: $0.reading, points: Int8(clamping: $0.points)), .here) }
            if case .tagged = outcome(role.tokens), let id = linked.first(where: { $0.tokens == role.tokens })?.basis?.name(rules), !items.contains(where: { $0.rule == id }) {
                items.append(.init(rule: id, file: "", line: 0, reading: "role", points: max(RoleStage.threshold - role.points, 0), source: .here))
            }
            var entry = candidate(document.byteRange(role.tokens), outcome(role.tokens), items)
            if let tagged = linked.first(where: { $0.tokens == role.tokens }) {
                if let holder = tagged.holder { entry.links.append(link("holder", [selected[holder].tokens], tagged.holderBasis.name(rules), tagged.holderBasis.rule)) }
                if let org = tagged.org { entry.links.append(link("org", [selected[org].tokens], tagged.orgBasis.name(rules), tagged.orgBasis.rule)) }
            }
            result.append(entry)
        }
        for amount in amounts {
            var entry = candidate(document.byteRange(amount.tokens), .tagged(.amount), [])
            entry.form = amount.form.rule
            result.append(entry)
        }
        return result.sorted { a, b in
            if a.isInTitle != b.isInTitle { return a.isInTitle }
            return a.range.lowerBound != b.range.lowerBound ? a.range.lowerBound < b.range.lowerBound : a.range.upperBound > b.range.upperBound
        }
    }

    func deal(_ deal: DealStage.Deal, _ names: [NameStage.Name], _ amounts: [AmountMention]) -> Explanation.Deal {
        let links = deal.parts.map { part in
            let tokens: [Range<Int>] = switch part.slot {
            case .agent: deal.agents.map { names[$0].tokens }
            case .target: deal.target.map { [names[$0].tokens] } ?? []
            case .seller: deal.seller.map { [names[$0].tokens] } ?? []
            case .amount: deal.amount.map { [amounts[$0].tokens] } ?? []
            case .stake: deal.stake.map { [$0] } ?? []
            case nil: []
            }
            return link(part.slot?.rawValue ?? "", tokens, rules[part.rule].id, part.rule)
        }
        let bytes = document.byteRange(deal.trigger)
        return .init(range: place(bytes), isInTitle: bytes.lowerBound < textOffset, text: document.text(deal.trigger), kind: deal.kind, status: deal.status, links: links)
    }

    private func link(_ part: String, _ tokens: [Range<Int>], _ name: String, _ rule: Int?) -> Explanation.Link {
        .init(part: part, texts: tokens.map { document.text($0) }, ranges: tokens.map { place(document.byteRange($0)) }, rule: name, file: rule.map { rules[$0].file } ?? "", line: rule.map { rules[$0].line } ?? 0)
    }

    /// Bytes of the document as bytes of its text, or of its title.
    private func place(_ bytes: Range<Int>) -> Range<Int> { bytes.lowerBound < textOffset ? bytes : (bytes.lowerBound - textOffset)..<(bytes.upperBound - textOffset) }

    private func candidate(_ bytes: Range<Int>, _ outcome: Explanation.Outcome, _ bill: [Explanation.Item]) -> Explanation.Candidate {
        let isInTitle = bytes.lowerBound < textOffset
        var totals: [String: Int] = [:]
        for item in bill { totals[item.reading, default: 0] += item.points }
        return .init(range: place(bytes), isInTitle: isInTitle, text: String(decoding: document.bytes[bytes], as: UTF8.self), outcome: outcome,
            totals: totals.filter { $0.value != 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }, bill: bill, form: nil)
    }

    private func item(_ number: Int, _ evidence: Evidence, _ source: Explanation.Item.Source) -> Explanation.Item {
        .init(rule: rules[number].id, file: rules[number].file, line: rules[number].line, reading: evidence.reading.name, points: Int(evidence.points), source: source)
    }

    /// The evidence of a name: its own mentions', and what its cluster took over from fuller forms.
    private func bill(ofName k: Int, _ resolver: NameResolver) -> [Explanation.Item] {
        let cluster = resolver.clusterOf[k]
        var counts: [Int32: Int] = [:]
        var items: [Explanation.Item] = []
        // The candidate's own evidence first, so that the cap leaves it standing.
        let own = resolver.entries.filter { Int($0.candidate) == k }
        let others = resolver.entries.filter { Int($0.candidate) != k && resolver.clusterOf[Int($0.candidate)] == cluster }
        for entry in own + others {
            let rule = rules[Int(entry.rule)]
            let isContext = rule.form == .context
            // What decides its mention alone says nothing of the others.
            if isContext, Int(entry.candidate) != k, rule.evidence.contains(where: { Int($0.points) >= weights[.localThreshold] }) { continue }
            guard counts[entry.rule, default: 0] < weights[isContext ? .repetitionCap : .ownCap] else { continue }
            counts[entry.rule, default: 0] += 1
            let tokens = resolver.candidates[Int(entry.candidate)].tokens
            let source: Explanation.Item.Source = Int(entry.candidate) == k ? .here : .elsewhere(document.text(tokens), document.byteRange(tokens).lowerBound - textOffset)
            for evidence in rules[Int(entry.rule)].evidence { items.append(item(Int(entry.rule), evidence, source)) }
        }
        for share in resolver.inheritances(of: resolver.clusters[Int(cluster)]) {
            let full = document.text(resolver.candidates[resolver.clusters[share.from].first].tokens)
            items.append(.init(rule: share.relation.rawValue, file: "", line: 0, reading: share.reading.name, points: share.points, source: .fullName(full)))
        }
        return items
    }
}
