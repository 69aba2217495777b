import Testing

@testable import Scoring

@Suite struct AlignmentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var first: String
        var second: String
        /// Words of the first text, and what stands at their place in the second; `nil` for nothing.
        var places: [(String, String?)]
        var testDescription: String { "\(first) ~ \(second)" }
    }

    static let cases: [Case] = [
        Case(first: "“Acme”  said\nso", second: "\"Acme\" said so", places: [("Acme", "Acme"), ("said\nso", "said so")]),
        Case(first: "ad Acme Inc. paid", second: "Acme Inc. paid more", places: [("ad", nil), ("Acme Inc.", "Acme Inc."), ("paid", "paid")]),
        Case(first: "one two three", second: "one 2 three", places: [("one", "one"), ("two", nil), ("one two three", "one 2 three")]),
        Case(first: "soft\u{ad}ware", second: "software", places: [("soft\u{ad}ware", "software")]),
        Case(first: "", second: "x", places: []),
        Case(first: "x", second: "", places: [("x", nil)]),
    ]

    @Test(arguments: cases) func carriesPlacesOver(_ example: Case) throws {
        let (first, second) = (CodePoints(example.first), CodePoints(example.second))
        let alignment = TextAlignment(from: first, to: second)
        for (words, expected) in example.places {
            let range = try #require(first.firstRange(of: CodePoints(words), in: 0..<first.count))
            #expect(alignment.range(of: range).map { second.string(in: $0) } == expected)
        }
    }

    /// Whatever is paired is equal and ascends; nothing that a short text's longest common subsequence pairs is lost by cutting a long one.
    @Test func longSequences() {
        var random = SplitMix64(seed: 5)
        func words(_ count: Int, _ vocabulary: Int) -> [String] { (0..<count).map { _ in "w\(random.next(below: vocabulary))" } }
        for _ in 0..<5 {
            let common = words(6000, 3000)
            let (a, b) = (words(500, 3000) + common[..<3000] + words(300, 3000) + common[3000...], common[..<2000] + words(900, 3000) + common[2000...])
            let pairs = SequenceAlignment(a, Array(b)).pairs
            #expect(pairs.allSatisfy { a[$0.0] == b[$0.1] })
            #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 })
            #expect(pairs.count >= 5980 && pairs.count <= 6200)
        }
    }

    /// Texts with nothing in common end soon: this takes gigabytes where it is done by longest common subsequence alone.
    @Test func nothingInCommon() {
        #expect(SequenceAlignment((0..<50000).map { "a\($0)" }, (0..<50000).map { "b\($0)" }).pairs.isEmpty)
    }
}
