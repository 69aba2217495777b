import CArchive

/// A libarchive reader over one of our inputs: the filters of compressed files, and the members of zip and tar.
///
/// Member names are labels here and nothing else: nothing is ever written, and links are not followed.
final class Archive {
    enum Contents { case compressed, members }

    private let handle: OpaquePointer
    private let input: BufferedInput?
    /// Bytes lent to libarchive by the last call back.
    private var lent = 0

    /// Reads from `input`, from where it stands.
    init(_ input: BufferedInput, _ contents: Contents) throws(IngestError) {
        guard let handle = archive_read_new() else { throw IngestError(.open, .notReadable, "libarchive could not start") }
        self.handle = handle
        self.input = input
        support(contents)
        let status = archive_read_open(
            handle, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, client, buffer in
                guard let client, let buffer else { return -1 }
                return Unmanaged<Archive>.fromOpaque(client).takeUnretainedValue().lend(to: buffer)
            }, nil)
        if status != ARCHIVE_OK { throw error(contents == .compressed ? .decompress : .open) }
    }

    /// Reads the members of a file that can be sought in, so that a damaged member of a zip doesn't hide the next.
    init(seekable descriptor: Int32) throws(IngestError) {
        guard let handle = archive_read_new() else { throw IngestError(.open, .notReadable, "libarchive could not start") }
        self.handle = handle
        input = nil
        support(.members)
        if archive_read_open_fd(handle, descriptor, 128 * 1024) != ARCHIVE_OK { throw error(.open) }
    }

    deinit { archive_read_free(handle) }

    private func support(_ contents: Contents) {
        switch contents {
        case .compressed:
            // Not all of its filters: some start programs to unpack with.
            archive_read_support_filter_lz4(handle)
            archive_read_support_filter_compress(handle)
            archive_read_support_filter_lzip(handle)
            archive_read_support_format_raw(handle)
            archive_read_support_format_empty(handle)
        case .members:
            archive_read_support_format_zip(handle)
            archive_read_support_format_tar(handle)
            archive_read_support_format_empty(handle)
        }
    }

    private func lend(to buffer: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        guard let input else { return -1 }
        input.consume(lent)
        lent = 0
        if input.count == 0, !input.readMore() { return 0 }
        lent = input.count
        buffer.pointee = UnsafeRawPointer(input.bytes.baseAddress)
        return lent
    }

    /// What libarchive says about its last failure.
    func error(_ stage: IngestError.Stage) -> IngestError {
        if let failure = input?.failure { return failure }
        let text = archive_error_string(handle).map { String(cString: $0) } ?? "damaged data"
        let isCut = text.contains("runcated") || text.contains("remature") || text.contains("ends") || (input.map { $0.isAtEnd && $0.count - lent == 0 } ?? false)
        return IngestError(stage, isCut ? .truncated : .corrupt, text)
    }

    /// A member of an archive.
    struct Member {
        var name: String
        var isFile: Bool
        var isEncrypted: Bool
    }

    /// Steps to the next member; `nil` behind the last.
    ///
    /// - Throws: where the archive ends or breaks; nothing more can be read then.
    func nextMember() throws(IngestError) -> Member? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF { return nil }
        // A warning, as for a name in another charset, still gives the member.
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw error(.decompress) }
        let name = (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map { String(cString: $0) } ?? ""
        let isFile = archive_entry_filetype(entry) == 0o100000 && archive_entry_hardlink(entry) == nil
        return Member(name: name, isFile: isFile, isEncrypted: archive_entry_is_encrypted(entry) != 0)
    }

    /// Reads data of the current member.
    func readData(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        while true {
            let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
            if count == Int(ARCHIVE_RETRY) { continue }
            if count < 0 { throw error(.decompress) }
            return count
        }
    }

    var consumedFileBytes: Int { input?.consumedFileBytes ?? Int(archive_filter_bytes(handle, -1)) }
}

/// The data of an archive's current member, or of a compressed file.
final class ArchiveDataSource: ByteSource {
    private let archive: Archive

    init(_ archive: Archive) { self.archive = archive }

    /// What the compressed file at `input` holds.
    static func decompressing(_ input: BufferedInput) throws(IngestError) -> ArchiveDataSource? {
        let archive = try Archive(input, .compressed)
        return try archive.nextMember() == nil ? nil : ArchiveDataSource(archive)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int { try archive.readData(into: buffer) }
    func fileOffset(of offset: Int) -> Int? { nil }
    var consumedFileBytes: Int { archive.consumedFileBytes }
}
