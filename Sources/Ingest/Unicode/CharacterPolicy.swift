/// What becomes of single characters, whatever the normal form.
///
/// - Removed: soft hyphen, zero-width space, joiners after Latin letters, word joiner, byte order mark, bidi
///   marks, embeddings and isolates, interlinear and tag characters, variation selectors, other C0 controls.
/// - To a space: no-break space and every other space of Unicode (U+2000…U+200A, U+202F, U+205F, U+3000).
/// - To a line feed: CR, CR LF, U+2028, U+2029, vertical tab, form feed.
/// - To what windows-1252 means: C1 controls (HTML's rule for references, and what they are in practice elsewhere).
enum CharacterPolicy {
    enum Action { case keep, remove, space, lineFeed, replace(UInt32) }

    /// The action for a character, given the one before it (0 at the start).
    static func action(for scalar: UInt32, after previous: UInt32) -> Action {
        switch scalar {
        case 0x0A: return previous == 0x0D ? .remove : .keep
        case 0x0B, 0x0C, 0x0D: return .lineFeed
        case 0..<0x09, 0x0E..<0x20, 0x7F: return .remove
        case 0x20...0x7E: return .keep
        // Joiners shape letters of other scripts and join emoji; among Latin letters they are litter.
        case 0x200C, 0x200D: return previous < 0x0300 ? .remove : .keep
        case 0x80...0x9F:
            let mapped = windows1252[Int(scalar - 0x80)]
            return mapped == 0 ? .keep : .replace(UInt32(mapped))
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
        case 0x2028, 0x2029: return .lineFeed
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            return .remove
        default: return .keep
        }
    }

    /// windows-1252's characters for 0x80…0x9F; 0 where it has none.
    static let windows1252: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
}
