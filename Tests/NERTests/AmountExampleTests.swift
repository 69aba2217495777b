import Foundation
import Testing

@testable import NER

/// One line of `amounts.examples`.
struct AmountExample: Sendable, CustomTestStringConvertible {
    var line: Int
    /// A paragraph before the text, or empty.
    var context: String
    var text: String
    /// The spans, and their values.
    var expected: [(text: String, value: String)]

    var testDescription: String { "\(line): \(text)" }

    /// The examples of the file; its format is explained there.
    static let all: [AmountExample] = {
        let file = AmountFixture.knowledge.appendingPathComponent("rules/amounts.examples")
        guard let content = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var result: [AmountExample] = [], values: [String] = [], context = ""
        for (k, raw) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmingCharacters(in: .whitespaces)
            if line.isEmpty { values = []; context = ""; continue }
            if line.hasPrefix("#") { continue }
            if line.hasPrefix("=> ") {
                values = line == "=> nothing" ? [] : line.dropFirst(3).components(separatedBy: "; ")
                continue
            }
            if line.hasPrefix("@doc ") { context = String(line.dropFirst(5)); continue }
            for form in line.components(separatedBy: " | ") {
                var spans: [String] = [], open: String.Index?
                for i in form.indices {
                    if form[i] == "[" { open = form.index(after: i) }
                    if form[i] == "]", let start = open { spans.append(String(form[start..<i])); open = nil }
                }
                let text = form.filter { $0 != "[" && $0 != "]" }
                if spans.isEmpty, !values.isEmpty { spans = [text] }
                result.append(AmountExample(line: k + 1, context: context, text: text, expected: Array(zip(spans, values).map { ($0, $1) })))
            }
        }
        return result
    }()
}

@Suite("Amount examples") struct AmountExampleTests {
    @Test("The grammar's own examples", arguments: AmountExample.all)
    func example(_ example: AmountExample) {
        let text = example.context.isEmpty ? example.text : example.context + "\n\n" + example.text
        let known = example.context.isEmpty ? 0 : AmountFixture.shared.amounts(example.context).count
        let found = AmountFixture.shared.amounts(text).dropFirst(known)
        #expect(found.map(\.text) == example.expected.map(\.text), "line \(example.line)")
        #expect(found.map(\.value) == example.expected.map(\.value), "line \(example.line): \(example.text)")
    }

    @Test("There are enough of them") func count() {
        #expect(AmountExample.all.count >= 550)
        #expect(AmountExample.all.filter(\.expected.isEmpty).count >= 40)
    }
}
