import Glibc
import Ingest

/// One run of `tagline annotate`: from paths to lines, with its exit status.
struct AnnotationRun {
    var pipeline: ArticlePipeline
    var input: ReaderOptions
    var output: OutputArguments
    var paths: [String]
    var jobs: Int
    var isQuiet: Bool

    /// Exit statuses of the contract.
    private enum Status {
        static let success: Int32 = 0
        static let lost: Int32 = 1
        static let notStarted: Int32 = 2
    }

    func run() -> Int32 {
        let file: OutputFile
        do throws(OutputError) {
            file = if let path = output.path { try OutputFile(path: path) } else { .standardOutput }
        } catch {
            Message.error(error.message)
            return Status.notStarted
        }
        let tally = Tally()
        let pipeline = pipeline
        let workers = OrderedWorkers(jobs: jobs == 0 ? Self.coreCount : jobs, isOrdered: !output.unordered, makeWorker: { ArticlePipeline.Worker(pipeline) }) { batch in
            do throws(OutputError) {
                try file.write(batch.bytes)
                tally.add(batch)
                return !batch.isLast
            } catch {
                tally.failure = error
                return false
            }
        }
        let opened = read(to: workers)
        workers.finish()
        return conclude(file, tally, anyOpened: opened)
    }

    private func read(to workers: OrderedWorkers) -> Bool {
        var options = input
        options.isLineBuffered = output.lineBuffered || (output.path == nil && isatty(STDOUT_FILENO) == 1)
        let emitter = RecordEmitter(batchSize: options.isLineBuffered ? 1 : 128 * 1024, stop: options.stop) { workers.submit($0) }
        let reader = DumpReader(options: options, emitter: emitter)
        let paths = paths.isEmpty ? ["-"] : paths
        if paths.contains("-"), isatty(STDIN_FILENO) == 1, !isQuiet { Message.note("reading standard input; end it with Ctrl-D") }
        var anyOpened = false
        for path in paths where !emitter.isStopped {
            if reader.read(InputPath(path)) { anyOpened = true }
        }
        emitter.flush()
        return anyOpened
    }

    private func conclude(_ file: OutputFile, _ tally: Tally, anyOpened: Bool) -> Int32 {
        if let failure = tally.failure {
            Message.error(failure.message)
            return Status.lost
        }
        if tally.isStopped, let error = tally.firstError {
            Message.error("stopped by --on-error fail: \(error.message)")
            return Status.lost
        }
        if let error = tally.firstError, !isQuiet {
            Message.note("\(tally.errorCount) of \(tally.recordCount) records could not be read; the first: \(error.message)")
        }
        if let status = Interruption.exitStatus { return status }
        if !anyOpened {
            if tally.firstError == nil || isQuiet { Message.error("no input could be read") }
            return Status.notStarted
        }
        do throws(OutputError) {
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

    func add(_ batch: AnnotatedBatch) {
        recordCount += batch.recordCount
        errorCount += batch.errorCount
        firstError = firstError ?? batch.firstError
        isStopped = isStopped || batch.isLast
    }
}

/// Lines on standard error.
enum Message {
    static func note(_ text: String) { write("tagline: \(text)\n") }
    static func error(_ text: String) { write("tagline: error: \(text)\n") }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
