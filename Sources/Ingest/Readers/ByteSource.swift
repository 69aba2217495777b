import Glibc

/// Bytes that come from somewhere, in order, once.
protocol ByteSource: AnyObject {
    /// Reads some bytes, at least one; 0 at the end.
    ///
    /// - Throws: `IngestError` where the source breaks. No read follows that.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int

    /// Damage that reading has stepped over since the last call.
    func takeFaults() -> [StreamFault]

    /// Where in the file the byte at `offset` of this stream can be found again: the start of its gzip member, or the byte itself.
    func fileOffset(of offset: Int) -> Int?

    /// Bytes taken from the file so far: with the bytes given out, the ratio of an archive bomb.
    var consumedFileBytes: Int { get }
}

extension ByteSource {
    func takeFaults() -> [StreamFault] { [] }
}

/// Damage in a stream that its source stepped over: what comes behind `offset` does not continue what came before.
struct StreamFault: Sendable {
    var offset: Int
    var error: IngestError
    /// What comes before `offset` is cut short, even where nothing comes behind.
    var isCut = false
}

/// A flag that signals raise, to end reading early.
public protocol StopFlag: Sendable {
    var isRaised: Bool { get }
}

/// Counts what is read from files, for those who watch.
public protocol ReadMeter: Sendable {
    func didRead(_ count: Int)
}

/// A file, pipe or terminal, by its descriptor.
final class FileSource: ByteSource {
    private let descriptor: Int32
    private let closes: Bool
    private let stop: (any StopFlag)?
    private let meter: (any ReadMeter)?
    private(set) var consumedFileBytes: Int
    private let firstOffset: Int
    /// Bytes of a regular file when it was opened.
    private let size: Int?
    /// Where in the file our offsets begin: standard input may have been read from before.
    private let start: off_t

    /// - Parameter stop: reading ends as at the end of the file once this is raised.
    init(descriptor: Int32, closes: Bool, startingAt offset: Int = 0, stop: (any StopFlag)?, meter: (any ReadMeter)? = nil) {
        self.descriptor = descriptor
        self.closes = closes
        self.stop = stop
        self.meter = meter
        consumedFileBytes = offset
        firstOffset = offset
        var status = stat()
        size = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
        start = lseek(descriptor, 0, SEEK_CUR) - off_t(offset)
    }

    deinit { if closes { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        while stop?.isRaised != true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 {
                consumedFileBytes += count
                meter?.didRead(count)
                return count
            }
            if count == 0 {
                if let size, start >= 0, Int(start) + consumedFileBytes < size {
                    throw IngestError(.read, .truncated, "the file was \(size) bytes long when it was opened and ended at \(Int(start) + consumedFileBytes): it was cut while it was read")
                }
                return 0
            }
            if errno == EINTR { continue }
            if errno == EAGAIN {
                // Standard input may have been left in non-blocking mode by its other user.
                var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&request, 1, -1)
                continue
            }
            throw IngestError(.read, .notReadable, "reading failed: \(String(cString: strerror(errno)))")
        }
        return 0
    }

    func fileOffset(of offset: Int) -> Int? { firstOffset + offset }
}

/// Bytes in memory, as a source.
final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private let step: Int
    private(set) var consumedFileBytes = 0

    /// - Parameter step: gives at most so many bytes a read.
    init(_ bytes: [UInt8], step: Int = .max) {
        self.bytes = bytes
        self.step = step
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        let count = min(buffer.count, step, bytes.count - consumedFileBytes)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[consumedFileBytes..<consumedFileBytes + count])) }
        consumedFileBytes += count
        return count
    }

    func fileOffset(of offset: Int) -> Int? { offset }
}

/// Bytes that a caller hands over piece by piece.
final class SuppliedSource: ByteSource {
    private let supply: (UnsafeMutableRawBufferPointer) throws(IngestError) -> Int
    private(set) var consumedFileBytes = 0

    init(_ supply: @escaping (UnsafeMutableRawBufferPointer) throws(IngestError) -> Int) { self.supply = supply }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        // No caller's miscount may lead out of the buffer.
        let count = max(0, min(buffer.count, try supply(buffer)))
        consumedFileBytes += count
        return count
    }

    func fileOffset(of offset: Int) -> Int? { offset }
}
