import Glibc

/// Why the output could not be written, as the user reads it.
struct OutputError: Error {
    var message: String

    init(_ what: String) { message = "\(what): \(String(cString: strerror(errno)))" }
    init(message: String) { self.message = message }
}

/// Where the records go: standard output, or a file that takes its name only once it is complete.
struct OutputFile {
    let descriptor: Int32
    /// The file's name and the one that it has until then.
    let names: (final: String, partial: String)?

    static var standardOutput: OutputFile { OutputFile(descriptor: STDOUT_FILENO, names: nil) }

    private init(descriptor: Int32, names: (final: String, partial: String)?) {
        self.descriptor = descriptor
        self.names = names
    }

    /// Opens `path` for writing: a device or pipe as it is, anything else as `path.partial` until `complete()`.
    ///
    /// - Parameter keepsContent: go on with what an earlier run has left.
    init(path: String, keepsContent: Bool = false) throws(OutputError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            names = nil
            if descriptor < 0 { throw OutputError("\(path) can't be written") }
            return
        }
        let partial = path + ".partial"
        descriptor = open(partial, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw OutputError("\(partial) can't be written") }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            throw OutputError(message: "another run is writing \(path) (it holds \(partial)); wait for it or name another file")
        }
        if !keepsContent, ftruncate(descriptor, 0) != 0 { throw OutputError("\(partial) can't be emptied") }
        names = (path, partial)
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start) }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, -1)
            } else if errno != EINTR {
                throw OutputError("writing \(names?.partial ?? "to standard output") failed")
            }
        }
    }

    /// Makes the file safe on the disk and gives it its name.
    func complete() throws(OutputError) {
        guard let names else { return }
        if fsync(descriptor) != 0 { throw OutputError("\(names.partial) can't be brought to the disk") }
        if rename(names.partial, names.final) != 0 { throw OutputError("\(names.partial) can't be renamed to \(names.final)") }
        unlink(journalPath(names.final))
    }

    /// Where a run notes what it was, for one that goes on with it.
    func journalPath(_ final: String) -> String { final + ".journal" }

    /// Notes what this run is.
    func begin(_ journal: RunJournal) throws(OutputError) {
        guard let names else { return }
        let path = journalPath(names.final)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        let text = journal.text
        let isWritten = descriptor >= 0 && Glibc.write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        let error = OutputError("\(path) can't be written")
        if descriptor >= 0 { close(descriptor) }
        if !isWritten { throw error }
    }
}
