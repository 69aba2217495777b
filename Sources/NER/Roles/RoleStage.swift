/// The roles of one document: rules propose spans and score them, the best are selected, and the rules' captures link them.
struct RoleStage {
    /// A role is taken from this many points on.
    static let threshold = 3

    /// A selected role. `holder` and `org` number names.
    struct Role: Sendable {
        var tokens: Range<Int>
        var score: Int
        var rule: String
        var status: RoleLinks.Status
        var holder: Int?
        var org: Int?
        /// Further holders, where a plural or shared role has several.
    }

    private struct Candidate {
        var tokens: Range<Int>
        var points = 0
        var best: (points: Int, rule: Int) = (Int.min, -1)
        var status: RoleLinks.Status?
        /// By capture name: name's number, and the rule that tied it.
        var holder: (name: Int, rule: Int)?
        var org: (name: Int, rule: Int)?
        var rules: Set<Int> = []
    }

    private let document: Document
    private let recognizer: EntityRecognizer
    private let names: [NameStage.Name]
    private var taken: [Bool]
    private var candidates: [Candidate] = []
    private var numberOf: [UInt64: Int] = [:]

    init(_ document: Document, _ recognizer: EntityRecognizer, names: [NameStage.Name], amounts: [AmountMention]) {
        self.document = document
        self.recognizer = recognizer
        self.names = names
        taken = [Bool](repeating: false, count: document.tokens.count)
        for name in names { for i in name.tokens { taken[i] = true } }
        for amount in amounts { for i in amount.tokens { taken[i] = true } }
    }

    /// The roles, in text order, linked.
    mutating func resolve() -> [Role] {
        let rules = recognizer.rules
        let spans = SpanTable()
        spans.reset(tokens: document.tokens.count)
        for (k, name) in names.enumerated() { spans.add(name.tokens, SpanKinds(name.type), id: k) }

        var proposer = RuleMatcher(rules[.roles, .propose], document, spans)
        for match in proposer.run() where !match.target.contains(where: { taken[$0] }) { apply(match, to: number(match.target)) }

        for (k, candidate) in candidates.enumerated() { spans.add(candidate.tokens, .role, id: names.count + k) }
        var inside = RuleMatcher(rules[.roles, .inside], document, spans)
        for k in candidates.indices {
            for match in inside.run(within: candidates[k].tokens) { apply(match, to: k) }
        }
        var context = RuleMatcher(rules[.roles, .context], document, spans)
        for match in context.run() where Int(match.targetSpan) >= names.count { apply(match, to: Int(match.targetSpan) - names.count) }
        return RoleLinker(document, recognizer, names).link(select())
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        let key = UInt64(range.lowerBound) << 32 | UInt64(range.upperBound)
        if let known = numberOf[key] { return known }
        candidates.append(Candidate(tokens: range))
        numberOf[key] = candidates.count - 1
        return candidates.count - 1
    }

    /// Adds a rule's points, status and captures to a candidate; the points once per rule.
    private mutating func apply(_ match: RuleMatcher.Match, to k: Int) {
        let number = Int(match.rule)
        let rule = recognizer.rules.rules[number]
        if candidates[k].rules.insert(number).inserted {
            for evidence in rule.evidence {
                let points = Int(evidence.points)
                if evidence.reading == .role {
                    candidates[k].points += points
                    if points > candidates[k].best.points { candidates[k].best = (points, number) }
                } else if evidence.reading == .other {
                    candidates[k].points -= points
                }
            }
            if let status = rule.status, candidates[k].status == nil { candidates[k].status = status }
        }
        for capture in match.captured where capture.span >= 0 && Int(capture.span) < names.count {
            let name = Int(capture.span)
            switch recognizer.rules.captureNames[Int(capture.name)] {
            case "holder": if candidates[k].holder.map({ number < $0.rule }) ?? true { candidates[k].holder = (name, number) }
            case "org": if candidates[k].org.map({ number < $0.rule }) ?? true { candidates[k].org = (name, number) }
            default: break
            }
        }
    }

    /// The best candidates that do not overlap: by length, then points, then position.
    private func select() -> [Role] {
        let order = candidates.indices.filter { candidates[$0].points >= Self.threshold }.sorted { a, b in
            let x = candidates[a], y = candidates[b]
            if x.tokens.count != y.tokens.count { return x.tokens.count > y.tokens.count }
            return x.points != y.points ? x.points > y.points : x.tokens.lowerBound < y.tokens.lowerBound
        }
        var taken = taken
        var roles: [Role] = []
        for k in order {
            let candidate = candidates[k]
            if candidate.tokens.contains(where: { taken[$0] }) { continue }
            for i in candidate.tokens { taken[i] = true }
            roles.append(Role(tokens: candidate.tokens, score: candidate.points, rule: candidate.best.rule < 0 ? "" : recognizer.rules.rules[candidate.best.rule].id,
                status: candidate.status ?? .current, holder: candidate.holder?.name, org: candidate.org?.name))
        }
        return roles.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }
}

extension SpanKinds {
    init(_ type: EntityType) {
        switch type {
        case .firm: self = .firm
        case .org: self = .org
        case .person: self = .person
        case .place: self = .place
        case .amount: self = .amount
        case .role: self = .role
        }
    }
}
