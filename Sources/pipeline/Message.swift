import Glibc

/// Lines on standard error.
enum Message {
    static func note(_ text: String) { write("tagline: \(text)\n") }
    static func error(_ text: String) { write("tagline: error: \(text)\n") }

    /// Says that the program waits for a person to type, where it does.
    static func noteTerminalInput() {
        if isatty(STDIN_FILENO) == 1 { note("reading standard input; end it with Ctrl-D") }
    }

    static func raw(_ text: String) { write(text) }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// How far a run is, on one line of a terminal.
final class Progress {
    private let start = Progress.now
    private var last = 0.0

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
        Message.raw("\r\(tally.recordCount) records, \(Int(Double(tally.recordCount) / seconds)) a second, \(tally.errorCount) errors, \(tally.byteCount >> 20) MB written\u{1B}[K")
    }

    // The last line stays, and what follows begins a new one.
    deinit { Message.raw("\n") }
}
