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
    static let pointCap = 5
    /// Points that a form takes over from the full form of its name, at most.
    static let inheritanceCap = 5

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
        case alias = "name.alias-in-lexicon"
    }

    struct Cluster: Sendable {
        /// Lower-case lexemes of the name without legal form and `The`.
        var key: [LexemeID]
        var members: [Int32] = []
        var totals = [Int](repeating: 0, count: 5)
        /// The reading and its points, where one is reached.
        var decision: (reading: Reading, points: Int)?
        var inherited: [Inheritance] = []
    }

    private(set) var document: Document
    private let classes: NameClasses
    private let rules: [Rule]
    private(set) var candidates: [NameCandidate]
    private(set) var entries: [Entry]
    private(set) var clusters: [Cluster] = []
    private(set) var clusterOf: [Int32] = []

    /// A selected name.
    struct Selected: Sendable {
        var candidate: Int
        var reading: Reading
        var points: Int
    }

    init(_ document: Document, _ classes: NameClasses, _ rules: [Rule], _ candidates: [NameCandidate], _ entries: [Entry]) {
        self.document = document
        self.classes = classes
        self.rules = rules
        self.candidates = candidates
        self.entries = entries
    }

    /// The names of the document in text order, `other` ones left out.
    mutating func resolve() -> [Selected] {
        cluster()
        sumEvidence()
        for k in clusters.indices { decide(k) }
        relate()
        for k in clusters.indices where !clusters[k].inherited.isEmpty { decide(k) }
        return select()
    }

    // MARK: Clusters

    private mutating func cluster() {
        var byKey: [[LexemeID]: Int] = [:]
        byKey.reserveCapacity(candidates.count)
        clusterOf = [Int32](repeating: 0, count: candidates.count)
        for k in candidates.indices {
            let core = core(candidates[k].tokens)
            let key = core.map { document.tokens[$0].folded }
            let number = byKey[key] ?? clusters.count
            if number == clusters.count {
                byKey[key] = number
                clusters.append(Cluster(key: key))
            }
            clusters[number].members.append(Int32(k))
            clusterOf[k] = Int32(number)
        }
    }

    /// A name without its legal form and without `The`.
    private func core(_ tokens: Range<Int>) -> Range<Int> {
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

    private mutating func sumEvidence() {
        var counts: [UInt64: Int] = [:]
        for entry in entries {
            let cluster = clusterOf[Int(entry.candidate)]
            let key = UInt64(UInt32(bitPattern: cluster)) << 32 | UInt64(UInt32(bitPattern: entry.rule))
            let count = counts[key, default: 0]
            guard count < Self.repetitionCap else { continue }
            counts[key] = count + 1
            for evidence in rules[Int(entry.rule)].evidence where evidence.reading != .role {
                clusters[Int(cluster)].totals[Int(evidence.reading.rawValue)] += Int(evidence.points)
            }
        }
    }

    private mutating func decide(_ k: Int) {
        var totals = clusters[k].totals
        for share in clusters[k].inherited { totals[Int(share.reading.rawValue)] += share.points }
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

    // MARK: Forms of one name

    private mutating func relate() {
        var bySingle: [LexemeID: Int] = [:]
        for k in clusters.indices where clusters[k].key.count == 1 { bySingle[clusters[k].key[0]] = k }
        guard !bySingle.isEmpty else { return }
        for k in clusters.indices where clusters[k].key.count > 1 {
            guard let decision = clusters[k].decision, decision.reading != .other, let member = clusters[k].members.first else { continue }
            let key = clusters[k].key
            let share = min(decision.points, Self.inheritanceCap)
            switch decision.reading {
            case .person:
                if let last = key.last, let short = bySingle[last], !isListedOtherwise(short) { inherit(short, from: k, .person, share, .surname) }
                if let short = bySingle[key[0]], !isListedOtherwise(short) { inherit(short, from: k, .person, share - 2, .surname) }
            case .firm, .org:
                if let short = bySingle[key[0]], canShorten(short, of: core(candidates[Int(member)].tokens)) { inherit(short, from: k, decision.reading, share, .shortForm) }
                if let initials = initials(core(candidates[Int(member)].tokens)) {
                    for (lexeme, short) in bySingle where initials.contains(spelling(lexeme)) { inherit(short, from: k, decision.reading, share + 1, .acronym) }
                }
            default: break
            }
        }
    }

    private mutating func inherit(_ short: Int, from full: Int, _ reading: Reading, _ points: Int, _ relation: Relation) {
        guard points > 0, short != full else { return }
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
    private func initials(_ tokens: Range<Int>) -> [String]? {
        guard tokens.count >= 2 else { return nil }
        var all = "", capitals = ""
        for i in tokens where !document.tokens[i].flags.isDisjoint(with: .word) {
            let first = document.firstByte(i)
            guard first < 0x80 else { return nil }
            let letter = Character(Unicode.Scalar(first | 0x20))
            all.append(letter)
            if document.tokens[i].flags.contains(.capitalized) { capitals.append(letter) }
        }
        guard capitals.count >= 2 else { return nil }
        return [all, capitals]
    }

    // MARK: Selection

    private func select() -> [Selected] {
        var ranked: [Selected] = []
        for k in candidates.indices {
            guard let decision = clusters[Int(clusterOf[k])].decision else { continue }
            ranked.append(Selected(candidate: k, reading: decision.reading, points: decision.points))
        }
        ranked.sort { a, b in
            let x = min(a.points, Self.pointCap), y = min(b.points, Self.pointCap)
            if x != y { return x > y }
            let p = candidates[a.candidate].tokens, q = candidates[b.candidate].tokens
            return p.count != q.count ? p.count > q.count : p.lowerBound < q.lowerBound
        }
        var taken = [Bool](repeating: false, count: document.tokens.count)
        var result: [Selected] = []
        for selected in ranked {
            let tokens = candidates[selected.candidate].tokens
            if tokens.contains(where: { taken[$0] }) { continue }
            for i in tokens { taken[i] = true }
            if selected.reading != .other { result.append(selected) }
        }
        return result.sorted { candidates[$0.candidate].tokens.lowerBound < candidates[$1.candidate].tokens.lowerBound }
    }

    // MARK: Provenance

    /// The rule that speaks most for a selected candidate: its own evidence first, else its cluster's, else what its cluster took over.
    func provenance(of selected: Selected) -> String {
        let cluster = clusterOf[selected.candidate]
        var best: (points: Int, rule: Int32)?
        var isOwn = false
        for entry in entries where clusterOf[Int(entry.candidate)] == cluster {
            let own = Int(entry.candidate) == selected.candidate
            if isOwn, !own { continue }
            let points = rules[Int(entry.rule)].evidence.reduce(0) { $0 + ($1.reading == selected.reading ? Int($1.points) : 0) }
            guard points > 0 else { continue }
            if own, !isOwn {
                isOwn = true
                best = (points, entry.rule)
            } else if points > (best?.points ?? 0) {
                best = (points, entry.rule)
            }
        }
        if let best, isOwn || clusters[Int(cluster)].inherited.isEmpty { return rules[Int(best.rule)].id }
        if let share = clusters[Int(cluster)].inherited.first(where: { $0.reading == selected.reading }) { return share.relation.rawValue }
        return best.map { rules[Int($0.rule)].id } ?? ""
    }
}
