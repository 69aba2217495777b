import ArgumentParser
import Glibc
import Ingest

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves that every input record has its line in the output: in order, none twice, each whole.",
        usage: "tagline verify [<options>] <input> ... <output>",
        discussion: """
            Reads the inputs as annotate does, with the same options, and compares each record's id and place with the lines of the \
            output. Where a line is missing, doubled, out of its place or cut, it says which, and exits with 1. With --stats it needs \
            the output alone and the file that annotate --stats wrote.

            Examples:
              tagline verify dump.jsonl annotated.jsonl
              tagline verify - annotated.jsonl < dump.jsonl
              tagline verify --shard 3/8 dump.warc.gz part-3.jsonl
              tagline verify --stats run.json annotated.jsonl
            """)

    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup var configuration: ConfigurationArguments
    @Option(help: ArgumentHelp("The counts and digest that annotate --stats wrote, in place of the inputs.", valueName: "file")) var stats: String?
    @Option(help: ArgumentHelp("How many differences to show.", valueName: "n")) var limit = 20
    @Flag(name: [.short, .long], help: "Only the exit status.") var quiet = false

    mutating func validate() throws {
        if stats == nil, input.paths.count < 2 { throw ValidationError("verify takes the inputs and, last, the output.") }
        if stats != nil, input.paths.count != 1 { throw ValidationError("verify --stats takes the output alone.") }
        _ = try inputOptions()
    }

    private func inputOptions() throws -> ReaderOptions {
        var inputs = input
        if stats == nil { inputs.paths.removeLast() }
        return try inputs.options()
    }

    func run() throws {
        guard let output = input.paths.last else { return }
        do throws(OutputError) {
            let lines = try LineHeads(path: output)
            let problems = if let stats { try checkDigest(of: lines, against: stats, output) } else { check(lines, output) }
            if problems > 0 { throw OutputError(message: "\(problems) differences: the output does not hold what the input does") }
        } catch {
            if !quiet { Message.error(error.message) }
            throw ExitCode(1)
        }
    }

    private func check(_ lines: LineHeads, _ output: String) -> Int {
        var comparison = HeadComparison(lines: lines, output: output, limit: quiet ? 0 : limit)
        guard let options = try? inputOptions() else { return 1 }
        let emitter = RecordEmitter { batch in
            batch.forEachRecord { record in
                comparison.expect(RecordHead.bytes(of: record))
                return true
            }
            return true
        }
        let reader = DumpReader(options: options, emitter: emitter)
        if input.paths.dropLast().contains("-") { Message.noteTerminalInput() }
        for path in input.paths.dropLast() { reader.read(InputPath(path)) }
        emitter.flush()
        comparison.finish()
        if let failure = comparison.failure {
            if !quiet { Message.note(failure) }
            return comparison.problemCount + 1
        }
        if comparison.problemCount == 0, !quiet { Message.note("all \(comparison.recordCount) records have their lines") }
        return comparison.problemCount
    }

    private func checkDigest(of lines: LineHeads, against stats: String, _ output: String) throws(OutputError) -> Int {
        var lines = lines
        var digest = HeadDigest()
        var broken = 0
        while let line = lines.next() {
            if let head = line.head {
                digest.add(head)
            } else {
                broken += 1
                if !quiet { Message.note("line \(line.number) of \(output) is cut or no record") }
            }
        }
        if let failure = lines.failure { throw OutputError(message: failure) }
        guard let known = Statistics(path: stats) else { throw OutputError(message: "\(stats) is not what annotate --stats writes") }
        if known.lines != digest.count, !quiet { Message.note("\(output) has \(digest.count) whole lines, the run wrote \(known.lines)") }
        let differs = known.lines != digest.count || known.digest != digest.text
        if differs, known.lines == digest.count, !quiet { Message.note("the lines are not those of the run, or in another order") }
        if !differs, broken == 0, !quiet { Message.note("all \(known.lines) lines are there") }
        return broken + (differs ? 1 : 0)
    }
}

/// Compares two rows of heads, the records' and the lines', and says where they part.
struct HeadComparison {
    private var lines: LineHeads
    private let output: String
    private let limit: Int
    /// Heads that wait for their lines, and lines read ahead, each from its first index on.
    private var expected: [[UInt8]] = []
    private var firstExpected = 0
    private var actual: [LineHeads.Line] = []
    private var firstActual = 0
    private(set) var recordCount = 0
    private(set) var problemCount = 0
    /// Why the output could not be read to its end.
    var failure: String? { lines.failure }
    /// How far ahead a lost head is looked for.
    private static let window = 4096

    init(lines: LineHeads, output: String, limit: Int) {
        self.lines = lines
        self.output = output
        self.limit = limit
    }

    mutating func expect(_ head: [UInt8]) {
        recordCount += 1
        expected.append(head)
        if expected.count - firstExpected >= 2 * Self.window { compare(downTo: Self.window) }
    }

    mutating func finish() {
        compare(downTo: 0)
        while let line = line(0) {
            report("line \(line.number) of \(output) is \(line.head == nil ? "cut or no record" : "one too many: \(RecordHead.label(line.head ?? []))")")
            firstActual += 1
        }
    }

    private mutating func line(_ index: Int) -> LineHeads.Line? {
        if firstActual + index > 2 * Self.window {
            actual.removeSubrange(..<firstActual)
            firstActual = 0
        }
        while firstActual + index >= actual.count {
            guard let line = lines.next() else { return nil }
            actual.append(line)
        }
        return actual[firstActual + index]
    }

    private mutating func compare(downTo count: Int) {
        while expected.count - firstExpected > count {
            let wanted = expected[firstExpected]
            guard let found = line(0) else {
                missing(wanted)
                continue
            }
            if found.head == wanted {
                firstExpected += 1
                firstActual += 1
            } else if let head = found.head, let distance = expected[firstExpected...].prefix(Self.window).firstIndex(of: head).map({ $0 - firstExpected }),
                !isAhead(wanted, within: distance)
            {
                for _ in 0..<distance { missing(expected[firstExpected]) }
            } else if isAhead(wanted, within: Self.window) {
                let label = found.head.map { "out of its place, or there a second time: \(RecordHead.label($0))" } ?? "cut or no record"
                report("line \(found.number) of \(output) is \(label)")
                firstActual += 1
            } else {
                missing(wanted)
                if found.head == nil || !expected[firstExpected...].contains(found.head ?? []) {
                    report("line \(found.number) of \(output) is \(found.head == nil ? "cut or no record" : "of no record there: \(RecordHead.label(found.head ?? []))")")
                    firstActual += 1
                }
            }
        }
        expected.removeSubrange(..<firstExpected)
        firstExpected = 0
    }

    private mutating func isAhead(_ head: [UInt8], within count: Int) -> Bool {
        var index = 1
        while index <= count, let next = line(index) {
            if next.head == head { return true }
            index += 1
        }
        return false
    }

    private mutating func missing(_ head: [UInt8]) {
        report("missing: \(RecordHead.label(head))")
        firstExpected += 1
    }

    private mutating func report(_ text: String) {
        problemCount += 1
        if problemCount <= limit { Message.note(text) }
    }
}
