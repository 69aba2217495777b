/// A run of records of one dump, cut out but not yet parsed: whoever has a core to spare does that.
public struct RecordBatch: Sendable {
    var records: [RawRecord] = []
    /// Bytes that the batch holds.
    public internal(set) var byteCount = 0

    /// Records at the beginning to leave out: those that an earlier run has done.
    public var skippedCount = 0

    public var isEmpty: Bool { records.isEmpty }

    /// Parses the records and hands them to `body` in order, until it gives `false`.
    public func forEachRecord(_ body: (DumpRecord) -> Bool) {
        var skipping = skippedCount
        func pass(_ record: DumpRecord) -> Bool {
            if skipping == 0 { return body(record) }
            skipping -= 1
            return true
        }
        for record in records {
            switch record {
            case .read(let record): if !pass(record) { return }
            case .deferred(let parse): if !pass(parse()) { return }
            case .lines(let block): if !block.forEachRecord(pass) { return }
            }
        }
    }
}

/// A record, or several, as a reader cuts them out.
enum RawRecord: Sendable {
    case read(DumpRecord)
    case deferred(@Sendable () -> DumpRecord)
    case lines(LineBlock)
}

/// Gathers records to batches and passes those on.
public final class RecordEmitter {
    private let deliver: (RecordBatch) -> Bool
    private let batchSize: Int
    private var batch = RecordBatch()
    private let stop: (any StopFlag)?
    private var isRefused = false

    /// Whether no more is wanted: readers may stop reading.
    public var isStopped: Bool { isRefused || stop?.isRaised == true }

    /// - Parameters:
    ///   - batchSize: bytes after which a batch is passed on; 1 for every record.
    ///   - stop: what comes once it is raised is dropped, since it may be half a record.
    ///   - deliver: receives the batches in order; `false` ends it.
    public init(batchSize: Int = 128 * 1024, stop: (any StopFlag)? = nil, deliver: @escaping (RecordBatch) -> Bool) {
        self.batchSize = batchSize
        self.stop = stop
        self.deliver = deliver
    }

    func emit(_ record: RawRecord, size: Int) {
        if isStopped { return }
        batch.records.append(record)
        // A small record costs more than its bytes.
        batch.byteCount += size + 256
        if batch.byteCount >= batchSize { flush() }
    }

    func emit(_ record: DumpRecord, size: Int = 0) { emit(.read(record), size: size) }

    /// Passes on what has been gathered.
    public func flush() {
        if !batch.isEmpty, !isRefused, !deliver(batch) { isRefused = true }
        batch = RecordBatch()
    }
}
