/// How dumps are read.
public struct ReaderOptions: Sendable {
    /// The stated format; `nil`: by content, then by name.
    public var format: InputFormat?
    /// The transport's charset, for formats that are no text yet.
    public var charset: String?
    /// Which JSON fields and columns mean what.
    public var fields = FieldMap()
    /// A longer record becomes an error record.
    public var maximumRecordBytes = 64 << 20
    /// A file that unpacks to more than so many times its size is taken for an archive bomb …
    public var maximumExpansion = 10_000
    /// … once so many bytes have come out.
    public var expansionAllowance = 256 << 20
    /// A file may unpack to so many bytes in all, members of members included; by default 1 TiB, which takes about an hour to read.
    public var maximumUnpackedBytes = 1 << 40
    /// Pass each record on as soon as it is there.
    public var isLineBuffered = false
    /// Read only the records that start at these bytes of the file.
    public var range: Range<Int>?
    /// Ends reading early.
    public var stop: (any StopFlag)?
    /// Is told how many bytes were read from files, before anything is unpacked.
    public var meter: (any ReadMeter)?

    public init() {}
}
