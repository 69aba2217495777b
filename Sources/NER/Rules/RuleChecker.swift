/// Runs what rules and lexicons say about themselves: every example through the whole recogniser, and the hygiene of the files.
public struct RuleChecker: Sendable {
    /// A fault that was found, with its place.
    public typealias Finding = KnowledgeError

    private let knowledge: KnowledgeFiles
    private let recognizer: EntityRecognizer
    private let rules: [Rule]

    /// - Throws: `KnowledgeError` where the files cannot be read at all.
    public init(_ knowledge: KnowledgeFiles) throws(KnowledgeError) {
        self.knowledge = knowledge
        recognizer = try EntityRecognizer(knowledge)
        rules = try knowledge.parsedRules()
    }

    /// A checker of rules alone, as `recognizer` has them.
    init(_ recognizer: EntityRecognizer) {
        knowledge = recognizer.ruleFiles
        self.recognizer = recognizer
        rules = recognizer.writtenRules
    }

    /// How many rules, examples, lexicons and entries there are.
    public struct Counts: Sendable {
        public var rules = 0
        public var examples = 0
        /// Examples of the amount grammar.
        public var sums = 0
        public var lexicons = 0
        public var entries = 0
    }

    public var counts: Counts {
        var counts = Counts()
        counts.rules = rules.count
        counts.examples = rules.reduce(0) { $0 + $1.examples.count }
        for file in knowledge.files where file.isExamples { counts.sums += (try? AmountExample.parse(file.content, file: file.path).count) ?? 0 }
        for file in knowledge.files where file.isLexicon {
            counts.lexicons += 1
            if let lexicon = try? LexiconFile(name: file.stem, file: file.path, bytes: file.bytes.buffer) { try? lexicon.forEachRow { _ in counts.entries += 1 } }
        }
        return counts
    }

    /// All faults: examples that do not hold (a dead rule's cannot), patterns that stand in two rules, ids of two rules, filters that no row passes, lexicons that
    /// nothing uses, entries out of order, twice, or not NFC.
    ///
    /// - Parameter isNormalized: whether a text is in Unicode's NFC.
    public func findings(isNormalized: (String) -> Bool) -> [Finding] {
        let worker = EntityRecognizer.Worker(recognizer)
        return ruleFindings() + examples.compactMap { finding(of: $0, worker) } + amountFindings(worker) + lexiconFindings(isNormalized)
    }

    // MARK: Examples

    /// An example, and the rule that it stands in.
    struct Case: Sendable {
        var rule: Rule
        var example: Rule.Example
    }

    var examples: [Case] {
        rules.flatMap { rule in rule.examples.map { Case(rule: rule, example: $0) } }
    }

    /// What is wrong with an example, if anything is.
    func finding(of one: Case, _ worker: EntityRecognizer.Worker? = nil) -> Finding? {
        fault(of: one.example, of: one.rule, worker ?? EntityRecognizer.Worker(recognizer)).map { Finding(file: one.rule.file, line: one.example.line, message: $0) }
    }

    /// The examples of the amount grammar that do not hold.
    func amountFindings(_ worker: EntityRecognizer.Worker) -> [Finding] {
        var findings: [Finding] = []
        for file in knowledge.files where file.isExamples {
            do throws(KnowledgeError) {
                for example in try AmountExample.parse(file.content, file: file.path) {
                    guard let fault = example.fault(in: worker.recognize(text: Array(example.document.utf8)).mentions) else { continue }
                    findings.append(Finding(file: file.path, line: example.line, message: fault))
                }
            } catch {
                findings.append(error)
            }
        }
        return findings
    }

    // MARK: Rules

    /// What is wrong between rules, and between rules and lexicons.
    func ruleFindings() -> [Finding] { twins() + shadowedPatterns() + idleGroups() + emptyFilters() }

    /// Ids that a rule of another file has already.
    private func twins() -> [Finding] {
        var first: [String: Rule] = [:]
        return rules.compactMap { rule in
            guard let twin = first.updateValue(rule, forKey: rule.id) else { return nil }
            return Finding(file: rule.file, line: rule.line, message: "rule \(rule.id) stands at \(twin.file):\(twin.line) already")
        }
    }

    /// Groups that group nothing, as in `[@name] ( <country> )`: brackets of the text were meant, and need quotes.
    private func idleGroups() -> [Finding] {
        rules.flatMap { rule in
            rule.patterns.filter { Self.hasIdleGroup(Array($0.source.utf8)) }.map { pattern in
                Finding(file: rule.file, line: pattern.line, message: "“( … )” without alternatives groups nothing; write \"(\" in quotes for a bracket in the text")
            }
        }
    }

    /// Whether a pattern has a group without `|` that is not optional, repeated, negated or captured.
    private static func hasIdleGroup(_ source: [UInt8]) -> Bool {
        var open: [(start: Int, hasAlternatives: Bool)] = [], isQuoted = false
        for (i, byte) in source.enumerated() {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            switch byte {
            case UInt8(ascii: "("): open.append((i, false))
            case UInt8(ascii: "|"): if !open.isEmpty { open[open.count - 1].hasAlternatives = true }
            case UInt8(ascii: ")"):
                guard let group = open.popLast(), !group.hasAlternatives else { continue }
                let before = group.start > 0 ? source[group.start - 1] : 0x20, after = i + 1 < source.count ? source[i + 1] : 0x20
                if ![UInt8(ascii: "!"), UInt8(ascii: "=")].contains(before), !"?*+".utf8.contains(after) { return true }
            default: break
            }
        }
        return false
    }

    /// Filters such as `<org-head strength=storng>` that no row of the lexicon passes.
    private func emptyFilters() -> [Finding] {
        var values: [String: [String: Set<String>]] = [:]
        var findings: [Finding] = []
        for rule in rules {
            for pattern in rule.patterns {
                for selector in pattern.node.selectors {
                    for filter in selector.filters {
                        let column = values[selector.lexicon]?[filter.column] ?? self.values(of: filter.column, in: selector.lexicon)
                        values[selector.lexicon, default: [:]][filter.column] = column
                        if column.contains(filter.value) { continue }
                        let near = Spelling.nearest(to: filter.value, among: column).map { "; did you mean \($0)?" } ?? ""
                        findings.append(Finding(file: rule.file, line: pattern.line, message: "no entry of <\(selector.lexicon)> has \(filter.column)=\(filter.value)\(near)"))
                    }
                }
            }
        }
        return findings
    }

    private func values(of column: String, in name: String) -> Set<String> {
        var result: Set<String> = []
        let files = knowledge.files.filter { $0.isLexicon && $0.stem == name } + knowledge.additions.filter { $0.lexicon == name }.map(\.file)
        for file in files {
            // What breaks the format was reported when the recogniser was made.
            guard let lexicon = try? LexiconFile(name: name, file: file.path, bytes: file.bytes.buffer) else { continue }
            try? lexicon.forEachRow { result.insert(lexicon.value(column, of: $0)) }
        }
        return result
    }

    /// Patterns that an earlier rule of the same stage and form has already.
    private func shadowedPatterns() -> [Finding] {
        var first: [String: Rule] = [:]
        var findings: [Finding] = []
        for rule in rules {
            for pattern in rule.patterns {
                let key = "\(rule.stage) \(pattern.form) \(pattern.source.split(separator: " ").joined(separator: " "))"
                if let known = first[key] {
                    findings.append(Finding(file: rule.file, line: pattern.line, message: "rule \(known.id) has this pattern already"))
                } else {
                    first[key] = rule
                }
            }
        }
        return findings
    }

    /// Why an example does not hold; `nil` when it does.
    private func fault(of example: Rule.Example, of rule: Rule, _ worker: EntityRecognizer.Worker) -> String? {
        let explanation = worker.explain(text: Array(example.text.utf8))
        if rule.stage == .deals { return DealExample.fault(of: example, of: rule, explanation.deals) }
        if let span = example.span {
            let candidate = explanation.candidates.first { $0.range == span && ($0.bill.contains { $0.rule == rule.id } || !example.isPositive) }
            let speaks = candidate?.bill.contains { $0.rule == rule.id } ?? false
            let quoted = "“\(String(decoding: Array(example.text.utf8)[span], as: UTF8.self))”"
            guard example.isPositive else {
                return speaks ? "rule \(rule.id) speaks for \(quoted), which this “no” forbids" : nil
            }
            guard speaks, let candidate else { return "rule \(rule.id) does not see \(quoted)" }
            if rule.subject == "other" { return nil }
            if case .tagged(let type) = candidate.outcome, type.rawValue == rule.subject { return nil }
            return "\(quoted) is \(Self.describe(candidate)), not tagged as \(rule.subject)"
        }
        if rule.subject == "other" {
            guard let candidate = explanation.candidates.first(where: { $0.bill.contains { $0.rule == rule.id } }) else { return nil }
            return "rule \(rule.id) sees “\(candidate.text)”, which this “no” forbids"
        }
        guard let tagged = explanation.candidates.first(where: { if case .tagged(let type) = $0.outcome { type.rawValue == rule.subject } else { false } }) else { return nil }
        return "“\(tagged.text)” is tagged as \(rule.subject), which this “no” forbids"
    }

    // MARK: Lexicons

    func lexiconFindings(_ isNormalized: (String) -> Bool) -> [Finding] {
        var findings: [Finding] = []
        for file in knowledge.files where file.isLexicon {
            if !recognizer.usedLexicons.contains(file.stem) { findings.append(Finding(file: file.path, line: 1, message: "no rule and no part of the recogniser uses <\(file.stem)>")) }
            do throws(KnowledgeError) {
                findings += try LexiconHygiene.findings(LexiconFile(name: file.stem, file: file.path, bytes: file.bytes.buffer), isNormalized)
            } catch {
                findings.append(error)
            }
        }
        return findings
    }

    private static func describe(_ candidate: Explanation.Candidate) -> String {
        let totals = candidate.totals.map { "\($0.reading) \($0.points)" }.joined(separator: ", ")
        switch candidate.outcome {
        case .tagged(let type): return "tagged as \(type.rawValue) (\(totals))"
        case .refused: return "refused (\(totals))"
        case .covered: return "covered by a better candidate (\(totals))"
        }
    }
}

extension PatternNode {
    /// The lexicon classes that it names.
    fileprivate var selectors: [ClassSelector] {
        switch self {
        case .lexicon(let selector, _): [selector]
        case .flags(let test): test.requiredClasses + test.forbiddenClasses
        case .sequence(let nodes), .alternatives(let nodes): nodes.flatMap(\.selectors)
        case .not(let inner), .repeated(let inner, _), .target(let inner), .capture(_, let inner): inner.selectors
        case .words, .span, .gap, .sentenceStart, .sentenceEnd: []
        }
    }
}

/// The order and form of a lexicon file.
enum LexiconHygiene {
    /// Entries out of order or twice, forms that are not NFC, padded with blanks, or in capitals that mean nothing.
    static func findings(_ lexicon: LexiconFile, _ isNormalized: (String) -> Bool) throws(KnowledgeError) -> [KnowledgeError] {
        var findings: [KnowledgeError] = []
        var previous: [UInt8] = []
        var lineOf: [[UInt8]: Int] = [:]
        try lexicon.forEachRow { row throws(KnowledgeError) in
            let line = row.line
            var isFirst = true
            try lexicon.forEachForm(of: row) { form throws(KnowledgeError) in
                let bytes = Array(lexicon.bytes[form.range])
                let text = String(decoding: bytes, as: UTF8.self)
                if isFirst {
                    if bytes.lexicographicallyPrecedes(previous) { findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” is out of order: entries are sorted by their bytes, without “?”")) }
                    previous = bytes
                    isFirst = false
                }
                if let first = lineOf[bytes] {
                    findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” stands at line \(first) already"))
                } else {
                    lineOf[bytes] = line
                }
                if !isNormalized(text) { findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” is not in Unicode's NFC")) }
                if lexicon.foldsCase, bytes.contains(where: { $0 &- 0x41 < 26 }) {
                    findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” has capitals; under “@case any” write lower case"))
                }
                if bytes.last == 0x20 { findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” ends in a blank")) }
            }
        }
        return findings
    }
}
