/// What `start` and `end` count.
enum OffsetUnit: String, Sendable, CaseIterable {
    case codepoint, utf16, utf8

    /// Length of `text` (valid UTF-8) in this unit.
    func length(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        switch self {
        case .utf8: return text.count
        case .codepoint:
            // Every byte but the tails of a sequence begins a code point.
            var count = 0
            for byte in UnsafeBufferPointer(rebasing: text) { count &+= byte & 0xC0 == 0x80 ? 0 : 1 }
            return count
        case .utf16:
            // Sequences of four bytes are surrogate pairs.
            var count = 0
            for byte in UnsafeBufferPointer(rebasing: text) { count &+= byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1 }
            return count
        }
    }
}
