/// Finds which elements of two sequences correspond, in order.
///
/// Equal beginnings and ends first; what is left is cut at runs of elements that occur once in both (the idea of Bram Cohen's patience diff), and the pieces are
/// aligned by their longest common subsequence (Myers 1986). Pieces without such runs that are too long for that stay unaligned: they have next to nothing in common.
struct SequenceAlignment {
    private let a: [Int]
    private let b: [Int]
    /// Index in the first and in the second sequence, both ascending.
    private(set) var pairs: [(Int, Int)] = []

    /// Most elements of both pieces together that are given to Myers' algorithm, whose memory grows with the square of their differences.
    private static let exactLimit = 2000
    /// Elements in a run that anchors the alignment: single words repeat, four in a row hardly.
    private static let runLength = 4

    /// Cost: about linear where the sequences have long parts in common; at most `exactLimit` times that.
    init(_ a: [String], _ b: [String]) {
        var numbers: [String: Int] = [:]
        func number(_ word: String) -> Int {
            if let known = numbers[word] { return known }
            numbers[word] = numbers.count
            return numbers.count - 1
        }
        self.a = a.map { number($0) }
        self.b = b.map { number($0) }
        align(0..<a.count, 0..<b.count)
    }

    private mutating func align(_ one: Range<Int>, _ other: Range<Int>) {
        var (one, other) = (one, other)
        while let i = one.first, let j = other.first, a[i] == b[j] {
            pairs.append((i, j))
            (one, other) = (i + 1..<one.upperBound, j + 1..<other.upperBound)
        }
        var tail: [(Int, Int)] = []
        while let i = one.last, let j = other.last, a[i] == b[j] {
            tail.append((i, j))
            (one, other) = (one.lowerBound..<i, other.lowerBound..<j)
        }
        defer { pairs += tail.reversed() }
        if one.isEmpty || other.isEmpty { return }
        if one.count + other.count <= Self.exactLimit { return alignExactly(one, other) }
        var (i, j) = (one.lowerBound, other.lowerBound)
        for anchor in anchors(one, other) where anchor.0 >= i && anchor.1 >= j {
            align(i..<anchor.0, j..<anchor.1)
            for step in 0..<Self.runLength { pairs.append((anchor.0 + step, anchor.1 + step)) }
            (i, j) = (anchor.0 + Self.runLength, anchor.1 + Self.runLength)
        }
        // Without an anchor the piece would come back as it is.
        if i > one.lowerBound { align(i..<one.upperBound, j..<other.upperBound) }
    }

    private mutating func alignExactly(_ one: Range<Int>, _ other: Range<Int>) {
        var removed = Set<Int>()
        var inserted = Set<Int>()
        for change in b[other].difference(from: a[one]) {
            switch change {
            case .remove(let offset, _, _): removed.insert(one.lowerBound + offset)
            case .insert(let offset, _, _): inserted.insert(other.lowerBound + offset)
            }
        }
        pairs += zip(one.lazy.filter { !removed.contains($0) }, other.lazy.filter { !inserted.contains($0) })
    }

    /// Where runs begin that occur once in each piece: the longest chain that ascends in both.
    private func anchors(_ one: Range<Int>, _ other: Range<Int>) -> [(Int, Int)] {
        let inB = uniqueRuns(of: b, in: other)
        let matches = uniqueRuns(of: a, in: one).compactMap { run, i in inB[run].map { (i, $0) } }.sorted { $0.0 < $1.0 }
        // Longest increasing subsequence by patience sorting: the last match of the best chain of each length, and whom each match follows.
        var ends: [Int] = []
        var previous = [Int](repeating: -1, count: matches.count)
        for index in matches.indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if matches[ends[middle]].1 < matches[index].1 { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? ends[low - 1] : -1
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var chain: [(Int, Int)] = []
        var current = ends.last ?? -1
        while current >= 0 {
            chain.append(matches[current])
            current = previous[current]
        }
        return chain.reversed()
    }

    private func uniqueRuns(of words: [Int], in range: Range<Int>) -> [ArraySlice<Int>: Int] {
        guard range.count >= Self.runLength else { return [:] }
        var places: [ArraySlice<Int>: Int] = [:]
        for start in range.lowerBound...range.upperBound - Self.runLength {
            let run = words[start..<start + Self.runLength]
            places[run] = places[run] == nil ? start : -1
        }
        return places.filter { $0.value >= 0 }
    }
}
