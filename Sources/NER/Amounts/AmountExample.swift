/// One example of the amount grammar: a text, and the sums that it must yield. `rules/amounts.examples` explains how they are written.
struct AmountExample: Sendable {
    /// A sum as an example states it.
    struct Sum: Sendable {
        /// The span.
        var text: String
        /// Currency, value and kind: `USD 3000000..4000000 range`.
        var value: String
        /// Further attributes that must hold: `per=share`.
        var attributes: [String]
    }

    var line: Int
    /// A paragraph before the text, or empty.
    var context: String
    var text: String
    var sums: [Sum]

    /// The examples of a file.
    ///
    /// - Throws: `KnowledgeError` where a line is written wrongly.
    static func parse(_ content: [UInt8], file: String) throws(KnowledgeError) -> [AmountExample] {
        var result: [AmountExample] = [], values: [Substring]?, context = "", line = 0
        for raw in String(decoding: content, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            let text = raw.drop { $0 == " " }
            if text.isEmpty { (values, context) = (nil, "") }
            if text.isEmpty || text.hasPrefix("#") { continue }
            if text.hasPrefix("=> ") {
                values = text == "=> nothing" ? [] : text.dropFirst(3).split(separator: "; ")
            } else if text.hasPrefix("@doc ") {
                context = String(text.dropFirst(5))
            } else {
                guard let values else { throw KnowledgeError(file: file, line: line, message: "a text without a line “=> VALUE” before it") }
                for form in text.split(separator: " | ") {
                    guard let example = AmountExample(form, values, context, line) else {
                        throw KnowledgeError(file: file, line: line, message: "“\(form)” needs \(values.count) spans in square brackets, one for each value")
                    }
                    result.append(example)
                }
            }
        }
        return result
    }

    private init?(_ form: Substring, _ values: [Substring], _ context: String, _ line: Int) {
        var spans: [String] = [], text = "", open: String?
        for character in form {
            switch character {
            case "[": open = ""
            case "]":
                guard let span = open else { return nil }
                spans.append(span)
                open = nil
            default:
                text.append(character)
                open?.append(character)
            }
        }
        if spans.isEmpty, !values.isEmpty { spans = [text] }
        guard spans.count == values.count, open == nil else { return nil }
        (self.line, self.context, self.text) = (line, context, text)
        sums = zip(spans, values).map { span, value in
            let words = value.split(separator: " ")
            return Sum(text: span, value: words.prefix(3).joined(separator: " "), attributes: words.dropFirst(3).map(String.init))
        }
    }

    /// What is to be recognised: the paragraph before it, and the text.
    var document: String { context.isEmpty ? text : context + "\n\n" + text }

    /// What is wrong with the mentions that were found in `document`; `nil` where nothing is.
    func fault(in mentions: [Mention]) -> String? {
        let bytes = Array(document.utf8), start = bytes.count - text.utf8.count
        var found: [(id: Int, range: Range<Int>, sum: MonetaryAmount)] = []
        for mention in mentions where mention.range.lowerBound >= start {
            if case .amount(let sum) = mention.attributes { found.append((mention.id, mention.range, sum)) }
        }
        func position(_ id: Int) -> Int { 1 + (found.firstIndex { $0.id == id } ?? -1) }
        let texts = found.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        guard texts == sums.map(\.text), zip(found, sums).allSatisfy({ Self.describe($0.sum) == $1.value }) else {
            let list = zip(texts, found).map { "“\($0)” \(Self.describe($1.sum))" }.joined(separator: "; ")
            return "found in “\(text)”: \(found.isEmpty ? "nothing" : list)"
        }
        for ((_, _, sum), expected) in zip(found, sums) {
            let attributes = ["basis=\(sum.currencyBasis.rawValue)", "per=\(sum.per ?? "-")", "magnitude=\(sum.magnitude.map(String.init) ?? "-")", "converts=\(sum.converts.map { "\(position($0))" } ?? "-")"]
            if let wrong = expected.attributes.first(where: { !attributes.contains($0.replacing("_", with: " ")) }) {
                return "“\(expected.text)” in “\(text)” is not \(wrong), but \(attributes.joined(separator: " "))"
            }
        }
        return nil
    }

    /// Currency, value and kind, as examples write them.
    static func describe(_ sum: MonetaryAmount) -> String {
        "\(sum.currency ?? "?") \(sum.value ?? "-")\(sum.high.map { "..\($0)" } ?? "") \(sum.kind.rawValue)"
    }
}
