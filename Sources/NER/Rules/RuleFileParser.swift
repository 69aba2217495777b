/// Reads a rule file. The format: `Sources/Knowledge/rules/README.md`.
struct RuleFileParser {
    private let file: String
    private var stage: Rule.Stage?
    private var rules: [Rule] = []
    private var current: Rule?

    private static let keywords = ["propose", "inside", "context", "relate", "evidence", "status", "because", "yes", "no"]

    /// The rules of a file, in order.
    ///
    /// - Throws: `KnowledgeError` with line and column at the first fault.
    static func parse(_ content: [UInt8], file: String) throws(KnowledgeError) -> [Rule] {
        var parser = RuleFileParser(file: file)
        var number = 0
        for line in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            try parser.read(String(decoding: line, as: UTF8.self), number)
        }
        try parser.finishRule()
        return parser.rules
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ line: String, _ number: Int) throws(KnowledgeError) {
        let bytes = Array(line.utf8)
        guard let start = bytes.firstIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }), bytes[start] != UInt8(ascii: "#") else { return }
        let end = (bytes.lastIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D } ?? start) + 1
        let keywordEnd = bytes[start..<end].firstIndex { $0 == 0x20 || $0 == 0x09 } ?? end
        let keyword = String(decoding: bytes[start..<keywordEnd], as: UTF8.self)
        let restStart = bytes[keywordEnd..<end].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? end
        let rest = String(decoding: bytes[restStart..<end], as: UTF8.self)
        func fault(_ message: String, _ column: Int) -> KnowledgeError { KnowledgeError(file: file, line: number, column: column + 1, message: message) }

        if keyword == "@stage" {
            try finishRule()
            guard let named = Rule.Stage(rawValue: rest) else { throw fault("unknown stage “\(rest)”: names, roles or deals", restStart) }
            stage = named
            return
        }
        if keyword == "rule" {
            try finishRule()
            guard let stage else { throw fault("no “@stage names”, “@stage roles” or “@stage deals” line before the first rule", start) }
            let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count >= 2, !parts.contains(where: \.isEmpty), !rest.contains(" ") else {
                throw fault("a rule's id is “type.what-it-sees”, such as firm.legal-form", restStart)
            }
            guard stage.subjects.contains(String(parts[0])) else {
                throw fault("the id must begin with \(stage.subjects.joined(separator: ", ")), not “\(parts[0])”", restStart)
            }
            if let twin = rules.first(where: { $0.id == rest }) { throw fault("rule \(rest) stands at line \(twin.line) already", restStart) }
            current = Rule(id: rest, file: file, line: number, stage: stage)
            return
        }
        guard current != nil else { throw fault("expected “rule ID”", start) }
        guard Self.keywords.contains(keyword) else {
            let near = Spelling.nearest(to: keyword, among: Self.keywords).map { "; did you mean “\($0)”?" } ?? ""
            throw fault("unknown keyword “\(keyword)”\(near)", start)
        }
        guard !rest.isEmpty else { throw fault("nothing follows “\(keyword)”", start) }
        switch keyword {
        case "evidence":
            for (evidence, place) in try evidence(rest, number, restStart) {
                current?.evidence.append(evidence)
                current?.evidencePlaces.append(place)
            }
        case "status":
            let known = stage == .deals ? Deal.Status.allCases.map(\.rawValue) : RoleLinks.Status.allCases.map(\.rawValue)
            guard known.contains(rest) else { throw fault("unknown status “\(rest)”: \(known.joined(separator: ", "))", restStart) }
            if stage == .deals { current?.dealStatus = Deal.Status(rawValue: rest) } else { current?.status = RoleLinks.Status(rawValue: rest) }
        case "because":
            guard current?.because.isEmpty ?? true else { throw fault("a rule has one because line", start) }
            current?.because = rest
        case "yes", "no":
            let example = stage == .deals ? try DealExample.parse(rest, isPositive: keyword == "yes", file: file, line: number, column: restStart) : try example(rest, keyword == "yes", number, restStart)
            current?.examples.append(example)
        default:
            guard let form = Rule.Form(rawValue: keyword), let stage else { return }
            guard stage.forms.contains(form) else { throw fault("“@stage \(stage.rawValue)” has \(stage.forms.map(\.rawValue).joined(separator: ", ")), not \(keyword)", start) }
            let node = try PatternParser.parse(rest, captures: stage.captures, file: file, line: number, column: restStart + 1)
            if form == .inside, node.targets > 0 { throw fault("an inside pattern has no [target]: it covers the whole candidate", restStart) }
            if node.targets > 1 { throw fault("a pattern has one [target]", restStart) }
            current?.patterns.append(Rule.Pattern(form: form, node: node, line: number, source: rest))
        }
    }

    /// `firm +3, other -2`
    private func evidence(_ text: String, _ line: Int, _ column: Int) throws(KnowledgeError) -> [(Evidence, NumberPlace)] {
        var result: [(Evidence, NumberPlace)] = []
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 2, let reading = Reading(name: String(words[0])), let points = Int8(words[1]), points != 0, (-9...9).contains(points), words[1].hasPrefix("+") || words[1].hasPrefix("-") else {
                throw KnowledgeError(file: file, line: line, column: column + 1, message: "evidence is written “firm +3, other -2”, with points from -9 to +9; the readings are \(Reading.allCases.map(\.name).joined(separator: ", "))")
            }
            if stage == .deals { throw KnowledgeError(file: file, line: line, column: column + 1, message: "“@stage deals” weighs no readings: its rules fill slots") }
            if let stage, !stage.readings.contains(reading) {
                throw KnowledgeError(file: file, line: line, column: column + 1, message: "“@stage \(stage.rawValue)” weighs \(stage.readings.map(\.name).joined(separator: ", ")), not \(reading.name)")
            }
            let start = column + text.utf8.distance(from: text.startIndex, to: words[1].startIndex)
            result.append((Evidence(reading: reading, points: points), NumberPlace(line: line, bytes: start..<(start + words[1].utf8.count))))
        }
        return result
    }

    /// A sentence with at most one bracketed span; `\[` and `\]` are brackets of the text.
    private func example(_ text: String, _ isPositive: Bool, _ line: Int, _ column: Int) throws(KnowledgeError) -> Rule.Example {
        var plain: [UInt8] = [], start: Int?, span: Range<Int>?
        let bytes = Array(text.utf8)
        var k = 0
        while k < bytes.count {
            switch bytes[k] {
            case _ where Rule.Example.isEscapedBracket(bytes, k):
                plain.append(bytes[k + 1])
                k += 1
            case UInt8(ascii: "["):
                guard start == nil else { throw KnowledgeError(file: file, line: line, column: column + k + 1, message: "an example has one bracketed span") }
                start = plain.count
            case UInt8(ascii: "]"):
                guard let from = start, span == nil, from < plain.count else { throw KnowledgeError(file: file, line: line, column: column + k + 1, message: "“]” without “[”, or nothing between them") }
                span = from..<plain.count
            default: plain.append(bytes[k])
            }
            k += 1
        }
        if isPositive || start != nil, span == nil {
            throw KnowledgeError(file: file, line: line, column: column + 1, message: "put the span that the rule finds in [brackets]")
        }
        return Rule.Example(isPositive: isPositive, text: String(decoding: plain, as: UTF8.self), span: span, line: line)
    }

    private mutating func finishRule() throws(KnowledgeError) {
        guard let rule = current else { return }
        func fault(_ message: String) -> KnowledgeError { KnowledgeError(file: file, line: rule.line, message: "rule \(rule.id) \(message)") }
        if rule.patterns.isEmpty { throw fault(rule.stage == .deals ? "has no pattern (relate)" : "has no pattern (propose, inside or context)") }
        if rule.stage != .deals, rule.evidence.isEmpty, rule.status == nil { throw fault("has no evidence line") }
        if rule.because.isEmpty { throw fault("has no because line") }
        if !rule.examples.contains(where: \.isPositive) { throw fault("has no “yes” example") }
        if !rule.examples.contains(where: { !$0.isPositive }) { throw fault("has no “no” example") }
        rules.append(rule)
        current = nil
    }
}

extension Rule.Stage {
    /// The readings that its evidence can speak for or against.
    fileprivate var readings: [Reading] {
        switch self {
        case .names: [.firm, .org, .person, .place, .other]
        case .roles: [.role, .other]
        case .deals: []
        }
    }
}

extension PatternNode {
    /// How many bracketed targets one way through the pattern has, at most.
    fileprivate var targets: Int {
        switch self {
        case .sequence(let nodes): nodes.reduce(0) { $0 + $1.targets }
        case .alternatives(let branches): branches.map(\.targets).max() ?? 0
        case .repeated(let inner, _), .not(let inner), .capture(_, let inner): inner.targets
        case .target(let inner): 1 + inner.targets
        default: 0
        }
    }
}
