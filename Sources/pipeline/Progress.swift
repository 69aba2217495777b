import Glibc
import Ingest
import Synchronization

/// Bytes read so far; the reader adds to it, whoever writes looks.
final class ByteMeter: ReadMeter {
    private let counter = Atomic<Int>(0)
    var count: Int { counter.load(ordering: .relaxed) }
    func didRead(_ count: Int) { counter.add(count, ordering: .relaxed) }
}

/// How far a run is, on one line of a terminal.
final class Progress {
    private let start = Progress.now
    private var last = 0.0
    private let meter: ByteMeter
    /// Bytes that there are to read; `nil` where that can't be known.
    private let size: Int?

    init(_ meter: ByteMeter, size: Int?) {
        self.meter = meter
        self.size = size
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func show(_ tally: Tally) {
        let now = Self.now
        if now - last < 0.5 { return }
        last = now
        let seconds = max(now - start, 0.001)
        let read = meter.count
        var parts = ["\(tally.recordCount) records", "\(Int(Double(tally.recordCount) / seconds)) a second", "\(tally.errorCount) errors", "\(read >> 20) MB read"]
        // The reader is ahead by little: the bytes under way are limited.
        if let size, size > 0, read > 0 {
            let share = min(1, Double(read) / Double(size))
            parts.append("\(Int(share * 100)) %")
            if seconds > 1 { parts.append("\(Self.duration(Int(seconds / share * (1 - share)))) left") }
        }
        Message.raw("\r\(parts.joined(separator: ", "))\u{1B}[K")
    }

    static func duration(_ seconds: Int) -> String {
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60)
        if seconds >= 3600 { return "\(seconds / 3600) h \(minutes) min" }
        return seconds >= 60 ? "\(minutes) min \(rest) s" : "\(rest) s"
    }

    // The last line stays, and what follows begins a new one.
    deinit { Message.raw("\n") }
}

extension InputPath {
    /// Bytes of the file, or of all files of the folder; `nil` where that can't be known, as of a pipe.
    var size: Int? {
        var total: Int? = 0
        _ = InputWalker.forEachFile(under: self, failure: { _, _ in true }) { file in
            var status = stat()
            let isThere = file == InputPath("-") ? fstat(STDIN_FILENO, &status) == 0 : stat(file.label, &status) == 0
            total = isThere && status.st_mode & S_IFMT == S_IFREG ? total.map { $0 + Int(status.st_size) } : nil
            return total != nil
        }
        return total
    }
}
