import Glibc

/// Reading and writing to the end, whatever the system does in between: signals, short counts, streams left in non-blocking mode.
enum DescriptorIO {
    /// Writes all of `bytes`; `false`, with `errno` set, where that fails.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start) }
            if count >= 0 {
                start += count
            } else if !waits(for: POLLOUT, descriptor) {
                return false
            }
        }
        return true
    }

    /// Reads once into `buffer`, 0 at the end; -1, with `errno` set, where that fails.
    static func read(into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if !waits(for: POLLIN, descriptor) { return -1 }
        }
    }

    /// Reads up to the end; `nil` where that fails. For small files.
    static func readAll(from descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = block.withUnsafeMutableBytes { read(into: $0, from: descriptor) }
            if count <= 0 { return count < 0 ? nil : bytes }
            bytes += block[..<count]
        }
    }

    /// Fills `block` from `offset` on; `false` where the file has less or reading fails.
    static func read(_ block: inout [UInt8], _ count: Int, from descriptor: Int32, at offset: Int) -> Bool {
        var start = 0
        while start < count {
            let read = block.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress?.advanced(by: start), count - start, off_t(offset + start)) }
            if read > 0 { start += read } else if read == 0 || errno != EINTR { return false }
        }
        return true
    }

    /// Brings what was written to the disk; `false`, with `errno` set, where that fails.
    static func sync(_ descriptor: Int32) -> Bool {
        while fsync(descriptor) != 0 {
            if errno != EINTR { return false }
        }
        return true
    }

    /// Brings the names in the folder of `path` to the disk: until then a power cut may undo a rename. Some file systems can't; they need not.
    static func syncFolder(of path: String) {
        var folder = String(path.reversed().drop { $0 != "/" }.reversed())
        if folder.isEmpty { folder = "." }
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return }
        _ = sync(descriptor)
        close(descriptor)
    }

    /// Whether the call that failed is worth another try, once `events` are possible.
    private static func waits(for events: Int32, _ descriptor: Int32) -> Bool {
        if errno == EINTR { return true }
        guard errno == EAGAIN else { return false }
        var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        _ = poll(&request, 1, -1)
        return true
    }
}
