import Ingest

/// A bounded parallel map that keeps the order: batches go in, are annotated on several threads, and come out as they went in.
///
/// Whoever completes the batch that is next in order writes it, and what is complete behind it. A slow consumer therefore holds up one worker
/// first, and then, once the bytes under way reach the limit, whoever submits.
final class OrderedWorkers: @unchecked Sendable {
    private let makeWorker: @Sendable () -> ArticlePipeline.Worker
    private let write: (AnnotatedBatch) -> Bool
    private let jobs: Int
    private let isOrdered: Bool
    private let byteLimit: Int
    private var ownWorker: ArticlePipeline.Worker?

    // All below is touched under the lock only.
    private let monitor = Monitor()
    private var threads: [WorkerThread] = []
    private var waiting: [(number: Int, batch: RecordBatch)] = []
    private var done: [Int: (result: AnnotatedBatch, byteCount: Int)] = [:]
    private var submitted = 0
    private var written = 0
    private var bytesUnderWay = 0
    private var isWriting = false
    private var isClosed = false
    private var isStopped = false

    /// - Parameters:
    ///   - jobs: number of threads; with 1 the caller does the work itself.
    ///   - makeWorker: called once on each thread.
    ///   - write: called for one result at a time; `false` ends the work.
    init(jobs: Int, isOrdered: Bool, makeWorker: @escaping @Sendable () -> ArticlePipeline.Worker, write: @escaping (AnnotatedBatch) -> Bool) {
        self.jobs = jobs
        self.isOrdered = isOrdered
        self.makeWorker = makeWorker
        self.write = write
        byteLimit = (2 + 2 * jobs) << 20
    }

    /// Takes a batch, waiting while too much is under way; `false` where no more is wanted.
    func submit(_ batch: RecordBatch) -> Bool {
        if jobs == 1 {
            isStopped = isStopped || !write(callersWorker().annotate(batch))
            return !isStopped
        }
        monitor.lock()
        defer { monitor.unlock() }
        while !isStopped, submitted > written, bytesUnderWay + batch.byteCount > byteLimit { monitor.wait() }
        if isStopped { return false }
        waiting.append((submitted, batch))
        submitted += 1
        bytesUnderWay += batch.byteCount
        if threads.count < min(jobs, submitted), let thread = WorkerThread({ self.work() }) { threads.append(thread) }
        if threads.isEmpty {
            workOnce(callersWorker())
        } else {
            monitor.changed()
        }
        return !isStopped
    }

    /// The worker of the thread that submits, for when it does the work itself.
    private func callersWorker() -> ArticlePipeline.Worker {
        if let ownWorker { return ownWorker }
        let worker = makeWorker()
        ownWorker = worker
        return worker
    }

    /// Waits until all that was submitted is written.
    func finish() {
        monitor.lock()
        isClosed = true
        monitor.changed()
        let threads = threads
        monitor.unlock()
        for thread in threads { thread.join() }
    }

    private func work() {
        let worker = makeWorker()
        monitor.lock()
        while true {
            if !waiting.isEmpty, !isStopped {
                workOnce(worker)
            } else if isClosed || isStopped {
                break
            } else {
                monitor.wait()
            }
        }
        monitor.unlock()
    }

    /// Does the first waiting batch. Called, and returns, with the lock held.
    private func workOnce(_ worker: ArticlePipeline.Worker) {
        let (number, batch) = waiting.removeFirst()
        monitor.unlock()
        let result = worker.annotate(batch)
        monitor.lock()
        done[number] = (result, batch.byteCount)
        writeDone()
    }

    /// Writes what is next in order, unless somebody is at it already.
    private func writeDone() {
        if isWriting { return }
        isWriting = true
        while !isStopped, let number = isOrdered ? written : done.keys.first, let (result, byteCount) = done.removeValue(forKey: number) {
            monitor.unlock()
            let isWanted = write(result)
            monitor.lock()
            written += 1
            bytesUnderWay -= byteCount
            if !isWanted { isStopped = true }
            monitor.changed()
        }
        isWriting = false
    }
}
