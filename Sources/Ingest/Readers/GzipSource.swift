import CCompression

/// What a gzip file holds, member by member (RFC 1952).
///
/// Unlike libarchive's filter it checks checksums, knows where each member begins (WARC files are addressed by it), and finds the next member behind damage.
final class GzipSource: ByteSource {
    private enum State { case betweenMembers, inMember }

    private let input: BufferedInput
    /// zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isInitialized = false
    private var state = State.betweenMembers
    private var produced = 0
    private var members: [(offset: Int, fileOffset: Int)] = []
    private var faults: [StreamFault] = []

    /// Whether a member's content may begin so; others are taken for chance. For input that begins inside a file.
    private let expectedStart: [UInt8]
    private var isLookingForFirst: Bool

    /// - Parameter expectedStart: where the input begins anywhere in a file, what its members hold at their beginning.
    init(_ input: BufferedInput, expectedStart: [UInt8] = []) {
        self.input = input
        self.expectedStart = expectedStart
        isLookingForFirst = !expectedStart.isEmpty
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if isInitialized { inflateEnd(stream) }
        stream.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        var written = 0
        while written == 0 {
            if state == .betweenMembers, try !beginMember() { break }
            if input.count == 0, !input.readMore() {
                throw input.failure ?? IngestError(.decompress, .truncated, "the gzip data end inside a member; fetch the file again")
            }
            let given = input.count
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bytes.baseAddress)
            stream.pointee.avail_in = UInt32(clamping: given)
            stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(clamping: buffer.count)
            let available = Int(stream.pointee.avail_in)
            let room = Int(stream.pointee.avail_out)
            let status = inflate(stream, Z_NO_FLUSH)
            written = room - Int(stream.pointee.avail_out)
            produced += written
            input.consume(available - Int(stream.pointee.avail_in))
            switch status {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END: state = .betweenMembers
            default: damaged()
            }
        }
        return written
    }

    /// Whether enough is told of damage that nothing stands between: a file may be made of it.
    private var isCrowded: Bool { faults.count >= 16 && faults[faults.count - 16].offset == produced }

    /// Steps to the next member; `false` at the end of the file.
    private func beginMember() throws(IngestError) -> Bool {
        if !seekMember() {
            if let failure = input.failure { throw failure }
            return false
        }
        if members.count > 1 << 12 { members.removeFirst(1 << 11) }
        members.append((produced, input.offset))
        let status = isInitialized ? inflateReset(stream) : tl_inflate_init(stream, 31)
        if status != Z_OK { throw IngestError(.decompress, .corrupt, "zlib could not start") }
        isInitialized = true
        state = .inMember
        return true
    }

    /// Finds the next member, noting what is skipped; zeros, with which tapes are padded, are nothing worth noting.
    private func seekMember() -> Bool {
        let begin = input.offset
        var onlyZeros = true
        defer {
            if isLookingForFirst {
                isLookingForFirst = false
            } else if !onlyZeros, !isCrowded {
                let what = produced == 0 ? "is not gzip" : "behind a gzip member is not gzip and was skipped"
                faults.append(StreamFault(offset: produced, error: IngestError(.decompress, .corrupt, "\(input.offset - begin) bytes at byte \(begin): what stands there \(what)")))
            }
        }
        search: while input.fill(4) >= 4 {
            let bytes = input.bytes
            var position = 0
            while position + 4 <= bytes.count {
                if bytes[position] == 0x1F, bytes[position + 1] == 0x8B, bytes[position + 2] == 8, bytes[position + 3] < 0x20 {
                    input.consume(position)
                    if isLookingForFirst, !beginsAsExpected() {
                        input.consume(1)
                        continue search
                    }
                    return true
                }
                if bytes[position] != 0 { onlyZeros = false }
                position += 1
            }
            input.consume(position)
        }
        if input.bytes.contains(where: { $0 != 0 }) { onlyZeros = false }
        input.consume(input.count)
        return false
    }

    /// Whether the bytes at hand are really a member: four of them may come about anywhere.
    private func beginsAsExpected() -> Bool {
        input.fill(4096)
        guard let (content, _) = Inflate.unpack(Array(input.bytes.prefix(4096)), windowBits: 31, limit: 1 << 22) else { return true }
        return content.starts(with: expectedStart)
    }

    /// Notes damage and looks for the next member.
    private func damaged() {
        let detail = stream.pointee.msg.map { String(cString: $0) } ?? "damaged data"
        let member = members.last?.fileOffset ?? 0
        if !isCrowded { faults.append(StreamFault(offset: produced, error: IngestError(.decompress, .corrupt, "the gzip member at byte \(member): \(detail)"), isCut: true)) }
        state = .betweenMembers
        // A wrong checksum is found before the length behind it is read.
        if detail == "incorrect data check" { input.consume(min(4, input.fill(4))) }
    }

    func takeFaults() -> [StreamFault] {
        // What lies under it may be damaged, too, where it is packed twice.
        faults += input.takeFaults().map { StreamFault(offset: produced, error: $0.error, isCut: $0.isCut) }
        defer { faults.removeAll() }
        return faults
    }

    func fileOffset(of offset: Int) -> Int? {
        members.last { $0.offset <= offset }.flatMap { input.fileOffset(of: $0.fileOffset) }
    }

    var consumedFileBytes: Int { input.consumedFileBytes }
}

/// Unpacks a whole small body, as HTTP sends it.
enum Inflate {
    /// The bytes in `body`; what could be unpacked where it is damaged or cut.
    ///
    /// - Parameters:
    ///   - windowBits: 31 for gzip, 47 for gzip or zlib, -15 for raw deflate.
    ///   - limit: `nil` is given where more would come out.
    static func unpack(_ body: [UInt8], windowBits: Int32, limit: Int) -> (bytes: [UInt8], isComplete: Bool)? {
        var stream = z_stream()
        guard tl_inflate_init(&stream, windowBits) == Z_OK else { return ([], false) }
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        var isComplete = false
        var isTooLarge = false
        body.withUnsafeBufferPointer { input in
            withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 16) { buffer in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(clamping: input.count)
                while true {
                    stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    stream.avail_out = UInt32(buffer.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    let written = buffer.count - Int(stream.avail_out)
                    result.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<written]))
                    if result.count > limit { isTooLarge = true; break }
                    if status == Z_STREAM_END { isComplete = true; break }
                    if status != Z_OK { break }
                }
            }
        }
        return isTooLarge ? nil : (result, isComplete)
    }
}
