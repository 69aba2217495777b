/// The names of one document, from proposals to decisions.
struct NameStage {
    /// What speaks most for a name's type.
    enum Provenance: Sendable, BitwiseCopyable {
        case rule(Int32)
        /// What its name took over from another one.
        case relation(NameResolver.Relation)
        case none

        /// As records have it.
        func id(_ rules: [RuleHead]) -> String {
            switch self {
            case .rule(let number): rules[Int(number)].id
            case .relation(let relation): relation.rawValue
            case .none: ""
            }
        }
    }

    /// A name that was selected.
    struct Name: Sendable {
        var tokens: Range<Int>
        var type: EntityType
        var score: Int
        var provenance: Provenance
        /// Names of one cluster are one thing.
        var cluster: Int
        /// The cluster of its fullest form.
        var form: Int
    }

    private let document: Document
    private let recognizer: EntityRecognizer
    private(set) var candidates: [NameCandidate] = []
    private(set) var entries: [NameResolver.Entry] = []
    private var numberOf = NumberTable()
    private let spans: SpanTable
    private(set) var resolver: NameResolver?

    /// - Parameter spans: memory for the candidates' positions, this stage's as long as it lives.
    init(_ document: Document, _ recognizer: EntityRecognizer, _ spans: SpanTable) {
        self.spans = spans
        self.document = document
        self.recognizer = recognizer
    }

    private mutating func number(_ range: Range<Int>) -> Int32 {
        let new = Int32(candidates.count)
        if let known = numberOf.insert(NumberTable.key(range), new) { return known }
        candidates.append(NameCandidate(tokens: range, origin: .rule))
        return new
    }

    /// Collects candidates and the rules' evidence for them.
    ///
    /// - Parameter rule: one that is not to speak; -1: none.
    mutating func propose(apartFrom amounts: [AmountMention], without rule: Int32 = -1) {
        var taken = GrowingBuffer<Bool>(repeating: false, count: document.tokens.count)
        for amount in amounts { for i in amount.tokens { taken[i] = true } }
        // “Former Microsoft chief” begins a sentence with a word that is no part of the name.
        for sentence in document.sentences where sentence.count > 1 && document.tokens[sentence.lowerBound + 1].flags.contains(.capitalized) {
            if document.token(sentence.lowerBound, isInAnyOf: recognizer.roleClasses.pastOrActing) { taken[sentence.lowerBound] = true }
        }
        // Nor is “Operating Officer” in “Chief Operating Officer” part of any name: a fixed title of several words ends in two that are its own.
        for i in document.phraseStarts {
            guard let end = document.phrases(from: i).first(where: { $0.classes.intersects(recognizer.roleClasses.fixedTitle) })?.end, !document.tokens[end - 1].flags.contains(.plural),
                !document.token(end - 2, isInAnyOf: recognizer.roleClasses.namesOffices) else { continue }
            taken[end - 2] = true
            taken[end - 1] = true
        }
        var finder = NameCandidateFinder(document, recognizer, taken: taken.view)
        finder.find()
        candidates = finder.candidates
        numberOf = finder.numberOf

        spans.reset(document)
        entries.reserveCapacity(candidates.count * 2)
        var proposer = RuleMatcher(recognizer.rules[.names, .propose], document, spans.view)
        for match in proposer.run() where match.rule != rule && !match.target.contains(where: { taken[$0] }) {
            entries.append(.init(candidate: number(match.target), rule: match.rule))
        }
        for k in candidates.indices { spans.add(candidates[k].tokens, .name, id: k) }
        var inside = RuleMatcher(recognizer.rules[.names, .inside], document, spans.view)
        var candidate: Int32 = -1, first = entries.count
        for match in inside.run(insideEach: candidates.count, { candidates[$0].tokens }) where match.rule != rule {
            if match.targetSpan != candidate { (candidate, first) = (match.targetSpan, entries.count) }
            // One pattern may reach the same candidate from several places; it is one piece of evidence.
            var e = first
            while e < entries.count, entries[e].rule != match.rule { e += 1 }
            if e == entries.count { entries.append(.init(candidate: candidate, rule: match.rule)) }
        }
        var context = RuleMatcher(recognizer.rules[.names, .context], document, spans.view)
        let supports = context.run()
        var seen = NumberTable(expected: supports.count)
        for match in supports where match.targetSpan >= 0 && match.rule != rule {
            if seen.insert(NumberTable.key(Int(match.targetSpan), Int(match.rule)), 0) == nil { entries.append(.init(candidate: match.targetSpan, rule: match.rule)) }
        }
    }

    /// What decides about the candidates.
    ///
    /// - Parameter rules: whose points and weights count; they differ from the recogniser's in nothing else.
    func resolver(under rules: RuleSet) -> NameResolver { NameResolver(document, recognizer, rules, candidates, entries, spans.view) }

    /// The names, in text order.
    mutating func resolve() -> [Name] {
        var resolver = resolver(under: recognizer.rules)
        let selected = resolver.resolve(), provenances = resolver.provenances(of: selected)
        var names: [Name] = []
        names.reserveCapacity(selected.count)
        for (choice, provenance) in zip(selected, provenances) {
            guard let type = EntityType(choice.reading) else { continue }
            let cluster = Int(resolver.clusterOf[choice.candidate])
            names.append(Name(tokens: candidates[choice.candidate].tokens, type: type, score: choice.points, provenance: provenance, cluster: cluster, form: resolver.fullestForm(of: cluster)))
        }
        self.resolver = consume resolver
        return names
    }
}

extension EntityType {
    /// The type of a reading; `nil` for `other`.
    init?(_ reading: Reading) {
        switch reading {
        case .firm: self = .firm
        case .org: self = .org
        case .person: self = .person
        case .place: self = .place
        case .role: self = .role
        case .other: return nil
        }
    }
}
