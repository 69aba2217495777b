import Glibc
import Ingest
import JSON

/// All that a run's output depends on: a run can go on only with the output of one that was the same.
struct RunJournal {
    /// Of the program and its rules and lexicons.
    var version: String
    var options: [(name: String, value: String)]
    var paths: [String]

    /// One setting a line; files with size and time of change.
    var text: [UInt8] {
        var lines = ["tagline \(version)"]
        lines += options.map { "\($0.name) \($0.value)" }
        for path in paths {
            var status = stat()
            let isFile = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            lines.append("input \(path)" + (isFile ? " \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : ""))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// What differs from `other`, a journal's text; `nil` where nothing does.
    func difference(from other: [UInt8]) -> String? {
        let before = String(decoding: other, as: UTF8.self).split(separator: "\n")
        let now = String(decoding: text, as: UTF8.self).split(separator: "\n")
        for (old, new) in zip(before, now) where old != new { return "it was \"\(old)\" and is now \"\(new)\"" }
        return before.count == now.count ? nil : "the inputs are not the same"
    }
}

/// What an interrupted run has left: the records that have their lines already.
///
/// The output itself is the measure. Its whole lines are compared with the records that are read again, so that a changed input is seen;
/// half a line at the end is cut off.
final class Resumption {
    private var heads: LineHeads
    private let partial: String
    private(set) var doneCount = 0
    /// Whether all lines have been passed.
    private(set) var isOver = false
    /// Why this can't go on.
    private(set) var mismatch: String?

    /// Reads what is in `file`, and leaves it to be written on behind its last whole line.
    init?(_ file: OutputFile, _ journal: RunJournal) throws(OutputError) {
        guard let names = file.names else { throw OutputError(message: "--resume needs a regular file as output") }
        partial = names.partial
        var status = stat()
        if fstat(file.descriptor, &status) != 0 || status.st_size == 0 {
            try file.begin(journal)
            return nil
        }
        guard let before = Self.content(of: file.journalPath(names.final)) else {
            throw OutputError(message: "\(names.partial) has no journal beside it, so nobody knows what made it; remove it to start anew")
        }
        if let difference = journal.difference(from: before) {
            throw OutputError(message: "\(names.partial) was made by another command or from another input: \(difference); remove it to start anew")
        }
        let end = try Self.lastWholeLine(file.descriptor, names.partial)
        if ftruncate(file.descriptor, off_t(end)) != 0 || lseek(file.descriptor, 0, SEEK_END) < 0 { throw OutputError("\(names.partial) can't be repaired") }
        heads = try LineHeads(path: names.partial)
    }

    /// What is left of `batch` once the records that have lines are taken out; `nil` for nothing.
    ///
    /// - Parameter body: called with each line that is there.
    func remainder(of batch: RecordBatch, _ body: (LineHeads.Line) -> Void) -> RecordBatch? {
        var count = 0
        batch.forEachRecord { record in
            guard let line = heads.next() else {
                mismatch = heads.failure
                isOver = mismatch == nil
                return false
            }
            if line.head == nil {
                mismatch = "line \(line.number) of \(partial) is no whole record, though others stand behind it: it was damaged; remove \(partial) to start anew"
                return false
            }
            if line.head != RecordHead.bytes(of: record) {
                mismatch = "line \(line.number) of \(partial) is not of the record that stands there in the input, \(record.source.label): the input has changed; remove \(partial) to start anew"
                return false
            }
            count += 1
            doneCount += 1
            body(line)
            return true
        }
        if !isOver { return nil }
        var rest = batch
        rest.skippedCount = count
        return rest
    }

    /// Lines that no record of the input has.
    var leftOver: String? {
        if isOver || heads.next() == nil { return heads.failure }
        return "\(partial) has lines that the input has no records for: the input has changed; remove it to start anew"
    }

    private static func content(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        return DescriptorIO.readAll(from: descriptor)
    }

    /// The end of the last line that is whole; a power cut may leave zeros where lines were not written yet.
    private static func lastWholeLine(_ descriptor: Int32, _ name: String) throws(OutputError) -> Int {
        var end = Int(lseek(descriptor, 0, SEEK_END))
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        while end > 0 {
            let start = max(0, end - block.count)
            if !DescriptorIO.read(&block, end - start, from: descriptor, at: start) { throw OutputError("\(name) can't be read again") }
            var position = end - start
            while position > 1 {
                position -= 1
                if block[position] == 0x0A, block[position - 1] == UInt8(ascii: "}") { return start + position + 1 }
            }
            if start == 0 { return 0 }
            // The brace and its line end may stand on both sides of the border.
            end = start + 1
        }
        return 0
    }
}

/// The heads of an output's lines, one after the other.
struct LineHeads {
    struct Line {
        var number: Int
        /// Bytes, its end included.
        var length = 0
        /// `nil` where the line is no whole record.
        var head: [UInt8]?
        /// The whole line where it is an error record.
        var errorRecord: [UInt8]?
    }

    private var file: LineFile
    private var tape = JSONTape()
    /// Why the lines could not be read to their end.
    var failure: String? { file.failure }

    init(path: String) throws(OutputError) { file = try LineFile(path: path) }

    /// The next line; `nil` behind the last.
    mutating func next() -> Line? {
        var tape = JSONTape()
        swap(&tape, &self.tape)
        defer { swap(&tape, &self.tape) }
        let number = file.number + 1
        return file.next { text, isEnded in
            // A line without its end has been cut.
            guard isEnded, let head = RecordHead.bytes(of: text, using: &tape) else { return Line(number: number) }
            return Line(number: number, length: text.count + 1, head: head, errorRecord: RecordHead.isErrorRecord(text, tape) ? text + [0x0A] : nil)
        }
    }
}
