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
    /// A stage looks for its classes by itself, without rules: money, countries, shares of firms. The bit is that of `exactWords`, since there is no
    /// other: both are few, and who finds it asks the tables anyway.
    static let sought = exactWords
    /// It, or its lower-case form, stands behind the first token of some phrase.
    static let continuesPhrases = TriggerMask(rawValue: 1 << 15)
}

extension UnsafeBufferPointer<TriggerMask> {
    /// Of up to sixteen tokens from `i` on, before `end`: a bit for each that has one of some marks.
    @inline(__always)
    func marked(_ mask: TriggerMask, from i: Int, to end: Int) -> UInt32 {
        let last = Swift.min(i &+ 16, end), raw = UnsafeRawBufferPointer(self), size = MemoryLayout<TriggerMask>.size
        let four = UInt64(mask.rawValue) &* 0x0001_0001_0001_0001, low: UInt64 = 0x7FFF_7FFF_7FFF_7FFF
        // Of four tokens those that have a mark: each its lowest bit.
        @inline(__always) func marks(_ k: Int) -> UInt64 {
            let marks = raw.loadUnaligned(fromByteOffset: k &* size, as: UInt64.self) & four
            return ((marks & low &+ low | marks) & ~low) &>> 15
        }
        if i &+ 16 <= count {
            // All sixteen in one word, then side by side; those behind `last` fall out.
            let all = marks(i) | marks(i &+ 4) &<< 4 | marks(i &+ 8) &<< 8 | marks(i &+ 12) &<< 12
            let wanted: UInt32 = (1 &<< UInt32(truncatingIfNeeded: last &- i)) &- 1
            return UInt32(truncatingIfNeeded: (all &* 0x0001_0002_0004_0008) &>> 48) & wanted
        }
        var result: UInt32 = 0
        for k in i..<last { result |= (self[k].isDisjoint(with: mask) ? 0 : 1) &<< UInt32(truncatingIfNeeded: k &- i) }
        return result
    }

    /// Calls `body` with the tokens among these that have one of some marks, in order.
    @inline(__always)
    func forEach(marked mask: TriggerMask, in tokens: Range<Int>, _ body: (Int) -> Void) {
        var i = tokens.lowerBound
        while i < tokens.upperBound {
            var marks = marked(mask, from: i, to: tokens.upperBound)
            while marks != 0 {
                body(i &+ marks.trailingZeroBitCount)
                marks &= marks &- 1
            }
            i &+= 16
        }
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
