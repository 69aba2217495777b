/// What a token, or a phrase that begins at it, may take part in: a filter by which the matchers skip nearly all tokens.
struct TriggerMask: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt16

    /// How many rule programs there can be.
    static let programLimit = 7

    /// Its classes may start a pattern of a program.
    static func classes(ofProgram number: Int) -> TriggerMask { TriggerMask(rawValue: 1 << UInt16(number)) }
    /// Its spelling may.
    static func words(ofProgram number: Int) -> TriggerMask { TriggerMask(rawValue: 1 << UInt16(number + 8)) }
    /// Its spelling may, in this case only.
    static let exactWords = TriggerMask(rawValue: 1 << 7)
    /// It, or its lower-case form, stands behind the first token of some phrase.
    static let continuesPhrases = TriggerMask(rawValue: 1 << 15)
}

extension UnsafeBufferPointer<TriggerMask> {
    /// Of up to sixteen tokens from `i` on, before `end`: a bit for each that has one of some marks.
    @inline(__always)
    func marked(_ mask: TriggerMask, from i: Int, to end: Int) -> UInt32 {
        var result: UInt32 = 0, k = i
        let last = Swift.min(i &+ 16, end), raw = UnsafeRawBufferPointer(self)
        // Four at a time.
        let four = UInt64(mask.rawValue) &* 0x0001_0001_0001_0001, low: UInt64 = 0x7FFF_7FFF_7FFF_7FFF
        while k &+ 4 <= last {
            let marks = raw.loadUnaligned(fromByteOffset: k &* MemoryLayout<TriggerMask>.size, as: UInt64.self) & four
            // The highest bit of each that is not 0, and those four bits side by side.
            let has = ((marks & low &+ low | marks) & ~low) &>> 15
            result |= UInt32(truncatingIfNeeded: (has &* 0x0001_0002_0004_0008) &>> 48 & 0xF) &<< UInt32(truncatingIfNeeded: k &- i)
            k &+= 4
        }
        while k < last {
            result |= (self[k].isDisjoint(with: mask) ? 0 : 1) &<< UInt32(truncatingIfNeeded: k &- i)
            k &+= 1
        }
        return result
    }

    /// Whether any of these tokens has one of some marks.
    func containsMark(_ mask: TriggerMask, in tokens: Range<Int>) -> Bool {
        var i = tokens.lowerBound
        while i < tokens.upperBound {
            if marked(mask, from: i, to: tokens.upperBound) != 0 { return true }
            i &+= 16
        }
        return false
    }
}
