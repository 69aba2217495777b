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

/// Turns byte ranges that rise into offsets, in one pass over the text (`OffsetWalk` goes the other way).
struct OffsetCounter {
    private let unit: OffsetUnit
    private var byte = 0
    private var offset = 0

    init(_ unit: OffsetUnit) { self.unit = unit }

    /// The offsets of bytes that lie behind those of the call before.
    mutating func offsets(of bytes: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let start = offset + unit.length(of: text[byte..<bytes.lowerBound])
        offset = start + unit.length(of: text[bytes])
        byte = bytes.upperBound
        return start..<offset
    }
}
