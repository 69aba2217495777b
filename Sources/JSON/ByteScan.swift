import Glibc

/// Searches and counts of bytes, eight or more at a time.
///
/// Words are searched with "SIMD within a register" (Lamport, "Multiple byte processing with full-word instructions", 1975; Anderson, Bit Twiddling Hacks):
/// a mask has the high bit of each byte that is meant. Where a mask is said to be right up to its lowest bit, bits above that may be false, since a
/// subtraction borrows from the next byte only where it has found one.
public enum ByteScan {
    /// 0x01 in each byte.
    public static let ones: UInt64 = 0x0101_0101_0101_0101
    /// 0x80 in each byte.
    public static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes at `bytes`, the first lowest.
    @inlinable @inline(__always)
    public static func word(at bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// The `count` bytes at `bytes`, 1 to 7, the first lowest, and 0 above them. Reads no others.
    @inlinable @inline(__always)
    public static func word(at bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        if count >= 4 {
            let low = UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
            let high = UInt32(littleEndian: UnsafeRawPointer(bytes + (count &- 4)).loadUnaligned(as: UInt32.self))
            return UInt64(low) | UInt64(high) &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8)
        }
        // The first, the middle and the last are all that there are.
        let middle = count &>> 1, last = count &- 1
        return UInt64(bytes[0]) | UInt64(bytes[middle]) &<< UInt64(truncatingIfNeeded: middle &* 8) | UInt64(bytes[last]) &<< UInt64(truncatingIfNeeded: last &* 8)
    }

    /// How many bytes come before the first that `mask` means; 8 where it means none.
    @inlinable @inline(__always)
    public static func leading(_ mask: UInt64) -> Int { mask.trailingZeroBitCount &>> 3 }

    /// The bytes equal to `byte`: right up to the lowest.
    @inlinable @inline(__always)
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & highs
    }

    /// The bytes that are no plain text inside JSON quotes (a control character, a quote, a backslash, beyond ASCII): right up to the lowest.
    @inlinable @inline(__always)
    static func notPlainJSON(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return (word | (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones)) & highs
    }

    /// The first byte from `start` on that is no plain text inside JSON quotes; the count where there is none.
    @inlinable @inline(__always)
    static func endOfPlainJSON(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = text.baseAddress else { return start }
        var i = start
        while i &+ 16 <= text.count, notPlainJSON(word(at: base + i)) | notPlainJSON(word(at: base + (i &+ 8))) == 0 { i &+= 16 }
        while i &+ 8 <= text.count {
            let stop = notPlainJSON(word(at: base + i))
            if stop != 0 { return i &+ leading(stop) }
            i &+= 8
        }
        guard i < text.count else { return i }
        // The zeros behind the last byte are control characters.
        return i &+ leading(notPlainJSON(word(at: base + i, count: text.count &- i)))
    }

    /// The first `byte` from `start` on.
    @inlinable @inline(__always)
    public static func firstIndex(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count &- start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The last `byte` of all.
    @inlinable
    public static func lastIndex(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var end = bytes.count
        while end >= 8, equal(word(at: base + (end &- 8)), byte) == 0 { end &-= 8 }
        while end > 0 {
            end &-= 1
            if base[end] == byte { return end }
        }
        return nil
    }

    /// How often `byte` occurs. Cheapest where it is rare.
    @inlinable
    public static func count(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0, i = 0
        while let found = firstIndex(of: byte, in: bytes, from: i) {
            count &+= 1
            i = found &+ 1
        }
        return count
    }

    /// Code points of `text`, which is valid UTF-8: every byte counts but the tails of a sequence.
    @inlinable
    public static func codePointCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        text.count &- sum(text) { word in (word &>> 7) & ~(word &>> 6) & ones }
    }

    /// UTF-16 code units of `text`, which is valid UTF-8: a sequence of four bytes is a surrogate pair.
    @inlinable
    public static func utf16Count(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        codePointCount(text) &+ sum(text) { word in (word & (word &<< 1) & (word &<< 2) & (word &<< 3)) &>> 7 & ones }
    }

    /// The sum of what `body` makes of all bytes: 0 or 1 in each byte of its word, and 0 of 0.
    @inlinable @inline(__always)
    static func sum(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> UInt64) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var sum = 0, i = 0
        let end = bytes.count
        while i &+ 8 <= end {
            // As many words as a byte can count.
            let stop = min(end &- 7, i &+ 255 &* 8)
            var lanes: UInt64 = 0
            while i < stop {
                lanes &+= body(word(at: base + i))
                i &+= 8
            }
            let pairs = (lanes & 0x00FF_00FF_00FF_00FF) &+ ((lanes &>> 8) & 0x00FF_00FF_00FF_00FF)
            sum &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
        }
        if i < end { sum &+= Int(truncatingIfNeeded: (body(word(at: base + i, count: end &- i)) &* ones) &>> 56) }
        return sum
    }
}
