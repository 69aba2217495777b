/// Decides what the names of a document are: candidates with one spelling form a cluster, evidence is summed over the cluster, clusters of one name's forms
/// share it, and the best spans win.
///
/// The order of selection, total and documented: readings that reach the threshold, by points (those above a cap count as it), then by length, then by position.
/// What it counts with is data: `ResolutionWeights`.
struct NameResolver {
    /// Words of the longest first part of a name that is looked for as a short form of it: a bound for what is no name.
    static let longestShortForm = 8
    /// Letters of the longest abbreviation that is looked for.
    static let longestAbbreviation = 8

    /// A piece of evidence: a rule spoke for or against a candidate.
    struct Entry: Sendable, BitwiseCopyable {
        var candidate: Int32
        var rule: Int32
    }

    /// What a cluster takes over from another one.
    struct Inheritance: Sendable, BitwiseCopyable {
        var from: Int
        var reading: Reading
        var points: Int
        var relation: Relation
        /// The cluster's next one; -1: none.
        fileprivate(set) var next: Int32 = -1
    }

    /// A reading and its points.
    struct Decision: Sendable, BitwiseCopyable {
        var reading: Reading
        var points: Int
    }

    /// How one name's form belongs to another. The ids name them in explanations.
    enum Relation: String, Sendable, BitwiseCopyable {
        case surname = "person.surname-of-full-name"
        case shortForm = "firm.first-word-of-full-name"
        case acronym = "name.acronym-of-full-name"
        case bracketAlias = "name.alias-in-brackets"
        case unit = "firm.unit-of-known-firm"
        case nickname = "org.last-word-of-team-name"
        case list = "name.listed-among-known"
    }

    struct Cluster: Sendable {
        /// The first candidate of the name, and its tokens without legal form and `The`: their lower-case lexemes are what the cluster's names have in common.
        var first: Int
        var key: Range<Int>
        /// Points from the name's own words, and from those around it, by reading.
        var own: InlineArray<5, Int> = .init(repeating: 0)
        var context: InlineArray<5, Int> = .init(repeating: 0)
        /// Whether it stands with a capital where an ordinary word would have none.
        var isMarked = false
        /// The reading and its points, where one is reached.
        var decision: Decision?
        /// The first of what it takes over; -1: nothing.
        fileprivate(set) var firstInheritance: Int32 = -1
        /// Whether it stands in a list.
        fileprivate(set) var isListed = false
        /// The last name that it was found to be a form of, and how many such there are: of two namesakes a surname belongs to neither.
        fileprivate(set) var fullForm = -1
        fileprivate(set) var fullFormCount = 0
    }

    let document: Document
    private let recognizer: EntityRecognizer
    @inline(__always) var classes: NameClasses { recognizer.nameClasses }
    let ruleSet: RuleSet
    let weights: ResolutionWeights
    private(set) var candidates: [NameCandidate]
    private(set) var entries: [Entry]
    /// The candidates by where they begin and end.
    let spans: SpanTable.View
    var clusters: [Cluster] = []
    private(set) var clusterOf: [Int32] = []
    private var clusterOfKey: NumberTable
    private var inheritances: [Inheritance] = []
    /// By candidate: the reading that its own surroundings decide alone, apart from its cluster.
    private(set) var local: [Decision?]

    /// A selected name.
    struct Selected: Sendable, BitwiseCopyable {
        var candidate: Int
        var reading: Reading
        var points: Int
    }

    /// - Parameter rules: whose points and weights count; the numbers of `entries` are theirs.
    init(_ document: Document, _ recognizer: EntityRecognizer, _ rules: RuleSet, _ candidates: [NameCandidate], _ entries: [Entry], _ spans: SpanTable.View) {
        self.document = document
        self.recognizer = recognizer
        ruleSet = rules
        weights = rules.weights
        self.candidates = candidates
        self.entries = entries
        self.spans = spans
        clusterOfKey = NumberTable(expected: candidates.count)
        local = [Decision?](repeating: nil, count: candidates.count)
    }

    /// The names of the document in text order, `other` ones left out.
    mutating func resolve() -> [Selected] {
        cluster()
        sumEvidence()
        for k in clusters.indices { decide(k) }
        relate()
        relateBrackets()
        for k in clusters.indices where clusters[k].firstInheritance >= 0 { decide(k) }
        relateUnits()
        relateLists()
        return select()
    }

    // MARK: Clusters

    private mutating func cluster() {
        clusters.reserveCapacity(candidates.count)
        inheritances.reserveCapacity(16)
        clusterOf = [Int32](repeating: 0, count: candidates.count)
        for k in candidates.indices {
            let core = core(candidates[k].tokens)
            let (known, hash) = find(core)
            let number = known ?? clusters.count
            if known == nil {
                clusterOfKey.set(hash, Int32(number))
                clusters.append(Cluster(first: k, key: core))
            }
            clusterOf[k] = Int32(number)
            if !isUnmarked(candidates[k]) { clusters[number].isMarked = true }
        }
    }

    /// The cluster of the names with the words of `core`, and the key under which it is, or would be.
    private func find(_ core: Range<Int>) -> (cluster: Int?, hash: UInt64) {
        var hash = UInt64(core.count)
        for i in core { hash = (hash ^ UInt64(document.tokens[i].folded)) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 29 }
        while let known = clusterOfKey[hash] {
            if haveSameWords(clusters[Int(known)].key, core) { return (Int(known), hash) }
            hash &+= 1
        }
        return (nil, hash)
    }

    /// The cluster of the names with the words of `core`.
    func cluster(of core: Range<Int>) -> Int? { find(core).cluster }

    private func haveSameWords(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        for k in 0..<a.count where document.tokens[a.lowerBound + k].folded != document.tokens[b.lowerBound + k].folded { return false }
        return true
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
        // How often a rule has spoken for a cluster.
        var counts = NumberTable(expected: entries.count)
        let repetitionCap = weights[.repetitionCap], ownCap = weights[.ownCap]
        for entry in entries {
            let cluster = Int(clusterOf[Int(entry.candidate)]), rule = Int(entry.rule)
            let traits = ruleSet.traits[rule]
            if traits.form != .inside, traits.strongPoints > 0 {
                // Of several such rules the strongest counts.
                if traits.strongPoints > local[Int(entry.candidate)]?.points ?? 0 { local[Int(entry.candidate)] = Decision(reading: traits.strong, points: Int(traits.strongPoints)) }
                continue
            }
            let isContext = traits.form == .context
            // That a word is an ordinary one says nothing where it has a capital inside sentences as well.
            if !isContext, traits.speaksForOther, clusters[cluster].isMarked, isUnmarked(candidates[Int(entry.candidate)]) { continue }
            guard counts.count(NumberTable.key(cluster, rule), upTo: isContext ? repetitionCap : ownCap) else { continue }
            // Most are 0, which of them cannot be foretold: all are added.
            for reading in 0..<5 {
                if isContext { clusters[cluster].context[reading] += ruleSet.points(rule, reading) } else { clusters[cluster].own[reading] += ruleSet.points(rule, reading) }
            }
        }
    }

    mutating func decide(_ k: Int) {
        // Part by part: a copy of all of it costs more than the sums.
        let own = clusters[k].own, context = clusters[k].context, shares = clusters[k].firstInheritance
        var totals = own
        for reading in 0..<5 { totals[reading] += context[reading] }
        for share in inheritances(from: shares) { totals[Int(share.reading.rawValue)] += share.points }
        let isSurname = isSurname(shares), threshold = weights[.threshold]
        let isKnown = own[Int(Reading.place.rawValue)] >= weights[.knownPlace] && own[Int(Reading.firm.rawValue)] < threshold
        if isSurname || isKnown {
            // What a person does and has, or a country, can look like a firm's: the full name, or the known one, outweighs it.
            for reading in [Int(Reading.firm.rawValue), Int(Reading.org.rawValue)] {
                totals[reading] -= max(0, context[reading] - weights[.settledContextCap])
            }
            if isSurname, clusters[k].isMarked { totals[Int(Reading.other.rawValue)] = 0 }
        }
        let other = totals[Int(Reading.other.rawValue)]
        var best = Decision(reading: .firm, points: totals[0])
        if totals[1] > best.points { best = Decision(reading: .org, points: totals[1]) }
        if totals[2] > best.points { best = Decision(reading: .person, points: totals[2]) }
        if totals[3] > best.points { best = Decision(reading: .place, points: totals[3]) }
        if best.points >= threshold, best.points - max(other, 0) >= weights[.lead] {
            clusters[k].decision = best
        } else if other >= threshold {
            clusters[k].decision = Decision(reading: .other, points: other)
        } else {
            clusters[k].decision = nil
        }
    }

    /// The cluster whose name is the fullest form of this one's: the only one that it is a form of, where both are of one kind; else itself.
    func fullestForm(of cluster: Int) -> Int {
        let own = clusters[cluster]
        guard own.fullFormCount == 1, let reading = own.decision?.reading, clusters[own.fullForm].decision?.reading == reading else { return cluster }
        return own.fullForm
    }

    /// What a cluster takes over from others.
    func inheritances(of cluster: Cluster) -> Inheritances { inheritances(from: cluster.firstInheritance) }

    private func inheritances(from first: Int32) -> Inheritances { Inheritances(all: inheritances, number: first) }

    struct Inheritances: Sequence, IteratorProtocol {
        fileprivate let all: [Inheritance]
        fileprivate var number: Int32

        mutating func next() -> Inheritance? {
            guard number >= 0 else { return nil }
            let share = all[Int(number)]
            number = share.next
            return share
        }
    }

    /// Whether a lone word, by what it takes over, is part of a full name of a person in the document, and not of a firm's.
    private func isSurname(_ shares: Int32) -> Bool {
        var isOne = false
        for share in inheritances(from: shares) {
            if share.reading == .firm || share.reading == .org { return false }
            if share.relation == .surname, share.points >= weights[.threshold] { isOne = true }
        }
        return isOne
    }

    // MARK: Forms of one name

    private mutating func relate() {
        // Clusters of one word: by that word, and short ones by their letters too, since those can be initials.
        var bySingle = NumberTable(expected: clusters.count), byLetters = bySingle
        for k in clusters.indices where clusters[k].key.count == 1 {
            let i = clusters[k].key.lowerBound
            bySingle.set(UInt64(document.tokens[i].folded), Int32(k))
            if let letters = letters(of: i) { byLetters.set(letters, Int32(k)) }
        }
        guard bySingle.count > 0 else { return }
        // Takes the tokens along, not the whole of this.
        let tokens = document.tokens
        func single(_ i: Int) -> Int? { bySingle[UInt64(tokens[i].folded)].map(Int.init) }
        for k in clusters.indices where clusters[k].key.count > 1 {
            guard let decision = clusters[k].decision, decision.reading != .other else { continue }
            let key = clusters[k].key
            let share = min(decision.points, weights[.inheritanceCap])
            switch decision.reading {
            case .person:
                if let short = single(key.upperBound - 1), !isListedOtherwise(short) { inherit(short, from: k, .person, share, .surname) }
                if let short = single(key.lowerBound), !isListedOtherwise(short) { inherit(short, from: k, .person, share + weights[.givenName], .surname) }
            case .firm, .org:
                if let short = single(key.lowerBound), decision.reading == .firm || !isOrdinary(short), canShorten(short, decision.reading) { inherit(short, from: k, decision.reading, share, .shortForm) }
                if decision.reading == .org, isTeam(key), let short = single(key.upperBound - 1) { inherit(short, from: k, decision.reading, share, .nickname) }
                // "J.C. Penney" is Penney.
                if decision.reading == .firm, key.count == 2, document.tokens[key.lowerBound].flags.contains([.dotted, .upper]), let short = single(key.upperBound - 1), canShorten(short, .firm) { inherit(short, from: k, .firm, share, .shortForm) }
                relatePrefixes(of: k, decision.reading, share)
                let full = candidates[clusters[k].first].tokens
                relateAcronyms(of: k, key, decision.reading, share, byLetters)
                if full != key { relateAcronyms(of: k, full, decision.reading, share, byLetters) }
            default: break
            }
        }
    }

    /// Whether a name is a place's and a plural, as those of teams are, and known: "Chicago Bears" are "the Bears".
    private func isTeam(_ key: Range<Int>) -> Bool {
        let last = key.upperBound - 1
        return document.tokens[last].flags.contains([.plural, .capitalized]) && document.isPhrase(key, ofAny: classes.wholeNames) && document.isPhrase(key.lowerBound..<last, ofAny: classes.places)
    }

    /// The lone words that are the initials of a name.
    private mutating func relateAcronyms(of full: Int, _ name: Range<Int>, _ reading: Reading, _ points: Int, _ byLetters: NumberTable) {
        guard let initials = initials(name) else { return }
        if let short = byLetters[initials.all] { inherit(Int(short), from: full, reading, points + weights[.acronym], .acronym) }
        if initials.capitals != initials.all, let short = byLetters[initials.capitals] { inherit(Int(short), from: full, reading, points + weights[.acronym], .acronym) }
    }

    /// "Miller Kaplan" beside "Miller Kaplan Arase LLP": the first words of a name, unless they are something else themselves; a firm is rather called by its
    /// founder's name than a foundation.
    private mutating func relatePrefixes(of full: Int, _ reading: Reading, _ points: Int) {
        let key = clusters[full].key
        guard key.count > 2 else { return }
        for end in (key.lowerBound + 2)..<min(key.upperBound, key.lowerBound + Self.longestShortForm) {
            guard let short = cluster(of: key.lowerBound..<end) else { continue }
            if let decision = clusters[short].decision, decision.reading != .person || reading != .firm { continue }
            inherit(short, from: full, reading, points, .shortForm)
        }
    }

    mutating func inherit(_ short: Int, from full: Int, _ reading: Reading, _ points: Int, _ relation: Relation) {
        guard points > 0, short != full || relation == .list else { return }
        if relation == .list { clusters[short].isListed = true }
        if relation != .list, relation != .unit, clusters[short].fullForm != full {
            clusters[short].fullForm = full
            clusters[short].fullFormCount += 1
        }
        // Of one reading the best share counts, not the sum: ten namesakes prove no more than one.
        var k = clusters[short].firstInheritance, last: Int32 = -1
        while k >= 0 {
            if inheritances[Int(k)].reading == reading {
                if inheritances[Int(k)].points < points {
                    inheritances[Int(k)] = Inheritance(from: full, reading: reading, points: points, relation: relation, next: inheritances[Int(k)].next)
                }
                return
            }
            last = k
            k = inheritances[Int(k)].next
        }
        let new = Int32(inheritances.count)
        inheritances.append(Inheritance(from: full, reading: reading, points: points, relation: relation))
        if last < 0 { clusters[short].firstInheritance = new } else { inheritances[Int(last)].next = new }
    }

    /// Whether a lone word is listed as the name of a firm or place, with certainty.
    private func isListedOtherwise(_ cluster: Int) -> Bool {
        let set = document.classes(clusters[cluster].key.lowerBound)
        return set.intersects(classes.certainNames) && !set.contains(classes.familyName)
    }

    /// Whether a lone word is an ordinary one: "Democratic" is not short for the party.
    private func isOrdinary(_ cluster: Int) -> Bool { document.token(clusters[cluster].key.lowerBound, isIn: classes.commonWord) }

    /// Whether a lone word can stand for the firm whose first word it is: no place, nationality, or word that heads many names.
    private func canShorten(_ cluster: Int, _ reading: Reading) -> Bool {
        let set = document.classes(clusters[cluster].key.lowerBound)
        if set.isEmpty { return true }
        // A firm has the name of a little known place; a school has it from there.
        if set.intersects(reading == .firm && !isOrdinary(cluster) ? classes.certainPlaces : classes.places) || set.contains(classes.demonym) { return false }
        if set.contains(classes.firmHead) || set.contains(classes.orgHead) || set.contains(classes.placeHead) { return false }
        if set.contains(classes.givenName), !set.contains(classes.familyName) { return false }
        return true
    }

    /// The letters of a short token, packed; `nil` where there are others than ASCII's, or too many.
    func letters(of i: Int) -> UInt64? {
        let token = document.tokens[i]
        guard token.end - token.start <= Self.longestAbbreviation else { return nil }
        var letters: UInt64 = 0
        for k in Int(token.start)..<Int(token.end) {
            let letter = document.bytes[k] | 0x20
            guard letter &- 0x61 < 26 else { return nil }
            letters = letters << 8 | UInt64(letter)
        }
        return letters
    }

    /// The initials of a name, lower case, packed as `letters` are: of all words, and of the capitalised ones; `nil` where there are too few or too many.
    private func initials(_ tokens: Range<Int>) -> (all: UInt64, capitals: UInt64)? {
        var all: UInt64 = 0, capitals: UInt64 = 0, words = 0, count = 0
        for i in tokens where !document.tokens[i].flags.isDisjoint(with: .word) {
            let letter = document.firstByte(i) | 0x20
            guard letter < 0x80 else { return nil }
            all = all << 8 | UInt64(letter)
            words += 1
            if document.tokens[i].flags.contains(.capitalized) {
                capitals = capitals << 8 | UInt64(letter)
                count += 1
            }
        }
        guard count >= 2, count <= Self.longestAbbreviation else { return nil }
        // More words than letters are packed: no abbreviation has them all.
        return (words <= Self.longestAbbreviation ? all : capitals, capitals)
    }
}
