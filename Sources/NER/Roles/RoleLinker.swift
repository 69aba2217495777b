/// Ties roles to holders and organisations where no rule's capture did.
struct RoleLinker {
    let document: Document
    private let recognizer: EntityRecognizer
    var classes: RoleClasses { recognizer.roleClasses }
    let names: [NameStage.Name]
    let heads: RoleHeads
    private let clusters: NamesByCluster
    /// How many roles before and behind one are looked through for the same title or holder: more than an article has. A bound for what is no article.
    private static let reach = 64
    /// How many tokens lie at most between a role and its sentence's subject, and on either side of a word in a quotation. Bounds, likewise.
    static let subjectDistance = 120
    private static let quotationLength = 400

    init(_ document: Document, _ recognizer: EntityRecognizer, _ names: [NameStage.Name]) {
        self.document = document
        self.recognizer = recognizer
        self.names = names
        clusters = NamesByCluster(names)
        heads = RoleHeads(document, recognizer)
    }

    /// `roles`, in text order, with the links that coordination, other mentions, antecedents and neighbourhood give.
    func link(_ roles: [RoleStage.Role]) -> [RoleStage.Role] {
        var roles = roles
        dropPluralHolders(&roles)
        // “its Acme unit”: the name before a unit is the unit.
        for k in roles.indices { if let holder = roles[k].holder, let org = roles[k].org, names[holder].cluster == names[org].cluster, !separates(roles[k], holder, org) { roles[k].org = nil } }
        share(&roles)
        shareAcrossNames(&roles)
        preferOwners(&roles)
        let tied = roles
        for k in roles.indices where roles[k].holder == nil {
            let isRelation = heads.kinds(roles[k].tokens).isSubset(of: .relation)
            if isRelation { roles[k].tie(holder: corporateSubject(of: roles[k]), .subject) }
            if roles[k].holder == nil, !isRelation || isOfPersons(roles[k]) { roles[k].tie(holder: subject(of: roles[k]), .subject) }
        }
        share(&roles)
        shareAcrossNames(&roles)
        for k in roles.indices where roles[k].org == nil { if let found = organisation(of: roles[k], among: around(k, tied)) { roles[k].tie(org: found.name, found.basis) } }
        for k in roles.indices where roles[k].holder == nil { roles[k].tie(holder: holder(of: roles[k], among: around(k, tied)), .elsewhere) }
        share(&roles)
        return roles
    }

    private func around(_ k: Int, _ roles: [RoleStage.Role]) -> ArraySlice<RoleStage.Role> {
        roles[max(0, k - Self.reach)..<min(roles.count, k + Self.reach + 1)]
    }

    // MARK: Names by position

    /// How many names end at or before a token. (They are in text order and do not overlap.)
    func count(endingBy end: Int) -> Int {
        var low = 0, high = names.count
        while low < high {
            let middle = (low + high) / 2
            if names[middle].tokens.upperBound <= end { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The last name between two tokens that is wanted.
    func lastName(from start: Int, to end: Int, where isWanted: (NameStage.Name) -> Bool) -> Int? {
        var k = count(endingBy: end) - 1
        while k >= 0, names[k].tokens.lowerBound >= start {
            if isWanted(names[k]) { return k }
            k -= 1
        }
        return nil
    }

    // MARK: Coordination

    /// Roles joined by "and" or a comma share holder and organisation: "chairman and chief executive of Acme".
    private func share(_ roles: inout [RoleStage.Role]) {
        guard roles.count > 1 else { return }
        for k in 1..<roles.count where document.areCoordinated(roles[k - 1].tokens, roles[k].tokens, apartFrom: classes.status) {
            if roles[k].holder == nil { roles[k].tie(holder: roles[k - 1].holder, .coordination) }
            if roles[k].org == nil, !belongsToUnnamed(roles[k].tokens) { roles[k].tie(org: roles[k - 1].org, .coordination) }
        }
        for k in (1..<roles.count).reversed() where document.areCoordinated(roles[k - 1].tokens, roles[k].tokens, apartFrom: classes.status) {
            if roles[k - 1].holder == nil { roles[k - 1].tie(holder: roles[k].holder, .coordination) }
            if roles[k - 1].org == nil, !belongsToUnnamed(roles[k - 1].tokens) { roles[k - 1].tie(org: roles[k].org, .coordination) }
        }
    }

    /// “Chairman of Acme and co-founder of Beta”: the holder is shared, the organisations are not.
    private func shareAcrossNames(_ roles: inout [RoleStage.Role]) {
        guard roles.count > 1 else { return }
        for k in 1..<roles.count where roles[k].holder == nil && roles[k - 1].holder != nil {
            let between = roles[k - 1].tokens.upperBound..<max(roles[k - 1].tokens.upperBound, roles[k].tokens.lowerBound)
            guard between.count <= 14, document.sentenceOf[roles[k].tokens.lowerBound] == document.sentenceOf[roles[k - 1].tokens.lowerBound] else { continue }
            let bodies = names[count(endingBy: between.lowerBound)..<count(endingBy: between.upperBound)].filter { $0.type != .person && $0.tokens.lowerBound >= between.lowerBound }
            var joins = false
            let isBridge = between.allSatisfy { i in
                if bodies.contains(where: { $0.tokens.contains(i) }) { return true }
                switch document.text(i..<(i + 1)) {
                case "and", ",": joins = true; return true
                case "of", "at", "for", "with", "in", "the", "a", "an", "also", "as", "well": return true
                default: return document.token(i, isIn: classes.status)
                }
            }
            if joins, isBridge, !bodies.isEmpty, !isPlural(roles[k].tokens) { roles[k].tie(holder: roles[k - 1].holder, .coordination) }
        }
    }

    /// “Its partner in Acme”: what a possessive owns is its owner's, whatever name follows.
    private func preferOwners(_ roles: inout [RoleStage.Role]) {
        for k in roles.indices where heads.kinds(roles[k].tokens).contains(.relation) {
            guard let org = roles[k].org, names[org].tokens.lowerBound >= roles[k].tokens.upperBound else { continue }
            let i = roles[k].tokens.lowerBound
            if let owner = owner(before: i, from: document.sentences[Int(document.sentenceOf[i])].lowerBound), owner != .person { roles[k].org = nil }
        }
    }

    /// Whether a role stands between two names, as in “Acme Inc. is a subsidiary of Acme”: they are two, however alike.
    private func separates(_ role: RoleStage.Role, _ holder: Int, _ org: Int) -> Bool {
        names[holder].tokens.upperBound < role.tokens.lowerBound && names[org].tokens.lowerBound > role.tokens.upperBound
    }

    /// A plural has no one holder: only a name beside it, joined to another, stays.
    private func dropPluralHolders(_ roles: inout [RoleStage.Role]) {
        let coordination = Coordination(document, names)
        for k in roles.indices where isPlural(roles[k].tokens) {
            guard let holder = roles[k].holder, coordination.names(joinedTo: holder).count == 1 else { continue }
            let between = names[holder].tokens.upperBound..<max(names[holder].tokens.upperBound, roles[k].tokens.lowerBound)
            let isBeside = names[holder].tokens.lowerBound >= roles[k].tokens.upperBound
            if isBeside, names[holder].tokens.lowerBound > roles[k].tokens.upperBound + 1 { roles[k].holder = nil }
            if !isBeside, !between.contains(where: { document.token($0, spells: "and") }) { roles[k].holder = nil }
        }
    }

    /// Whether a role is several persons'. “One of the founders”, “among the bidders” are one.
    func isPlural(_ tokens: Range<Int>) -> Bool {
        guard heads.isPlural(tokens) else { return false }
        let near = max(0, tokens.lowerBound - 5)..<tokens.lowerBound
        return !near.contains { document.token($0, spells: "one") && document.token($0 + 1, spells: "of") || document.token($0, spells: "among") }
    }

    // MARK: Other mentions in the document

    /// The holder of the same title in the same organisation elsewhere: “the chief executive of Acme” after “Acme's chief executive, Jane Roe”.
    private func holder(of role: RoleStage.Role, among tied: ArraySlice<RoleStage.Role>) -> Int? {
        guard !isPlural(role.tokens), !isIndefinite(role.tokens), !heads.kinds(role.tokens).contains(.relation) else { return nil }
        guard let org = role.org else { return onlyHolder(of: role, among: tied) }
        let head = document.tokens[role.tokens.upperBound - 1].folded
        var best: Int?
        for other in tied where other.tokens != role.tokens && document.tokens[other.tokens.upperBound - 1].folded == head && other.status == role.status {
            guard let holder = other.holder, let body = other.org, names[body].cluster == names[org].cluster, other.tokens.count == role.tokens.count else { continue }
            if best == nil || other.tokens.lowerBound < role.tokens.lowerBound { best = nearest(to: role.tokens.lowerBound, of: names[holder].cluster) ?? holder }
        }
        return best
    }

    /// “The finance minister”, where the document names one person with that title.
    private func onlyHolder(of role: RoleStage.Role, among tied: ArraySlice<RoleStage.Role>) -> Int? {
        guard role.tokens.lowerBound > 0, document.token(role.tokens.lowerBound - 1, isIn: classes.definite) else { return nil }
        let title = role.tokens.map { document.tokens[$0].folded }
        var cluster: Int?
        for other in tied where other.tokens.count == title.count && other.tokens.map({ document.tokens[$0].folded }) == title {
            guard let holder = other.holder else { continue }
            if let cluster, cluster != names[holder].cluster { return nil }
            cluster = names[holder].cluster
        }
        return cluster.flatMap { nearest(to: role.tokens.lowerBound, of: $0) }
    }

    private func isIndefinite(_ tokens: Range<Int>) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[tokens.lowerBound])].lowerBound
        for i in (max(sentence, tokens.lowerBound - 6)..<tokens.lowerBound).reversed() {
            if document.token(i, spells: "a") || document.token(i, spells: "an") || document.token(i, spells: "A") || document.token(i, spells: "An") || document.token(i, spells: "one") { return true }
            if document.token(i, isIn: classes.definite) || document.tokens[i].flags.contains(.punctuation) { return false }
        }
        return false
    }

    /// The organisation where a role's holder holds another one.
    private func organisationElsewhere(of role: RoleStage.Role, among tied: ArraySlice<RoleStage.Role>) -> Int? {
        guard let holder = role.holder, role.status == .current else { return nil }
        let cluster = names[holder].cluster
        let other = tied.last { $0.tokens != role.tokens && $0.org != nil && $0.status == .current && $0.holder.map { names[$0].cluster == cluster } ?? false }
        return other?.org.map { nearest(to: role.tokens.lowerBound, of: names[$0].cluster) ?? $0 }
    }

    /// The organisation of a group that is spoken of again: “the analysts” after “Acme analysts”.
    private func organisationOfGroup(_ role: RoleStage.Role, among tied: ArraySlice<RoleStage.Role>) -> Int? {
        let i = role.tokens.lowerBound, head = document.tokens[role.tokens.upperBound - 1].folded
        guard i > 0, document.token(i - 1, isIn: classes.definite), isPlural(role.tokens) else { return nil }
        let before = tied.last { $0.tokens.upperBound <= i && $0.org != nil && document.tokens[$0.tokens.upperBound - 1].folded == head }
        return before?.org.map { nearest(to: i, of: names[$0].cluster) ?? $0 }
    }

    /// The name of a cluster that stands last before a token, else first after it.
    private func nearest(to i: Int, of cluster: Int) -> Int? {
        let own = clusters[cluster]
        var low = own.startIndex, high = own.endIndex
        while low < high {
            let middle = (low + high) / 2
            if names[Int(own[middle])].tokens.upperBound <= i { low = middle + 1 } else { high = middle }
        }
        return (low > own.startIndex ? own[low - 1] : own.first).map(Int.init)
    }

    // MARK: Antecedents

    private enum Owner { case firm, either, speaker, person }

    /// The firm or organisation that an untied role most likely belongs to. Public offices and occupations have none, nor has what is a person's.
    private func organisation(of role: RoleStage.Role, among tied: ArraySlice<RoleStage.Role>) -> (name: Int, basis: LinkBasis)? {
        func by(_ basis: LinkBasis, _ name: Int?) -> (name: Int, basis: LinkBasis)? { name.map { ($0, basis) } }
        let i = role.tokens.lowerBound
        let sentence = document.sentences[Int(document.sentenceOf[i])]
        let owner = owner(before: i, from: sentence.lowerBound)
        if owner == .person { return nil }
        let kinds = heads.kinds(role.tokens)
        if !kinds.isDisjoint(with: [.title, .office]), let nation = nation(before: i, from: sentence.lowerBound) { return by(.nation, nation.place) }
        if owner == nil, !belongsToUnnamed(role.tokens), let known = organisationElsewhere(of: role, among: tied) { return (known, .elsewhere) }
        if owner == nil, kinds.isDisjoint(with: [.title, .relation]) || role.holder.map({ names[$0].type == .person }) ?? false && kinds.contains(.office) { return nil }
        let own = role.holder.map { names[$0].cluster }
        if owner == nil, isStateOffice(role) || belongsToUnnamed(role.tokens) { return nil }
        if owner == nil, role.holder == nil, let known = organisationOfGroup(role, among: tied) { return (known, .elsewhere) }
        if owner == .speaker, let firm = speakersFirm(at: i, among: tied) { return (firm, .speaker) }
        // A possessive takes up what the sentence is about, hardly what only owns something in it: “Acme elected Beta's Jane Roe as its chairman”.
        if owner != nil, let subject = lastBody(before: i, from: sentence.lowerBound, apartFrom: own, owning: false) { return (subject, .sentence) }
        if owner == nil, isSpeaker(role), let subject = leadingBody(of: sentence, before: i), names[subject].cluster != own { return (subject, .sentence) }
        if let near = lastBody(before: i, from: sentence.lowerBound, apartFrom: own) { return (near, .sentence) }
        if owner == .either { return nil }
        return by(.paragraph, lastBody(before: sentence.lowerBound, from: document.paragraph(of: i).lowerBound, apartFrom: own))
    }

    /// Whether a role is of who is quoted: “…, chief executive Jane Roe said”, “…, said chief executive Jane Roe”.
    private func isSpeaker(_ role: RoleStage.Role) -> Bool {
        var end = role.tokens.upperBound
        if let holder = role.holder, names[holder].tokens.lowerBound == end { end = names[holder].tokens.upperBound }
        if end < document.tokens.count, document.token(end, isIn: classes.speech) { return true }
        var start = role.tokens.lowerBound
        if start > 0, document.token(start - 1, isIn: classes.definite) { start -= 1 }
        return start > 0 && document.token(start - 1, isIn: classes.speech)
    }

    /// The firm or organisation that a sentence begins with, as its subject: “Acme agreed to buy Beta, …”.
    func leadingBody(of sentence: Range<Int>, before end: Int) -> Int? {
        let k = count(endingBy: sentence.lowerBound)
        guard k < names.count, names[k].tokens.upperBound <= end, names[k].type == .firm || names[k].type == .org else { return nil }
        let start = names[k].tokens.lowerBound
        guard start <= sentence.lowerBound + 1, start == sentence.lowerBound || document.token(start - 1, isIn: classes.definite) else { return nil }
        return isMedia(names[k].tokens) || isPossessive(names[k].tokens.upperBound) ? nil : k
    }

    /// The country of an adjective before a role, where its paragraph names it: “Greece agreed, the Greek prime minister said”. `nil` where there is no such adjective.
    private func nation(before i: Int, from start: Int) -> (place: Int?, Void)? {
        var end = i
        while end > start, document.token(end - 1, isIn: classes.status) { end -= 1 }
        var first: Int?
        _ = document.phrases(to: end, of: classes.demonym) { first = max($0, start); return true }
        guard let first, first < end, let code = classes.nations.ofDemonym(first..<end, document) else { return nil }
        let paragraph = document.paragraph(of: i)
        func isIt(_ name: NameStage.Name) -> Bool { name.type == .place && classes.nations.ofPlace(name.tokens, document) == code }
        if let before = lastName(from: paragraph.lowerBound, to: i, where: isIt) { return (before, ()) }
        return ((count(endingBy: i)..<count(endingBy: paragraph.upperBound)).first { isIt(names[$0]) }, ())
    }

    /// Whether a title is a state's as often as a firm's (President Trump), so that no firm is looked for.
    private func isStateOffice(_ role: RoleStage.Role) -> Bool {
        guard document.token(role.tokens.upperBound - 1, isIn: classes.stateOffice) else { return false }
        return role.holder.map { names[$0].tokens.lowerBound == role.tokens.upperBound } ?? true
    }

    /// Whether an `of` or `at` behind a role leads to something that is no name: “owner of a small shop”. “Of the company” is one spoken of.
    private func belongsToUnnamed(_ tokens: Range<Int>) -> Bool {
        let next = tokens.upperBound
        guard next + 1 < document.tokens.count, document.token(next, isIn: classes.preposition) || document.token(next, isIn: classes.complement) else { return false }
        for k in (next + 1)..<min(next + 9, document.tokens.count) {
            if document.token(k, spells: "'s") { return true }
            if document.token(k, isIn: classes.bodyNoun) { return k + 1 < document.tokens.count && document.token(k + 1, isIn: classes.complement) }
        }
        return true
    }

    /// Whose a role is by the possessive before it, with up to three words between.
    private func owner(before i: Int, from start: Int) -> Owner? {
        for k in (max(start, i - 4)..<i).reversed() {
            if document.token(k, isIn: classes.firmsOwn) { return .firm }
            if document.token(k, isIn: classes.eitherOwn) { return .either }
            if document.token(k, isIn: classes.speakersOwn) { return .speaker }
            if document.token(k, isIn: classes.personsOwn) { return .person }
            if document.tokens[k].flags.contains(.punctuation) || document.token(k, spells: "'s") { return nil }
        }
        return nil
    }

    /// The firm of whoever says “our”: that of the nearest role in the paragraph whose holder is named, first behind the words, then before them.
    private func speakersFirm(at i: Int, among tied: ArraySlice<RoleStage.Role>) -> Int? {
        let paragraph = document.paragraph(of: i)
        let quote = quotation(around: i, in: paragraph)
        func speaks(_ role: RoleStage.Role) -> Bool { paragraph.contains(role.tokens.lowerBound) && role.holder != nil && role.org != nil && !heads.kinds(role.tokens).contains(.relation) }
        let role = tied.first { $0.tokens.lowerBound >= quote.upperBound && $0.tokens.lowerBound - quote.upperBound < 16 && speaks($0) }
            ?? tied.last { $0.tokens.upperBound <= quote.lowerBound && speaks($0) } ?? tied.first { $0.tokens.lowerBound > i && speaks($0) }
        return role?.org
    }

    /// From the quotation mark before a token to that after it; the token alone where there are none.
    private func quotation(around i: Int, in paragraph: Range<Int>) -> Range<Int> {
        func isQuote(_ k: Int) -> Bool { document.tokens[k].flags.contains(.punctuation) && (document.isCharacter(k, UInt8(ascii: "\"")) || document.token(k, spells: "\u{201C}") || document.token(k, spells: "\u{201D}")) }
        let near = max(paragraph.lowerBound, i - Self.quotationLength)..<min(paragraph.upperBound, i + Self.quotationLength)
        return ((near.lowerBound..<i).last(where: isQuote) ?? i)..<((i..<near.upperBound).first(where: isQuote) ?? i + 1)
    }

    /// The last firm or organisation between two tokens that is no news outlet: those are quoted more often than spoken of.
    func lastBody(before end: Int, from start: Int, apartFrom own: Int?, owning: Bool = true) -> Int? {
        lastName(from: start, to: end) { name in
            (name.type == .firm || name.type == .org) && name.cluster != own && !isMedia(name.tokens)
                && (owning || !isPossessive(name.tokens.upperBound))
        }
    }

    func isPossessive(_ i: Int) -> Bool {
        guard i < document.tokens.count else { return false }
        return document.token(i, spells: "'s") || document.token(i, spells: "\u{2019}s")
    }

    func isMedia(_ tokens: Range<Int>) -> Bool { document.isPhrase(tokens, of: classes.media) }
}

/// The names of each cluster, in text order; sorted when they are first asked for, as they are for few texts.
private final class NamesByCluster {
    private let names: [NameStage.Name]
    private lazy var sorted = Self.sorted(names)

    init(_ names: [NameStage.Name]) { self.names = names }

    /// The numbers of a cluster's names.
    subscript(_ cluster: Int) -> ArraySlice<Int32> { sorted.numbers[Int(sorted.first[cluster])..<Int(sorted.first[cluster + 1])] }

    /// A counting sort, from the last name back: what begins as the end of each cluster's names ends as where they begin.
    private static func sorted(_ names: [NameStage.Name]) -> (numbers: [Int32], first: [Int32]) {
        var first = [Int32](repeating: 0, count: (names.lazy.map(\.cluster).max() ?? -1) + 2)
        for k in names.indices { first[names[k].cluster] += 1 }
        for k in first.indices.dropFirst() { first[k] += first[k - 1] }
        var numbers = [Int32](repeating: 0, count: names.count)
        for k in names.indices.reversed() {
            first[names[k].cluster] -= 1
            numbers[Int(first[names[k].cluster])] = Int32(k)
        }
        return (numbers, first)
    }
}

extension Document {
    /// Whether only "and", a comma and words for time or state stand between two roles.
    func areCoordinated(_ a: Range<Int>, _ b: Range<Int>, apartFrom status: ClassID) -> Bool {
        guard b.lowerBound > a.upperBound, b.lowerBound - a.upperBound <= 4, sentenceOf[a.lowerBound] == sentenceOf[b.lowerBound] else { return false }
        var joins = false
        for i in a.upperBound..<b.lowerBound {
            if token(i, spells: ",") || token(i, spells: "and") || token(i, spells: "&") || token(i, spells: "/") || token(i, spells: "-") || token(i, spells: "\u{2013}") {
                joins = true
                continue
            }
            if token(i, spells: "the") || token(i, spells: "a") || token(i, spells: "an") || token(i, spells: "also") || token(i, spells: "then") || token(i, spells: "now") { continue }
            // “founder and legendary chief executive”
            if i + 1 == b.lowerBound, joins, tokens[i].flags.contains(.lower) { continue }
            if !token(i, isIn: status) { return false }
        }
        return joins
    }
}

extension RoleStage.Role {
    fileprivate mutating func tie(holder name: Int?, _ basis: LinkBasis) {
        guard let name else { return }
        (holder, holderBasis) = (name, basis)
    }

    fileprivate mutating func tie(org name: Int?, _ basis: LinkBasis) {
        guard let name else { return }
        (org, orgBasis) = (name, basis)
    }
}
