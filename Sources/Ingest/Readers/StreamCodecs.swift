import CCompression

/// A decompressor of one format, fed piece by piece.
protocol StreamCodec: AnyObject {
    /// Unpacks some of `input` into `output`.
    ///
    /// - Parameter isLast: nothing follows `input`.
    func decode(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableRawBufferPointer) -> CodecStep

    /// First bytes of a stream.
    static var magic: [UInt8] { get }
}

/// What one call of a decompressor came to.
struct CodecStep {
    var read = 0
    var written = 0
    var isAtStreamEnd = false
    /// Damage behind what was written; nothing more can be read.
    var failure: IngestError?
}

/// What a file of one or several compressed streams holds. Everything that a cut file still gives is given before the error.
final class CodecSource: ByteSource {
    private let input: BufferedInput
    private let codec: any StreamCodec
    private var isBetweenStreams = true
    private var produced = 0
    private var faults: [StreamFault] = []
    private var failure: IngestError?

    init(_ input: BufferedInput, _ codec: any StreamCodec) {
        self.input = input
        self.codec = codec
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        while true {
            if let failure { throw failure }
            if input.count == 0 { input.readMore() }
            if isBetweenStreams {
                if input.count == 0 {
                    if let failure = input.failure { throw failure }
                    return 0
                }
                if skipWhatIsNoStream() { return 0 }
            }
            let isLast = input.count == 0 && input.isAtEnd
            let step = codec.decode(input.bytes, isLast: isLast, into: buffer)
            input.consume(step.read)
            isBetweenStreams = step.isAtStreamEnd
            produced += step.written
            failure = step.failure
            if step.written > 0 { return step.written }
            if isLast, !step.isAtStreamEnd, failure == nil { throw input.failure ?? IngestError(.decompress, .truncated, "the compressed data end too early; fetch the file again") }
        }
    }

    /// Ends the stream at bytes that begin no other one. Zeros, with which tapes are padded, are nothing worth noting.
    private func skipWhatIsNoStream() -> Bool {
        let magic = type(of: codec).magic
        input.fill(magic.count)
        if produced == 0 || input.bytes.starts(with: magic) || ZstdCodec.isSkippable(input.bytes, for: codec) { return false }
        let begin = input.offset
        var onlyZeros = true
        repeat {
            if input.bytes.contains(where: { $0 != 0 }) { onlyZeros = false }
            input.consume(input.count)
        } while input.readMore()
        if !onlyZeros {
            faults.append(StreamFault(offset: produced, error: IngestError(.decompress, .corrupt, "what stands behind the compressed data at byte \(begin) is something else and was skipped")))
        }
        return true
    }

    func takeFaults() -> [StreamFault] {
        // What lies under it may be damaged, too, where it is packed twice.
        faults += input.takeFaults().map { StreamFault(offset: produced, error: $0.error, isCut: $0.isCut) }
        defer { faults.removeAll() }
        return faults
    }

    func fileOffset(of offset: Int) -> Int? { nil }
    var consumedFileBytes: Int { input.consumedFileBytes }
}

/// Zstandard (RFC 8878).
final class ZstdCodec: StreamCodec {
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    private let stream: OpaquePointer?

    init() { stream = ZSTD_createDStream() }
    deinit { ZSTD_freeDStream(stream) }

    /// Frames that hold other things may stand between frames.
    static func isSkippable(_ bytes: UnsafeBufferPointer<UInt8>, for codec: any StreamCodec) -> Bool {
        codec is ZstdCodec && bytes.count >= 4 && bytes[0] & 0xF0 == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D && bytes[3] == 0x18
    }

    func decode(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableRawBufferPointer) -> CodecStep {
        var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = ZSTD_decompressStream(stream, &to, &from)
        let failure = ZSTD_isError(status) == 0 ? nil : IngestError(.decompress, .corrupt, "zstd: \(String(cString: ZSTD_getErrorName(status)))")
        return CodecStep(read: from.pos, written: to.pos, isAtStreamEnd: status == 0, failure: failure)
    }
}

/// bzip2.
final class Bzip2Codec: StreamCodec {
    static let magic: [UInt8] = Array("BZh".utf8)
    /// The library keeps a pointer to it.
    private let stream: UnsafeMutablePointer<bz_stream>
    private var isOpen = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: bz_stream())
    }

    deinit {
        if isOpen { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    func decode(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableRawBufferPointer) -> CodecStep {
        if !isOpen {
            stream.pointee = bz_stream()
            guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else { return CodecStep(failure: IngestError(.decompress, .corrupt, "bzip2 could not start")) }
            isOpen = true
        }
        let given = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_in = given
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_out = room
        let status = BZ2_bzDecompress(stream)
        var step = CodecStep(read: Int(given - stream.pointee.avail_in), written: Int(room - stream.pointee.avail_out), isAtStreamEnd: status == BZ_STREAM_END)
        if step.isAtStreamEnd {
            BZ2_bzDecompressEnd(stream)
            isOpen = false
        } else if status != BZ_OK {
            // A block's checksum stands behind it: what this call gave may be anything.
            step.written = 0
            step.failure = IngestError(.decompress, .corrupt, "bzip2: damaged data")
        }
        return step
    }
}

/// xz, with several streams in a file.
final class XZCodec: StreamCodec {
    static let magic: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    private let stream: UnsafeMutablePointer<lzma_stream>
    private var isOpen = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: lzma_stream())
    }

    deinit {
        lzma_end(stream)
        stream.deallocate()
    }

    func decode(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableRawBufferPointer) -> CodecStep {
        if !isOpen {
            // 1 GiB of memory is more than any preset of xz asks for.
            guard lzma_stream_decoder(stream, 1 << 30, 0) == LZMA_OK else { return CodecStep(failure: IngestError(.decompress, .corrupt, "xz could not start")) }
            isOpen = true
        }
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = input.count
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = output.count
        let status = lzma_code(stream, LZMA_RUN)
        var step = CodecStep(read: input.count - stream.pointee.avail_in, written: output.count - stream.pointee.avail_out, isAtStreamEnd: status == LZMA_STREAM_END)
        switch status {
        case LZMA_STREAM_END: isOpen = false
        case LZMA_OK, LZMA_BUF_ERROR: break
        case LZMA_MEMLIMIT_ERROR: step.failure = IngestError(.decompress, .tooLarge, "xz: the data ask for more than 1 GiB of memory")
        default: step.failure = IngestError(.decompress, .corrupt, "xz: damaged data")
        }
        return step
    }
}
