/// Names that "and" and commas join: "A, B and C".
struct Coordination {
    /// How many names are joined at most, in either direction.
    private static let reach = 16

    private let document: Document
    private let names: [NameStage.Name]

    init(_ document: Document, _ names: [NameStage.Name]) {
        self.document = document
        self.names = names
    }

    /// The names joined to one, itself included, in text order: all people, or all firms and organisations. Only commas without an "and" are an
    /// apposition or two clauses, no list, so that the name stays alone.
    func names(joinedTo k: Int) -> Range<Int> {
        var first = k, last = k, hasAnd = false
        while first > 0, k - first < Self.reach, let joint = joint(between: first - 1, and: first) {
            hasAnd = hasAnd || joint == .and
            first -= 1
        }
        while last + 1 < names.count, last - k < Self.reach, let joint = joint(between: last, and: last + 1) {
            hasAnd = hasAnd || joint == .and
            last += 1
        }
        return hasAnd ? first..<(last + 1) : k..<(k + 1)
    }

    private enum Joint { case comma, and }

    /// What joins two names that follow each other; `nil` where more than "and" and a comma stands between.
    private func joint(between a: Int, and b: Int) -> Joint? {
        guard isPerson(a) == isPerson(b), names[a].type != .place, names[b].type != .place else { return nil }
        let between = names[a].tokens.upperBound..<names[b].tokens.lowerBound
        guard (1...3).contains(between.count), document.sentenceOf[names[a].tokens.lowerBound] == document.sentenceOf[names[b].tokens.lowerBound] else { return nil }
        var joint: Joint?
        for i in between {
            if document.token(i, spells: "and") || document.token(i, spells: "&") {
                joint = .and
            } else if document.token(i, spells: ",") {
                if joint == nil { joint = .comma }
            } else {
                // “Acme and the Widget Fund”
                guard joint == .and, document.token(i, spells: "the") else { return nil }
            }
        }
        return joint
    }

    private func isPerson(_ k: Int) -> Bool { names[k].type == .person }
}
