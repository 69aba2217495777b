/// What `start` and `end` count.
enum OffsetUnit: String, Sendable, CaseIterable {
    case codepoint, utf16, utf8

    /// Length of `text` (valid UTF-8) in this unit.
    func length(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        switch self {
        case .utf8: return text.count
        case .codepoint:
            // Every byte but the tails of a sequence begins a code point.
            return text.count - Self.tails(UnsafeBufferPointer(rebasing: text))
        case .utf16:
            // Sequences of four bytes are surrogate pairs.
            var count = 0
            for byte in UnsafeBufferPointer(rebasing: text) { count &+= byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }
            return count
        }
    }

    /// How many bytes are tails of a sequence: their high bit is set, the next one not. Eight bytes at a time.
    private static func tails(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0, position = 0
        if let base = UnsafeRawPointer(text.baseAddress) {
            while position &+ 8 <= text.count {
                let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                count &+= (word & ~(word << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
                position &+= 8
            }
        }
        while position < text.count {
            count &+= text[position] & 0xC0 == 0x80 ? 1 : 0
            position &+= 1
        }
        return count
    }
}
