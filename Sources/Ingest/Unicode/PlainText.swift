/// Plain text from a dump: its lines and blanks stay, so that offsets are predictable.
enum PlainText {
    /// `bytes` with one kind of line end, exotic spaces as spaces, and without invisible characters.
    /// `bytes` must be valid UTF-8; returned uncopied where nothing changes.
    static func normalized(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.withUnsafeBufferPointer({ mayChange($0) }) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { input in
            var reader = ScalarReader(input, at: 0, to: input.count)
            var previous: UInt32 = 0
            while true {
                // Most characters stay as they are.
                let run = input.endOfPrintableASCII(from: reader.at)
                if run > reader.at {
                    result.append(contentsOf: input[reader.at..<run])
                    previous = UInt32(input[run - 1])
                    reader.skip(to: run)
                }
                guard let scalar = reader.next() else { break }
                defer { previous = scalar }
                switch CharacterPolicy.action(for: scalar, after: previous) {
                case .keep: result.append(scalar: scalar)
                case .remove: break
                case .space: result.append(UInt8(ascii: " "))
                case .lineFeed: result.append(UInt8(ascii: "\n"))
                case .replace(let other): result.append(scalar: other)
                }
            }
        }
        return result
    }

    /// Whether any byte begins a character that could change: most texts of ASCII, accented letters and curly quotes pass.
    private static func mayChange(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = 0
        while i < bytes.count {
            i = bytes.endOfPrintableASCII(from: i)
            guard i < bytes.count else { return false }
            let byte = bytes[i]
            if byte < 0x20 || byte == 0x7F {
                if byte != 0x0A && byte != 0x09 { return true }
                i += 1
            } else if byte == 0xC2 {
                if i + 1 < bytes.count, bytes[i + 1] <= 0xA0 || bytes[i + 1] == 0xAD { return true }
                i += 2
            } else if byte == 0xE2 {
                guard i + 2 < bytes.count else { return true }
                if bytes[i + 1] == 0x80, bytes[i + 2] < 0x90 || bytes[i + 2] >= 0xA8 && bytes[i + 2] < 0xB0 { return true }
                if bytes[i + 1] == 0x81, bytes[i + 2] >= 0x9F { return true }
                i += 3
            } else if byte >= 0xC3 && byte < 0xCC || byte >= 0xCE && byte < 0xD8 {
                i += 2
            } else {
                return true
            }
        }
        return false
    }
}

/// Reads the scalars of valid UTF-8.
struct ScalarReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var at: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at: Int, to end: Int) {
        self.bytes = bytes
        self.at = at
        self.end = min(end, bytes.count)
    }

    /// Goes on at `place`, where a scalar begins.
    mutating func skip(to place: Int) { at = place }

    @inline(__always)
    mutating func next() -> UInt32? {
        guard at < end else { return nil }
        let lead = bytes[at]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard at + length <= end else { at = end; return 0xFFFD }
        var scalar = length == 1 ? UInt32(lead) : UInt32(lead & (0x7F >> UInt8(length)))
        for i in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(bytes[at + i] & 0x3F) }
        at += length
        return scalar
    }

    /// The next scalar that is not ASCII.
    @inline(__always)
    mutating func nextBeyondASCII() -> UInt32? {
        at = min(bytes.endOfASCII(from: at), end)
        return next()
    }
}
