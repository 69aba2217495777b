import Testing

@testable import NER

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
}
