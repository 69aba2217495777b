import Scoring
import Testing

@Suite struct DifferenceTests {
    static let before = """
        {"id":"a","title":"Acme falls","text":"Acme paid $5 to Bolt Inc. in Rome.","entities":[{"id":1,"type":"firm","start":0,"end":4,"text":"Acme","name":"Acme"},{"id":2,"type":"amount","start":10,"end":12,"text":"$5","value":"5","high":null,"currency":"USD","kind":"exact"},{"id":3,"type":"firm","start":16,"end":24,"text":"Bolt Inc","name":"Bolt Inc"}]}
        {"id":"b","text":"Jane Roe, spokesman.","entities":[{"id":1,"type":"person","start":0,"end":8,"text":"Jane Roe","name":"Jane Roe"},{"id":2,"type":"role","start":10,"end":19,"text":"spokesman","holder":1,"org":null,"status":"current"}]}
        {"id":"c","text":"Nothing.","entities":[]}

        """

    static func difference(_ edit: (String, String)..., dropping line: Int? = nil) throws -> Difference {
        var after = before
        for (old, new) in edit {
            let parts = after.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "\(old) is not in the example")
            after = parts[0] + new + parts[1]
        }
        if let line { after = after.split(separator: "\n").enumerated().filter { $0.offset != line }.map(\.element).joined(separator: "\n") }
        func read(_ text: String) throws -> [AnnotatedDocument] { try CorpusFormat.read([CorpusFile(path: "x.jsonl", bytes: Array(text.utf8))]) }
        return Difference(from: try read(before), to: try read(after))
    }

    static func summary(_ difference: Difference) -> [String] {
        Difference.Category.allCases.flatMap { category in difference.groups(category).map { "\(category.rawValue) \($0.group.subject): \($0.group.text) @\($0.places.joined(separator: ","))" } }
    }

    @Test func equalOutputsHaveNoDifference() throws {
        let difference = try Self.difference()
        #expect(difference.isEmpty)
        #expect(difference.documentCount == 3)
        #expect(difference.changedDocumentCount == 0)
    }

    @Test func appearedAndDisappeared() throws {
        let difference = try Self.difference((#"{"id":1,"type":"firm","start":0,"end":4,"text":"Acme","name":"Acme"},"#, ""), (#""name":"Bolt Inc"}"#, #""name":"Bolt Inc"},{"id":9,"type":"place","start":29,"end":33,"text":"Rome"}"#))
        #expect(Self.summary(difference) == ["appeared place: Rome @a:29", "disappeared firm: Acme @a:0"])
        #expect(difference.changedDocumentCount == 1)
    }

    @Test func typeSpanAndAttribute() throws {
        let difference = try Self.difference(
            (#""type":"firm","start":0"#, #""type":"org","start":0"#), (#""end":24,"text":"Bolt Inc""#, #""end":25,"text":"Bolt Inc.""#), (#""currency":"USD""#, #""currency":"CAD""#), (#""holder":1"#, #""holder":null"#))
        #expect(
            Self.summary(difference) == [
                "type firm → org: Acme @a:0", "span firm: Bolt Inc → Bolt Inc. @a:16", "attribute amount.currency: $5: USD → CAD @a:10",
                "attribute role.holder: spokesman: Jane Roe → none @b:10",
            ])
    }

    @Test func numbersOfEntitiesDontMatter() throws {
        let difference = try Self.difference((#""id":1,"type":"person""#, #""id":7,"type":"person""#), (#""holder":1"#, #""holder":7"#))
        #expect(difference.isEmpty)
    }

    @Test func recordsTextsFieldsAndErrors() throws {
        #expect(try Self.summary(Self.difference(dropping: 2)) == ["document disappeared: c @c"])
        #expect(try Self.summary(Self.difference((#""title":"Acme falls""#, #""title":"Acme""#))) == ["field title: Acme falls → Acme @a"])
        #expect(try Self.summary(Self.difference((#""text":"Nothing.""#, #""text":"Nothing at all.""#))) == ["text text: 8 → 15 code points @c"])
        #expect(try Self.summary(Self.difference((#""text":"Nothing.","entities":[]"#, #""error":{"stage":"decode","code":"corrupt","message":"m"}"#))) == ["error new: decode: corrupt: m @c"])
    }

    @Test func mentionsOfMovedTextAreTheSame() throws {
        // Two characters more before it all: every offset moves by two.
        let difference = try Self.difference(
            (#""text":"Jane Roe, spokesman.""#, #""text":"– Jane Roe, spokesman.""#), (#""start":0,"end":8,"text":"Jane Roe""#, #""start":2,"end":10,"text":"Jane Roe""#), (#""start":10,"end":19,"text":"spokesman""#, #""start":12,"end":21,"text":"spokesman""#))
        #expect(Self.summary(difference) == ["text text: 20 → 22 code points @b"])
    }

    @Test func idsThatRepeatPairInOrder() {
        func document(_ text: String) -> AnnotatedDocument { AnnotatedDocument(id: "x", text: CodePoints(text)) }
        #expect(Difference(from: [document("one"), document("two")], to: [document("one"), document("two")]).isEmpty)
        #expect(Difference(from: [document("one"), document("two")], to: [document("two"), document("one")]).count(.text) == 2)
    }
}
