extension NameResolver {
    // MARK: Selection

    func select() -> [Selected] {
        var ranked: [Ranked] = []
        ranked.reserveCapacity(candidates.count)
        for k in candidates.indices {
            guard let decision = local[k] ?? clusters[Int(clusterOf[k])].decision else { continue }
            ranked.append(Ranked(selected: Selected(candidate: k, reading: decision.reading, points: decision.points), tokens: candidates[k].tokens, rank: min(decision.points, weights[.rankCap])))
        }
        raiseRanks(&ranked)
        // By one number: rank, length, then position.
        let order = ranked.indices.map { k in
            let one = ranked[k]
            return (key: UInt64(UInt8(clamping: 255 - one.rank)) << 56 | UInt64(0xFF_FFFF - min(one.tokens.count, 0xFF_FFFF)) << 32 | UInt64(UInt32(truncatingIfNeeded: one.tokens.lowerBound)), number: k)
        }.sorted { $0.key < $1.key }
        var taken = GrowingBuffer<Bool>(repeating: false, count: document.tokens.count)
        var result: [Selected] = []
        result.reserveCapacity(ranked.count)
        for place in order {
            let one = ranked[place.number]
            if one.tokens.contains(where: { taken[$0] }) { continue }
            for i in one.tokens { taken[i] = true }
            if one.selected.reading != .other { result.append(one.selected) }
        }
        result.sort { candidates[$0.candidate].tokens.lowerBound < candidates[$1.candidate].tokens.lowerBound }
        return result
    }

    /// A candidate with a reading, on its way to be selected.
    private struct Ranked {
        var selected: Selected
        var tokens: Range<Int>
        /// Its capped points, or those of a shorter one inside it of the same reading, where they are more.
        var rank: Int
        /// The next one that begins at the same token; -1: none.
        var next: Int32 = -1
    }

    private func raiseRanks(_ ranked: inout [Ranked]) {
        var firstAt = GrowingBuffer<Int32>(repeating: -1, count: document.tokens.count)
        for k in ranked.indices where ranked[k].rank > weights[.threshold] {
            ranked[k].next = firstAt[ranked[k].tokens.lowerBound]
            firstAt[ranked[k].tokens.lowerBound] = Int32(k)
        }
        for k in ranked.indices where ranked[k].rank < weights[.rankCap] {
            let tokens = ranked[k].tokens, reading = ranked[k].selected.reading
            for i in tokens {
                // "Advertisement Fairfax Media": what an ordinary word stands before is the whole name.
                if i > tokens.lowerBound, document.token(i - 1, isIn: classes.commonWord) { break }
                // "Andrew Sentance Comments", "Andrew Clark Malcolm Turnbull": no longer names of persons.
                if reading == .person, document.token(tokens.upperBound - 1, isIn: classes.commonWord) || tokens.count > 3 && document.token(tokens.lowerBound + 2, isIn: classes.givenName) { break }
                var inner = firstAt[i]
                while inner >= 0 {
                    let one = ranked[Int(inner)]
                    if one.selected.reading == reading, one.tokens.upperBound <= tokens.upperBound { ranked[k].rank = max(ranked[k].rank, min(one.selected.points, weights[.rankCap])) }
                    inner = one.next
                }
            }
        }
    }

    // MARK: Provenance

    /// For each selected candidate the rule that speaks most for its reading: of its own evidence, else of its cluster's, else what its cluster took over.
    func provenances(of selected: [Selected]) -> [NameStage.Provenance] {
        typealias Best = (points: Int, rule: Int32)
        var ownBest = GrowingBuffer<Best>(repeating: (0, -1), count: candidates.count)
        var clusterBest = GrowingBuffer<Best>(repeating: (0, -1), count: clusters.count)
        for entry in entries {
            let candidate = Int(entry.candidate), cluster = Int(clusterOf[candidate])
            if let reading = (local[candidate] ?? clusters[cluster].decision)?.reading {
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
            if own.rule >= 0 { return .rule(own.rule) }
            if let share = inheritances(of: clusters[cluster]).first(where: { $0.reading == choice.reading }) { return .relation(share.relation) }
            return clusterBest[cluster].rule >= 0 ? .rule(clusterBest[cluster].rule) : .none
        }
    }
}
