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
        descriptor = try Self.openAlone(partial, for: path)
        if !keepsContent, ftruncate(descriptor, 0) != 0 { throw OutputError("\(partial) can't be emptied") }
        names = (path, partial)
    }

    /// Opens `partial` so that no other run has it open.
    private static func openAlone(_ partial: String, for path: String) throws(OutputError) -> Int32 {
        while true {
            let descriptor = open(partial, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            if descriptor < 0 { throw OutputError("\(partial) can't be written") }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                let isOther = errno == EWOULDBLOCK
                let error = OutputError("\(partial) can't be locked")
                close(descriptor)
                if !isOther { throw error }
                throw OutputError(message: "another run is writing \(path) (it holds \(partial)); wait for it or name another file")
            }
            // Between the opening and the lock another run may have completed the file: what we hold then is its output.
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, stat(partial, &named) == 0, held.st_ino == named.st_ino, held.st_dev == named.st_dev { return descriptor }
            close(descriptor)
        }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        if !DescriptorIO.write(bytes, to: descriptor) { throw OutputError("writing \(names?.partial ?? "to standard output") failed") }
    }

    /// Makes the file safe on the disk and gives it its name.
    func complete() throws(OutputError) {
        guard let names else {
            // Where standard output is a file of another machine, closing tells whether it was written.
            if descriptor == STDOUT_FILENO, close(descriptor) != 0, errno != EINTR, errno != EBADF { throw OutputError("writing to standard output failed") }
            return
        }
        if !DescriptorIO.sync(descriptor) { throw OutputError("\(names.partial) can't be brought to the disk") }
        if rename(names.partial, names.final) != 0 { throw OutputError("\(names.partial) can't be renamed to \(names.final)") }
        DescriptorIO.syncFolder(of: names.final)
        // With the name given, another run may begin: then the journal is its.
        if access(names.partial, F_OK) != 0 { unlink(journalPath(names.final)) }
    }

    /// Where a run notes what it was, for one that goes on with it.
    func journalPath(_ final: String) -> String { final + ".journal" }

    /// Notes what this run is.
    func begin(_ journal: RunJournal) throws(OutputError) {
        guard let names else { return }
        // No power cut may leave this journal beside another run's lines.
        if !DescriptorIO.sync(descriptor) { throw OutputError("\(names.partial) can't be brought to the disk") }
        let path = journalPath(names.final)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        let isWritten = descriptor >= 0 && DescriptorIO.write(journal.text, to: descriptor) && DescriptorIO.sync(descriptor)
        let error = OutputError("\(path) can't be written")
        if descriptor >= 0 { close(descriptor) }
        if !isWritten { throw error }
        DescriptorIO.syncFolder(of: path)
    }
}
