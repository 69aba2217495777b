import Testing
@testable import NER

@Suite struct CaseFoldingTests {
    static func folded(_ text: String) -> String? {
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            return CaseFolding.withFolded(base, buffer.count) { p, n in p.map { String(decoding: UnsafeBufferPointer(start: $0, count: n), as: UTF8.self) } }
        }
    }

    /// `nil`: the text is its own lower-case form.
    @Test(arguments: [
        ("acme", nil), ("Acme", "acme"), ("ACME", "acme"), ("a1-b.", nil), ("U.S.", "u.s."), ("[Z@", "[z@"), ("Zürich", "zürich"), ("zürich", nil), ("ÉCOLE", "école"), ("ЖУК", "жук"), ("ΑΒΓ", "αβγ"),
        ("İstanbul", "istanbul"), ("ẞ", "ß"), ("東京", nil), ("Ǆ", "ǆ"),
    ] as [(String, String?)])
    func lowerCase(_ text: String, _ expected: String?) { #expect(Self.folded(text) == expected) }

    /// Around the length up to which ASCII is folded without allocation.
    @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 300]) func anyLength(_ length: Int) {
        #expect(Self.folded(String(repeating: "A", count: length)) == String(repeating: "a", count: length))
        #expect(Self.folded(String(repeating: "a", count: length)) == nil)
        #expect(Self.folded(String(repeating: "a", count: length - 1) + "É") == String(repeating: "a", count: length - 1) + "é")
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>) func foldingTwiceChangesNothing(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = String(String.UnicodeScalarView((0..<Int.random(in: 1...20, using: &generator)).map { _ in Unicode.Scalar(UInt32.random(in: 1..<0xD800, using: &generator)) ?? "x" }))
        if let once = Self.folded(text) { #expect(Self.folded(once) == nil) }
    }
}
