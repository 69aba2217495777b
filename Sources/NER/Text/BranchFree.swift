// Answers as numbers, for loops over questions whose answers the processor can't foretell.

extension OptionSet where RawValue: FixedWidthInteger {
    /// Whether it has a member of `other`.
    @inline(__always) func intersects(_ other: Self) -> Bool { rawValue & other.rawValue != 0 }
}

extension Bool {
    /// 1 or 0, without a branch, which a conditional expression may become.
    @inline(__always) var number: UInt8 { unsafeBitCast(self, to: UInt8.self) }
}
