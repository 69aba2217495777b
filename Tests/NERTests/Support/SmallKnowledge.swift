import Knowledge
@testable import NER

/// Knowledge of a few entries and rules: all lexicons that the recogniser asks for are there, and empty but for the given rows.
enum SmallKnowledge {
    /// The header of each embedded lexicon: its case, and its columns.
    private static let headers: [(name: String, text: String)] = KnowledgeFiles.builtIn.files.filter(\.isLexicon).map { file in
        let lines = String(decoding: file.content, as: UTF8.self).split(separator: "\n").prefix { !$0.hasPrefix("phrase") }
        let columns = String(decoding: file.content, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("phrase") } ?? "phrase"
        return (file.stem, lines.filter { $0.hasPrefix("@") }.joined(separator: "\n") + "\n" + columns + "\n")
    }

    /// Words that begin a sentence and no name, unless the test says otherwise.
    private static let functionWords = ["and", "he", "in", "it", "now", "she", "the", "then", "they", "we"].joined(separator: "\n") + "\n"

    /// - Parameters:
    ///   - lexicons: rows by lexicon, in the columns of the embedded file of that name; or a whole file where they begin with `@case`.
    ///   - rules: a rule file.
    static func files(_ lexicons: [String: String] = [:], rules: String = "") -> KnowledgeFiles {
        var files: [KnowledgeFiles.File] = []
        for (name, header) in headers {
            let rows = lexicons[name] ?? (name == "function-word" ? functionWords : "")
            let text = rows.hasPrefix("@case") ? rows : header + rows
            files.append(.init(name: name + ".tsv", path: name + ".tsv", bytes: Array(text.utf8)))
        }
        for (name, rows) in lexicons where !headers.contains(where: { $0.name == name }) {
            files.append(.init(name: name + ".tsv", path: name + ".tsv", bytes: Array(rows.utf8)))
        }
        files += KnowledgeFiles.builtIn.files.filter(\.isWeights)
        files.append(.init(name: "test.rules", path: "test.rules", bytes: Array(rules.utf8)))
        return KnowledgeFiles(files)
    }

    /// A rule of the names stage with the lines that every rule needs.
    static func rule(_ id: String, _ patterns: String..., evidence: String = "firm +5") -> String {
        "rule \(id)\n" + patterns.map { "  \($0)\n" }.joined() + "  evidence \(evidence)\n  because  Test.\n  yes A [Zyx].\n  no A zyx.\n"
    }
}

extension EntityRecognizer {
    /// Which rules spoke about which text, at that place: `rule` and bytes.
    func firings(in text: String) -> Set<Firing> {
        let explanation = Worker(self).explain(text: Array(text.utf8))
        var result: Set<Firing> = []
        for candidate in explanation.candidates {
            for item in candidate.bill where item.source == .here && !item.file.isEmpty { result.insert(Firing(rule: item.rule, range: candidate.range)) }
        }
        return result
    }

    struct Firing: Hashable, Comparable {
        var rule: String
        var range: Range<Int>
        static func < (a: Firing, b: Firing) -> Bool {
            (a.rule, a.range.lowerBound, a.range.upperBound) < (b.rule, b.range.lowerBound, b.range.upperBound)
        }
    }

    /// The mentions of a text, short: `firm: Acme Inc`.
    func summary(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return recognize(text: bytes).mentions.map { "\($0.type.rawValue): \(String(decoding: bytes[$0.range], as: UTF8.self))" }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): random data that is the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &self)] }
}
