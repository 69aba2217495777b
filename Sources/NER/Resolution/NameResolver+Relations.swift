extension NameResolver {
    // MARK: Brackets

    /// "Commodity Systems (CSI)", "the Special Commission, or UNSCOM": an abbreviation in brackets, or behind a comma and “or”, is the name before them.
    mutating func relateBrackets() {
        for k in candidates.indices where candidates[k].tokens.count == 1 {
            let i = candidates[k].tokens.lowerBound
            guard i >= 3, i + 1 < document.tokens.count, document.tokens[i].flags.contains(.upper) else { continue }
            let end: Int
            if document.isInBrackets(i..<(i + 1)) {
                end = i - 1
            } else if document.tokens[i - 1].folded == classes.or, document.isCharacter(i - 2, UInt8(ascii: ",")) {
                end = i - 2
            } else {
                continue
            }
            var best: (cluster: Int, candidate: Int32, decision: Decision)?
            var before = spans.first(to: end)
            while before >= 0 {
                let full = spans[before]
                before = full.nextAtEnd
                let cluster = Int(clusterOf[Int(full.id)])
                guard full.end - full.start > 1, let decision = clusters[cluster].decision, decision.reading == .firm || decision.reading == .org,
                    abbreviates(i, candidates[Int(full.id)].tokens) || end == i - 1 && decision.reading == .org && isForeignAbbreviation(i, full) else { continue }
                if let best, (best.decision.points, -best.candidate) >= (decision.points, -full.id) { continue }
                best = (cluster, full.id, decision)
            }
            if let best { inherit(Int(clusterOf[k]), from: best.cluster, best.decision.reading, min(best.decision.points, weights[.inheritanceCap]) + weights[.bracketAlias], .bracketAlias) }
        }
    }

    /// Whether token `i`, in brackets behind an organisation's name of three words or more, is otherwise unknown: “Party of Democratic Action (SDA)” is
    /// abbreviated in its own language.
    private func isForeignAbbreviation(_ i: Int, _ full: SpanTable.Span) -> Bool {
        full.end - full.start > 2 && document.tokenClasses[i] == 0 && document.tokens[i].end - document.tokens[i].start > 2 && letters(of: i) != nil
    }

    /// Whether the letters of token `i` occur in a name in their order, the first one at its head.
    private func abbreviates(_ i: Int, _ full: Range<Int>) -> Bool {
        let letters = document.byteRange(i..<(i + 1)), text = document.byteRange(full)
        guard document.bytes[letters.lowerBound] | 0x20 == document.bytes[text.lowerBound] | 0x20 else { return false }
        var k = letters.lowerBound
        for p in text where k < letters.upperBound && document.bytes[p] | 0x20 == document.bytes[k] | 0x20 { k += 1 }
        return k == letters.upperBound
    }

    // MARK: Units

    /// "WaterHealth Ghana": the name of a firm of the document and a country's is the firm's unit there.
    mutating func relateUnits() {
        for k in clusters.indices where clusters[k].key.count > 1 {
            let key = clusters[k].key
            for end in (key.lowerBound + 1)..<key.upperBound where document.isPhrase(end..<key.upperBound, of: classes.country) {
                guard let firm = cluster(of: key.lowerBound..<end), let decision = clusters[firm].decision, decision.reading == .firm else { continue }
                inherit(k, from: firm, .firm, min(decision.points, weights[.inheritanceCap]), .unit)
                decide(k)
                break
            }
        }
    }

    // MARK: Lists

    /// "Pfizer, Zyxwv and Merck": what stands between names of one kind is of that kind, where there is some sign of it already.
    mutating func relateLists() {
        guard clusters.contains(where: { $0.decision == nil && $0.isMarked }) else { return }
        var endingAt = GrowingBuffer<Reading?>(repeating: nil, count: document.tokens.count + 1), startingAt = GrowingBuffer<Reading?>(repeating: nil, count: document.tokens.count + 1)
        for k in candidates.indices {
            guard let decision = clusters[Int(clusterOf[k])].decision, decision.reading != .other else { continue }
            endingAt[candidates[k].tokens.upperBound] = decision.reading
            startingAt[candidates[k].tokens.lowerBound] = decision.reading
        }
        var isAnyListed = false
        for k in candidates.indices {
            let cluster = Int(clusterOf[k])
            guard clusters[cluster].decision == nil, clusters[cluster].isMarked else { continue }
            let left = neighbour(before: candidates[k].tokens.lowerBound, endingAt), right = neighbour(after: candidates[k].tokens.upperBound, startingAt)
            guard let reading = left ?? right, left == nil || right == nil || left == right else { continue }
            // "Taipei, Tang Shubei": what looks like a person is no place.
            if reading == .place, clusters[cluster].own[Int(Reading.person.rawValue)] >= weights[.personLook] { continue }
            inherit(cluster, from: cluster, reading, weights[left == right ? .listBetween : .listBeside], .list)
            isAnyListed = true
        }
        if isAnyListed { for k in clusters.indices where clusters[k].isListed { decide(k) } }
    }

    private func isAnd(_ i: Int) -> Bool { document.tokens[i].folded == classes.and || document.tokens[i].folded == classes.or }

    private func neighbour(before start: Int, _ endingAt: borrowing GrowingBuffer<Reading?>) -> Reading? {
        guard start >= 2 else { return nil }
        if isAnd(start - 1) { return endingAt[document.isCharacter(start - 2, UInt8(ascii: ",")) ? start - 2 : start - 1] }
        return document.isCharacter(start - 1, UInt8(ascii: ",")) ? endingAt[start - 1] : nil
    }

    private func neighbour(after end: Int, _ startingAt: borrowing GrowingBuffer<Reading?>) -> Reading? {
        guard end + 1 < document.tokens.count else { return nil }
        if isAnd(end) { return startingAt[end + 1] }
        guard document.isCharacter(end, UInt8(ascii: ",")) else { return nil }
        let next = isAnd(end + 1) ? end + 2 : end + 1
        return next < document.tokens.count ? startingAt[next] : nil
    }
}
