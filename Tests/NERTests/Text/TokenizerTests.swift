import Testing
@testable import NER

/// Where tokens begin and end, and what they look like.
@Suite struct TokenizerTests {
    /// A token and the short form of its flags: C capitalised, U upper, c camel, l lower, n number, p punctuation, a address, d dotted, k caseless.
    static func tokens(_ text: String) -> [(text: String, shape: String, separated: UInt8)] {
        var result: [(String, String, UInt8)] = []
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            var tokenizer = Tokenizer(buffer)
            while let piece = tokenizer.next() {
                let names: [(TokenFlags, String)] = [
                    (.capitalized, "C"), (.upper, "U"), (.camel, "c"), (.lower, "l"), (.number, "n"), (.punctuation, "p"), (.address, "a"), (.dotted, "d"), (.caseless, "k"),
                ]
                result.append((String(decoding: buffer[piece.start..<piece.end], as: UTF8.self), names.filter { piece.shape.contains($0.0) }.map(\.1).joined(), piece.separated))
            }
        }
        return result
    }

    struct Cut: Sendable, CustomTestStringConvertible {
        var text: String
        /// The tokens, each with its flags: `Acme/C`.
        var expected: String
        var testDescription: String { text }
        init(_ text: String, _ expected: String) { (self.text, self.expected) = (text, expected) }
    }

    static let cuts: [Cut] = [
        Cut("", ""),
        Cut("  \t\n ", ""),
        Cut("Acme paid.", "Acme/C paid/l ./p"),
        Cut("IBM eBay iPhone McDonald X", "IBM/CU eBay/c iPhone/c McDonald/C X/C"),
        Cut("AT&T S&P R & D B&Q a&b", "AT&T/CU S&P/CU R/C &/p D/C B&Q/CU a/l &/p b/l"),
        Cut("O'Brien L’Oréal d'Or", "O'Brien/C L’Oréal/C d'Or/c"),
        Cut("Acme's Moody’s IBM's it's", "Acme/C 's/p Moody/C ’s/p IBM/CU 's/p it/l 's/p"),
        Cut("banks' don't 'quoted'", "banks/l '/p don't/l '/p quoted/l '/p"),
        Cut("U.S. U.K.'s J. Smith", "U.S./CUd U.K./CUd 's/p J./Cd Smith/C"),
        Cut("J.P. Morgan J.-P.", "J.P./CUd Morgan/C J./Cd -/p P./Cd"),
        Cut("e.g. i.e. a.m. p.m", "e.g./ld i.e./ld a.m./ld p.m/l"),
        Cut("Inc. Co., Corp.", "Inc/C ./p Co/C ./p ,/p Corp/C ./p"),
        Cut("Amazon.com Node.js Booking.com's", "Amazon.com/C Node.js/C Booking.com/C 's/p"),
        Cut("end.Next one.two", "end/l ./p Next/C one/l ./p two/l"),
        Cut("1,234.5 1.5bn 3M 10-K 50% 1/2 ½ 1'000 1’000", "1,234.5/n 1.5/n bn/l 3/n M/C 10/n -/p K/C 50/n %/p 1/n //p 2/n ½/n 1'000/n 1’000/n"),
        Cut("$5 US$5m €5,50 £1.", "$/p 5/n US/CU $/p 5/n m/l €/p 5,50/n £/p 1/n ./p"),
        Cut("Rolls-Royce e-commerce 2-for-1", "Rolls/C -/p Royce/C e/l -/p commerce/l 2/n -/p for/l -/p 1/n"),
        Cut("(NYSE:IBM) \"Yes!\" [x]", "(/p NYSE/CU :/p IBM/CU )/p \"/p Yes/C !/p \"/p [/p x/l ]/p"),
        Cut("“Yes” — no… ‘x’", "“/p Yes/C ”/p —/p no/l …/p ‘/p x/l ’/p"),
        Cut("https://acme.com/a?b=1, a@b.de @acme #news # x", "https://acme.com/a?b=1/a ,/p a@b.de/a @acme/a #news/a #/p x/l"),
        Cut("snake_case A_b", "snake_case/l A_b/C"),
        Cut("Zürich ÉCOLE straße Ångström Жук жук", "Zürich/C ÉCOLE/CU straße/l Ångström/C Жук/C жук/l"),
        Cut("東京 שלום", "東京/k שלום/k"),
        Cut("a\u{A0}b\u{2009}c\u{3000}d", "a/l b/l c/l d/l"),
        Cut("e\u{301}t\u{E9}", "e\u{301}té/l"),
        Cut("😀 a😀b", "😀/p a/l 😀/p b/l"),
        Cut("A4 H1N1 MP3s 7UP", "A4/C H1N1/CU MP3s/C 7/n UP/CU"),
    ]

    @Test(arguments: cuts) func cut(_ cut: Cut) {
        #expect(Self.tokens(cut.text).map { "\($0.text)/\($0.shape)" }.joined(separator: " ") == cut.expected)
    }

    @Test func addressWithoutScheme() {
        #expect(Self.tokens("www.acme.com").map(\.shape) == ["a"])
    }

    @Test func separation() {
        #expect(Self.tokens("A b-c\nd\n\ne \n \n f").map(\.separated) == [3, 1, 0, 0, 2, 3, 3])
    }

    /// Tokens lie in order inside the text, hold no blank, and leave out nothing but blanks.
    @Test(arguments: 1...200 as ClosedRange<UInt64>) func coversTheText(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["a", "B", "7", ".", ",", "'", "’", "&", "-", " ", "\n", "\t", "é", "Ж", "京", "😀", "@", "#", "/", ":", "\u{A0}", "_", "$", "\"", "www.", "http://", "\u{301}", "½", "\u{2028}", "\0", "\u{7F}"]
        let text = (0..<Int.random(in: 0..<60, using: &generator)).map { _ in generator.pick(pieces) }.joined()
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            var tokenizer = Tokenizer(buffer), end = 0
            func expectBlank(_ range: Range<Int>) {
                let gap = String(decoding: buffer[range], as: UTF8.self)
                #expect(gap.unicodeScalars.allSatisfy { $0.value <= 0x20 || $0.value == 0x7F || classify($0.value) == .space }, "left out “\(gap)” of “\(text)”")
            }
            while let piece = tokenizer.next() {
                #expect(piece.start >= end && piece.end > piece.start && piece.end <= buffer.count)
                guard piece.start >= end, piece.end > piece.start, piece.end <= buffer.count else { return }
                expectBlank(end..<piece.start)
                let token = String(decoding: buffer[piece.start..<piece.end], as: UTF8.self)
                #expect(Array(token.utf8) == Array(buffer[piece.start..<piece.end]), "cut inside a character: \(text)")
                #expect(!token.utf8.contains { $0 <= 0x20 }, "a blank in “\(token)”")
                #expect(piece.shape.rawValue != 0)
                end = piece.end
            }
            expectBlank(end..<buffer.count)
        }
    }
}
