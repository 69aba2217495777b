import CICU

/// The Unicode normal form that texts are brought to.
public enum NormalForm: String, Sendable, CaseIterable {
    /// Canonical composition: the default.
    case nfc
    /// Compatibility composition: also folds ligatures, full-width forms and the like.
    case nfkc
    /// As it is.
    case none

    /// Whether a text is in this form already.
    public func holds(for text: String) -> Bool {
        let bytes = Array(text.utf8)
        var normalized = bytes
        normalized.normalize(to: self)
        return normalized == bytes
    }
}

extension Array<UInt8> {
    /// Brings valid UTF-8 to a normal form by ICU. Costs one pass where no character could change.
    mutating func normalize(to form: NormalForm) {
        guard form != .none, form == .nfkc ? contains(where: { $0 >= 0x80 }) : mayNeedComposition else { return }
        var result: [UInt8] = []
        let changed = withUnsafeBufferPointer { input in
            withUnsafeMutablePointer(to: &result) { output in
                tl_normalize(Int32(form == .nfkc ? TL_NFKC : TL_NFC), input.baseAddress, input.count, { context, piece, count in
                    context?.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: UnsafeBufferPointer(start: piece, count: count))
                }, output)
            }
        }
        if changed == 1 { self = result }
    }

    /// Whether a character occurs that NFC could change. All below U+0300 stay; so do the punctuation and currency signs
    /// of U+2002 to U+20CF and the letterlike signs up to U+2125, which most texts hold no others than.
    private var mayNeedComposition: Bool {
        withUnsafeBufferPointer { bytes in
            var i = 0
            while i < bytes.count {
                i = bytes.endOfASCII(from: i)
                guard i < bytes.count else { return false }
                let byte = bytes[i]
                if byte < 0xCC { i += 1; continue }
                guard byte == 0xE2, i + 2 < bytes.count else { return true }
                switch bytes[i + 1] {
                case 0x80 where bytes[i + 2] >= 0x82, 0x81, 0x82: break
                case 0x84 where bytes[i + 2] < 0xA6: break
                default: return true
                }
                i += 3
            }
            return false
        }
    }
}
