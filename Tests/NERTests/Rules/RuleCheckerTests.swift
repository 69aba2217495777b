import Testing
@testable import NER

/// `rules check` finds what is wrong with files that can be read.
@Suite struct RuleCheckerTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var lexicons: [String: String] = [:]
        var rules = ""
        var finding: String
        var testDescription: String { finding }
    }

    private static let said = "  context [@name] said\n  evidence firm +3\n  because B.\n"
    private static func examples(yes: String, no: String) -> String { "@stage names\nrule firm.said\n\(said)  yes \(yes)\n  no \(no)\n" }

    static let faults: [Fault] = [
        Fault(rules: examples(yes: "Then [Zyx] sang.", no: "He sang."), finding: "test.rules:6: rule firm.said does not see “Zyx”"),
        Fault(rules: examples(yes: "Then [Zyx] said.", no: "Then Zyx said."), finding: "test.rules:7: “Zyx” is tagged as firm, which this “no” forbids"),
        Fault(rules: examples(yes: "Then [Zyx] said.", no: "Then [Zyx] said."), finding: "test.rules:7: rule firm.said speaks for “Zyx”, which this “no” forbids"),
        Fault(rules: examples(yes: "Then [Zyx] said.", no: "He.").replacing("+3", with: "+2"), finding: "test.rules:6: “Zyx” is refused (firm 2), not tagged as firm"),
        Fault(rules: examples(yes: "Then [Zyx] said.", no: "He.").replacing("+3", with: "+1, org +4"), finding: "test.rules:6: “Zyx” is tagged as org (org 4, firm 1), not tagged as firm"),
        Fault(rules: examples(yes: "Then [Zyx] said.", no: "He.").replacing("firm.", with: "other.").replacing("firm +", with: "other +").replacing("He.", with: "Now Zyx said."), finding: "test.rules:7: rule other.said sees “Zyx”, which this “no” forbids"),
        Fault(
            rules: examples(yes: "Then [Zyx] said.", no: "He.") + "rule org.said\n  context  [@name]  said\n  evidence org -1\n  because B.\n  yes A [b].\n  no B.\n",
            finding: "test.rules:9: rule firm.said has this pattern already"),
        Fault(rules: "@stage names\n" + SmallKnowledge.rule("firm.x", "inside <org-head strength=storng>"), finding: "test.rules:3: no entry of <org-head> has strength=storng; did you mean strong?"),
        Fault(
            rules: "@stage names\n" + SmallKnowledge.rule("firm.x", "context [@name] ( <city> )"),
            finding: "test.rules:3: “( … )” without alternatives groups nothing; write \"(\" in quotes for a bracket in the text"),
        Fault(lexicons: ["city": "Bern\nBasel\n"], finding: "city.tsv:4: “Basel” is out of order: entries are sorted by their bytes, without “?”"),
        Fault(lexicons: ["city": "Basel\nBern\tBasel\n"], finding: "city.tsv:4: “Basel” stands at line 3 already"),
        Fault(lexicons: ["city": "Basel\n?Basel\n"], finding: "city.tsv:4: “Basel” stands at line 3 already"),
        Fault(lexicons: ["city": "Zu\u{308}rich\n"], finding: "city.tsv:3: “Zu\u{308}rich” is not in Unicode's NFC"),
        Fault(lexicons: ["city": "Bern \n"], finding: "city.tsv:3: “Bern ” ends in a blank"),
        Fault(lexicons: ["month": "@case any\nphrase\nMay\n"], finding: "month.tsv:3: “May” has capitals; under “@case any” write lower case"),
        Fault(lexicons: ["unheard-of": "@case exact\nphrase\nX\n"], finding: "unheard-of.tsv:1: no rule and no part of the recogniser uses <unheard-of>"),
    ]

    @Test(arguments: faults) func finds(_ fault: Fault) throws {
        var lexicons = fault.lexicons
        lexicons["org-head"] = "Agency\t\tlast\tstrong\n"
        let findings = try RuleChecker(SmallKnowledge.files(lexicons, rules: fault.rules)).findings(isNormalized: SourceKnowledge.isNFC)
        #expect(findings.map(\.description).contains(fault.finding), "\(findings.map(\.description).joined(separator: "\n"))")
    }

    @Test func idsAreUniqueAcrossFiles() throws {
        var knowledge = SmallKnowledge.files(rules: "@stage names\n" + SmallKnowledge.rule("firm.x", "context [@name] said"))
        knowledge.files.append(.init(name: "b.rules", path: "b.rules", bytes: Array(("@stage names\n" + SmallKnowledge.rule("firm.x", "context [@name] sang")).utf8)))
        let findings = try RuleChecker(knowledge).findings(isNormalized: { _ in true })
        #expect(findings.contains { $0.description == "b.rules:2: rule firm.x stands at test.rules:2 already" })
    }

    /// A folder without a fault has no finding.
    @Test func clean() throws {
        let rules = Self.examples(yes: "Then [Zyx] said.", no: "Then zyx said.")
        let findings = try RuleChecker(SmallKnowledge.files(rules: rules)).findings(isNormalized: { _ in true })
        // Small knowledge has lexicons that only the project's own rules use.
        #expect(findings.allSatisfy { $0.message.hasPrefix("no rule and no part of the recogniser uses <") }, "\(findings)")
    }
}
