import Testing
@testable import NER

/// Each fault that a lexicon file can have stops at the start, and says which line.
@Suite struct LexiconErrorTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var file: String
        var place: String
        var message: String
        var testDescription: String { message }
    }

    static let faults: [Fault] = [
        Fault(file: "@case exact\n", place: "city.tsv:1:", message: "no header line: expected “phrase” and further column names, separated by tabs"),
        Fault(file: "@case exact\n# c\n\n", place: "city.tsv:3:", message: "no header line"),
        Fault(file: "@case exacty\nphrase\n", place: "city.tsv:1:1:", message: "unknown directive; write “@case exact” or “@case any”"),
        Fault(file: "@case exact\r\nphrase\r\n", place: "city.tsv:1:1:", message: "unknown directive"),
        Fault(file: "@case exact\nname\taliases\n", place: "city.tsv:2:1:", message: "the first column must be “phrase”, not “name”"),
        Fault(file: "@case exact\nBern\n", place: "city.tsv:2:1:", message: "the first column must be “phrase”, not “Bern”"),
        Fault(file: "@case exact\nphrase\taliases\nBasel\nBern\tBerne\tCH\n", place: "city.tsv:4:", message: "3 columns, but the header names 2"),
        Fault(file: "@case exact\nphrase\n# c\n\nBern\r\n", place: "city.tsv:5:", message: "carriage return at the end of the line; use plain line feeds"),
        Fault(file: "@case exact\nphrase\taliases\n\tBerne\n", place: "city.tsv:3:1:", message: "the phrase is empty or begins with a blank"),
        Fault(file: "@case exact\nphrase\n Bern\n", place: "city.tsv:3:1:", message: "the phrase is empty or begins with a blank"),
        Fault(file: "@case exact\nphrase\n\u{A0}\n", place: "city.tsv:3:", message: "a form without any token"),
    ]

    static func knowledge(_ city: String) -> KnowledgeFiles {
        var files = SmallKnowledge.files(rules: "@stage names\n" + SmallKnowledge.rule("place.city", "inside <city>", evidence: "place +5"))
        files.files.removeAll { $0.name == "city.tsv" }
        files.files.append(.init(name: "city.tsv", path: "city.tsv", bytes: Array(city.utf8)))
        return files
    }

    @Test(arguments: faults) func saysWhereAndWhat(_ fault: Fault) {
        #expect {
            _ = try EntityRecognizer(Self.knowledge(fault.file))
        } throws: { error in
            let text = "\(error)"
            if text.hasPrefix("\(fault.place) \(fault.message)") { return true }
            Issue.record("expected \(fault.place) \(fault.message)\n     got \(text)")
            return true
        }
    }

    /// A file without a `@case` line says so, whatever else it has.
    @Test func caseIsDeclared() {
        let error = #expect(throws: KnowledgeError.self) { try EntityRecognizer(Self.knowledge("phrase\nBern\n")) }
        #expect(error?.message == "no “@case exact” or “@case any” line before the header")
        #expect(error?.line == 1)
    }

    @Test func columnThatARuleAsksForIsThere() {
        let rules = "@stage names\n" + SmallKnowledge.rule("place.x", "inside <city state=BE>", evidence: "place +5")
        let error = #expect(throws: KnowledgeError.self) { try EntityRecognizer(SmallKnowledge.files(["city": "@case exact\nphrase\taliases\n"], rules: rules)) }
        #expect(error?.description == "city.tsv:1: a rule asks for column “state” of <city>, which has only phrase, aliases")
    }

    /// Empty files, comments, rows that stop early, and a missing line end are no faults.
    @Test(arguments: ["@case exact\nphrase\taliases\n", "# c\n\n@case exact\n# c\nphrase\taliases\n\n# c\nBern", "@case exact\nphrase\taliases\tcountry\nBern\nBasel\t\tCH\n"])
    func generousInput(_ file: String) throws {
        let recognizer = try EntityRecognizer(Self.knowledge(file))
        let expected = file.contains("Bern") ? ["place: Bern"] : []
        #expect(recognizer.summary("He went to Bern.") == expected)
    }
}
