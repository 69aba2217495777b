/// What one file may unpack to in all: its members, and archives in archives, share it.
final class ExpansionBudget {
    private let total: Int
    private var produced = 0

    init(_ options: ReaderOptions) { total = options.maximumUnpackedBytes }

    /// Nothing more may come of the file.
    var isExhausted: Bool { produced > total }

    fileprivate func spend(_ count: Int) throws(IngestError) {
        produced += count
        if isExhausted { throw IngestError(.decompress, .tooLarge, "an archive bomb? The file unpacks to more than \(total) bytes; raise --max-unpacked-bytes to read the rest") }
    }
}

/// A decompressed stream that ends with an error where it is out of all proportion to the file that it comes from.
final class ExpansionGuard: ByteSource {
    private let source: any ByteSource
    private let budget: ExpansionBudget
    private let ratio: Int
    private let allowance: Int
    private var produced = 0
    /// The file may have been read from before this stream began.
    private let consumedBefore: Int

    init(_ source: any ByteSource, _ options: ReaderOptions, _ budget: ExpansionBudget) {
        self.source = source
        self.budget = budget
        ratio = options.maximumExpansion
        allowance = options.expansionAllowance
        consumedBefore = source.consumedFileBytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        let count = try source.read(into: buffer)
        produced += count
        if produced > allowance, produced / ratio > max(1, source.consumedFileBytes - consumedBefore) {
            throw IngestError(.decompress, .tooLarge, "an archive bomb? It unpacks to more than \(ratio) times its size; raise --max-expansion to read it")
        }
        try budget.spend(count)
        return count
    }

    func takeFaults() -> [StreamFault] { source.takeFaults() }
    func fileOffset(of offset: Int) -> Int? { source.fileOffset(of: offset) }
    var consumedFileBytes: Int { source.consumedFileBytes }
}
