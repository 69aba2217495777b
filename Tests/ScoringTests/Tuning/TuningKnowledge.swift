import Knowledge
import NER
@testable import Scoring
@testable import pipeline

/// A few planted rules, empty lexicons, and gold that says what each is worth.
enum TuningKnowledge {
    /// What is planted: `firm.said` has a point too few, `firm.met` sees what are no firms, `firm.never` sees nothing, `firm.sang-loudly` only what `firm.sang` sees
    /// as well; the others are right.
    static let rules = """
        @stage names
        rule firm.said
          context   [@name] said
          evidence  firm +2, place -1
          because   Firms speak.
          yes       Then [Zyx] said.
          no        Then zyx said.
        rule firm.met
          context   met [@name]
          evidence  firm +3
          because   Planted.
          yes       They met [Zyx].
          no        They met zyx.
        rule firm.never
          context   qqq [@name]
          evidence  firm +3
          because   Planted.
          yes       They qqq [Zyx].
          no        They qqq zyx.
        rule firm.sang-loudly
          context   [@name] sang loudly
          evidence  firm +3
          because   Planted.
          yes       Then [Zyx] sang loudly.
          no        Then zyx sang loudly.
        rule firm.sang
          context   [@name] sang
          evidence  firm +3
          because   Firms sing.
          yes       Then [Zyx] sang.
          no        Then zyx sang.
        rule firm.house
          propose   [ house of {Cap} ]
          evidence  firm +4
          because   A name that begins with a small letter.
          yes       Then house of [Zyx] fell.
          no        Then the house fell.
        """.replacing("yes       Then house of [Zyx]", with: "yes       Then [house of Zyx]")

    /// Twelve articles of three right names each, two of which are found, and one that is none and is.
    static let gold: [AnnotatedDocument] = (0..<12).compactMap { k in
        let name = ["a", "e", "i", "o", "u", "y"].map { "\(Character(UnicodeScalar(UInt8(0x42 + k))))\($0)x" }
        let house = k % 2 == 0 ? " Then [firm house of \(name[5])] fell." : ""
        return try? InlineGold.parse("Then [firm \(name[0])] said so. Then [firm \(name[1])] sang. They met \(name[2]). Then [firm \(name[3])] sang loudly.\(house)", path: "\(k)", id: "\(k)")
    }

    /// Lexicons without entries, the embedded weights, and `rules`.
    static func files(_ rules: String = rules) -> KnowledgeFiles {
        var files: [KnowledgeFiles.File] = []
        for file in KnowledgeFiles.builtIn.files where file.name.hasSuffix(".tsv") {
            var header: [Substring] = []
            for line in String(decoding: file.content, as: UTF8.self).split(separator: "\n") {
                header.append(line)
                if line.hasPrefix("phrase") { break }
            }
            let rows = file.name == "function-word.tsv" ? "so\nthe\nthen\nthey\n" : ""
            files.append(.init(name: file.name, path: file.name, bytes: Array((header.joined(separator: "\n") + "\n" + rows).utf8)))
        }
        files += KnowledgeFiles.builtIn.files.filter { $0.name.hasSuffix(".weights") }
        files.append(.init(name: "test.rules", path: "test.rules", bytes: Array(rules.utf8)))
        return KnowledgeFiles(files)
    }

    /// A tuner as the command makes it.
    static func tuner(_ recognizer: EntityRecognizer, gold: [AnnotatedDocument] = gold, folds: Int = 3, jobs: Int = 1) throws -> WeightTuner<NameTuning> {
        try RulesCommand.Tune.tuner(recognizer, corpus: gold, types: RulesCommand.Tune.types([:]), map: [:], folds: folds, seed: 1, jobs: jobs)
    }
}
