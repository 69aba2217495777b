import Glibc
import Ingest
import JSON

/// One run of `tagline annotate`: from paths to lines, with its exit status.
struct AnnotationRun {
    var pipeline: ArticlePipeline
    var input: ReaderOptions
    var output: OutputArguments
    var paths: [InputPath]
    var jobs: Int
    var isQuiet: Bool
    var journal: RunJournal

    /// Exit statuses of the contract.
    private enum Status {
        static let success: Int32 = 0
        static let lost: Int32 = 1
        static let notStarted: Int32 = 2
    }

    func run() -> Int32 {
        let file: OutputFile
        var resumption: Resumption?
        do throws(OutputError) {
            file = if let path = output.path { try OutputFile(path: path, keepsContent: output.resume) } else { .standardOutput }
            if output.resume { resumption = try Resumption(file, journal) } else { try file.begin(journal) }
        } catch {
            Message.error(error.message)
            return Status.notStarted
        }
        do throws(OutputError) {
            try file.write(Array(pipeline.output.format.header.utf8))
        } catch {
            Message.error(error.message)
            return Status.lost
        }
        let errors: OutputFile?
        do throws(OutputError) {
            errors = if let path = output.errorFile { try OutputFile(path: path) } else { nil }
        } catch {
            Message.error(error.message)
            return Status.notStarted
        }
        let limit = output.maxErrors
        let showsProgress = output.progress == "always" || (output.progress == "auto" && !isQuiet && isatty(STDERR_FILENO) == 1 && (output.path != nil || isatty(STDOUT_FILENO) == 0))
        let progress = showsProgress ? Progress() : nil
        let tally = Tally(isDigesting: output.stats != nil)
        let pipeline = pipeline
        let workers = OrderedWorkers(jobs: jobs == 0 ? Self.coreCount : jobs, isOrdered: !output.unordered, makeWorker: { ArticlePipeline.Worker(pipeline) }) { batch in
            do throws(OutputError) {
                try file.write(batch.bytes)
                tally.add(batch)
                try errors?.write(batch.errorRecords)
                progress?.show(tally)
                if let limit, tally.errorCount > limit { tally.isStopped = true }
                return !tally.isStopped
            } catch {
                tally.failure = error
                return false
            }
        }
        let done = resumption
        let opened = read { batch in
            guard let done, !done.isOver else { return workers.submit(batch) }
            // The records that have their lines are compared with them, and left out.
            guard let rest = done.remainder(of: batch) else { return done.mismatch == nil }
            return workers.submit(rest)
        }
        workers.finish()
        progress?.finish(tally)
        if let mismatch = done?.mismatch ?? (opened ? done?.leftOver : nil), Interruption.exitStatus == nil {
            Message.error(mismatch)
            return Status.notStarted
        }
        if let done, !isQuiet, done.doneCount > 0 { Message.note("resumed behind \(done.doneCount) records") }
        return conclude(file, errors, tally, anyOpened: opened)
    }

    private func read(_ deliver: @escaping (RecordBatch) -> Bool) -> Bool {
        var options = input
        options.isLineBuffered = output.lineBuffered || (output.path == nil && isatty(STDOUT_FILENO) == 1)
        let emitter = RecordEmitter(batchSize: options.isLineBuffered ? 1 : 128 * 1024, stop: options.stop, deliver: deliver)
        let reader = DumpReader(options: options, emitter: emitter)
        if paths.contains(InputPath("-")), isatty(STDIN_FILENO) == 1, !isQuiet { Message.note("reading standard input; end it with Ctrl-D") }
        var anyOpened = false
        for path in paths where !emitter.isStopped {
            if reader.read(path) { anyOpened = true }
        }
        emitter.flush()
        return anyOpened
    }

    private func conclude(_ file: OutputFile, _ errors: OutputFile?, _ tally: Tally, anyOpened: Bool) -> Int32 {
        if let failure = tally.failure {
            Message.error(failure.message)
            return Status.lost
        }
        if tally.isStopped, let error = tally.firstError {
            let cause = output.maxErrors.map { tally.errorCount > $0 } == true ? "--max-errors" : "--on-error fail"
            Message.error("stopped by \(cause): \(error.message)")
            return Status.lost
        }
        if let error = tally.firstError, !isQuiet {
            Message.note("\(tally.errorCount) of \(tally.recordCount) records could not be read; the first: \(error.message)")
        }
        if let stats = output.stats { tally.write(to: stats) }
        if let status = Interruption.exitStatus {
            if let path = output.path, !isQuiet { Message.note("interrupted; the same command with --resume goes on with \(path)") }
            return status
        }
        if !anyOpened {
            if tally.firstError == nil || isQuiet { Message.error("no input could be read") }
            return Status.notStarted
        }
        do throws(OutputError) {
            try errors?.complete()
            try file.complete()
        } catch {
            Message.error(error.message)
            return Status.lost
        }
        return Status.success
    }

    private static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

/// What a run came to. Written by whoever writes the output, read when all is done.
final class Tally {
    var recordCount = 0
    var errorCount = 0
    var firstError: IngestError?
    var isStopped = false
    var failure: OutputError?
    var byteCount = 0
    var digest = HeadDigest()
    /// Whether the digest is asked for.
    let isDigesting: Bool
    private var tape = JSONTape()

    init(isDigesting: Bool) { self.isDigesting = isDigesting }

    func add(_ batch: AnnotatedBatch) {
        byteCount += batch.bytes.count
        if isDigesting { addHeads(batch.bytes) }
        recordCount += batch.recordCount
        errorCount += batch.errorCount
        firstError = firstError ?? batch.firstError
        isStopped = isStopped || batch.isLast
    }

    private func addHeads(_ lines: [UInt8]) {
        lines.withUnsafeBufferPointer { lines in
            var start = 0
            while start < lines.count, let end = lines[start...].firstIndex(of: 0x0A) {
                if let head = RecordHead.bytes(of: UnsafeBufferPointer(rebasing: lines[start..<end]), using: &tape) { digest.add(head) }
                start = end + 1
            }
        }
    }

    /// Writes the counts as JSON to a file, or for "-" to standard error.
    func write(to path: String) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("records")
        writer.integer(recordCount)
        writer.key("errors")
        writer.integer(errorCount)
        writer.key("lines")
        writer.integer(digest.count)
        writer.key("bytes")
        writer.integer(byteCount)
        writer.key("digest")
        writer.string(digest.text)
        writer.endObject()
        writer.endLine()
        let descriptor = path == "-" ? STDERR_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        let written = Glibc.write(descriptor, writer.bytes, writer.bytes.count)
        if written != writer.bytes.count { Message.error("the statistics can't be written to \(path)") }
        if path != "-" { close(descriptor) }
    }
}

/// How far a run is, on one line of a terminal.
final class Progress {
    private let start = Progress.now
    private var last = 0.0

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func show(_ tally: Tally) {
        let now = Self.now
        if now - last < 0.5 { return }
        last = now
        let seconds = max(now - start, 0.001)
        Message.raw("\r\(tally.recordCount) records, \(Int(Double(tally.recordCount) / seconds)) a second, \(tally.errorCount) errors, \(tally.byteCount >> 20) MB written\u{1B}[K")
    }

    func finish(_ tally: Tally) {
        last = 0
        show(tally)
        Message.raw("\n")
    }
}

/// What `--stats` wrote.
struct Statistics {
    var lines: Int
    var digest: String

    /// `nil` where the file is none of those.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, let value = try? JSONValue(parsing: Array(bytes[..<count])), let lines = value["lines"]?.int, let digest = value["digest"]?.string else { return nil }
        self.lines = lines
        self.digest = digest
    }
}

/// Lines on standard error.
enum Message {
    static func note(_ text: String) { write("tagline: \(text)\n") }
    static func error(_ text: String) { write("tagline: error: \(text)\n") }

    static func raw(_ text: String) { write(text) }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
