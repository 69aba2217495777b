extension NameResolver {
    // MARK: Brackets

    /// "Commodity Systems (CSI)": an abbreviation in brackets is the name before them.
    mutating func relateBrackets() {
        var endingAt: [Int: [Int]] = [:]
        for k in candidates.indices { endingAt[candidates[k].tokens.upperBound, default: []].append(k) }
        for k in candidates.indices where candidates[k].tokens.count == 1 {
            let i = candidates[k].tokens.lowerBound
            guard i >= 2, i + 1 < document.tokens.count, document.isCharacter(i - 1, UInt8(ascii: "(")), document.isCharacter(i + 1, UInt8(ascii: ")")), document.tokens[i].flags.contains(.upper), let before = endingAt[i - 1] else { continue }
            var best: (cluster: Int, decision: (reading: Reading, points: Int))?
            for full in before where candidates[full].tokens.count > 1 {
                let cluster = Int(clusterOf[full])
                guard let decision = clusters[cluster].decision, decision.reading == .firm || decision.reading == .org, abbreviates(i, candidates[full].tokens) else { continue }
                if decision.points > (best?.decision.points ?? 0) { best = (cluster, decision) }
            }
            if let best { inherit(Int(clusterOf[k]), from: best.cluster, best.decision.reading, min(best.decision.points, Self.inheritanceCap) + 1, .bracketAlias) }
        }
    }

    /// Whether the letters of token `i` occur in a name in their order, the first one at its head.
    private func abbreviates(_ i: Int, _ full: Range<Int>) -> Bool {
        let letters = document.bytes[document.byteRange(i..<(i + 1))].map { $0 | 0x20 }
        let text = document.bytes[document.byteRange(full)].map { $0 | 0x20 }
        guard letters.first == text.first else { return false }
        var k = 0
        for byte in text where k < letters.count && byte == letters[k] { k += 1 }
        return k == letters.count
    }

    // MARK: Units

    /// "WaterHealth Ghana": the name of a firm of the document and a country's is the firm's unit there.
    mutating func relateUnits() {
        for k in clusters.indices where clusters[k].key.count > 1 {
            guard let member = clusters[k].members.first else { continue }
            let tokens = core(candidates[Int(member)].tokens)
            guard tokens.count == clusters[k].key.count else { continue }
            for length in 1..<tokens.count where classes.countries.contains(where: { document.isPhrase((tokens.lowerBound + length)..<tokens.upperBound, of: $0) }) {
                guard let firm = clusterOfKey[Array(clusters[k].key.prefix(length))], let decision = clusters[firm].decision, decision.reading == .firm else { continue }
                inherit(k, from: firm, .firm, min(decision.points, Self.inheritanceCap), .unit)
                decide(k)
                break
            }
        }
    }

    // MARK: Lists

    /// "Pfizer, Zyxwv and Merck": what stands between names of one kind is of that kind, where there is some sign of it already.
    mutating func relateLists() {
        var endingAt: [Int: Reading] = [:], startingAt: [Int: Reading] = [:]
        for k in candidates.indices {
            guard let decision = clusters[Int(clusterOf[k])].decision, decision.reading != .other else { continue }
            endingAt[candidates[k].tokens.upperBound] = decision.reading
            startingAt[candidates[k].tokens.lowerBound] = decision.reading
        }
        for k in candidates.indices {
            let cluster = Int(clusterOf[k])
            guard clusters[cluster].decision == nil, clusters[cluster].isMarked else { continue }
            let left = neighbour(before: candidates[k].tokens.lowerBound, endingAt), right = neighbour(after: candidates[k].tokens.upperBound, startingAt)
            guard let reading = left ?? right, left == nil || right == nil || left == right else { continue }
            // "Taipei, Tang Shubei": what looks like a person is no place.
            if reading == .place, clusters[cluster].own[Int(Reading.person.rawValue)] > 1 { continue }
            inherit(cluster, from: cluster, reading, left == right ? Self.threshold : Self.threshold - 1, .list)
        }
        for k in clusters.indices where clusters[k].inherited.contains(where: { $0.relation == .list }) { decide(k) }
    }

    private func isAnd(_ i: Int) -> Bool {
        let text = document.spelling(document.tokens[i].folded)
        return text == "and" || text == "or"
    }

    private func neighbour(before start: Int, _ endingAt: [Int: Reading]) -> Reading? {
        guard start >= 2 else { return nil }
        if isAnd(start - 1) { return endingAt[document.isCharacter(start - 2, UInt8(ascii: ",")) ? start - 2 : start - 1] }
        return document.isCharacter(start - 1, UInt8(ascii: ",")) ? endingAt[start - 1] : nil
    }

    private func neighbour(after end: Int, _ startingAt: [Int: Reading]) -> Reading? {
        guard end + 1 < document.tokens.count else { return nil }
        if isAnd(end) { return startingAt[end + 1] }
        guard document.isCharacter(end, UInt8(ascii: ",")) else { return nil }
        return startingAt[isAnd(end + 1) ? end + 2 : end + 1]
    }
}
