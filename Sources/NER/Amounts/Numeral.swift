/// How a document writes numbers: whether `1.234` is one and a bit, or, beside `3,50`, a thousand and more. (`1,234` is a thousand in either:
/// sums with three decimals are rare.)
enum NumberConvention: Sendable { case point, comma }

/// A numeral in digits, read under a convention.
struct Numeral {
    var value: ExactNumber
    /// Digits before the first separator, and behind the decimal one.
    var leadingDigits: Int
    var decimals: Int
    /// Holds a thousands separator.
    var isGrouped: Bool
    /// The decimal separator is a comma, by its shape and not by the convention.
    var hasDecimalComma: Bool

    /// As the shape of a number.
    var shape: NumberReading.Shape {
        .init(form: .digits, leadingDigits: UInt8(leadingDigits), decimals: UInt8(decimals), isGrouped: isGrouped, hasDecimalComma: hasDecimalComma)
    }

    /// Longest numeral that states a sum; longer runs of digits are something else.
    static let longest = 40

    /// Reads digits with any grouping and decimal convention: `1,234.5`, `1.234,5`, `1'234`, `12,34,567.89`.
    ///
    /// One comma followed by three digits groups (`1,234`); one point does so under the comma convention.
    /// - Returns: `nil` where the groups fit no convention (dates, versions, addresses).
    init?(_ bytes: UnsafeBufferPointer<UInt8>, convention: NumberConvention) {
        guard bytes.count <= Self.longest else { return nil }
        var mantissa: UInt128 = 0, digits = 0
        // Groups of digits: the length of each, four bits apiece.
        var lengths: UInt64 = 0, groups = 0, run = 0
        var last: UInt8 = 0, lastCount = 0, first: UInt8 = 0, kinds = 0
        var i = 0
        var lead = 0
        while i < bytes.count {
            let b = bytes[i]
            if b &- 0x30 < 10 {
                guard digits < 30 else { return nil }
                mantissa = mantissa * 10 + UInt128(b - 0x30)
                digits += 1
                run += 1
                i += 1
                continue
            }
            let separator = b == 0xE2 ? UInt8(ascii: "'") : b
            if groups == 0 { lead = run; first = separator }
            guard groups < 15, run < 16 else { return nil }
            lengths = lengths << 4 | UInt64(run)
            groups += 1
            run = 0
            if separator != last { kinds += 1; lastCount = 0 }
            last = separator
            lastCount += 1
            i += b == 0xE2 ? 3 : 1
        }
        guard digits > 0 else { return nil }
        if groups == 0 {
            lead = run
            self.init(mantissa, lead, decimals: 0, grouped: false, decimalComma: false)
            return
        }
        let tail = run
        /// Whether all groups but the first, up to `count` of them, have three digits, or two in the Indian way.
        func groupsFit(_ lengths: UInt64, count: Int, tail: Int) -> Bool {
            guard lead >= 1, lead <= 3, tail == 3 else { return false }
            var indian = true, western = true, rest = lengths
            for _ in 0..<(count - 1) {
                if rest & 0xF != 3 { western = false }
                if rest & 0xF != 2 { indian = false }
                rest >>= 4
            }
            return western || indian && lead <= 2
        }
        let comma = UInt8(ascii: ","), point = UInt8(ascii: ".")
        if kinds == 1 {
            let grouping = lastCount > 1 || last == UInt8(ascii: "'") || (tail == 3 && (last == comma || convention == .comma) && !Self.leadsWithZero(bytes))
            if grouping {
                guard groupsFit(lengths, count: groups, tail: tail) else {
                    guard lastCount == 1, last != UInt8(ascii: "'") else { return nil }
                    self.init(mantissa, lead, decimals: tail, grouped: false, decimalComma: last == comma)
                    return
                }
                self.init(mantissa, lead, decimals: 0, grouped: true, decimalComma: lastCount > 1 && last == point)
            } else {
                self.init(mantissa, lead, decimals: tail, grouped: false, decimalComma: last == comma && tail != 3)
            }
            return
        }
        // Two kinds: the last, once, is the decimal one.
        guard kinds == 2, lastCount == 1, last != UInt8(ascii: "'"), first != last,
            groupsFit(lengths >> 4, count: groups - 1, tail: Int(lengths & 0xF))
        else { return nil }
        self.init(mantissa, lead, decimals: tail, grouped: true, decimalComma: last == comma)
    }

    private init(_ mantissa: UInt128, _ leadingDigits: Int, decimals: Int, grouped: Bool, decimalComma: Bool) {
        value = ExactNumber(mantissa, exponent: -decimals)
        self.leadingDigits = leadingDigits
        self.decimals = decimals
        isGrouped = grouped
        hasDecimalComma = decimalComma
    }

    private static func leadsWithZero(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes[0] == UInt8(ascii: "0") }
}
