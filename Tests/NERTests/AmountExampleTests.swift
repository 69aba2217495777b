import Testing

@testable import NER

extension AmountExample: CustomTestStringConvertible {
    public var testDescription: String { "\(line): \(text)" }
}

/// The examples of the source folder.
private enum SourceExamples {
    static let all: [AmountExample] = {
        guard let file = SourceKnowledge.files.files.first(where: { $0.name == "amounts.examples" }) else { return [] }
        return (try? AmountExample.parse(Array(file.content), file: file.name)) ?? []
    }()
}

@Suite("Amount examples") struct AmountExampleTests {
    @Test("The grammar's own examples", arguments: SourceExamples.all)
    func holds(_ example: AmountExample) {
        #expect(example.fault(in: AmountFixture.shared.mentions(example.document)) == nil)
    }

    @Test("There are enough of them") func count() {
        #expect(SourceExamples.all.count >= 800)
        #expect(SourceExamples.all.filter(\.sums.isEmpty).count >= 60)
    }

    static let faults: [(String, String?)] = [
        ("=> USD 5 exact\n$5 | [$5] a day\n", nil),
        ("=> USD 5 exact per=day\n[$5] a day\n", nil),
        ("=> USD 6 exact\nIt cost [$5].\n", "found in “It cost $5.”: “$5” USD 5 exact"),
        ("=> nothing\nIt cost $5.\n", "found in “It cost $5.”: “$5” USD 5 exact"),
        ("=> USD 5 exact\nIt [cost] five.\n", "found in “It cost five.”: nothing"),
        ("=> USD 5 exact per=share\n[$5] a day\n", "“$5” in “$5 a day” is not per=share, but basis=default per=day magnitude=- converts=-"),
    ]

    @Test("An example that does not hold says what was found", arguments: faults)
    func saysWhat(_ content: String, _ fault: String?) throws {
        let found = try AmountExample.parse(Array(content.utf8), file: "x").compactMap { $0.fault(in: AmountFixture.shared.mentions($0.document)) }
        #expect(found.first == fault)
    }

    static let malformed: [(String, Int)] = [("$5\n", 1), ("=> USD 5 exact\n\n$5\n", 3), ("=> USD 5 exact; USD 6 exact\n$5 and [$6]\n", 2), ("# x\n=> USD 5 exact\na [$5\n", 3), ("=> nothing\na [$5]\n", 2)]

    @Test("What is written wrongly is named by its line", arguments: malformed)
    func isNamed(_ content: String, _ line: Int) {
        let error = #expect(throws: KnowledgeError.self) { try AmountExample.parse(Array(content.utf8), file: "x") }
        #expect(error?.line == line)
    }
}
