import Knowledge
import Testing
@testable import NER

/// A user's own entries join a lexicon, and beat what the embedded ones say.
@Suite struct AdditionTests {
    static func recognizer(_ lexicon: String, _ rows: String) throws -> EntityRecognizer {
        var knowledge = KnowledgeFiles.builtIn
        knowledge.additions = [.init(lexicon: lexicon, file: .init(name: "own.tsv", path: "own.tsv", bytes: Array("@case exact\nphrase\taliases\n\(rows)\n".utf8)))]
        return try EntityRecognizer(knowledge)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var lexicon: String
        var rows: String
        var text: String
        /// What is found without the user's entry, and with it.
        var before: [String]
        var after: [String]
        var testDescription: String { "\(lexicon): \(rows)" }
    }

    static let cases: [Case] = [
        Case(lexicon: "firm", rows: "Quxle", text: "They like Quxle a lot.", before: [], after: ["firm: Quxle"]),
        Case(lexicon: "firm", rows: "Quxle Vard Omni\tQVO | Quxle", text: "They like QVO a lot, but Quxle less.", before: [], after: ["firm: QVO", "firm: Quxle"]),
        Case(lexicon: "organisation", rows: "Zorrin Kap", text: "They like Zorrin Kap a lot.", before: [], after: ["org: Zorrin Kap"]),
        Case(lexicon: "landmark", rows: "Zorrin Kap", text: "They like Zorrin Kap a lot.", before: [], after: ["place: Zorrin Kap"]),
        // An ordinary word, a product, a city: the user knows better.
        Case(lexicon: "firm", rows: "Project", text: "They like Project a lot.", before: [], after: ["firm: Project"]),
        Case(lexicon: "firm", rows: "Microsoft Word", text: "They like Microsoft Word a lot.", before: [], after: ["firm: Microsoft Word"]),
        Case(lexicon: "firm", rows: "Frankfurt", text: "They like Frankfurt a lot.", before: ["place: Frankfurt"], after: ["firm: Frankfurt"]),
        Case(lexicon: "landmark", rows: "Microsoft", text: "They like Microsoft a lot.", before: ["firm: Microsoft"], after: ["place: Microsoft"]),
    ]

    @Test(arguments: cases) func beatsTheEmbeddedEntries(_ one: Case) throws {
        #expect(try SourceKnowledge.recognizer.get().summary(one.text) == one.before)
        let after = try Self.recognizer(one.lexicon, one.rows).summary(one.text)
        #expect(after == one.after)
    }

    @Test func unknownLexicon() {
        let error = #expect(throws: KnowledgeError.self) { try Self.recognizer("frim", "Quxle") }
        #expect(error?.message.hasPrefix("there is no lexicon “frim” to add to; there are abbreviation, ") == true)
        #expect(error?.file == "own.tsv")
    }

    @Test func badRow() {
        let error = #expect(throws: KnowledgeError.self) { try Self.recognizer("firm", "Quxle\nA\tb\tc") }
        #expect(error?.description == "own.tsv:4: 3 columns, but the header names 2")
    }

    /// An addition changes nothing where its names do not stand.
    @Test func elsewhereNothingChanges() throws {
        let text = "Peter Smith, chief executive of Acme Widgets Inc, paid $5 million in Frankfurt."
        #expect(try Self.recognizer("firm", "Quxle").summary(text) == SourceKnowledge.recognizer.get().summary(text))
    }
}
