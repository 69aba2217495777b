import Testing
@testable import NER

/// The matcher, which starts from rare elements, against `PlainMatcher`, which tries everything, on random rules and texts.
@Suite struct MatcherTests {
    static let alphabet = ["ba", "Ba", "co", "Co", "du", "Du", "ek", "Ek", "fo", "Gu"]
    static let lexicons: [String: PlainMatcher.Lexicon] = [
        "city": .init(phrases: [["Ba"], ["Co", "Du"], ["Ek"], ["Du", "ba", "Gu"]], foldsCase: false),
        "weekday": .init(phrases: [["du"], ["fo", "ba"], ["ek", "gu"]], foldsCase: true),
    ]

    /// Writes random patterns.
    struct PatternWriter {
        var generator: SeededGenerator

        mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

        mutating func flags() -> String { generator.pick(["{Cap}", "{Lower}", "{Any}", "{Word !Start}", "{Cap !<city>}", "{<weekday>}", "{Lower !<weekday>}", "{!Cap}", "{Start}"]) }

        /// An element that a pattern can start from.
        mutating func rare() -> String { generator.pick(["ba", "co", "\"Du\"", "\"Co Du\"", "(\"Du\"|\"Gu\")", "(\"Co\"|ba)", "<city>", "<weekday>", "(ba|fo)", "(<city>|<weekday>)", "fo", "ba+", "(ba|fo)+"]) }

        mutating func element(allowsGaps: Bool) -> String {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...3: return rare() + (chance(25) ? "?" : "")
            case 4...6: return flags() + generator.pick(["", "", "?", "+", "*"])
            case 7: return "(\(rare())|\(flags()))" + (chance(30) ? "?" : "")
            case 8: return allowsGaps ? "..\(Int.random(in: 1...3, using: &generator))" : flags()
            default: return "(\(rare()) \(flags())|\(rare()))" + (chance(30) ? "?" : "")
            }
        }

        mutating func run(_ count: ClosedRange<Int>, allowsGaps: Bool = true) -> [String] {
            (0..<Int.random(in: count, using: &generator)).map { _ in element(allowsGaps: allowsGaps) }
        }

        mutating func pattern(_ form: Rule.Form) -> String {
            switch form {
            case .inside:
                // A gap at the edge of a candidate has no meaning of its own.
                var parts = run(0...2, allowsGaps: false)
                // Some have nothing rare: they are tried at every candidate.
                if parts.isEmpty || chance(60) { parts.insert(rare(), at: Int.random(in: 0...parts.count, using: &generator)) }
                return (chance(20) ? "!\(generator.pick(["ba", "<city>", "{Cap}"])) " : "") + parts.joined(separator: " ")
            case .propose:
                var target = run(0...2)
                target.insert(rare(), at: Int.random(in: 0...target.count, using: &generator))
                return edged(run(0...1) + ["[ " + target.joined(separator: " ") + " ]"] + run(0...1))
            case .context, .relate:
                return chance(50) ? edged(run(0...2) + ["[@name]"] + run(0...2)) : edged(run(0...1) + [rare()] + run(0...1) + ["[@name]"] + run(0...1))
            }
        }

        private mutating func edged(_ parts: [String]) -> String {
            let start = chance(15) ? "^ " : chance(15) ? "!\(generator.pick(["ba", "<city>", "{Cap}"])) " : ""
            let end = chance(15) ? " $" : chance(15) ? " !\(generator.pick(["co", "<weekday>", "{Lower}"]))" : ""
            return start + parts.joined(separator: " ") + end
        }
    }

    private static func knowledge(_ rules: String) -> KnowledgeFiles {
        func file(_ name: String) -> String {
            let lexicon = lexicons[name] ?? .init(phrases: [], foldsCase: false)
            return "@case \(lexicon.foldsCase ? "any" : "exact")\nphrase\n" + lexicon.phrases.map { $0.joined(separator: " ") }.sorted().joined(separator: "\n") + "\n"
        }
        return SmallKnowledge.files(["city": file("city"), "weekday": file("weekday")], rules: "@stage names\n" + rules)
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>) func agreesWithThePlainMatcher(_ seed: UInt64) throws {
        var writer = PatternWriter(generator: SeededGenerator(seed: seed))
        var patterns: [(form: Rule.Form, source: String, node: PatternNode)] = []
        while patterns.count < 12 {
            let form = writer.generator.pick(Rule.Stage.names.forms), source = writer.pattern(form)
            // Some have nothing to start from; the compiler says so.
            guard (try? EntityRecognizer(Self.knowledge(SmallKnowledge.rule("firm.x", "\(form.rawValue) \(source)")))) != nil else { continue }
            patterns.append((form, source, try PatternParser.parse(source, file: "", line: 1, column: 1)))
        }
        let rules = patterns.enumerated().map { SmallKnowledge.rule("firm.r\($0)", "\($1.form.rawValue) \($1.source)") }.joined(separator: "\n")
        let recognizer = try EntityRecognizer(Self.knowledge(rules))
        for _ in 0..<15 {
            let words = (0..<Int.random(in: 1...12, using: &writer.generator)).map { _ in writer.generator.pick(Self.alphabet) }
            try compare(patterns, words, recognizer)
        }
    }

    private func compare(_ patterns: [(form: Rule.Form, source: String, node: PatternNode)], _ words: [String], _ recognizer: EntityRecognizer) throws {
        let text = words.joined(separator: " ")
        var starts: [Int] = [], offset = 0
        for word in words { starts.append(offset); offset += word.utf8.count + 1 }
        func bytes(_ tokens: Range<Int>) -> Range<Int> { starts[tokens.lowerBound]..<(starts[tokens.upperBound - 1] + words[tokens.upperBound - 1].utf8.count) }
        let tokensOf = Dictionary(uniqueKeysWithValues: words.indices.flatMap { a in (a + 1...words.count).map { (bytes(a..<$0), a..<$0) } })
        let candidates = EntityRecognizer.Worker(recognizer).explain(text: Array(text.utf8)).candidates
        let names = try candidates.map { try #require(tokensOf[$0.range]) }
        let firings = recognizer.firings(in: text)

        for (k, pattern) in patterns.enumerated() {
            let found = Set(try firings.filter { $0.rule == "firm.r\(k)" }.map { try #require(tokensOf[$0.range]) })
            let plain = PlainMatcher(words: words, lexicons: Self.lexicons, names: names, bounds: 0..<words.count)
            let note: Testing.Comment = "\(pattern.form.rawValue) \(pattern.source)   in   \(text)   names \(names.map { words[$0].joined(separator: " ") })"
            switch pattern.form {
            case .inside:
                // A candidate matches as a whole, or not.
                let expected = Set(names.filter { name in
                    PlainMatcher(words: words, lexicons: Self.lexicons, names: names, bounds: name, coversCandidate: true).matches(pattern.node, from: name.lowerBound).contains { $0.end == name.upperBound }
                })
                #expect(found == expected, note)
            case .propose, .context, .relate:
                // Context: every candidate that fits. Propose: one span from each start, so some of all those that there are, and some where there are any.
                let all = Set((0...words.count).flatMap { plain.matches(pattern.node, from: $0) }.compactMap(\.target))
                #expect(found.isSubset(of: all), note)
                #expect(pattern.form == .context ? found == all : found.isEmpty == all.isEmpty, note)
            }
        }
    }

    struct Hit: Sendable, CustomTestStringConvertible {
        var pattern: String
        var text: String
        /// What the rule speaks about.
        var spans: [String]
        var testDescription: String { "\(pattern)   in   \(text)" }
        init(_ pattern: String, _ text: String, _ spans: String...) { (self.pattern, self.text, self.spans) = (pattern, text, spans) }
    }

    /// The elements of the language, one by one, as the language's description has them.
    static let hits: [Hit] = [
        Hit("context said [@name]", "Then said Zyx no.", "Zyx"),
        Hit("context SAID [@name]", "Then said Zyx no.", "Zyx"),
        Hit("context \"Said\" [@name]", "Then said Zyx no."),
        Hit("context [@name] 's", "Then Zyx's and Vux’s hats.", "Zyx", "Vux"),
        Hit("context [@name] (said|sang) no", "Zyx said no, Vux sang no, Wox did no.", "Zyx", "Vux"),
        Hit("context [@name] (said no|sang)", "Zyx said no, Vux said, Wox sang.", "Zyx", "Wox"),
        Hit("context [@name] has? said", "Zyx said. Vux has said. Wox has not said.", "Zyx", "Vux"),
        Hit("context [@name] {Lower}+ said", "Zyx said. Vux he said. Wox as he said.", "Vux", "Wox"),
        Hit("context [@name] {Lower}* said", "Zyx said. Vux he said. Wox as he said.", "Zyx", "Vux", "Wox"),
        Hit("context [@name] ..2 said", "Zyx said. Vux, he said. Wox, as he said.", "Zyx", "Vux"),
        Hit("context ^ [@name] said", "Zyx said. Then Vux said.", "Zyx"),
        Hit("context [@name] said . $", "Zyx said no. Then Vux said.", "Vux"),
        Hit("context said [@name] !no", "It said Zyx no and said Vux yes.", "Vux"),
        Hit("context !he said [@name]", "Then he said Zyx and she said Vux.", "Vux"),
        Hit("context [@name] said", "Zyx\nsaid. Vux. Said Wox."),
        Hit("context [@name] , {Number} ,", "Then Zyx, 54, and Vux, old, left.", "Zyx"),
        Hit("propose [ {Cap}+ plc ]", "Shares of Zyx Vux plc fell.", "Zyx Vux plc"),
        Hit("propose in [ {Lower} city ]", "They live in zyx city now.", "zyx city"),
        Hit("propose [ {Upper} plc ]", "ZYX plc and Vux plc.", "ZYX plc"),
        Hit("propose [ {Camel} plc ]", "They like zYX plc and vux plc.", "zYX plc"),
        Hit("propose [ {Plural} city ]", "They like zyxes city and zyx city.", "zyxes city"),
        Hit("propose [ {Dotted} city ]", "They like Z. city and zyx city.", "Z. city"),
        Hit("propose [ plc {Glued} ]", "They like plc/ and plc /.", "plc/"),
        Hit("propose [ {Cap !Start} plc ]", "Zyx plc and Vux plc.", "Vux plc"),
        Hit("propose [ {Line} plc ]", "and zyx plc\nvux plc", "vux plc"),
        Hit("propose [ {Paragraph} plc ]", "and zyx plc\nvux plc\n\nwox plc", "wox plc"),
        Hit("propose [ {Word} plc ]", "5 plc and zyx plc", "zyx plc"),
        Hit("propose [ {Punct} plc ]", "5 plc and & plc", "& plc"),
        Hit("propose [ {Address} plc ]", "5 plc and @acme plc", "@acme plc"),
        Hit("propose [ {Cap Headline} plc ]", "Giant Zyx plc Buys Small Rivals Again\n\nThen Vux plc bought no one at all.", "Zyx plc"),
        Hit("inside {Cap} {Cap}", "We like Zyx Vux a lot.", "Zyx Vux"),
        Hit("inside {Cap}", "We like Zyx Vux a lot."),
        Hit("inside !zyx {Cap} {Cap}", "We like Zyx Vux and Wox Vux a lot.", "Wox Vux"),
        Hit("inside !zyx {Cap} vux", "We like Zyx Vux and Wox Vux a lot.", "Wox Vux"),
        Hit("inside !zyx !wox {Cap} vux", "We like Zyx Vux, Dox Vux and Wox Vux a lot.", "Dox Vux"),
        Hit("propose [ foo+ {Lower} ]", "They like foo foo foo.", "foo foo foo", "foo foo"),
        Hit("propose [ {Lower} foo+ ] {Lower}", "They like foo foo and.", "like foo foo", "foo foo"),
    ]

    @Test(arguments: hits) func element(_ hit: Hit) throws {
        let recognizer = try EntityRecognizer(SmallKnowledge.files(rules: "@stage names\n" + SmallKnowledge.rule("firm.x", hit.pattern)))
        let bytes = Array(hit.text.utf8)
        #expect(recognizer.firings(in: hit.text).sorted().map { String(decoding: bytes[$0.range], as: UTF8.self) } == hit.spans)
    }

    /// Captures tie a role to the names beside it.
    @Test func captures() throws {
        let rules = """
            @stage roles
            rule role.tied
              propose  [ boss ]
              context  org=@firm 's [@role] holder=@person
              evidence role +4
              status   former
              because  Test.
              yes A [boss].
              no A moss.
            @stage names
            rule firm.x
              context  at [@name]
              evidence firm +5
              because  Test.
              yes At [Zyx].
              no At zyx.
            rule person.x
              context  mr [@name]
              context  boss [@name]
              evidence person +5
              because  Test.
              yes Mr [Zyx].
              no Mr zyx.
            """
        let text = "He was at Zyx. Then Zyx's boss Vux left."
        let mentions = try EntityRecognizer(SmallKnowledge.files(rules: rules)).recognize(text: Array(text.utf8)).mentions
        let role = try #require(mentions.first { $0.type == .role })
        guard case .role(let links) = role.attributes else { return #expect(Bool(false), "a role has links") }
        #expect(mentions.first { $0.id == links.org }?.range == 20..<23)
        #expect(mentions.first { $0.id == links.holder }?.range == 31..<34)
        #expect(links.status == .former)
        #expect(role.rule == "role.tied")
    }

    /// A role that nothing speaks for, only against anything else.
    @Test func roleWithoutARuleOfItsOwn() throws {
        let rules = """
            @stage roles
            rule other.x
              propose  [ boss ]
              evidence other -4
              because  Test.
              yes A [boss] left.
              no A dog left.
            """
        let mentions = try EntityRecognizer(SmallKnowledge.files(rules: rules)).recognize(text: Array("The boss left.".utf8)).mentions
        #expect(mentions.map(\.type) == [.role] && mentions.map(\.rule) == [""])
    }
}
