/// A non-negative number as a sum of money needs it: exact, decimal, without binary floating point.
///
/// `mantissa · 10^exponent / divisor`. The divisor is 1 but for fractions (`1/3`) and old minor units (240 pence to the pound).
/// Operations that overflow 128 bits give `nil`: no real sum has 38 digits.
struct ExactNumber: Sendable, Hashable, BitwiseCopyable {
    // In halves: a whole `UInt128` is aligned to 16 bytes, and made every sum a third larger.
    private var highBits: UInt64
    private var lowBits: UInt64
    private(set) var divisor: UInt32
    private var power: Int16

    static let zero = ExactNumber(0)
    static let one = ExactNumber(1)
    /// Digits behind the point to which a fraction without a finite decimal form is rounded.
    private static let roundedDigits = 2
    /// Digits behind the point up to which a division is followed.
    private static let longestFraction = 18

    /// - Parameter exponent: clamped to ±10,000, far beyond what number words state.
    init(_ mantissa: UInt128, exponent: Int = 0, divisor: UInt32 = 1) {
        highBits = UInt64(truncatingIfNeeded: mantissa >> 64)
        lowBits = UInt64(truncatingIfNeeded: mantissa)
        power = Int16(min(max(exponent, -10_000), 10_000))
        self.divisor = divisor
    }

    var mantissa: UInt128 { UInt128(highBits) << 64 | UInt128(lowBits) }
    var exponent: Int { Int(power) }

    /// Reads `digits[.digits]` or `digits/digits`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let numerator = UInt64(parts[0]), let denominator = UInt32(parts[1]), denominator > 0 else { return nil }
            self.init(UInt128(numerator), divisor: denominator)
            return
        }
        var mantissa: UInt64 = 0, decimals = 0, behindPoint = false
        guard !text.isEmpty, text.utf8.count <= 18 else { return nil }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), !behindPoint { behindPoint = true; continue }
            guard byte &- 0x30 < 10 else { return nil }
            mantissa = mantissa * 10 + UInt64(byte - 0x30)
            if behindPoint { decimals += 1 }
        }
        self.init(UInt128(mantissa), exponent: -decimals)
    }

    var isZero: Bool { highBits | lowBits == 0 }

    /// This number times ten to the power of `exponent`.
    func scaled(by exponent: Int) -> ExactNumber { ExactNumber(mantissa, exponent: self.exponent + exponent, divisor: divisor) }

    /// A divisor of a power of ten only moves the point.
    func divided(by divisor: UInt32) -> ExactNumber? {
        switch divisor {
        case 1: return self
        case 10: return scaled(by: -1)
        case 100: return scaled(by: -2)
        case 1000: return scaled(by: -3)
        default:
            let (product, overflow) = self.divisor.multipliedReportingOverflow(by: divisor)
            return overflow || divisor == 0 ? nil : ExactNumber(mantissa, exponent: exponent, divisor: product)
        }
    }

    static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber? {
        let (mantissa, overflow) = a.mantissa.multipliedReportingOverflow(by: b.mantissa)
        let (divisor, overflow2) = a.divisor.multipliedReportingOverflow(by: b.divisor)
        return overflow || overflow2 ? nil : ExactNumber(mantissa, exponent: a.exponent + b.exponent, divisor: divisor)
    }

    static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber? {
        if a.isZero { return b }
        if b.isZero { return a }
        guard let (x, y, exponent, divisor) = common(a, b) else { return nil }
        let (sum, overflow) = x.addingReportingOverflow(y)
        return overflow ? nil : ExactNumber(sum, exponent: exponent, divisor: divisor)
    }

    /// Whether `a` is less than `b`; false where that overflows.
    static func < (a: ExactNumber, b: ExactNumber) -> Bool {
        guard let (x, y, _, _) = common(a, b) else { return false }
        return x < y
    }

    /// Both mantissas over one exponent and one divisor.
    private static func common(_ a: ExactNumber, _ b: ExactNumber) -> (UInt128, UInt128, Int, UInt32)? {
        let exponent = min(a.exponent, b.exponent)
        guard var x = a.mantissaAt(exponent), var y = b.mantissaAt(exponent) else { return nil }
        if a.divisor == b.divisor { return (x, y, exponent, a.divisor) }
        let (divisor, overflow) = a.divisor.multipliedReportingOverflow(by: b.divisor)
        let p = x.multipliedReportingOverflow(by: UInt128(b.divisor)), q = y.multipliedReportingOverflow(by: UInt128(a.divisor))
        if overflow || p.overflow || q.overflow { return nil }
        (x, y) = (p.partialValue, q.partialValue)
        return (x, y, exponent, divisor)
    }

    private func mantissaAt(_ target: Int) -> UInt128? {
        guard exponent - target <= 38 else { return nil }
        var result = mantissa
        for _ in 0..<(exponent - target) {
            let (next, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = next
        }
        return result
    }

    /// Decimal digits, without trailing zeros behind the point. A fraction that never ends is rounded half up to two places.
    var text: String {
        var digits = mantissa, places = -exponent
        if divisor != 1 {
            let d = UInt128(divisor)
            var quotient = digits / d, remainder = digits % d, added = 0
            while remainder != 0, added < Self.longestFraction, places + added < Self.longestFraction {
                let (next, overflow) = quotient.multipliedReportingOverflow(by: 10)
                if overflow { break }
                quotient = next + remainder * 10 / d
                remainder = remainder * 10 % d
                added += 1
            }
            digits = quotient
            places += added
            if remainder != 0 {
                while places > Self.roundedDigits {
                    let last = digits % 10
                    digits /= 10
                    places -= 1
                    if places == Self.roundedDigits, last >= 5 { digits += 1 }
                }
            }
        }
        return Self.format(digits, places: places)
    }

    private static func format(_ digits: UInt128, places: Int) -> String {
        if digits == 0 { return "0" }
        var digits = digits, places = places
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        // The digits backwards, then in order: zeros before the point, or behind it, where there are more places than digits.
        var count = 0
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestMantissa) { reversed in
            while digits >> 64 != 0 {
                reversed[count] = UInt8(ascii: "0") + UInt8(digits % 10)
                digits /= 10
                count += 1
            }
            var rest = UInt64(digits)
            while rest > 0 {
                reversed[count] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
                count += 1
            }
            let whole = max(count - places, 1), length = places > 0 ? whole + 1 + places : whole
            return String(unsafeUninitializedCapacity: length) { text in
                var k = 0
                for place in stride(from: max(count, places + 1) - 1, through: min(places, 0), by: -1) {
                    // `place`: the power of ten of this digit, counted from the last one.
                    text[k] = place >= 0 && place < count ? reversed[place] : UInt8(ascii: "0")
                    k += 1
                    if place == places, places > 0 {
                        text[k] = UInt8(ascii: ".")
                        k += 1
                    }
                }
                return k
            }
        }
    }

    /// Decimal digits of 2^128.
    private static let longestMantissa = 39
}
