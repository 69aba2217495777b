/// Runs what rules and lexicons say about themselves: every example through the whole recogniser, and the hygiene of the files.
public struct RuleChecker {
    /// A fault that was found, with its place.
    public typealias Finding = KnowledgeError

    private let knowledge: KnowledgeFiles
    private let recognizer: EntityRecognizer

    /// - Throws: `KnowledgeError` where the files cannot be read at all.
    public init(_ knowledge: KnowledgeFiles) throws(KnowledgeError) {
        self.knowledge = knowledge
        recognizer = try EntityRecognizer(knowledge)
    }

    /// How many rules, examples, lexicons and entries there are.
    public struct Counts: Sendable {
        public var rules = 0
        public var examples = 0
        public var lexicons = 0
        public var entries = 0
    }

    public var counts: Counts {
        var counts = Counts()
        counts.rules = recognizer.rules.rules.count
        counts.examples = recognizer.rules.rules.reduce(0) { $0 + $1.examples.count }
        for file in knowledge.files where file.isLexicon {
            counts.lexicons += 1
            if let lexicon = try? LexiconFile(name: file.stem, file: file.path, bytes: file.bytes.buffer) { try? lexicon.forEachRow { _ in counts.entries += 1 } }
        }
        return counts
    }

    /// All faults: examples that do not hold (a dead rule's cannot), patterns that stand in two rules, lexicons that nothing uses, entries out of order, twice,
    /// or not NFC.
    ///
    /// - Parameter isNormalized: whether a text is in Unicode's NFC.
    public func findings(isNormalized: (String) -> Bool) -> [Finding] {
        var findings = shadowedPatterns()
        let worker = EntityRecognizer.Worker(recognizer)
        for rule in recognizer.rules.rules {
            for example in rule.examples {
                if let fault = fault(of: example, of: rule, worker) { findings.append(Finding(file: rule.file, line: example.line, message: fault)) }
            }
        }
        let used = Set(recognizer.usedLexicons)
        for file in knowledge.files where file.isLexicon {
            if !used.contains(file.stem) { findings.append(Finding(file: file.path, line: 1, message: "no rule and no part of the recogniser uses <\(file.stem)>")) }
            do throws(KnowledgeError) {
                findings += try LexiconHygiene.findings(LexiconFile(name: file.stem, file: file.path, bytes: file.bytes.buffer), isNormalized)
            } catch {
                findings.append(error)
            }
        }
        return findings
    }

    /// Patterns that an earlier rule of the same stage and form has already.
    private func shadowedPatterns() -> [Finding] {
        var first: [String: Rule] = [:]
        var findings: [Finding] = []
        for rule in recognizer.rules.rules {
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

    private static func describe(_ candidate: Explanation.Candidate) -> String {
        let totals = candidate.totals.map { "\($0.reading) \($0.points)" }.joined(separator: ", ")
        switch candidate.outcome {
        case .tagged(let type): return "tagged as \(type.rawValue) (\(totals))"
        case .refused: return "refused (\(totals))"
        case .covered: return "covered by a better candidate (\(totals))"
        }
    }
}

/// The order and form of a lexicon file.
enum LexiconHygiene {
    /// Entries out of order or twice, forms that are not NFC or padded with blanks.
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
                if bytes.last == 0x20 { findings.append(.init(file: lexicon.file, line: line, message: "“\(text)” ends in a blank")) }
            }
        }
        return findings
    }
}
