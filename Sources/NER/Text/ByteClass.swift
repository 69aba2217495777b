/// What a byte can begin, for the tokenizer's main loop.
enum ByteClass: UInt8 {
    case space, newline, lower, upper, digit, punctuation, high

    /// The class of a byte.
    @inline(__always)
    static func of(_ b: UInt8) -> ByteClass {
        if b &- 0x61 < 26 { return .lower }
        if b &- 0x41 < 26 { return .upper }
        if b &- 0x30 < 10 { return .digit }
        if b >= 0x80 { return .high }
        if b == 0x0A { return .newline }
        if b <= 0x20 || b == 0x7F { return .space }
        return .punctuation
    }
}

/// What a code point beyond ASCII is to the tokenizer.
enum ScalarClass { case space, lower, upper, caseless, mark, fraction, apostrophe, punctuation }

/// The code point that begins at `i` of valid UTF-8, and its length in bytes.
@inline(__always)
func decodeScalar(_ bytes: UnsafePointer<UInt8>, _ i: Int, _ end: Int) -> (scalar: UInt32, length: Int) {
    let a = UInt32(bytes[i])
    if a < 0x80 { return (a, 1) }
    if a < 0xE0, i + 1 < end { return ((a & 0x1F) << 6 | UInt32(bytes[i + 1]) & 0x3F, 2) }
    if a < 0xF0, i + 2 < end {
        return ((a & 0x0F) << 12 | (UInt32(bytes[i + 1]) & 0x3F) << 6 | UInt32(bytes[i + 2]) & 0x3F, 3)
    }
    if i + 3 < end {
        return ((a & 0x07) << 18 | (UInt32(bytes[i + 1]) & 0x3F) << 12 | (UInt32(bytes[i + 2]) & 0x3F) << 6 | UInt32(bytes[i + 3]) & 0x3F, 4)
    }
    return (0xFFFD, end - i)
}

/// The class of a code point beyond ASCII. The ranges that news is full of are tested first; the rest asks Unicode's properties.
func classify(_ value: UInt32) -> ScalarClass {
    switch value {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x85, 0x2028, 0x2029: return .space
    case 0x2019: return .apostrophe
    case 0xBC...0xBE, 0x2150...0x215E: return .fraction
    case 0xC0...0xD6, 0xD8...0xDE: return .upper
    case 0xDF...0xF6, 0xF8...0xFF: return .lower
    case 0x80...0xBF, 0xD7, 0xF7, 0x2010...0x2018, 0x201A...0x2027, 0x2030...0x205E, 0x20A0...0x20CF: return .punctuation
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return .punctuation }
    let properties = scalar.properties
    if properties.isUppercase { return .upper }
    if properties.isLowercase { return .lower }
    switch properties.generalCategory {
    case .titlecaseLetter: return .upper
    case .otherLetter, .modifierLetter, .letterNumber: return .caseless
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    case .decimalNumber: return .caseless
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    default: return .punctuation
    }
}
