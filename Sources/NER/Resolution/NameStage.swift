/// The names of one document, from proposals to decisions.
struct NameStage {
    /// A name that was selected.
    struct Name: Sendable {
        var tokens: Range<Int>
        var type: EntityType
        var score: Int
        var rule: String
        /// Names of one cluster are one thing.
        var cluster: Int
    }

    private let document: Document
    private let recognizer: EntityRecognizer
    private(set) var candidates: [NameCandidate] = []
    private(set) var entries: [NameResolver.Entry] = []
    private var numberOf: [UInt64: Int] = [:]
    private(set) var resolver: NameResolver?

    init(_ document: Document, _ recognizer: EntityRecognizer) {
        self.document = document
        self.recognizer = recognizer
    }

    private static func key(_ range: Range<Int>) -> UInt64 { UInt64(range.lowerBound) << 32 | UInt64(range.upperBound) }

    private mutating func number(_ range: Range<Int>) -> Int {
        if let known = numberOf[Self.key(range)] { return known }
        candidates.append(NameCandidate(tokens: range, origin: .rule))
        numberOf[Self.key(range)] = candidates.count - 1
        return candidates.count - 1
    }

    /// Collects candidates and the rules' evidence for them.
    mutating func propose(apartFrom amounts: [AmountMention]) {
        var taken = [Bool](repeating: false, count: document.tokens.count)
        for amount in amounts { for i in amount.tokens { taken[i] = true } }
        // “Former Microsoft chief” begins a sentence with a word that is no part of the name.
        for sentence in document.sentences where sentence.count > 1 && document.tokens[sentence.lowerBound + 1].flags.contains(.capitalized) {
            if recognizer.roleClasses.pastOrActing.contains(where: { document.token(sentence.lowerBound, isIn: $0) }) { taken[sentence.lowerBound] = true }
        }
        // Nor is “Operating Officer” in “Chief Operating Officer” part of any name: a fixed title of several words ends in two that are its own.
        for i in document.tokens.indices where document.hasPhrase(from: i) {
            guard let end = recognizer.roleClasses.fixedTitle.compactMap({ document.longestPhrase(from: i, of: $0) }).max(), end - i >= 2, !document.tokens[end - 1].flags.contains(.plural),
                !recognizer.roleClasses.namesOffices.contains(where: { document.token(end - 2, isIn: $0) }) else { continue }
            taken[end - 2] = true
            taken[end - 1] = true
        }
        candidates = NameCandidateFinder.candidates(in: document, recognizer.nameClasses, taken: taken)
        for k in candidates.indices { numberOf[Self.key(candidates[k].tokens)] = k }

        let spans = SpanTable()
        spans.reset(document)
        var proposer = RuleMatcher(recognizer.rules[.names, .propose], document, spans)
        let proposals = proposer.run()
        for match in proposals where !match.target.contains(where: { taken[$0] }) {
            entries.append(.init(candidate: Int32(number(match.target)), rule: match.rule))
        }
        for (k, candidate) in candidates.enumerated() { spans.add(candidate.tokens, .name, id: k) }
        var inside = RuleMatcher(recognizer.rules[.names, .inside], document, spans)
        for (k, candidate) in candidates.enumerated() {
            // One pattern may reach the same candidate from several places; it is one piece of evidence.
            let first = entries.count
            let found = inside.run(within: candidate.tokens)
            for match in found where !entries[first...].contains(where: { $0.rule == match.rule }) {
                entries.append(.init(candidate: Int32(k), rule: match.rule))
            }
        }
        var context = RuleMatcher(recognizer.rules[.names, .context], document, spans)
        var seen: Set<UInt64> = []
        let supports = context.run()
        for match in supports where match.targetSpan >= 0 {
            guard seen.insert(UInt64(UInt32(bitPattern: match.targetSpan)) << 32 | UInt64(match.rule)).inserted else { continue }
            entries.append(.init(candidate: match.targetSpan, rule: match.rule))
        }
    }

    /// The names, in text order.
    mutating func resolve() -> [Name] {
        var resolver = NameResolver(document, recognizer.nameClasses, recognizer.rules, candidates, entries)
        let selected = resolver.resolve()
        self.resolver = resolver
        return zip(selected, resolver.provenances(of: selected)).compactMap { choice, rule in
            guard let type = EntityType(choice.reading) else { return nil }
            return Name(tokens: candidates[choice.candidate].tokens, type: type, score: choice.points, rule: rule, cluster: Int(resolver.clusterOf[choice.candidate]))
        }
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
