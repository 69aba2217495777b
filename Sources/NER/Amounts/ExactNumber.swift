/// A non-negative number as a sum of money needs it: exact, decimal, without binary floating point.
///
/// `mantissa · 10^exponent / divisor`. The divisor is 1 but for fractions (`1/3`) and old minor units (240 pence to the pound).
/// Operations that overflow 128 bits give `nil`: no real sum has 38 digits.
struct ExactNumber: Sendable, Hashable {
    private(set) var mantissa: UInt128
    private(set) var exponent: Int
    private(set) var divisor: UInt64

    static let zero = ExactNumber(0)
    static let one = ExactNumber(1)
    /// Digits behind the point to which a fraction without a finite decimal form is rounded.
    private static let roundedDigits = 2
    /// Digits behind the point up to which a division is followed.
    private static let longestFraction = 18

    init(_ mantissa: UInt128, exponent: Int = 0, divisor: UInt64 = 1) {
        self.mantissa = mantissa
        self.exponent = exponent
        self.divisor = divisor
    }

    /// Reads `digits[.digits]` or `digits/digits`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let numerator = UInt64(parts[0]), let denominator = UInt64(parts[1]), denominator > 0 else { return nil }
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

    var isZero: Bool { mantissa == 0 }

    /// This number times ten to the power of `exponent`.
    func scaled(by exponent: Int) -> ExactNumber { ExactNumber(mantissa, exponent: self.exponent + exponent, divisor: divisor) }

    /// A divisor of a power of ten only moves the point.
    func divided(by divisor: UInt64) -> ExactNumber? {
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
    private static func common(_ a: ExactNumber, _ b: ExactNumber) -> (UInt128, UInt128, Int, UInt64)? {
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
        var bytes = Array((digits >> 64 == 0 ? String(UInt64(digits)) : String(digits)).utf8)
        if places <= 0 {
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -places))
            return String(decoding: bytes, as: UTF8.self)
        }
        var places = places
        while places > 0, bytes.last == UInt8(ascii: "0") {
            bytes.removeLast()
            places -= 1
        }
        if places == 0 { return String(decoding: bytes, as: UTF8.self) }
        if bytes.count <= places { bytes.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: places - bytes.count + 1), at: 0) }
        bytes.insert(UInt8(ascii: "."), at: bytes.count - places)
        return String(decoding: bytes, as: UTF8.self)
    }
}
