/// Decides what the names of a document are: candidates with one spelling form a cluster, evidence is summed over the cluster, clusters of one name's forms
/// share it, and the best spans win.
///
/// The order of selection, total and documented: readings that reach the threshold, by points (those above `pointCap` count as `pointCap`), then by length, then
/// by position.
struct NameResolver {
    /// A reading is taken from this many points on, and only if it leads `other` by as many.
    static let threshold = 3
    /// A rule counts so often for one cluster. (Measured: unlimited loses, once loses.)
    static let repetitionCap = 2
    /// Points above this do not make a span better than a longer one.
    static let pointCap = 4
    /// A candidate's own words count so often for one cluster.
    static let ownCap = 1
    /// From so many points on, a rule about more than the name's own words decides its mention alone, and says nothing of the name elsewhere.
    static let localThreshold = 8
    /// From so many points on a name's own words settle that it is a place or person.
    static let knownPoints = 5
    /// Firm's or organisation's surroundings of a surname count so much at most, where the document has the full name of a person.
    static let surnameContextCap = 2
    /// Points that a form takes over from the full form of its name, at most.
    static let inheritanceCap = 5

    /// Bytes of the longest abbreviation that is looked for.
    static let longestAbbreviation = 12

    /// A piece of evidence: a rule spoke for or against a candidate.
    struct Entry: Sendable {
        var candidate: Int32
        var rule: Int32
    }

    /// What a cluster takes over from another one.
    struct Inheritance: Sendable {
        var from: Int
        var reading: Reading
        var points: Int
        var relation: Relation
    }

    /// How one name's form belongs to another. The ids name them in explanations.
    enum Relation: String, Sendable {
        case surname = "person.surname-of-full-name"
        case shortForm = "firm.first-word-of-full-name"
        case acronym = "name.acronym-of-full-name"
        case bracketAlias = "name.alias-in-brackets"
        case unit = "firm.unit-of-known-firm"
        case list = "name.listed-among-known"
    }

    struct Cluster: Sendable {
        /// Lower-case lexemes of the name without legal form and `The`.
        var key: [LexemeID]
        var members: [Int32] = []
        /// Points from the name's own words, and from those around it, by reading.
        var own = [Int](repeating: 0, count: 5)
        var context = [Int](repeating: 0, count: 5)
        /// Whether it stands with a capital where an ordinary word would have none.
        var isMarked = false
        /// The reading and its points, where one is reached.
        var decision: (reading: Reading, points: Int)?
        var inherited: [Inheritance] = []
    }

    private(set) var document: Document
    let classes: NameClasses
    private let ruleSet: RuleSet
    private var rules: [Rule] { ruleSet.rules }
    private(set) var candidates: [NameCandidate]
    private(set) var entries: [Entry]
    var clusters: [Cluster] = []
    private(set) var clusterOf: [Int32] = []
    var clusterOfKey: [[LexemeID]: Int] = [:]
    /// By candidate: the reading that its own surroundings decide alone, apart from its cluster.
    private var local: [Int32: (reading: Reading, points: Int)] = [:]

    /// A selected name.
    struct Selected: Sendable {
        var candidate: Int
        var reading: Reading
        var points: Int
    }

    init(_ document: Document, _ classes: NameClasses, _ rules: RuleSet, _ candidates: [NameCandidate], _ entries: [Entry]) {
        self.document = document
        self.classes = classes
        ruleSet = rules
        self.candidates = candidates
        self.entries = entries
    }

    /// The names of the document in text order, `other` ones left out.
    mutating func resolve() -> [Selected] {
        cluster()
        sumEvidence()
        for k in clusters.indices { decide(k) }
        relate()
        relateBrackets()
        for k in clusters.indices where !clusters[k].inherited.isEmpty { decide(k) }
        relateUnits()
        relateLists()
        return select()
    }

    // MARK: Clusters

    private mutating func cluster() {
        clusterOfKey.reserveCapacity(candidates.count)
        clusterOf = [Int32](repeating: 0, count: candidates.count)
        for k in candidates.indices {
            let core = core(candidates[k].tokens)
            let key = core.map { document.tokens[$0].folded }
            let number = clusterOfKey[key] ?? clusters.count
            if number == clusters.count {
                clusterOfKey[key] = number
                clusters.append(Cluster(key: key))
            }
            clusters[number].members.append(Int32(k))
            clusterOf[k] = Int32(number)
            if !isUnmarked(candidates[k]) { clusters[number].isMarked = true }
        }
    }

    /// A name without its legal form and without `The`.
    func core(_ tokens: Range<Int>) -> Range<Int> {
        var range = tokens
        if range.count > 1, document.tokens[range.lowerBound].end - document.tokens[range.lowerBound].start == 3, document.token(range.lowerBound, isIn: classes.functionWord) {
            range = (range.lowerBound + 1)..<range.upperBound
        }
        while range.count > 1 {
            let last = range.upperBound - 1
            if document.tokens[last].flags.contains(.punctuation) {
                range = range.lowerBound..<last
                continue
            }
            var start: Int?
            _ = document.phrases(to: range.upperBound, of: classes.legalForm) { start = $0; return true }
            guard let start, start > range.lowerBound else { break }
            range = range.lowerBound..<start
        }
        return range
    }

    /// Whether a candidate stands where ordinary words have a capital too.
    private func isUnmarked(_ candidate: NameCandidate) -> Bool {
        !document.tokens[candidate.tokens.lowerBound].flags.isDisjoint(with: [.sentenceStart, .headline])
    }

    private mutating func sumEvidence() {
        var counts: [UInt64: Int] = [:]
        for entry in entries {
            let cluster = clusterOf[Int(entry.candidate)]
            let rule = rules[Int(entry.rule)]
            let isContext = rule.patterns.first?.form == .context
            if rule.patterns.first?.form != .inside, let strong = rule.evidence.first(where: { $0.points >= Self.localThreshold }) {
                local[entry.candidate] = (strong.reading, Int(strong.points))
                continue
            }
            // That a word is an ordinary one says nothing where it has a capital inside sentences as well.
            if !isContext, clusters[Int(cluster)].isMarked, isUnmarked(candidates[Int(entry.candidate)]), rule.evidence.contains(where: { $0.reading == .other }) { continue }
            let key = UInt64(UInt32(bitPattern: cluster)) << 32 | UInt64(UInt32(bitPattern: entry.rule))
            let count = counts[key, default: 0]
            guard count < (isContext ? Self.repetitionCap : Self.ownCap) else { continue }
            counts[key] = count + 1
            for evidence in rule.evidence where evidence.reading != .role {
                if isContext {
                    clusters[Int(cluster)].context[Int(evidence.reading.rawValue)] += Int(evidence.points)
                } else {
                    clusters[Int(cluster)].own[Int(evidence.reading.rawValue)] += Int(evidence.points)
                }
            }
        }
    }

    mutating func decide(_ k: Int) {
        let cluster = clusters[k]
        var totals = zip(cluster.own, cluster.context).map { $0 + $1 }
        for share in cluster.inherited { totals[Int(share.reading.rawValue)] += share.points }
        let isSurname = isSurname(cluster)
        let isKnown = cluster.own[Int(Reading.place.rawValue)] >= Self.knownPoints && cluster.own[Int(Reading.firm.rawValue)] < Self.threshold
        if isSurname || isKnown {
            // What a person does and has, or a country, can look like a firm's: the full name, or the known one, outweighs it.
            for reading in [Reading.firm, .org] {
                totals[Int(reading.rawValue)] -= max(0, cluster.context[Int(reading.rawValue)] - Self.surnameContextCap)
            }
            if isSurname, cluster.isMarked { totals[Int(Reading.other.rawValue)] = 0 }
        }
        let other = totals[Int(Reading.other.rawValue)]
        var best: (reading: Reading, points: Int)?
        for reading in [Reading.firm, .org, .person, .place] where totals[Int(reading.rawValue)] > (best?.points ?? Int.min) {
            best = (reading, totals[Int(reading.rawValue)])
        }
        guard let best else { return }
        if best.points >= Self.threshold, best.points - max(other, 0) >= Self.threshold {
            clusters[k].decision = best
        } else if other >= Self.threshold {
            clusters[k].decision = (.other, other)
        } else {
            clusters[k].decision = nil
        }
    }

    /// Whether a lone word is part of a full name of a person in the document, and not of a firm's.
    private func isSurname(_ cluster: Cluster) -> Bool {
        cluster.inherited.contains { $0.relation == .surname && $0.points >= Self.threshold } && !cluster.inherited.contains { $0.reading == .firm || $0.reading == .org }
    }

    // MARK: Forms of one name

    private mutating func relate() {
        var bySingle: [LexemeID: Int] = [:]
        for k in clusters.indices where clusters[k].key.count == 1 { bySingle[clusters[k].key[0]] = k }
        guard !bySingle.isEmpty else { return }
        // Only short spellings can be initials.
        var byAbbreviation: [String: Int] = [:]
        for k in clusters.indices where clusters[k].key.count == 1 {
            guard let member = clusters[k].members.first, document.byteRange(candidates[Int(member)].tokens).count <= Self.longestAbbreviation else { continue }
            byAbbreviation[spelling(clusters[k].key[0])] = k
        }
        for k in clusters.indices where clusters[k].key.count > 1 {
            guard let decision = clusters[k].decision, decision.reading != .other, let member = clusters[k].members.first else { continue }
            let key = clusters[k].key
            let share = min(decision.points, Self.inheritanceCap)
            switch decision.reading {
            case .person:
                if let last = key.last, let short = bySingle[last], !isListedOtherwise(short) { inherit(short, from: k, .person, share, .surname) }
                if let short = bySingle[key[0]], !isListedOtherwise(short) { inherit(short, from: k, .person, share - 2, .surname) }
            case .firm, .org:
                if let short = bySingle[key[0]], decision.reading == .firm || !isOrdinary(short), canShorten(short, of: core(candidates[Int(member)].tokens)) { inherit(short, from: k, decision.reading, share, .shortForm) }
                let full = candidates[Int(member)].tokens
                var abbreviations = initials(core(full))
                if core(full) != full { abbreviations += initials(full) }
                for abbreviation in abbreviations {
                    if let short = byAbbreviation[abbreviation] { inherit(short, from: k, decision.reading, share + 1, .acronym) }
                }
            default: break
            }
        }
    }

    mutating func inherit(_ short: Int, from full: Int, _ reading: Reading, _ points: Int, _ relation: Relation) {
        guard points > 0, short != full || relation == .list else { return }
        // Of one reading the best share counts, not the sum: ten namesakes prove no more than one.
        if let known = clusters[short].inherited.firstIndex(where: { $0.reading == reading }) {
            if clusters[short].inherited[known].points < points {
                clusters[short].inherited[known] = Inheritance(from: full, reading: reading, points: points, relation: relation)
            }
        } else {
            clusters[short].inherited.append(Inheritance(from: full, reading: reading, points: points, relation: relation))
        }
    }

    /// Whether a lone word is listed as the name of a firm or place, with certainty.
    private func isListedOtherwise(_ cluster: Int) -> Bool {
        guard let member = clusters[cluster].members.first else { return false }
        let set = document.classes(core(candidates[Int(member)].tokens).lowerBound)
        return classes.certainNames.contains { set.contains($0) } && !set.contains(classes.familyName)
    }

    /// Whether a lone word is an ordinary one: "Democratic" is not short for the party.
    private func isOrdinary(_ cluster: Int) -> Bool {
        guard let member = clusters[cluster].members.first else { return false }
        return document.token(core(candidates[Int(member)].tokens).lowerBound, isIn: classes.commonWord)
    }

    /// Whether a lone word can stand for the firm whose first word it is: no place, nationality, or word that heads many names.
    private func canShorten(_ cluster: Int, of full: Range<Int>) -> Bool {
        guard let member = clusters[cluster].members.first else { return false }
        let i = core(candidates[Int(member)].tokens).lowerBound
        let set = document.classes(i)
        if set.isEmpty { return true }
        if classes.places.contains(where: { set.contains($0) }) || set.contains(classes.demonym) { return false }
        if set.contains(classes.firmHead) || set.contains(classes.orgHead) || set.contains(classes.placeHead) { return false }
        if set.contains(classes.givenName), !set.contains(classes.familyName) { return false }
        return true
    }

    private func spelling(_ lexeme: LexemeID) -> String { document.spelling(lexeme) }

    /// The initials of a name, lower case: of all words, and of the capitalised ones.
    private func initials(_ tokens: Range<Int>) -> [String] {
        guard tokens.count >= 2 else { return [] }
        var all = "", capitals = ""
        for i in tokens where !document.tokens[i].flags.isDisjoint(with: .word) {
            let first = document.firstByte(i)
            guard first < 0x80 else { return [] }
            let letter = Character(Unicode.Scalar(first | 0x20))
            all.append(letter)
            if document.tokens[i].flags.contains(.capitalized) { capitals.append(letter) }
        }
        guard capitals.count >= 2 else { return [] }
        return [all, capitals]
    }

    // MARK: Selection

    private func select() -> [Selected] {
        var ranked: [Selected] = []
        for k in candidates.indices {
            guard let decision = local[Int32(k)] ?? clusters[Int(clusterOf[k])].decision else { continue }
            ranked.append(Selected(candidate: k, reading: decision.reading, points: decision.points))
        }
        let ranks = ranks(of: ranked)
        var result: [Selected] = []
        let order = ranked.indices.sorted { a, b in
            if ranks[a] != ranks[b] { return ranks[a] > ranks[b] }
            let p = candidates[ranked[a].candidate].tokens, q = candidates[ranked[b].candidate].tokens
            return p.count != q.count ? p.count > q.count : p.lowerBound < q.lowerBound
        }
        var taken = [Bool](repeating: false, count: document.tokens.count)
        for selected in order.map({ ranked[$0] }) {
            let tokens = candidates[selected.candidate].tokens
            if tokens.contains(where: { taken[$0] }) { continue }
            for i in tokens { taken[i] = true }
            if selected.reading != .other { result.append(selected) }
        }
        return result.sorted { candidates[$0.candidate].tokens.lowerBound < candidates[$1.candidate].tokens.lowerBound }
    }

    /// By selected candidate: its capped points, or those of a shorter one inside it of the same reading, where they are more.
    private func ranks(of selected: [Selected]) -> [Int] {
        var ranks = selected.map { min($0.points, Self.pointCap) }
        var byStart: [Int: [Int]] = [:]
        for (k, one) in selected.enumerated() where ranks[k] > Self.threshold { byStart[candidates[one.candidate].tokens.lowerBound, default: []].append(k) }
        for (k, one) in selected.enumerated() where ranks[k] < Self.pointCap {
            let tokens = candidates[one.candidate].tokens
            for i in tokens {
                // "Advertisement Fairfax Media": what an ordinary word stands before is the whole name.
                if i > tokens.lowerBound, document.token(i - 1, isIn: classes.commonWord) { break }
                // "Andrew Sentance Comments", "Andrew Clark Malcolm Turnbull": no longer names of persons.
                if one.reading == .person, document.token(tokens.upperBound - 1, isIn: classes.commonWord) || tokens.count > 3 && document.token(tokens.lowerBound + 2, isIn: classes.givenName) { break }
                for inner in byStart[i] ?? [] where selected[inner].reading == one.reading && candidates[selected[inner].candidate].tokens.upperBound <= tokens.upperBound {
                    ranks[k] = max(ranks[k], min(selected[inner].points, Self.pointCap))
                }
            }
        }
        return ranks
    }

    // MARK: Provenance

    /// For each selected candidate the rule that speaks most for its reading: of its own evidence, else of its cluster's, else what its cluster took over.
    func provenances(of selected: [Selected]) -> [String] {
        var ownBest = [(points: Int, rule: Int32)](repeating: (0, -1), count: candidates.count)
        var clusterBest = [(points: Int, rule: Int32)](repeating: (0, -1), count: clusters.count)
        for entry in entries {
            let candidate = Int(entry.candidate), cluster = Int(clusterOf[candidate])
            if let reading = (local[entry.candidate] ?? clusters[cluster].decision)?.reading {
                let points = ruleSet.points(Int(entry.rule), reading)
                if points > ownBest[candidate].points { ownBest[candidate] = (points, entry.rule) }
            }
            if let reading = clusters[cluster].decision?.reading {
                let points = ruleSet.points(Int(entry.rule), reading)
                if points > clusterBest[cluster].points { clusterBest[cluster] = (points, entry.rule) }
            }
        }
        return selected.map { choice in
            let own = ownBest[choice.candidate], cluster = Int(clusterOf[choice.candidate])
            if own.rule >= 0 { return rules[Int(own.rule)].id }
            if let share = clusters[cluster].inherited.first(where: { $0.reading == choice.reading }) { return share.relation.rawValue }
            return clusterBest[cluster].rule >= 0 ? rules[Int(clusterBest[cluster].rule)].id : ""
        }
    }
}
