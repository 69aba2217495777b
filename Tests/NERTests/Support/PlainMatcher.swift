@testable import NER

/// The rule language read literally: every way in which a pattern matches, found by trying all. Slow, and short enough to be believed.
///
/// `!x` is defined at the ends of a pattern: before its first element, nothing that matches `x` may end there (inside a candidate: begin there); behind the
/// last one, nothing may begin there.
struct PlainMatcher {
    struct Lexicon {
        var phrases: Set<[String]>
        var foldsCase: Bool
    }

    struct Match: Hashable {
        var start: Int
        var end: Int
        var target: Range<Int>?
    }

    /// One sentence.
    var words: [String]
    var lexicons: [String: Lexicon]
    /// Tokens of the candidates.
    var names: [Range<Int>]
    /// The tokens that the pattern may see.
    var bounds: Range<Int>
    /// Whether these are a candidate's, which the pattern must cover.
    var coversCandidate = false

    /// All matches of `node` from token `i` on.
    func matches(_ node: PatternNode, from i: Int) -> Set<Match> {
        func plain(_ ends: [Int]) -> Set<Match> { Set(ends.filter { $0 <= bounds.upperBound }.map { Match(start: i, end: $0) }) }
        let isInside = i < bounds.upperBound
        switch node {
        case .words(let options, let isExact):
            return plain(options.compactMap { option in
                let wanted = option.split(separator: " ").map(String.init)
                guard i + wanted.count <= bounds.upperBound else { return nil }
                let run = Array(words[i..<i + wanted.count])
                return (isExact ? run == wanted : run.map { $0.lowercased() } == wanted.map { $0.lowercased() }) ? i + wanted.count : nil
            })
        case .lexicon(let selector, _): return plain((1...3).filter { i + $0 <= bounds.upperBound && isPhrase(i..<i + $0, selector) }.map { i + $0 })
        case .flags(let test): return isInside && holds(test, i) ? plain([i + 1]) : []
        case .span: return plain(names.filter { $0.lowerBound == i }.map(\.upperBound))
        case .gap(let count): return plain((0...count).map { i + $0 })
        case .sentenceStart: return i == 0 ? plain([i]) : []
        case .sentenceEnd: return i == words.count ? plain([i]) : []
        case .not(let inner): return matches(inner, from: i).isEmpty ? plain([i]) : []
        case .sequence(let nodes):
            var result: Set<Match> = [Match(start: i, end: i)]
            for (k, node) in nodes.enumerated() {
                var next: Set<Match> = []
                for match in result {
                    if k == 0, !coversCandidate, case .not(let inner) = node {
                        let isBefore = (bounds.lowerBound..<max(i, bounds.lowerBound)).contains { matches(inner, from: $0).contains { $0.end == i } }
                        if !isBefore { next.insert(match) }
                        continue
                    }
                    for tail in matches(node, from: match.end) { next.insert(Match(start: i, end: tail.end, target: match.target ?? tail.target)) }
                }
                result = next
            }
            return result
        case .alternatives(let branches): return branches.reduce(into: []) { $0.formUnion(matches($1, from: i)) }
        case .repeated(let inner, let range):
            var reached: Set<Int> = [i], result: Set<Match> = range.lowerBound == 0 ? plain([i]) : []
            for count in 1...range.upperBound {
                reached = Set(reached.flatMap { matches(inner, from: $0).map(\.end) })
                if count >= range.lowerBound { result.formUnion(plain(Array(reached))) }
            }
            return result
        case .target(let inner): return Set(matches(inner, from: i).filter { $0.end > i }.map { Match(start: i, end: $0.end, target: i..<$0.end) })
        case .capture(_, let inner): return matches(inner, from: i)
        }
    }

    func isPhrase(_ range: Range<Int>, _ selector: ClassSelector) -> Bool {
        guard let lexicon = lexicons[selector.lexicon] else { return false }
        let run = words[range].map { lexicon.foldsCase ? $0.lowercased() : $0 }
        return lexicon.phrases.contains(run)
    }

    private func holds(_ test: FlagTest, _ i: Int) -> Bool {
        var flags: TokenFlags = words[i].first?.isUppercase == true ? .capitalized : .lower
        if i == 0 { flags.formUnion([.sentenceStart, .lineStart, .paragraphStart]) }
        guard flags.isSuperset(of: test.required), flags.isDisjoint(with: test.forbidden), test.anyOf.isEmpty || !flags.isDisjoint(with: test.anyOf) else { return false }
        return test.requiredClasses.allSatisfy { isPhrase(i..<i + 1, $0) } && !test.forbiddenClasses.contains { isPhrase(i..<i + 1, $0) }
    }
}
