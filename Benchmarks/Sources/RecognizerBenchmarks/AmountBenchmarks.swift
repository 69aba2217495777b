import Glibc
import Knowledge
import NER

/// What sums of money cost: their share of recognition, and texts that hold nothing but triggers of their grammar.
func measureAmounts(_ articles: [[UInt8]]) throws {
    try measureShare(articles)
    print("")
    try measureFloods()
}

/// The share of recognition that the amount grammar takes: against a recogniser that knows no currency, and so finds no trigger.
private func measureShare(_ articles: [[UInt8]]) throws {
    var without = KnowledgeFiles.builtIn
    for k in without.files.indices where ["currency.tsv", "currency-name.tsv"].contains(without.files[k].name) { without.files[k] = headOnly(without.files[k]) }
    let results = compare([try EntityRecognizer(), try EntityRecognizer(without)], on: articles, rounds: 41)
    let bytes = articles.reduce(0) { $0 + $1.count }
    print("sums of money: \(fixed((1 - results[1].ratio) * 100, 1)) % of recognition, \(fixed((results[0].time - results[1].time) * 1e9 / Double(bytes), 2)) ns a byte")
}

/// A lexicon without its entries: everything up to the line of column names.
private func headOnly(_ file: KnowledgeFiles.File) -> KnowledgeFiles.File {
    var head: [UInt8] = []
    for line in file.content.split(separator: 0x0A, omittingEmptySubsequences: false) {
        head += line + [0x0A]
        if line.first != UInt8(ascii: "#"), line.first != UInt8(ascii: "@") { break }
    }
    return .init(name: file.name, path: file.path, bytes: head)
}

/// Time and memory on records of one thing repeated: whole recognition at 1 and 4 MB, the grammar with its tokens alone at 4, 16 and 100 MB.
private func measureFloods() throws {
    let recognizer = try EntityRecognizer()
    print("repeated   whole: 1 MB s    4 MB s   peak MB   grammar alone: 4 MB s   16 MB s   100 MB s   peak MB   sums in 100 MB")
    for unit in ["1", ",", "$", "$1 ", "1 ", "a few ", "5 to "] {
        var row = unit + String(repeating: " ", count: 17 - unit.utf8.count)
        for size in [1_000_000, 4_000_000] {
            let cost = cost(unit, size) { EntityRecognizer.Worker(recognizer).recognize(text: $0).mentions.count }
            row += "\(fixed(cost.time, 3))     "
            if size == 4_000_000 { row += "\(fixed(cost.peak, 0))        " }
        }
        for size in [4_000_000, 16_000_000, 100_000_000] {
            let cost = cost(unit, size) { EntityRecognizer.Worker(recognizer).amounts(in: $0).count }
            row += "\(fixed(cost.time, 3))     "
            if size == 100_000_000 { row += "\(fixed(cost.peak, 0))     \(cost.count)" }
        }
        print(row)
    }
}

/// CPU time in seconds and the most memory beyond the text's own in MB, of one call.
private func cost(_ unit: String, _ size: Int, _ body: ([UInt8]) -> Int) -> (time: Double, peak: Double, count: Int) {
    let pattern = Array(unit.utf8)
    var text = [UInt8](repeating: 0, count: size / pattern.count * pattern.count)
    for k in text.indices { text[k] = pattern[k % pattern.count] }
    resetPeak()
    let before = memory().now, start = cpuTime()
    let count = body(text)
    return (cpuTime() - start, Double(memory().peak - before) / 1e6, count)
}

/// Lets the kernel count the peak of memory anew (`proc_pid_clear_refs(5)`).
private func resetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
}
