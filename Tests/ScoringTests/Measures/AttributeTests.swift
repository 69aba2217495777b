import Scoring
import Testing

/// Attribute accuracy, through whole evaluations.
@Suite struct AttributeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: String
        var gold: [AttributeName: String]
        var predicted: [AttributeName: String]
        /// Question to whether the answer counts as right; questions that are not asked are left out.
        var expected: [AttributeAccuracy.Question: Bool]

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "equal amounts", type: "amount", gold: [.value: "160000000", .currency: "USD", .kind: "exact"], predicted: [.value: "160000000", .high: "", .currency: "USD", .kind: "exact"], expected: [.value: true, .currency: true, .kind: true]),
        Case(name: "other spelling of a number", type: "amount", gold: [.value: "5.40"], predicted: [.value: "5.4"], expected: [.value: true]),
        Case(name: "another number", type: "amount", gold: [.value: "5.40"], predicted: [.value: "5.41"], expected: [.value: false]),
        Case(name: "high end missed", type: "amount", gold: [.value: "3", .high: "4"], predicted: [.value: "3"], expected: [.value: false]),
        Case(name: "high end invented", type: "amount", gold: [.value: "3"], predicted: [.value: "3", .high: "4"], expected: [.value: false]),
        Case(name: "a vague sum has no value to miss", type: "amount", gold: [.value: "", .currency: "USD", .kind: "vague"], predicted: [.value: "10", .currency: "USD", .kind: "approx"], expected: [.currency: true, .kind: false]),
        Case(name: "what was not annotated is not asked", type: "amount", gold: [:], predicted: [.value: "1", .currency: "USD"], expected: [:]),
        Case(name: "forms of one name", type: "role", gold: [.holder: "Tim Cook", .org: "Acme Widgets Inc.", .status: "current"], predicted: [.holder: "Cook", .org: "AW", .status: "current"], expected: [.holder: true, .org: true, .status: true]),
        Case(name: "another name", type: "role", gold: [.holder: "Tim Cook", .org: "Acme"], predicted: [.holder: "Luca Maestri", .org: ""], expected: [.holder: false, .org: false, .status: true]),
        Case(name: "none and none agree", type: "role", gold: [.holder: "", .org: "Acme", .status: "former"], predicted: [.holder: "", .org: "acme’s", .status: ""], expected: [.holder: true, .org: true, .status: false]),
        Case(name: "legal forms alone make no name equal", type: "role", gold: [.org: "The Group"], predicted: [.org: "The Company"], expected: [.holder: true, .org: false, .status: true]),
    ]

    @Test(arguments: cases) func answers(_ example: Case) throws {
        func document(_ attributes: [AttributeName: String]) -> AnnotatedDocument {
            AnnotatedDocument(id: "1", text: CodePoints("words"), annotations: [Annotation(0..<5, example.type, text: "words", attributes: attributes)])
        }
        let accuracy = try Evaluation(gold: [document(example.gold)], predicted: [document(example.predicted)]).attributes
        var found: [AttributeAccuracy.Question: Bool] = [:]
        for (key, tally) in accuracy.all {
            #expect(key.type == example.type && tally.asked == 1)
            found[key.question] = tally.right == 1
        }
        #expect(found == example.expected)
        #expect(accuracy.mistakes.count == example.expected.values.count { !$0 })
    }

    @Test func onlyRightSpansAreAsked() throws {
        let gold = AnnotatedDocument(id: "1", text: CodePoints("$5 million"), annotations: [Annotation(0..<10, "amount", text: "$5 million", attributes: [.value: "5000000"])])
        let predicted = AnnotatedDocument(id: "1", text: CodePoints("$5 million"), annotations: [Annotation(0..<2, "amount", text: "$5", attributes: [.value: "5000000"])])
        #expect(try Evaluation(gold: [gold], predicted: [predicted]).attributes.tallies.isEmpty)
    }
}
