import JSON

extension UInt8 {
    /// HTML's "ASCII whitespace": tab, LF, FF, CR, space.
    @inlinable var isHTMLBlank: Bool { self == 0x20 || (self <= 0x0D && (self >= 0x0C || self == 0x09 || self == 0x0A)) }
    @inlinable var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inlinable var isASCIIDigit: Bool { self &- 0x30 < 10 }
    @inlinable var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
    @inlinable var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension Collection<UInt8> {
    /// Whether the bytes equal `other`, ASCII case aside.
    func equalsIgnoringCase(_ other: StaticString) -> Bool {
        guard count == other.utf8CodeUnitCount else { return false }
        return other.withUTF8Buffer { known in zip(self, known).allSatisfy { $0.asciiLowercased == $1.asciiLowercased } }
    }
}

extension ArraySlice<UInt8> {
    /// Whether one of the words that blanks part is any of `words`, ASCII case aside.
    func hasWord(of words: [StaticString]) -> Bool {
        split(whereSeparator: \.isHTMLBlank).contains { word in words.contains { word.equalsIgnoringCase($0) } }
    }
}

extension Array<UInt8> {
    /// Whether `part` occurs in the bytes, as one run.
    func contains(run part: [UInt8]) -> Bool {
        guard let first = part.first, part.count <= count else { return false }
        var i = 0
        while i <= count - part.count {
            if self[i] == first {
                var k = 1
                while k < part.count, self[i + k] == part[k] { k += 1 }
                if k == part.count { return true }
            }
            i += 1
        }
        return false
    }

    /// Appends the UTF-8 of `scalar`.
    mutating func append(scalar: UInt32) {
        switch scalar {
        case 0..<0x80: append(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800: append(contentsOf: [0xC0 | UInt8(scalar >> 6), 0x80 | UInt8(scalar & 0x3F)])
        case 0x800..<0x10000:
            append(0xE0 | UInt8(scalar >> 12))
            append(0x80 | UInt8((scalar >> 6) & 0x3F))
            append(0x80 | UInt8(scalar & 0x3F))
        default:
            append(0xF0 | UInt8((scalar >> 18) & 0x07))
            append(0x80 | UInt8((scalar >> 12) & 0x3F))
            append(0x80 | UInt8((scalar >> 6) & 0x3F))
            append(0x80 | UInt8(scalar & 0x3F))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The first byte from `start` on that is beyond ASCII; the count where there is none. 32 bytes a step.
    @inline(__always)
    func endOfASCII(from start: Int) -> Int {
        guard let base = baseAddress else { return start }
        var i = start
        while i &+ 32 <= count {
            let (first, second) = (ByteScan.word(at: base + i), ByteScan.word(at: base + (i &+ 8)))
            let (third, fourth) = (ByteScan.word(at: base + (i &+ 16)), ByteScan.word(at: base + (i &+ 24)))
            if (first | second | third | fourth) & ByteScan.highs != 0 { break }
            i &+= 32
        }
        while i &+ 8 <= count {
            let beyond = ByteScan.word(at: base + i) & ByteScan.highs
            if beyond != 0 { return i &+ ByteScan.leading(beyond) }
            i &+= 8
        }
        while i < count, self[i] < 0x80 { i &+= 1 }
        return i
    }

    /// The first byte from `start` on that is a control character or beyond ASCII; the count where there is none. 16 bytes a step.
    @inline(__always)
    func endOfPrintableASCII(from start: Int) -> Int {
        guard let base = baseAddress else { return start }
        // A byte below 0x20 borrows into its highest bit; one of 0x7F carries into it. Right up to the lowest: beyond that only a byte that is meant reaches.
        func others(_ word: UInt64) -> UInt64 { (word | (word &- ByteScan.ones &* 0x20) | (word &+ ByteScan.ones)) & ByteScan.highs }
        var i = start
        while i &+ 16 <= count {
            if others(ByteScan.word(at: base + i)) | others(ByteScan.word(at: base + (i &+ 8))) != 0 { break }
            i &+= 16
        }
        while i &+ 8 <= count {
            let other = others(ByteScan.word(at: base + i))
            if other != 0 { return i &+ ByteScan.leading(other) }
            i &+= 8
        }
        while i < count, self[i] >= 0x20, self[i] < 0x7F { i &+= 1 }
        return i
    }
}
