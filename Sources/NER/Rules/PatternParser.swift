/// Reads one pattern of the rule language into its syntax tree.
struct PatternParser {
    private let text: [UInt8]
    private let file: String
    private let line: Int
    /// Column of the pattern's first byte in its line, from 1.
    private let column: Int
    private var i = 0

    static let flagNames: [String: TokenFlags] = [
        "Cap": .capitalized, "Upper": .upper, "Camel": .camel, "Lower": .lower, "Number": .number, "Punct": .punctuation, "Address": .address,
        "Dotted": .dotted, "Glued": .glued, "Start": .sentenceStart, "Line": .lineStart, "Paragraph": .paragraphStart, "Headline": .headline, "Plural": .plural,
    ]

    /// What the pattern may capture; empty: nothing.
    private let captures: [String]

    init(_ text: String, captures: [String], file: String, line: Int, column: Int) {
        self.text = Array(text.utf8)
        self.captures = captures
        self.file = file
        self.line = line
        self.column = column
    }

    static func parse(_ text: String, captures: [String] = [], file: String, line: Int, column: Int) throws(KnowledgeError) -> PatternNode {
        var parser = PatternParser(text, captures: captures, file: file, line: line, column: column)
        let node = try parser.alternatives()
        if parser.i < parser.text.count { throw parser.error("unexpected “\(Character(Unicode.Scalar(parser.text[parser.i])))”") }
        return node
    }

    private func error(_ message: String, at position: Int? = nil) -> KnowledgeError {
        KnowledgeError(file: file, line: line, column: column + (position ?? i), message: message)
    }

    private mutating func skipBlanks() { while i < text.count, text[i] == 0x20 || text[i] == 0x09 { i += 1 } }
    private func peek(_ b: Character) -> Bool { i < text.count && text[i] == b.asciiValue }

    private mutating func alternatives() throws(KnowledgeError) -> PatternNode {
        var branches = [try sequence()]
        while peek("|") {
            i += 1
            branches.append(try sequence())
        }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(KnowledgeError) -> PatternNode {
        var nodes: [PatternNode] = []
        skipBlanks()
        while i < text.count, !peek("|"), !peek(")"), !peek("]") {
            nodes.append(try quantified())
            skipBlanks()
        }
        if nodes.isEmpty { throw error("an element is missing here") }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quantified() throws(KnowledgeError) -> PatternNode {
        let node = try element()
        guard i < text.count else { return node }
        switch text[i] {
        case UInt8(ascii: "?"): i += 1; return .repeated(node, 0...1)
        case UInt8(ascii: "+"): i += 1; return .repeated(node, 1...8)
        case UInt8(ascii: "*"): i += 1; return .repeated(node, 0...8)
        default: return node
        }
    }

    private mutating func element() throws(KnowledgeError) -> PatternNode {
        let start = i
        switch text[i] {
        case UInt8(ascii: "["):
            i += 1
            let node = try alternatives()
            guard peek("]") else { throw error("“[” is never closed", at: start) }
            i += 1
            return .target(node)
        case UInt8(ascii: "("):
            i += 1
            let node = try alternatives()
            guard peek(")") else { throw error("“(” is never closed; write \"(\" in quotes for a bracket in the text", at: start) }
            i += 1
            return node
        case UInt8(ascii: "<"): return try lexicon()
        case UInt8(ascii: "{"): return try flags()
        case UInt8(ascii: "@"):
            i += 1
            let name = word()
            guard let kinds = SpanKinds.byName[name] else {
                throw error("unknown span “@\(name)”; there are \(SpanKinds.byName.keys.sorted().map { "@" + $0 }.joined(separator: ", "))", at: start)
            }
            return .span(kinds)
        case UInt8(ascii: "^"): i += 1; return .sentenceStart
        case UInt8(ascii: "$"): i += 1; return .sentenceEnd
        case UInt8(ascii: "!"):
            i += 1
            guard i < text.count, text[i] != 0x20 else { throw error("“!” needs an element directly behind it; write \"!\" in quotes for the mark itself", at: start) }
            return .not(try element())
        case UInt8(ascii: "."):
            guard i + 1 < text.count, text[i + 1] == UInt8(ascii: ".") else { break }
            i += 2
            let digits = word()
            guard let count = Int(digits), (1...20).contains(count) else { throw error("a gap is written ..N, with N from 1 to 20", at: start) }
            return .gap(count)
        case UInt8(ascii: "\""):
            i += 1
            let from = i
            while i < text.count, text[i] != UInt8(ascii: "\"") { i += 1 }
            guard i < text.count else { throw error("the quote is never closed", at: start) }
            let quoted = String(decoding: text[from..<i], as: UTF8.self)
            guard quoted.utf8.contains(where: { $0 > 0x20 }) else { throw error("nothing stands between the quotes", at: start) }
            i += 1
            return .words([quoted], isExact: true)
        case UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "*"):
            throw error("nothing stands before the “\(Character(Unicode.Scalar(text[i])))”")
        default: break
        }
        let from = i
        while i < text.count, !isDelimiter(text[i]) { i += 1 }
        if i == from { i += 1 }
        let literal = String(decoding: text[from..<i], as: UTF8.self)
        if peek("="), literal.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) {
            guard !captures.isEmpty else { throw error("rules of “@stage names” capture nothing: names have no links; write \"=\" in quotes for the mark itself", at: from) }
            guard captures.contains(literal) else {
                throw error("unknown capture “\(literal)=”; there are \(captures.map { $0 + "=" }.joined(separator: ", ")); write \"=\" in quotes for the mark itself", at: from)
            }
            i += 1
            guard i < text.count, text[i] != 0x20 else { throw error("a capture needs an element behind “=”") }
            return .capture(literal, try element())
        }
        return .words([literal], isExact: false)
    }

    private func isDelimiter(_ b: UInt8) -> Bool {
        switch b {
        case 0x20, 0x09, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "|"),
            UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "@"): true
        default: false
        }
    }

    private mutating func word() -> String {
        let from = i
        while i < text.count, (text[i] | 0x20) &- 0x61 < 26 || text[i] &- 0x30 < 10 || text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "_") { i += 1 }
        return String(decoding: text[from..<i], as: UTF8.self)
    }

    /// `<name>`, `<name!>`, `<name?>`, `<name column=value …>`
    private mutating func lexicon() throws(KnowledgeError) -> PatternNode {
        let start = i
        i += 1
        var selector = ClassSelector(word())
        if peek("!") { selector.certainty = .certain; i += 1 } else if peek("?") { selector.certainty = .ambiguous; i += 1 }
        skipBlanks()
        while i < text.count, !peek(">") {
            let column = word()
            guard !column.isEmpty, peek("=") else { throw error("expected column=value or “>”") }
            i += 1
            selector.filters.append(.init(column: column, value: word()))
            skipBlanks()
        }
        guard peek(">") else { throw error("“<” is never closed", at: start) }
        i += 1
        return .lexicon(selector, column: column + start)
    }

    /// `{Cap}`, `{Cap !Upper <firm-head> !<function-word>}`, `{Any}`
    private mutating func flags() throws(KnowledgeError) -> PatternNode {
        let start = i
        i += 1
        var test = FlagTest()
        skipBlanks()
        while i < text.count, !peek("}") {
            var isNegative = false
            if peek("!") { isNegative = true; i += 1 }
            if peek("<") {
                guard case .lexicon(let selector, let column) = try lexicon() else { continue }
                test.columns[selector] = column
                if isNegative { test.forbiddenClasses.append(selector) } else { test.requiredClasses.append(selector) }
            } else {
                let at = i
                let name = word()
                if name == "Any" {
                } else if name == "Word" {
                    if isNegative { test.forbidden.formUnion(.word) } else { test.anyOf.formUnion(.word) }
                } else if let flag = Self.flagNames[name] {
                    if isNegative { test.forbidden.formUnion(flag) } else { test.required.formUnion(flag) }
                } else {
                    let known = Array(Self.flagNames.keys) + ["Any", "Word"]
                    let near = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
                    throw error("unknown flag “\(name)”\(near)", at: at)
                }
            }
            skipBlanks()
        }
        guard peek("}") else { throw error("“{” is never closed", at: start) }
        i += 1
        return .flags(test)
    }
}
