/// The name that somebody may have meant.
enum NearestName {
    /// The one of `names` that `word` differs from least, where that is little: at most a third of its letters, or two.
    static func of(_ word: String, among names: some Sequence<String>) -> String? {
        let names = Array(names)
        // A word cut short, or spelled out.
        if word.utf8.count > 2, let whole = names.first(where: { $0.hasPrefix(word) || (word.hasPrefix($0) && $0.utf8.count > 2) }) { return whole }
        let nearest = names.map { (name: $0, distance: distance(Array(word.lowercased().utf8), Array($0.lowercased().utf8))) }.min {
            ($0.distance, $0.name) < ($1.distance, $1.name)
        }
        guard let nearest, nearest.distance <= max(2, word.utf8.count / 3), nearest.distance < max(1, nearest.name.utf8.count) else { return nil }
        return nearest.name
    }

    /// `; did you mean X?`, or nothing.
    static func hint(_ word: String, among names: some Sequence<String>) -> String { of(word, among: names).map { "; did you mean \($0)?" } ?? "" }

    /// Insertions, removals, exchanges and swaps of neighbours that make one of the other (optimal string alignment).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var (before, last) = ([Int](), Array(0...b.count))
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
