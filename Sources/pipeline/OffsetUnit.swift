import JSON

/// What `start` and `end` count.
enum OffsetUnit: String, Sendable, CaseIterable {
    case codepoint, utf16, utf8

    /// Length of `text` (valid UTF-8) in this unit.
    func length(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        let text = UnsafeBufferPointer(rebasing: text)
        return switch self {
        case .utf8: text.count
        case .codepoint: ByteScan.codePointCount(text)
        case .utf16: ByteScan.utf16Count(text)
        }
    }
}
