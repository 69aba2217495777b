import Testing

@testable import NER

/// A small generator with a fixed seed, so that a failure can be repeated (SplitMix64, Steele et al. 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Amount numbers") struct AmountNumberTests {
    static let exact: [(ExactNumber?, String?)] = [
        (ExactNumber("0"), "0"), (ExactNumber("1.50"), "1.5"), (ExactNumber("1200")?.scaled(by: 6), "1200000000"), (ExactNumber("0.61")?.divided(by: 100), "0.0061"),
        (ExactNumber("1/4")?.scaled(by: 6), "250000"), (ExactNumber("1/3")?.scaled(by: 6), "333333.33"), (ExactNumber("2/3"), "0.67"), (ExactNumber("7")?.divided(by: 240), "0.03"),
        (ExactNumber("1/8"), "0.125"), (ExactNumber("177").flatMap { $0 + ExactNumber(1, divisor: 2) }?.divided(by: 100), "1.775"), (ExactNumber("0.1").flatMap { a in ExactNumber("0.2").flatMap { a + $0 } }, "0.3"),
        (ExactNumber("1..5"), nil), (ExactNumber("x"), nil), (ExactNumber("1/0"), nil), (ExactNumber("12345678901234567890"), nil),
    ]

    @Test("Arithmetic is exact and decimal", arguments: exact)
    func arithmetic(_ number: ExactNumber?, _ text: String?) { #expect(number?.text == text) }

    @Test("What overflows is no number") func overflow() {
        let huge = ExactNumber(UInt128.max)
        #expect(huge + huge == nil)
        #expect(huge * huge == nil)
        #expect(!(ExactNumber(3) < ExactNumber(30, exponent: -1)))
        #expect(ExactNumber(1, divisor: 3) < ExactNumber(1, divisor: 2))
    }

    static let numerals: [(String, String?)] = [
        ("5", "5"), ("1,234", "1234"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1'234.50", "1234.5"), ("1’234’567", "1234567"), ("12,34,567.89", "1234567.89"), ("1,00,000", "100000"),
        ("1.5", "1.5"), ("1,5", "1.5"), ("1,50", "1.5"), ("1.234", "1.234"), ("0,123", "0.123"), ("1.234.567", "1234567"), ("1,234,567", "1234567"), ("1234567,89", "1234567.89"), ("007", "7"),
        ("12.10.2023", nil), ("1,23,45", nil), ("1,234,56", nil), ("1.2.3", nil), ("1,2345,678", nil), ("1'23", nil), ("1,234.567,8", nil), ("1234,567.8", nil),
        ("1234567890123456789012345678901", nil),
    ]

    @Test("Digits are read under every grouping", arguments: numerals)
    func numeral(_ text: String, _ value: String?) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { Numeral($0, convention: .point) }?.value.text == value)
    }

    @Test("A point groups where the document writes decimal commas") func convention() {
        #expect(Array("1.234".utf8).withUnsafeBufferPointer { Numeral($0, convention: .comma) }?.value.text == "1234")
        #expect(AmountFixture.shared.amounts("It costs 3,50 € or 1.234 € a year.").map(\.value) == ["EUR 3.5 exact", "EUR 1234 exact"])
        #expect(AmountFixture.shared.amounts("It costs €3.50 or €1,234 a year.").map(\.value) == ["EUR 3.5 exact", "EUR 1234 exact"])
    }

    /// Writes a value in a style, and the value that the style leaves of it.
    private static func render(_ units: UInt64, cents: UInt64, style: Int) -> (String, String) {
        func grouped(_ separator: String) -> String {
            let digits = Array(String(units))
            return String(digits.enumerated().reduce(into: "") { text, digit in
                if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += separator }
                text.append(digit.element)
            })
        }
        func indian() -> String {
            let digits = Array(String(units))
            guard digits.count > 3 else { return String(digits) }
            var head = Array(digits.dropLast(3)), parts: [String] = []
            while !head.isEmpty { parts.insert(String(head.suffix(2)), at: 0); head.removeLast(min(2, head.count)) }
            return parts.joined(separator: ",") + "," + String(digits.suffix(3))
        }
        let two = cents < 10 ? "0\(cents)" : "\(cents)"
        let decimals = cents == 0 ? "" : cents % 10 == 0 ? ".\(cents / 10)" : ".\(two)"
        let value = "\(units)\(decimals)"
        switch style {
        case 0: return ("$\(grouped(",")).\(two)", "USD \(value) exact")
        case 1: return ("€\(grouped(".")),\(two)", "EUR \(value) exact")
        case 2: return ("\(grouped("\u{A0}")),\(two) €", "EUR \(value) exact")
        case 3: return ("CHF \(grouped("'")).\(two)", "CHF \(value) exact")
        case 4: return ("₹\(indian()).\(two)", "INR \(value) exact")
        case 5: return ("\(units).\(two) euros", "EUR \(value) exact")
        case 6: return ("\(units).\(two) mln dlrs", "USD \(ExactNumber(UInt128(units * 100 + cents), exponent: 4).text) exact")
        case 7: return ("US$\(units).\(two)bn", "USD \(ExactNumber(UInt128(units * 100 + cents), exponent: 7).text) exact")
        default: return ("\(words(units)) dollars", "USD \(units) exact")
        }
    }

    private static func words(_ n: UInt64) -> String {
        let small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
        let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        if n < 20 { return small[Int(n)] }
        if n < 100 { return tens[Int(n / 10)] + (n % 10 == 0 ? "" : "-" + small[Int(n % 10)]) }
        if n < 1000 { return small[Int(n / 100)] + " hundred" + (n % 100 == 0 ? "" : " and " + words(n % 100)) }
        for (size, name) in [(1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand")] as [(UInt64, String)] where n >= size {
            let rest = n % size
            return words(n / size) + " \(name)" + (rest == 0 ? "" : (rest < 100 ? " and " : " ") + words(rest))
        }
        return ""
    }

    @Test("A value written in any style is read back", arguments: 0...8)
    func roundTrip(_ style: Int) {
        var random = SplitMix(state: UInt64(style) &* 977 &+ 1)
        for _ in 0..<400 {
            let size = UInt64.random(in: 1...9, using: &random)
            var limit: UInt64 = 1
            for _ in 0..<size { limit *= 10 }
            let (text, value) = Self.render(UInt64.random(in: 1..<limit, using: &random), cents: UInt64.random(in: 0..<100, using: &random), style: style)
            let found = AmountFixture.shared.amounts(text)
            #expect(found.map(\.text) == [text])
            #expect(found.map(\.value) == [value], "\(text)")
        }
    }
}
