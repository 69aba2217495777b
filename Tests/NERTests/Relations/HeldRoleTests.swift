import NER
import Knowledge
import Testing

/// The relations that the roles of a text give, one for each holder.
@Suite struct HeldRoleTests {
    private static let recognizer = Result { try EntityRecognizer() }

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// `type: role, holder, org, status`, in order.
        var relations: [String]
        init(_ text: String, _ relations: String...) { (self.text, self.relations) = (text, relations) }
        var testDescription: String { text }
    }

    static let cases: [Case] = [
        Case("Jane Miller, chief executive of Microsoft, resigned.", "holds_role: chief executive, Jane Miller, Microsoft, current"),
        Case(
            "Alibaba set up a joint venture, Banma, in which SAIC Motor and Alibaba are minority shareholders.",
            "corporate_role: minority shareholders, SAIC Motor, Banma, current", "corporate_role: minority shareholders, Alibaba, Banma, current"),
        Case(
            "Microsoft, Intel and Google are investors in Airbus.", "corporate_role: investors, Microsoft, Airbus, current", "corporate_role: investors, Intel, Airbus, current",
            "corporate_role: investors, Google, Airbus, current"),
        Case("Its largest shareholders, Microsoft and Intel, agreed.", "corporate_role: largest shareholders, Microsoft, –, current", "corporate_role: largest shareholders, Intel, –, current"),
        Case("Chairmen Peter Smith and Jane Miller left.", "holds_role: Chairmen, Peter Smith, –, current", "holds_role: Chairmen, Jane Miller, –, current"),
        Case(
            "Jane Miller, Peter Smith and Tom Brown, co-founders of Twitter, left.", "holds_role: co-founders, Jane Miller, Twitter, current",
            "holds_role: co-founders, Peter Smith, Twitter, current", "holds_role: co-founders, Tom Brown, Twitter, current"),
        // A person's relation to a firm is a position.
        Case("Former investor Jane Miller agreed.", "holds_role: investor, Jane Miller, –, former"),
        // A singular has one holder, whoever stands beside it.
        Case("Microsoft's chief executive, Jane Miller, and Peter Smith agreed.", "holds_role: chief executive, Jane Miller, Microsoft, current"),
        Case("LinkedIn, a subsidiary of Microsoft, and Intel agreed.", "corporate_role: subsidiary, LinkedIn, Microsoft, current"),
        // Several organisations behind it are each one where it is held.
        Case(
            "Jane Miller is chief executive of Microsoft, Intel and Google.", "holds_role: chief executive, Jane Miller, Microsoft, current",
            "holds_role: chief executive, Jane Miller, Intel, current", "holds_role: chief executive, Jane Miller, Google, current"),
        // The sentence's subject, however far.
        Case("Intel (formerly Zyx) is a chipmaker that is a subsidiary of Microsoft.", "corporate_role: subsidiary, Intel, Microsoft, current"),
        Case("A subsidiary of Microsoft, LinkedIn makes money.", "corporate_role: subsidiary, LinkedIn, Microsoft, current"),
        Case("Jane Miller, one of the founders of Twitter, agreed.", "holds_role: founders, Jane Miller, Twitter, current"),
        Case("Peter Smith (director, Microsoft) agreed.", "holds_role: director, Peter Smith, Microsoft, current"),
        // Nobody holds it.
        Case("A Boeing spokesman declined to comment."),
        Case("Microsoft thanked its customers on Monday."),
    ]

    private func relations(of text: String, title: String = "") throws -> [String] {
        let bytes = Array(text.utf8), titleBytes = Array(title.utf8)
        let recognition = try Self.recognizer.get().recognize(text: bytes, title: titleBytes)
        var texts: [Int: String] = [:]
        for mention in recognition.mentions { texts[mention.id] = String(decoding: bytes[mention.range], as: UTF8.self) }
        for mention in recognition.titleMentions { texts[mention.id] = "title " + String(decoding: titleBytes[mention.range], as: UTF8.self) }
        return recognition.relations.compactMap { relation in
            guard case .role(let held) = relation else { return nil }
            return "\(held.kind.rawValue): \(texts[held.role] ?? "?"), \(texts[held.holder] ?? "?"), \(held.org.map { texts[$0] ?? "?" } ?? "–"), \(held.status.rawValue)"
        }
    }

    @Test("one relation for each holder", arguments: cases) func relations(_ expected: Case) throws {
        #expect(try relations(of: expected.text) == expected.relations)
    }

    /// A title's relations are between the title's mentions; they follow the text's.
    @Test func titleRelations() throws {
        #expect(try relations(of: "Jane Miller, chief executive of Microsoft, resigned.", title: "Boeing chairman Peter Smith resigns") == [
            "holds_role: chief executive, Jane Miller, Microsoft, current", "holds_role: title chairman, title Peter Smith, title Boeing, current",
        ])
    }
}
