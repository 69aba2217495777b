import Glibc
import Ingest

/// One run of `tagline annotate`: from paths to lines, with its exit status.
struct AnnotationRun {
    var pipeline: ArticlePipeline
    var input: ReaderOptions
    var output: OutputArguments
    var paths: [InputPath]
    var jobs: Int
    var isQuiet: Bool
    var journal: RunJournal
    private let meter = ByteMeter()

    /// Exit statuses of the contract.
    private enum Status {
        static let success: Int32 = 0
        static let lost: Int32 = 1
        static let notStarted: Int32 = 2
    }

    /// Where the run writes.
    private struct Outputs {
        var records: any RecordOutput
        /// A second place for error records.
        var errors: OutputFile?
        /// What an earlier run has left.
        var resumption: Resumption?
    }

    func run() -> Int32 {
        let outputs: Outputs
        do throws(OutputError) {
            outputs = try openOutputs()
        } catch {
            Message.error(error.message)
            return Status.notStarted
        }
        let tally = Tally(isDigesting: output.stats != nil)
        let workers = startWorkers(writingTo: outputs, tally)
        let opened = read { batch in
            guard let done = outputs.resumption, !done.isOver else { return workers.submit(batch) }
            // The records that have their lines are compared with them, and left out.
            let rest = done.remainder(of: batch) { line in
                tally.add(resumed: line)
                if let errorRecord = line.errorRecord { tally.note { () throws(OutputError) in try outputs.errors?.write(errorRecord) } }
            }
            if tally.failure != nil { return false }
            guard let rest else { return done.mismatch == nil }
            return workers.submit(rest)
        }
        workers.finish()
        return conclude(outputs, tally, anyOpened: opened)
    }

    private func openOutputs() throws(OutputError) -> Outputs {
        let errors: OutputFile? = if let path = output.errorFile { try OutputFile(path: path) } else { nil }
        if pipeline.output.format == .brat { return Outputs(records: try BratOutput(path: output.path, unit: pipeline.output.offsetUnit), errors: errors) }
        guard let path = output.path else {
            try OutputFile.standardOutput.write(Array(pipeline.output.format.header.utf8))
            return Outputs(records: OutputFile.standardOutput, errors: errors)
        }
        if pipeline.output.format == .sqlite { return Outputs(records: try SQLiteOutput(path: path), errors: errors) }
        let file = try OutputFile(path: path, keepsContent: output.resume)
        if output.resume { return Outputs(records: file, errors: errors, resumption: try Resumption(file, journal)) }
        try file.begin(journal)
        try file.write(Array(pipeline.output.format.header.utf8))
        return Outputs(records: file, errors: errors)
    }

    private func startWorkers(writingTo outputs: Outputs, _ tally: Tally) -> OrderedWorkers {
        let (pipeline, limit, progress) = (pipeline, output.maxErrors, showsProgress ? makeProgress() : nil)
        return OrderedWorkers(jobs: jobs == 0 ? Self.coreCount : jobs, isOrdered: !output.unordered, makeWorker: { ArticlePipeline.Worker(pipeline) }) { batch in
            do throws(OutputError) {
                try outputs.records.write(batch.bytes)
                try outputs.errors?.write(batch.errorRecords)
                tally.add(batch)
                progress?.show(tally)
                if let limit, tally.errorCount > limit { tally.isStopped = true }
                return !tally.isStopped
            } catch {
                tally.failure = error
                return false
            }
        }
    }

    private func makeProgress() -> Progress {
        // A part of a file is not its size.
        let sizes = paths.map { input.range == nil ? $0.size : nil }
        return Progress(meter, size: sizes.reduce(0) { sum, size in size.flatMap { size in sum.map { $0 + size } } })
    }

    private var showsProgress: Bool {
        let isWatched = !isQuiet && isatty(STDERR_FILENO) == 1 && (output.path != nil || isatty(STDOUT_FILENO) == 0)
        return output.progress == "always" || (output.progress == "auto" && isWatched)
    }

    private func read(_ deliver: @escaping (RecordBatch) -> Bool) -> Bool {
        var options = input
        options.meter = meter
        options.isLineBuffered = output.lineBuffered || (output.path == nil && isatty(STDOUT_FILENO) == 1)
        let emitter = RecordEmitter(batchSize: options.isLineBuffered ? 1 : 128 * 1024, stop: options.stop, deliver: deliver)
        let reader = DumpReader(options: options, emitter: emitter)
        if paths.contains(InputPath("-")), !isQuiet { Message.noteTerminalInput() }
        var anyOpened = false
        for path in paths where !emitter.isStopped {
            if reader.read(path) { anyOpened = true }
        }
        emitter.flush()
        return anyOpened
    }

    private func conclude(_ outputs: Outputs, _ tally: Tally, anyOpened: Bool) -> Int32 {
        if let done = outputs.resumption, Interruption.exitStatus == nil {
            if let mismatch = done.mismatch ?? (anyOpened ? done.leftOver : nil) {
                Message.error(mismatch)
                return Status.notStarted
            }
            if !isQuiet, done.doneCount > 0 { Message.note("resumed behind \(done.doneCount) records") }
        }
        if let failure = tally.failure {
            Message.error(failure.message)
            return Status.lost
        }
        if tally.isStopped {
            let cause = output.maxErrors.map { tally.errorCount > $0 } == true ? "--max-errors" : "--on-error fail"
            Message.error("stopped by \(cause): \(tally.firstError?.message ?? "the errors are those of the run that this one resumes")")
            return Status.lost
        }
        if tally.errorCount > 0, !isQuiet {
            Message.note("\(tally.errorCount) of \(tally.recordCount) records could not be read" + (tally.firstError.map { "; the first: \($0.message)" } ?? ""))
        }
        if let stats = output.stats { tally.write(to: stats) }
        if let status = Interruption.exitStatus {
            if let path = output.path, !isQuiet, pipeline.output.format == .jsonl { Message.note("interrupted; the same command with --resume goes on with \(path)") }
            return status
        }
        if !anyOpened {
            if tally.firstError == nil || isQuiet { Message.error("no input could be read") }
            return Status.notStarted
        }
        do throws(OutputError) {
            try outputs.errors?.complete()
            try outputs.records.complete()
        } catch {
            Message.error(error.message)
            return Status.lost
        }
        return Status.success
    }

    private static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
