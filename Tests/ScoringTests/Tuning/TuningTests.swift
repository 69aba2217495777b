import Foundation
import Knowledge
import TestSupport
import Testing
@testable import NER
@testable import Scoring
@testable import pipeline

@Suite struct TuningTests {
    /// The planted faults are found, each as what it is.
    @Test func faultsAreFound() throws {
        let tuner = try TuningKnowledge.tuner(EntityRecognizer(TuningKnowledge.files()))
        let worths = tuner.worthOfRules(), present = tuner.presentTally
        // said is missed, met is wrong: 30 right of 42 predicted and 42 gold.
        #expect((present.correct[0], present.predicted[0], present.gold[0]) == (30, 42, 42))
        func rule(_ id: String) throws -> Int { try #require(tuner.rules.firstIndex { $0.id == id }) }
        let met = try rule("firm.met"), never = try rule("firm.never"), loudly = try rule("firm.sang-loudly"), sang = try rule("firm.sang"), house = try rule("firm.house")
        #expect(worths[met].tally.gains(over: present) && worths[met].better == 3 && worths[met].worse == 0 && worths[met].changed == 12)
        #expect(tuner.rules[never].firings == 0 && worths[never].changed == 0)
        #expect(tuner.rules[loudly].firings == 12 && worths[loudly].changed == 0)
        #expect(present.gains(over: worths[sang].tally) && worths[sang].tally.correct[0] == 18)
        #expect(worths[house].tally.correct[0] == 24 && worths[house].changed == 6)
        let text = TuningReport(tuner, types: ["firm", "org", "person", "place"], title: "").worth()
        #expect(text.contains("Rules that hurt (1 of 6): "), "\(text)")
        #expect(text.contains("\n  +11.90  folds +3 -0  firm.met  test.rules:8\n"), "\(text)")
        #expect(text.contains("\nRules that never speak here (1)\n  firm.never  test.rules:14\n"), "\(text)")
        #expect(text.contains("\nRules that are shadowed (2): they speak, but the same is found without them\n  firm.said  test.rules:2  speaks 12×\n  firm.sang-loudly  test.rules:20  speaks 12×\n"), "\(text)")
        #expect(text.contains("\nfirm.said firm +2 → +3 "), "\(text)")
        #expect(text.contains("\nthreshold 3 → 2 "), "\(text)")
    }

    /// The planted weight is put right, on all articles and on each part of them; what an example shows stays, and so does what gains nothing.
    @Test func fitRepairs() throws {
        let recognizer = try EntityRecognizer(TuningKnowledge.files())
        let tuner = try TuningKnowledge.tuner(recognizer)
        let fit = tuner.fit()
        let changes = tuner.weights.indices.filter { fit.values[$0] != tuner.weights[$0].value }.map { "\(tuner.weights[$0].name) \(fit.values[$0])" }
        #expect(changes == ["firm.said firm 3"])
        #expect(fit.plain.correct[0] == 42 && fit.plain.predicted[0] == 54)
        #expect(fit.heldOut == fit.plain)
        #expect(fit.foldValues.count == 3 && fit.foldValues.allSatisfy { $0 == fit.values })
        let text = TuningReport(tuner, types: ["firm", "org", "person", "place"], title: "").text(of: fit)
        #expect(text.contains("\nChanges (1)\n  test.rules:4: firm.said firm +2 → +3  (3 of 3 folds)\n"), "\(text)")
    }

    /// What only one article asks for is chance: it shows in what is held out, not in the fit.
    @Test func overfittingShows() throws {
        let odd = ["Kix", "Kex", "Kox", "Kux"].map { "Then [firm \($0)] said so." }.joined(separator: " ")
        let gold = try (0..<12).map { k in
            try InlineGold.parse(k == 5 ? odd : "Then \(["Ba", "Be", "Bo"][k % 3])x came.", path: "\(k)", id: "\(k)")
        }
        let tuner = try TuningKnowledge.tuner(EntityRecognizer(TuningKnowledge.files()), gold: gold)
        let fit = tuner.fit()
        #expect(fit.plain.correct[0] == 4)
        #expect(fit.heldOut.correct[0] == 0)
    }

    /// The same bytes for any number of threads, and each time.
    @Test(arguments: [1, 2, 5, 40]) func sameForAnyJobs(_ jobs: Int) throws {
        func text(_ jobs: Int) throws -> String {
            let tuner = try TuningKnowledge.tuner(EntityRecognizer(TuningKnowledge.files()), jobs: jobs)
            let report = TuningReport(tuner, types: ["firm", "org", "person", "place"], title: "")
            return report.present + report.text(of: tuner.fit()) + report.worth()
        }
        #expect(try text(jobs) == text(1))
    }

    /// A trial finds what a recogniser with those rules finds: without each rule, and with each number changed.
    @Test func trialsAreWhatRecognisersFind() throws {
        let recognizer = try EntityRecognizer(TuningKnowledge.files()), numbers = recognizer.tunableWeights
        let trials = NameTrials(recognizer)
        let texts = TuningKnowledge.gold.map { Array(($0.text?.string ?? "").utf8) }
        for text in texts { trials.add(text: text, title: Array("Bax sang".utf8)) }
        func found(_ rules: String, _ k: Int) throws -> [NameTrials.Name] {
            EntityRecognizer.Worker(try EntityRecognizer(TuningKnowledge.files(rules))).recognize(text: texts[k], title: Array("Bax sang".utf8)).mentions.map { .init(range: $0.range, type: $0.type) }
        }
        let parts = TuningKnowledge.rules.split(separator: "rule ")
        for (k, rule) in numbers.rules.enumerated() {
            let rest = parts.enumerated().filter { $0.offset != k + 1 }.map { $0.offset == 0 ? String($0.element) : "rule " + $0.element }.joined()
            for article in [0, 1] { #expect(try trials.names(ofArticle: article, without: rule) == found(rest, article), "without \(rule.id)") }
        }
        var values = numbers.weights.map(\.value)
        values[try #require(numbers.weights.firstIndex { $0.name == "firm.said firm" })] = 3
        let variant = recognizer.variant(values, of: numbers)
        for article in [0, 1] {
            let names = trials.names(ofArticle: article, under: variant)
            #expect(try names == found(TuningKnowledge.rules.replacing("firm +2, place", with: "firm +3, place"), article))
            #expect(names.count == (article == 0 ? 5 : 4))
        }
    }

    /// On real pages with the built-in rules, the present figures are those of `tagline eval`.
    @Test func presentIsWhatEvalSays() throws {
        let gold = try CorpusFormat.read(TestFiles.fixtures), recognizer = try EntityRecognizer()
        let tally = try TuningKnowledge.tuner(recognizer, gold: gold, jobs: 2).presentTally
        let predictor = Predictor(recognizer)
        var options = Evaluation.Options()
        options.types = ["firm", "org", "person", "place"]
        let evaluation = try Evaluation(gold: gold, predicted: gold.map { predictor.predictions(for: $0) }, options: options)
        for (k, type) in ["firm", "org", "person", "place"].enumerated() {
            let counts = evaluation.row(type).counts
            #expect((tally.correct[k], tally.predicted[k], tally.gold[k]) == (counts.strict, counts.predicted, counts.gold))
        }
        #expect(tally.gold.reduce(0, +) > 500)
    }

    /// Points keep their sign, and speak for all mentions or for one alone, as before.
    @Test func rangesKeepWhatRulesAre() throws {
        let rules = "@stage names\n" + ["context [@name] said|firm +7", "context [@name] sang|firm +8, other -3", "inside <firm>|firm +7"].enumerated().map { k, text in
            let parts = text.split(separator: "|")
            return "rule firm.r\(k)\n\(parts[0])\nevidence \(parts[1])\nbecause B.\nyes [A].\nno B.\n"
        }.joined()
        let numbers = try EntityRecognizer(TuningKnowledge.files(rules)).tunableWeights
        #expect(numbers.weights.prefix(4).map(\.range) == [1...7, 8...9, -9 ... -1, 1...9])
        #expect(numbers.weights.prefix(4).map { [$0.line, $0.place.lowerBound, $0.place.upperBound] } == [[4, 14, 16], [10, 14, 16], [10, 24, 26], [16, 14, 16]])
        #expect(numbers.weights.count == 4 + 15)
    }

    // MARK: Tallies, folds, edits

    @Test func gainsAreExact() {
        func tally(_ correct: Int, _ predicted: Int) -> StrictTally {
            var tally = StrictTally(types: 1)
            (tally.correct, tally.predicted, tally.gold) = ([correct], [predicted], [100])
            return tally
        }
        #expect(!tally(90, 100).gains(over: tally(90, 100)))
        #expect(tally(91, 100).gains(1, over: tally(90, 100)) && !tally(91, 100).gains(2, over: tally(90, 100)))
        // A spurious one less is worth about half a right one.
        #expect(tally(90, 99).gains(over: tally(90, 100)) && !tally(90, 99).gains(1, over: tally(90, 100)))
        #expect(tally(90, 97).gains(1, over: tally(90, 100)))
        #expect(!tally(89, 100).gains(over: tally(90, 100)))
        #expect(tally(90, 100).f1() == 90 && tally(0, 0).f1() == 0)
    }

    @Test(arguments: [(10, 3), (86, 10), (7, 7)]) func foldsAreEven(_ documents: Int, _ count: Int) {
        let folds = Folds(documents: documents, count: count, seed: 1)
        let sizes = (0..<count).map { fold in folds.numbers.count { $0 == fold } }
        #expect(sizes.reduce(0, +) == documents && (sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        #expect(folds.numbers == Folds(documents: documents, count: count, seed: 1).numbers)
        #expect(documents == count || folds.numbers != Folds(documents: documents, count: count, seed: 2).numbers)
    }

    @Test func editsLeaveAllElse() {
        let text = "# a\r\n  evidence firm +2, other -3\t\r\n\nx 10 # why 10"
        let edits = [NumberEdits.Edit(line: 2, place: 16..<18, text: "+10"), .init(line: 2, place: 26..<28, text: "-1"), .init(line: 4, place: 2..<4, text: "7")]
        #expect(String(decoding: NumberEdits.apply(edits, to: Array(text.utf8)), as: UTF8.self) == "# a\r\n  evidence firm +10, other -1\t\r\n\nx 7 # why 10")
    }

    // MARK: The command

    @Test func writesOnlyNumbers() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        for file in TuningKnowledge.files().files { try scratch.write(Data(file.content), to: "data/\(file.name.hasSuffix(".tsv") ? "lexicons" : "rules")/\(file.name)") }
        for document in TuningKnowledge.gold { try scratch.write(Data(InlineGold.write(document).bytes), to: "gold/\(document.id).txt") }
        let arguments = ["rules", "tune", "--gold", "gold", "--data", "data", "--folds", "3", "--fit"]
        let run = try Tool.run(arguments + ["--write"], in: scratch.url)
        #expect(run.status == 0 && run.text.contains("data/rules/test.rules:4: firm.said firm +2 → +3  (3 of 3 folds)"), "\(run.text)\(run.errors)")
        #expect(run.errors.contains("data/rules/test.rules was changed"), "\(run.errors)")
        let written = try String(contentsOf: scratch.url.appendingPathComponent("data/rules/test.rules"), encoding: .utf8)
        #expect(written == TuningKnowledge.rules.replacing("firm +2, place", with: "firm +3, place"))
        let again = try Tool.run(arguments, in: scratch.url)
        #expect(again.text.contains("\nChanges (0)\n"), "\(again.text)")
    }

    @Test(arguments: [
        (["--folds", "3"], 64, "gold"),
        (["--gold", "nowhere.jsonl"], 2, "nowhere.jsonl: can't be opened"),
        (["--gold", "one.txt", "--folds", "2"], 2, "1 documents are too few for 2 folds"),
        (["--gold", "one.txt", "--folds", "1"], 64, "--folds takes numbers from 2"),
        (["--gold", "one.txt", "--fit", "--write"], 64, "--write goes with --fit and --data"),
        (["--gold", "one.txt", "--format", "xyz"], 64, "xyz is no format"),
    ] as [([String], Int32, String)]) func saysWhatIsWrong(_ arguments: [String], _ status: Int32, _ message: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("[firm Zyx] said so.\n", to: "one.txt")
        let run = try Tool.run(["rules", "tune"] + arguments, in: scratch.url)
        #expect(run.status == status && run.errors.contains(message), "\(run.status) \(run.errors)")
    }

    /// It is no part of what users are shown.
    @Test func isHidden() throws {
        #expect(try !Tool.run(["rules", "--help"]).text.contains("tune"))
        #expect(try Tool.run(["rules", "tune", "--help"]).text.contains("FiNER-ORD"))
    }
}
