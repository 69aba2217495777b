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
        _ = DescriptorIO.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
