import Glibc
import Ingest
import JSON

/// What a run came to. Written by whoever writes the output, read when all is done.
final class Tally {
    var recordCount = 0
    var errorCount = 0
    var firstError: IngestError?
    var isStopped = false
    var failure: OutputError?
    var byteCount = 0
    var digest = HeadDigest()
    /// Whether the digest is asked for.
    let isDigesting: Bool
    private var tape = JSONTape()

    init(isDigesting: Bool) { self.isDigesting = isDigesting }

    func add(_ batch: AnnotatedBatch) {
        byteCount += batch.bytes.count
        if isDigesting { addHeads(batch.bytes) }
        recordCount += batch.recordCount
        errorCount += batch.errorCount
        firstError = firstError ?? batch.firstError
        isStopped = isStopped || batch.isLast
    }

    /// Counts a line that an earlier run has written. Before anything else is added.
    func add(resumed line: LineHeads.Line) {
        recordCount += 1
        byteCount += line.length
        if line.errorRecord != nil { errorCount += 1 }
        if isDigesting, let head = line.head { digest.add(head) }
    }

    /// Does `body`, keeping what goes wrong in it.
    func note(_ body: () throws(OutputError) -> Void) {
        do throws(OutputError) { try body() } catch { failure = error }
    }

    private func addHeads(_ lines: [UInt8]) {
        lines.withUnsafeBufferPointer { lines in
            var start = 0
            while start < lines.count, let end = lines[start...].firstIndex(of: 0x0A) {
                if let head = RecordHead.bytes(of: UnsafeBufferPointer(rebasing: lines[start..<end]), using: &tape) { digest.add(head) }
                start = end + 1
            }
        }
    }

    /// Writes the counts as JSON to a file, or for "-" to standard error.
    func write(to path: String) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("records")
        writer.integer(recordCount)
        writer.key("errors")
        writer.integer(errorCount)
        writer.key("lines")
        writer.integer(digest.count)
        writer.key("bytes")
        writer.integer(byteCount)
        writer.key("digest")
        writer.string(digest.text)
        writer.endObject()
        writer.endLine()
        let descriptor = path == "-" ? STDERR_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 || !DescriptorIO.write(writer.bytes, to: descriptor) { Message.error(OutputError("the statistics can't be written to \(path)").message) }
        if path != "-", descriptor >= 0 { close(descriptor) }
    }
}

/// What `--stats` wrote.
struct Statistics {
    var lines: Int
    var digest: String

    /// `nil` where the file is none of those.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        guard let bytes = DescriptorIO.readAll(from: descriptor), let value = try? JSONValue(parsing: bytes), let lines = value["lines"]?.int, let digest = value["digest"]?.string else { return nil }
        self.lines = lines
        self.digest = digest
    }
}
