/// UTF-16 as UTF-8, for text formats that begin with a byte order mark. Half a surrogate pair becomes U+FFFD.
final class UTF16Source: ByteSource {
    private let input: BufferedInput
    private let isBigEndian: Bool
    private var produced = 0

    init(_ input: BufferedInput, isBigEndian: Bool) {
        self.input = input
        self.isBigEndian = isBigEndian
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        if input.fill(2) < 2 {
            if let failure = input.failure { throw failure }
            return 0
        }
        input.fill(4)
        let bytes = input.bytes
        func unit(_ index: Int) -> UInt32 {
            isBigEndian ? UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1]) : UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index])
        }
        var read = 0
        var written = 0
        while read + 2 <= bytes.count, written + 4 <= buffer.count {
            var scalar = unit(read)
            if scalar & 0xFC00 == 0xD800 {
                // The other half may not have come yet.
                if read + 4 > bytes.count, read > 0, !input.isAtEnd { break }
                if read + 4 <= bytes.count, unit(read + 2) & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (unit(read + 2) & 0x3FF)
                    read += 2
                }
            }
            read += 2
            for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                buffer[written] = byte
                written += 1
            }
        }
        input.consume(read)
        produced += written
        return written
    }

    func takeFaults() -> [StreamFault] { input.takeFaults().map { StreamFault(offset: produced, error: $0.error, isCut: $0.isCut) } }
    func fileOffset(of offset: Int) -> Int? { nil }
    var consumedFileBytes: Int { input.consumedFileBytes }
}
