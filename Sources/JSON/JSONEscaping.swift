/// Copies text into JSON quotes and out of them, eight bytes at a time between escapes.
enum JSONEscaping {
    /// The most that a byte of text comes to: `\u001f`.
    static let maximumGrowth = 6
    /// Bytes that may be overwritten behind those that count.
    static let slack = 8

    /// Copies `text` from `start` to `end`, or to the end of the character that stands there, with escapes.
    ///
    /// Escaped is what JSON demands, U+0080 to U+009F, U+2028 and U+2029.
    ///
    /// - Parameter output: has room for `maximumGrowth` times the bytes, two bytes more of them than asked for, and `slack`.
    /// - Returns: where reading ended, and the place behind what was written.
    @inline(__always)
    static func escape(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, into output: UnsafeMutablePointer<UInt8>
    ) -> (read: Int, output: UnsafeMutablePointer<UInt8>) {
        guard let base = text.baseAddress else { return (start, output) }
        var i = start
        var output = output
        while i < end {
            while i &+ 16 <= end {
                let (first, second) = (ByteScan.word(at: base + i), ByteScan.word(at: base + (i &+ 8)))
                output.store(first)
                (output + 8).store(second)
                if ByteScan.notPlainJSON(first) | ByteScan.notPlainJSON(second) != 0 { break }
                i &+= 16
                output += 16
            }
            let left = end &- i
            if left == 0 { break }
            let word = left >= 8 ? ByteScan.word(at: base + i) : ByteScan.word(at: base + i, count: left)
            output.store(word)
            var stop = ByteScan.notPlainJSON(word)
            if word & ByteScan.highs != 0 { stop = mayNeedEscape(word) }
            if stop == 0 {
                i &+= 8
                output += 8
                continue
            }
            let plain = ByteScan.leading(stop)
            // The zeros behind the last byte stop it too.
            if plain >= left { return (end, output + left) }
            i &+= plain
            output += plain
            let length = escapedLength(text, at: i)
            if length > 0 {
                output = escapeCharacter(text, at: i, length: length, into: output)
                i &+= length
            } else {
                // U+00A0 to U+00BF or U+2000 to U+2FFF: its lead byte; the tails pass with what follows.
                output.pointee = base[i]
                output += 1
                i &+= 1
            }
        }
        return (i, output)
    }

    /// Control characters, quotes, backslashes, and the lead bytes of U+0080 to U+00BF and of U+2000 to U+2FFF: right up to the lowest.
    @inline(__always)
    private static func mayNeedEscape(_ word: UInt64) -> UInt64 {
        let control = (word &- ByteScan.ones &* 0x20) & ~word & ByteScan.highs
        // 0xC2 and 0xE2 differ in one bit.
        return control | ByteScan.equal(word, 0x22) | ByteScan.equal(word, 0x5C) | ByteScan.equal(word | ByteScan.ones &* 0x20, 0xE2)
    }

    /// Number of bytes at `position` that make a character to be escaped; 0 where it may stand as it is.
    @inline(__always)
    private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        switch text[position] {
        case 0xC2: return position + 1 < text.count && text[position + 1] < 0xA0 ? 2 : 0
        case 0xE2: return position + 2 < text.count && text[position + 1] == 0x80 && (text[position + 2] == 0xA8 || text[position + 2] == 0xA9) ? 3 : 0
        default: return 1
        }
    }

    private static func escapeCharacter(
        _ text: UnsafeBufferPointer<UInt8>, at position: Int, length: Int, into output: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let byte = text[position]
        let scalar: Int
        switch length {
        case 3: scalar = 0x2000 | Int(text[position + 2] & 0x3F)
        case 2: scalar = Int(text[position + 1])
        default: scalar = Int(byte)
        }
        output[0] = UInt8(ascii: "\\")
        switch scalar {
        case 0x22, 0x5C: output[1] = byte
        case 0x08: output[1] = UInt8(ascii: "b")
        case 0x09: output[1] = UInt8(ascii: "t")
        case 0x0A: output[1] = UInt8(ascii: "n")
        case 0x0C: output[1] = UInt8(ascii: "f")
        case 0x0D: output[1] = UInt8(ascii: "r")
        default:
            output[1] = UInt8(ascii: "u")
            for place in 0..<4 {
                let digit = UInt8(scalar >> (12 - 4 * place) & 0xF)
                output[2 + place] = digit < 10 ? 0x30 + digit : 0x61 + digit - 10
            }
            return output + 6
        }
        return output + 2
    }
}
