import Glibc

/// The lines of a file, or of standard input for "-", one after the other. Memory: that of the longest line.
struct LineFile {
    private let descriptor: Int32
    private let file: Closer
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private let path: String
    /// Why the lines could not be read to their end.
    private(set) var failure: String?
    /// The number of the last line given, from 1.
    private(set) var number = 0

    private final class Closer {
        let descriptor: Int32
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    init(path: String) throws(OutputError) {
        self.path = path
        descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw OutputError("\(path) can't be read") }
        file = Closer(descriptor)
    }

    /// What `body` makes of the next line, without its end; `nil` behind the last.
    ///
    /// - Parameter body: is also told whether the line has its end; the last one of a file that was cut has none.
    mutating func next<Result>(_ body: (UnsafeBufferPointer<UInt8>, _ isEnded: Bool) -> Result) -> Result? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return line(start..<end, isEnded: true, body)
            }
            searched = buffer.count
            if !fill(&searched) {
                if start == buffer.count || failure != nil { return nil }
                defer { start = buffer.count }
                return line(start..<buffer.count, isEnded: false, body)
            }
        }
    }

    private mutating func line<Result>(_ range: Range<Int>, isEnded: Bool, _ body: (UnsafeBufferPointer<UInt8>, Bool) -> Result) -> Result {
        number += 1
        return buffer.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range]), isEnded) }
    }

    private mutating func fill(_ searched: inout Int) -> Bool {
        if isAtEnd { return false }
        buffer.removeSubrange(..<start)
        searched -= start
        start = 0
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 256 * 1024))
        let count = buffer.withUnsafeMutableBytes { DescriptorIO.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[old...]), from: descriptor) }
        if count < 0 { failure = OutputError("\(path) can't be read to its end").message }
        buffer.removeLast(256 * 1024 - max(0, count))
        if count <= 0 { isAtEnd = true }
        return count > 0
    }
}
