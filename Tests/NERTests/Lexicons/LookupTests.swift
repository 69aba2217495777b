import Testing
@testable import NER

/// Look-up against the plainest way to do it, on random data.
@Suite struct LookupTests {
    /// Spellings of every length around the widths that a fast comparison may use, with long common beginnings, and beyond ASCII.
    static func spellings(_ count: Int, _ generator: inout SeededGenerator) -> [String] {
        let letters = ["a", "b", "c", "é", "ß", "ж", "京", "x", "yz"]
        return (0..<count).map { _ in
            let prefix = generator.pick(["", "", "abcdefg", "abcdefgh", "abcdefghabcdefgh", String(repeating: "m", count: 62)])
            return prefix + (0..<Int.random(in: 1...4, using: &generator)).map { _ in generator.pick(letters) }.joined()
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func vocabularyIsADictionary(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var vocabulary = Vocabulary(capacity: 4)
        var numbers: [String: LexemeID] = [:]
        for text in Self.spellings(3000, &generator) {
            let number = vocabulary.intern(text, folded: false)
            if let known = numbers[text] {
                #expect(number == known)
            } else {
                #expect(Int(number) == numbers.count)
                numbers[text] = number
            }
        }
        #expect(vocabulary.count == numbers.count)
        for (text, number) in numbers { #expect(vocabulary.view.text(number) == text) }
    }

    struct Setting: Sendable, CustomTestStringConvertible {
        var seed: UInt64
        var foldsCase: Bool
        var testDescription: String { "seed \(seed), case \(foldsCase ? "any" : "exact")" }
    }

    static let settings = (1...8 as ClosedRange<UInt64>).flatMap { seed in [true, false].map { Setting(seed: seed, foldsCase: $0) } }

    /// Every occurrence of every phrase is found, overlapping ones too, and nothing else.
    @Test(arguments: settings) func phrasesAreFoundWhereTheyStand(_ setting: Setting) throws {
        var generator = SeededGenerator(seed: setting.seed)
        let words = Array(Set(Self.spellings(12, &generator))).sorted()
        // Under “@case exact” phrases are capitalised, as names are: for lower-case ones see `lowerCaseUnderExactCase`.
        func spelt(_ word: String, always: Bool = false) -> String {
            // Not in capitals throughout: what those may stand for is the recogniser's business, not the look-up's.
            always || Int.random(in: 0..<3, using: &generator) == 0 ? String(word.prefix(1)).uppercased().prefix(1) + word.dropFirst() + "q" : word + "q"
        }
        func phrase() -> [String] { (0..<Int.random(in: 1...4, using: &generator)).map { _ in spelt(generator.pick(words), always: !setting.foldsCase) } }
        let phrases = Set((0..<30).map { _ in phrase().map { setting.foldsCase ? $0.lowercased() : $0 } })
        let rows = phrases.map { $0.joined(separator: " ") }.sorted()
        let lexicon = "@case \(setting.foldsCase ? "any" : "exact")\nphrase\taliases\n" + rows.joined(separator: "\n") + "\n"
        let recognizer = try EntityRecognizer(SmallKnowledge.files(["city": lexicon], rules: "@stage names\n" + SmallKnowledge.rule("place.x", "propose [ <city> ]", evidence: "place +5")))

        for _ in 0..<20 {
            let text = (0..<60).map { _ in spelt(generator.pick(words)) }
            var starts: [Int] = [], offset = 0
            for word in text { starts.append(offset); offset += word.utf8.count + 1 }
            var expected: Set<EntityRecognizer.Firing> = []
            for i in text.indices {
                for n in 1...4 where i + n <= text.count {
                    let run = text[i..<i + n].map { setting.foldsCase ? $0.lowercased() : $0 }
                    if phrases.contains(run) { expected.insert(.init(rule: "place.x", range: starts[i]..<(starts[i + n - 1] + text[i + n - 1].utf8.count))) }
                }
            }
            let found = recognizer.firings(in: text.joined(separator: " "))
            #expect(found == expected, "\(text.joined(separator: " ")): missing \(expected.subtracting(found).sorted()), wrong \(found.subtracting(expected).sorted())")
        }
    }

    @Test func lowerCaseUnderExactCase() throws {
        let recognizer = try EntityRecognizer(SmallKnowledge.files(["city": "bern\n"], rules: "@stage names\n" + SmallKnowledge.rule("place.x", "propose [ <city> ]")))
        #expect(recognizer.firings(in: "near bern today").count == 1)
        #expect(recognizer.firings(in: "near Bern today").isEmpty)
    }

    struct Form: Sendable { var row: String, rule: String, text: String, isFound: Bool }

    /// `<city!>` and `<city?>`, filters, apostrophes, aliases, capitals throughout.
    @Test(arguments: [
        Form(row: "Bern", rule: "<city!>", text: "Bern", isFound: true),
        Form(row: "Bern", rule: "<city?>", text: "Bern", isFound: false),
        Form(row: "?Bern", rule: "<city!>", text: "Bern", isFound: false),
        Form(row: "?Bern", rule: "<city?>", text: "Bern", isFound: true),
        Form(row: "?Bern", rule: "<city>", text: "Bern", isFound: true),
        Form(row: "Bern\t?Barn", rule: "<city?>", text: "Barn", isFound: true),
        Form(row: "Bern\t?Barn", rule: "<city!>", text: "Bern", isFound: true),
        Form(row: "Bern\tA | Berne | B C", rule: "<city>", text: "Berne", isFound: true),
        Form(row: "Bern\tA | Berne | Bex Cox", rule: "<city>", text: "Bex Cox", isFound: true),
        Form(row: "Bern\t\tCH", rule: "<city country=CH>", text: "Bern", isFound: true),
        Form(row: "Bern\t\tDE", rule: "<city country=CH>", text: "Bern", isFound: false),
        Form(row: "Bern", rule: "<city country=CH>", text: "Bern", isFound: false),
        Form(row: "St John's", rule: "<city>", text: "St John's", isFound: true),
        Form(row: "St John's", rule: "<city>", text: "St John’s", isFound: true),
        Form(row: "L'Aquila", rule: "<city>", text: "L’Aquila", isFound: true),
        Form(row: "Stratford-upon-Avon", rule: "<city>", text: "Stratford-upon-Avon", isFound: true),
        Form(row: "Zürich", rule: "<city>", text: "Zürich", isFound: true),
        Form(row: "Zürich", rule: "<city>", text: "Zurich", isFound: false),
        Form(row: "Zürich", rule: "<city>", text: "ZÜRICH", isFound: true),
        Form(row: "Bern", rule: "<city>", text: "BERN", isFound: true),
        Form(row: "Rio", rule: "<city>", text: "RIO", isFound: false),
        Form(row: "Porto Novo", rule: "<city>", text: "PORTO NOVO", isFound: true),
        Form(row: "BERN", rule: "<city>", text: "Bern", isFound: false),
        Form(row: "U.S.", rule: "<city>", text: "U.S.", isFound: true),
    ]) func form(_ form: Form) throws {
        let recognizer = try EntityRecognizer(SmallKnowledge.files(["city": form.row + "\n"], rules: "@stage names\n" + SmallKnowledge.rule("place.x", "propose [ \(form.rule) ]")))
        let firings = recognizer.firings(in: "near \(form.text) today")
        #expect(firings == (form.isFound ? [.init(rule: "place.x", range: 5..<(5 + form.text.utf8.count))] : []))
    }
}
