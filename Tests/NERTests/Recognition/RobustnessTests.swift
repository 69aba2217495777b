import Knowledge
import Testing
@testable import NER

/// The recogniser takes any valid UTF-8, gives well-formed mentions, and gives the same ones every time.
@Suite struct RobustnessTests {
    /// What `recognize` promises about its mentions.
    static func check(_ recognition: Recognition, text: [UInt8], title: [UInt8], _ note: @autoclosure () -> String) {
        let count = recognition.mentions.count + recognition.titleMentions.count
        for (mentions, bytes, firstID) in [(recognition.mentions, text, 1), (recognition.titleMentions, title, recognition.mentions.count + 1)] {
            var end = 0
            for (k, mention) in mentions.enumerated() {
                #expect(mention.range.lowerBound >= end && !mention.range.isEmpty && mention.range.upperBound <= bytes.count, "\(mention.range) after \(end) of \(bytes.count): \(note())")
                end = mention.range.upperBound
                #expect(mention.id == firstID + k, "\(note())")
                #expect(!mention.rule.isEmpty, "\(note())")
                // Both ends are between characters.
                for edge in [mention.range.lowerBound, mention.range.upperBound] where edge < bytes.count { #expect(bytes[edge] & 0xC0 != 0x80, "\(note())") }
                switch (mention.type, mention.attributes) {
                case (.amount, .amount(let amount)):
                    #expect((amount.value == nil) == (amount.kind == .vague), "\(note())")
                    #expect(amount.high == nil || amount.kind == .range, "\(note())")
                    #expect(mention.score == nil)
                case (.role, .role(let links)):
                    for link in [links.holder, links.org].compactMap({ $0 }) { #expect((1...count).contains(link) && link != mention.id, "\(note())") }
                case (.firm, .name(let name)), (.org, .name(let name)), (.person, .name(let name)), (.place, .name(let name)): #expect(!name.isEmpty)
                default: Issue.record("\(mention.type) with \(mention.attributes): \(note())")
                }
            }
        }
    }

    /// Texts of fragments that the recogniser has something to say about, and of ones that nobody writes.
    static func text(_ generator: inout SeededGenerator, _ length: Int) -> [UInt8] {
        let fragments = [
            "Acme", "Inc", ".", ",", " ", " ", " ", "\n", "\n\n", "the", "Mr.", "Peter", "Smith", "Microsoft", "chief", "executive", "of", "U.S.", "$", "5", "million", "1,234.5", "€", "and", "&", "-", "'s", "’s", "(",
            ")", "“", "”", "said", "Bank", "of", "England", "LONDON", "BANK OF CHINA", "vice", "president", "former", "its", "suppliers", "between", "to", "US$", "bn", "ß", "Ж", "京", "😀", "e\u{301}", "\u{200B}", "\u{FEFF}",
            "\u{2028}", "\0", "\u{7F}", "\u{FFFD}", "@acme", "http://a.b/c", "…", "—", "½", "%", "A.", "B.", "\u{10FFFF}", "\u{1}", "/", "\\", "\"", "[", "]", "^", "|",
        ]
        return Array((0..<length).map { _ in generator.pick(fragments) }.joined(separator: generator.pick(["", " "])).utf8)
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>) func fragments(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.text(&generator, Int.random(in: 0...120, using: &generator)), title = Self.text(&generator, Int.random(in: 0...8, using: &generator))
        Self.check(try SourceKnowledge.recognizer.get().recognize(text: text, title: title), text: text, title: title, "seed \(seed)")
    }

    /// Any code points at all.
    @Test(arguments: 1...50 as ClosedRange<UInt64>) func anyCodePoints(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let limits: [UInt32] = [0x80, 0x250, 0x3000, 0x10000, 0x110000]
        let limit = generator.pick(limits)
        let scalars = (0..<Int.random(in: 0...400, using: &generator)).map { _ in Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) ?? " " }
        let text = Array(String(String.UnicodeScalarView(scalars)).utf8)
        Self.check(try SourceKnowledge.recognizer.get().recognize(text: text), text: text, title: [], "seed \(seed)")
    }

    struct Extreme: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var testDescription: String { name }
    }

    static let extremes: [Extreme] = [
        Extreme(name: "nothing", text: ""),
        Extreme(name: "a blank", text: " "),
        Extreme(name: "a letter", text: "A"),
        Extreme(name: "a point", text: "."),
        Extreme(name: "one long word", text: String(repeating: "A", count: 20_000)),
        Extreme(name: "one long lower-case word", text: String(repeating: "ab", count: 10_000)),
        Extreme(name: "one long run of capitals", text: String(repeating: "Acme ", count: 3_000)),
        Extreme(name: "one long sentence", text: String(repeating: "the bank of ", count: 3_000)),
        Extreme(name: "many points", text: String(repeating: ".", count: 10_000)),
        Extreme(name: "many brackets", text: String(repeating: "(", count: 5_000) + String(repeating: ")", count: 5_000)),
        Extreme(name: "many lines", text: String(repeating: "A\n", count: 5_000)),
        Extreme(name: "one long number", text: String(repeating: "123,", count: 5_000) + "456"),
        Extreme(name: "one long amount", text: "$" + String(repeating: "9", count: 5_000) + " million"),
        Extreme(name: "many amounts", text: String(repeating: "$5 to ", count: 1_000)),
        Extreme(name: "many titles", text: String(repeating: "vice president and ", count: 1_000)),
        Extreme(name: "many apostrophes", text: String(repeating: "O'", count: 5_000)),
        Extreme(name: "many hyphens", text: String(repeating: "Rolls-", count: 2_000)),
        Extreme(name: "one long address", text: "http://" + String(repeating: "a.", count: 5_000)),
        Extreme(name: "many combining marks", text: "e" + String(repeating: "\u{301}", count: 5_000)),
    ]

    @Test(arguments: extremes) func extreme(_ one: Extreme) throws {
        let text = Array(one.text.utf8)
        Self.check(try SourceKnowledge.recognizer.get().recognize(text: text), text: text, title: [], one.name)
    }

    static let article = """
        Peter Smith, chief executive of Acme Widgets Inc, said on Monday that the firm would buy Zyx Holdings for $1.5 billion to $2 billion.

        Acme, based in Frankfurt, Germany, is a supplier of Microsoft. Smith told Reuters that the Bank of England had agreed.
        """

    @Test func sameTextSameMentions() throws {
        let text = Array(Self.article.utf8), title = Array("Acme buys Zyx".utf8)
        let recognizer = try SourceKnowledge.recognizer.get()
        let first = "\(recognizer.recognize(text: text, title: title))"
        #expect(first.contains("Mention("))
        for _ in 0..<3 { #expect("\(recognizer.recognize(text: text, title: title))" == first) }
        // Another recogniser, made anew, with other hash seeds in its dictionaries where it has any.
        #expect("\(try EntityRecognizer().recognize(text: text, title: title))" == first)
    }

    /// What a worker read before has no influence on what it reads next.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func reusedWorkerIsAsGoodAsNew(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let recognizer = try SourceKnowledge.recognizer.get()
        let reused = EntityRecognizer.Worker(recognizer)
        for _ in 0..<6 {
            var text = Self.text(&generator, Int.random(in: 0...200, using: &generator))
            if Bool.random(using: &generator) { text += Array(Self.article.utf8) }
            let title = Self.text(&generator, Int.random(in: 0...6, using: &generator))
            #expect("\(reused.recognize(text: text, title: title))" == "\(recognizer.recognize(text: text, title: title))")
        }
    }

    /// Threads share a recogniser.
    @Test func workersAtOnce() async throws {
        let recognizer = try SourceKnowledge.recognizer.get()
        let expected = "\(recognizer.recognize(text: Array(Self.article.utf8)))"
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let worker = EntityRecognizer.Worker(recognizer)
                    return (0..<10).allSatisfy { _ in "\(worker.recognize(text: Array(Self.article.utf8)))" == expected }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    /// Offsets of the text do not depend on the title.
    @Test func titleIsNoPartOfTheText() throws {
        let recognizer = try SourceKnowledge.recognizer.get()
        let text = Array(Self.article.utf8)
        let with = recognizer.recognize(text: text, title: Array("Microsoft and Acme Widgets Inc".utf8))
        #expect(with.mentions.map(\.range) == recognizer.recognize(text: text).mentions.map(\.range))
        #expect(!with.titleMentions.isEmpty)
    }

    /// The bill of a name adds up to its score.
    @Test(arguments: ["Acme Widgets Inc, based in Frankfurt, bought shares of Zyx Holdings. Acme said so.", "Mr. Peter Vuxle left. He met Anna Wox, 54, in Bern, Switzerland.", "The Ministry of Works in Chad fined Microsoft. Microsoft shares fell."])
    func billAddsUp(_ text: String) throws {
        let worker = EntityRecognizer.Worker(try SourceKnowledge.recognizer.get())
        let bytes = Array(text.utf8)
        let candidates = worker.explain(text: bytes).candidates
        let mentions = worker.recognize(text: bytes).mentions.filter { $0.type != .amount && $0.type != .role }
        #expect(mentions.count >= 3)
        for mention in mentions {
            let candidate = try #require(candidates.first { $0.range == mention.range })
            #expect(candidate.totals.first { $0.reading == mention.type.rawValue }?.points == mention.score, "\(candidate.text): \(candidate.bill)")
        }
    }

    /// `explain` tells of the decisions that `recognize` takes.
    @Test(arguments: 1...30 as ClosedRange<UInt64>) func explanationAgrees(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.text(&generator, 80) + Array("\n\n\(Self.article)".utf8)
        let worker = EntityRecognizer.Worker(try SourceKnowledge.recognizer.get())
        let mentions = worker.recognize(text: text).mentions
        let tagged = worker.explain(text: text).candidates.compactMap { candidate in
            if case .tagged(let type) = candidate.outcome { "\(candidate.range) \(type)" } else { nil }
        }
        for mention in mentions { #expect(tagged.contains("\(mention.range) \(mention.type)")) }
        #expect(Set(tagged).count == mentions.count)
    }
}
