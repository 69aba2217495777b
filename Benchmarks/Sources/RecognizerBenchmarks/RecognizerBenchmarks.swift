import Glibc
import Knowledge
import NER

/// What rules cost that never fire.
private func measureRules(_ articles: [[UInt8]]) throws {
    let counts = [10, 100, 1_000]
    var recognizers = [try EntityRecognizer()]
    for count in counts {
        var knowledge = KnowledgeFiles.builtIn
        knowledge.files.append(silentRules(count))
        recognizers.append(try EntityRecognizer(knowledge))
    }
    let results = compare(recognizers, on: articles, rounds: 41)
    let bytes = Double(articles.reduce(0) { $0 + $1.count })
    print("rules more that never fire   time against none   MB/s of CPU time")
    for (count, result) in zip([0] + counts, results) {
        print("  \(pad(count, 9))                  ×\(fixed(result.ratio, 3))                \(fixed(bytes / result.time / 1e6, 2))")
    }
}

/// What names cost that stand in no text: time to load, memory, matching.
private func measureNames(_ articles: [[UInt8]]) throws {
    print("names more in <firm>   file MB   load s (CPU s)    memory MB   peak MB   time against none")
    let plain = try EntityRecognizer()
    for count in [5_000, 1_000_000] {
        var knowledge = KnowledgeFiles.builtIn
        let file = madeUpNames(count)
        let size = Double(file.content.count) / 1e6
        knowledge.additions.append(.init(lexicon: "firm", file: file))
        let before = memory()
        let start = wallTime(), startCPU = cpuTime()
        let recognizer = try EntityRecognizer(knowledge)
        let time = wallTime() - start, cpu = cpuTime() - startCPU
        let after = memory()
        let result = compare([plain, recognizer], on: articles, rounds: 41)
        // The file's bytes were there before, and belong to the cost.
        let added = Double(after.now - before.now) / 1e6 + size, peak = Double(after.peak - before.now) / 1e6 + size
        print("  \(pad(count, 9))            \(fixed(size, 1))      \(fixed(time, 3)) (\(fixed(cpu, 3)))    \(fixed(added, 1))        \(fixed(peak, 1))      ×\(fixed(result[1].ratio, 3))")
    }
}

/// How time grows with length, on texts that repeat themselves without end: what makes a hostile article slow.
private func measureGrowth() throws {
    let units = [
        "Acme ", "the bank of ", "Peter Smith, chief executive of Acme Inc, said. ", "vice president and ", "$5 to ", "A. ", "Mr. Smith and ", "(", "O'", "Bank of England & ", "said Acme, ", "IBM (IBM) ", "Acme\n\n",
    ]
    let worker = EntityRecognizer.Worker(try EntityRecognizer())
    func time(_ unit: String, _ length: Int) -> Double {
        let text = Array(String(repeating: unit, count: length / unit.utf8.count).utf8)
        return (0..<3).map { _ in
            let start = cpuTime()
            _ = worker.recognize(text: text)
            return cpuTime() - start
        }.min() ?? 0
    }
    print("text repeated        ms for 25 kB   times as long for 200 kB (8: linear; 64: quadratic)")
    for unit in units {
        let short = time(unit, 25_000), long = time(unit, 200_000)
        let name = unit.replacing("\n", with: "↵").prefix(18)
        print("  \(name)\(String(repeating: " ", count: 20 - name.count)) \(fixed(short * 1000, 2))            ×\(fixed(long / short, 1))")
    }
}

private func pad(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

private func content(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}

/// A file that can't be read.
struct Unreadable: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path) can't be read" }
}

@main struct RecognizerBenchmarks {
    static func main() {
        do { try run() } catch {
            let message = Array("\(error)\n".utf8)
            write(STDERR_FILENO, message, message.count)
            exit(2)
        }
    }
}

private func run() throws {
    let start = wallTime()
    let recognizer = try EntityRecognizer()
    print("Loading the embedded knowledge: \(fixed((wallTime() - start) * 1000, 1)) ms.")
    var articles: [[UInt8]] = []
    let onlyAmounts = CommandLine.arguments.dropFirst().first == "amounts"
    for path in CommandLine.arguments.dropFirst(onlyAmounts ? 2 : 1) {
        guard let bytes = content(of: path) else {
            throw Unreadable(path: path)
        }
        // The recogniser takes valid UTF-8.
        articles.append(Array(String(decoding: bytes, as: UTF8.self).utf8))
    }
    if articles.isEmpty { articles = exampleArticles(recognizer) }
    print("\(articles.count) articles, \(articles.reduce(0) { $0 + $1.count }) bytes, \(recognizer.ruleDescriptions.count) rules.\n")
    if onlyAmounts { return try measureAmounts(articles) }
    try measureRules(articles)
    print("")
    try measureNames(articles)
    print("")
    try measureGrowth()
}
