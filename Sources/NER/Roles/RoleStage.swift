/// The roles of one document: rules propose spans and score them, the best are selected, and the rules' captures link them.
struct RoleStage {
    /// A role is taken from this many points on.
    static let threshold = 3
    /// How many tokens lie at most between a role and “the …” that takes it up.
    static let anaphorDistance = 150
    /// How many candidates an article has as a rule; more are no error.
    private static let expectedCandidates = 24
    /// How many tokens lie at most between coordinated roles.
    static let coordinationReach = 8

    /// A selected role. `holder` and `org` number names.
    struct Role: Sendable {
        var tokens: Range<Int>
        var score: Int
        /// What made it a role; `nil`: no rule that speaks for one, only such as speak against anything else.
        var basis: LinkBasis?
        var status: RoleLinks.Status
        var holder: Int?
        var org: Int?
        /// What ties it to them.
        var holderBasis = LinkBasis.antecedent
        var orgBasis = LinkBasis.antecedent
    }

    struct Candidate {
        var tokens: Range<Int>
        var points = 0
        /// Those of `points` that its best proposal gave.
        var proposed = 0
        var best: (points: Int, rule: Int) = (Int.min, -1)
        var status: RoleLinks.Status?
        /// By capture name: name's number, and the rule that tied it.
        var holder: (name: Int, rule: Int)?
        var org: (name: Int, rule: Int)?

        /// Adds what a rule says. Of the rules that propose a candidate only the best counts: they see the same words.
        ///
        /// - Returns: how much more it has for a role now.
        mutating func add(_ given: Int, against: Int, _ status: RoleLinks.Status?, rule: Int, proposes: Bool) -> Int {
            if self.status == nil { self.status = status }
            points -= against
            guard given != 0 else { return 0 }
            let gain = proposes ? max(0, given - proposed) : given
            if proposes { proposed += gain }
            points += gain
            if given > best.points || given == best.points && rule < best.rule { best = (given, rule) }
            return gain
        }
    }

    private let document: Document
    private let recognizer: EntityRecognizer
    private let names: [NameStage.Name]
    private let heads: RoleHeads
    private let explains: Bool
    private let spans: SpanTable
    private var taken: [Bool]
    private(set) var candidates: [Candidate] = []
    private var numberOf = NumberTable(expected: RoleStage.expectedCandidates)
    /// By candidate and rule: whether the rule has spoken.
    private var spoken = NumberTable(expected: 4 * RoleStage.expectedCandidates)
    /// By candidate, where bills are kept: what each rule gave, for a reading.
    private(set) var bills: [Int: [(rule: Int, reading: Reading, points: Int)]] = [:]

    /// - Parameters:
    ///   - spans: memory for positions, this stage's as long as it lives.
    ///   - explains: whether bills are kept.
    init(_ document: Document, _ recognizer: EntityRecognizer, _ spans: SpanTable, names: [NameStage.Name], amounts: [AmountMention], explains: Bool = false) {
        self.spans = spans
        self.explains = explains
        self.document = document
        self.recognizer = recognizer
        self.names = names
        heads = RoleHeads(document, recognizer)
        taken = [Bool](repeating: false, count: document.tokens.count)
        for name in names { for i in name.tokens { taken[i] = true } }
        for amount in amounts { for i in amount.tokens { taken[i] = true } }
    }

    /// The roles, in text order, linked.
    mutating func resolve() -> [Role] {
        let rules = recognizer.rules
        spans.reset(document)
        candidates.reserveCapacity(Self.expectedCandidates)
        for k in names.indices { spans.add(names[k].tokens, SpanKinds(names[k].type), id: k) }

        var proposer = RuleMatcher(rules[.roles, .propose], document, spans.view)
        for match in proposer.run() {
            guard let range = apartFromNames(match.target) else { continue }
            apply(match, to: number(range), proposes: true)
        }

        if candidates.isEmpty { return [] }
        for k in candidates.indices { spans.add(candidates[k].tokens, heads.kinds(candidates[k].tokens).union(.role), id: names.count + k) }
        var inside = RuleMatcher(rules[.roles, .inside], document, spans.view)
        for match in inside.run(insideEach: candidates.count, { candidates[$0].tokens }) { apply(match, to: Int(match.targetSpan)) }
        var context = RuleMatcher(rules[.roles, .context], document, spans.view)
        for match in context.run() where Int(match.targetSpan) >= names.count { apply(match, to: Int(match.targetSpan) - names.count) }
        let selected = select()
        return selected.isEmpty ? [] : RoleLinker(document, recognizer, names).link(selected)
    }

    /// A proposal without the names that its modifiers ran into (`National Bank` in “Czech National Bank board member”), or `nil` where no head is left.
    private func apartFromNames(_ range: Range<Int>) -> Range<Int>? {
        guard let last = range.lastIndex(where: { taken[$0] }) else { return range }
        let rest = (last + 1)..<range.upperBound
        return !rest.isEmpty && !heads.kinds(rest).isEmpty ? rest : nil
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        if let known = numberOf.insert(NumberTable.key(range), Int32(candidates.count)) { return Int(known) }
        candidates.append(Candidate(tokens: range))
        return candidates.count - 1
    }

    /// Adds a rule's points, status and captures to a candidate; the points once per rule.
    private mutating func apply(_ match: RuleMatcher.Match, to k: Int, proposes: Bool = false) {
        let number = Int(match.rule), rules = recognizer.rules
        if spoken.insert(NumberTable.key(k, number), 0) == nil {
            let points = rules.points(number, .role), against = rules.points(number, .other)
            let gain = candidates[k].add(points, against: against, rules.status(number), rule: number, proposes: proposes)
            if explains {
                if points != 0 { bills[k, default: []].append((number, .role, gain)) }
                if against != 0 { bills[k, default: []].append((number, .other, against)) }
            }
        }
        // The first is there where any is.
        guard match.captures.0.name >= 0 else { return }
        tie(match.captures.0, number, k)
        tie(match.captures.1, number, k)
        tie(match.captures.2, number, k)
    }

    /// Ties a captured name to a candidate; the rule that stands first in its file wins.
    private mutating func tie(_ capture: RuleMatcher.Capture, _ rule: Int, _ k: Int) {
        let name = Int(capture.span)
        guard capture.name >= 0, name >= 0, name < names.count else { return }
        if capture.name == recognizer.rules.holderCapture {
            if candidates[k].holder.map({ rule < $0.rule }) ?? true { candidates[k].holder = (name, rule) }
        } else if capture.name == recognizer.rules.orgCapture {
            if candidates[k].org.map({ rule < $0.rule }) ?? true { candidates[k].org = (name, rule) }
        }
    }

    /// The best candidates that do not overlap: by length, then points, then position. Then those that a definite word ties to a role further up.
    private func select() -> [Role] {
        var taken = taken
        var roles: [Role] = []
        roles.reserveCapacity(candidates.count)
        // By token: the role that covers it.
        var roleAt = GrowingBuffer<Int32>(repeating: -1, count: document.tokens.count)
        func take(_ k: Int, _ score: Int, _ basis: LinkBasis?, _ antecedent: Role?) {
            let candidate = candidates[k]
            for i in candidate.tokens {
                taken[i] = true
                roleAt[i] = Int32(roles.count)
            }
            roles.append(Role(tokens: candidate.tokens, score: score, basis: basis, status: candidate.status ?? .current, holder: candidate.holder?.name ?? antecedent?.holder, org: candidate.org?.name ?? antecedent?.org,
                holderBasis: candidate.holder.map { .rule($0.rule) } ?? .antecedent, orgBasis: candidate.org.map { .rule($0.rule) } ?? .antecedent))
        }
        // A copy, so that comparing copies nothing else.
        let candidates = candidates
        let order = candidates.indices.sorted { a, b in
            let x = candidates[a].tokens, y = candidates[b].tokens
            if x.count != y.count { return x.count > y.count }
            let p = candidates[a].points, q = candidates[b].points
            return p != q ? p > q : x.lowerBound < y.lowerBound
        }
        for k in order where candidates[k].points >= Self.threshold && !candidates[k].tokens.contains(where: { taken[$0] }) {
            take(k, candidates[k].points, candidates[k].best.rule < 0 ? nil : .rule(candidates[k].best.rule), nil)
        }
        // What is joined to a held title is held too: “senior managing director and head of credit”.
        for k in order where candidates[k].points > 0 && candidates[k].points < Self.threshold && !candidates[k].tokens.contains(where: { taken[$0] }) {
            guard !heads.kinds(candidates[k].tokens).isDisjoint(with: [.title, .office, .occupation]) else { continue }
            // Coordination is a matter of a few tokens.
            let tokens = candidates[k].tokens
            let near = max(0, tokens.lowerBound - Self.coordinationReach)..<min(document.tokens.count, tokens.upperBound + Self.coordinationReach)
            guard let neighbour = near.lazy.filter({ roleAt[$0] >= 0 }).map({ roles[Int(roleAt[$0])] }).first(where: { $0.holder != nil && document.areCoordinated($0.tokens, tokens, apartFrom: recognizer.roleClasses.status) }) else { continue }
            take(k, Self.threshold, .coordination, Role(tokens: neighbour.tokens, score: 0, status: .current, holder: neighbour.holder, org: nil))
        }
        for k in roles.indices where roles[k].org == nil && roles[k].holder == nil { for i in roles[k].tokens { roleAt[i] = -1 } }
        for k in order where candidates[k].points >= 0 && candidates[k].points < Self.threshold && !candidates[k].tokens.contains(where: { taken[$0] }) {
            guard var antecedent = antecedent(of: candidates[k].tokens, roles, roleAt) else { continue }
            if document.tokens[candidates[k].tokens.upperBound - 1].flags.contains(.plural) { antecedent.holder = nil }
            take(k, Self.threshold, .antecedent, antecedent)
        }
        return roles.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    /// The role further up that “the analysts”, “those advisers” takes up: the last one with the same head, tied to something, not far away.
    private func antecedent(of tokens: Range<Int>, _ roles: [Role], _ roleAt: borrowing GrowingBuffer<Int32>) -> Role? {
        let i = tokens.lowerBound
        guard i > 0, document.token(i - 1, isIn: recognizer.roleClasses.definite) else { return nil }
        let head = document.tokens[tokens.upperBound - 1].folded
        for k in (max(0, i - Self.anaphorDistance)..<i).reversed() where roleAt[k] >= 0 {
            let role = roles[Int(roleAt[k])]
            if document.tokens[role.tokens.upperBound - 1].folded == head { return role }
        }
        return nil
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
