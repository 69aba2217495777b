import Testing

@testable import NER

@Suite("Amount round trips") struct AmountRoundTripTests {
    /// A value that is written down: so many units and hundredths.
    struct Value: Sendable {
        var units: UInt64
        var cents: UInt64
        /// The cents as two digits.
        var two: String { cents < 10 ? "0\(cents)" : "\(cents)" }

        /// The value times a power of ten as the record writes it, by moving the point of its digits.
        func text(_ power: Int = 0) -> String { Self.shift("\(units)\(two)", power - 2) }

        static func shift(_ digits: String, _ power: Int) -> String {
            if power >= 0 { return trimmed(digits + String(repeating: "0", count: power)) }
            let padded = String(repeating: "0", count: max(0, 1 - power - digits.count)) + digits
            var tail = String(padded.suffix(-power))
            while tail.last == "0" { tail.removeLast() }
            let head = trimmed(String(padded.dropLast(-power)))
            return tail.isEmpty ? head : "\(head).\(tail)"
        }

        private static func trimmed(_ digits: String) -> String {
            let rest = digits.drop { $0 == "0" }
            return rest.isEmpty ? "0" : String(rest)
        }

        /// The units in groups of three, or in the Indian way.
        func grouped(_ separator: String) -> String {
            let digits = Array("\(units)")
            return String(digits.enumerated().reduce(into: "") { text, digit in
                if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += separator }
                text.append(digit.element)
            })
        }
        var indian: String {
            let digits = Array("\(units)")
            guard digits.count > 3 else { return String(digits) }
            var head = Array(digits.dropLast(3)), parts: [String] = []
            while !head.isEmpty { parts.insert(String(head.suffix(2)), at: 0); head.removeLast(min(2, head.count)) }
            return parts.joined(separator: ",") + "," + String(digits.suffix(3))
        }
    }

    /// A way to write a value; the text's sums in square brackets, the whole text where there are none.
    struct Style: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Largest value that is written so.
        var limit: UInt64 = 999_999_999
        var write: @Sendable (Value) -> (text: String, sums: [String])
        init(_ name: String, limit: UInt64 = 999_999_999, _ write: @escaping @Sendable (Value) -> (text: String, sums: [String])) {
            (testDescription, self.limit, self.write) = (name, limit, write)
        }
    }

    static let styles: [Style] = [
        Style("American") { ("$\($0.grouped(",")).\($0.two)", ["USD \($0.text()) exact"]) },
        Style("German") { ("€\($0.grouped(".")),\($0.two)", ["EUR \($0.text()) exact"]) },
        Style("German, name behind") { ("\($0.grouped(".")),\($0.two) euros", ["EUR \($0.text()) exact"]) },
        Style("French") { ("\($0.grouped("\u{A0}")),\($0.two) €", ["EUR \($0.text()) exact"]) },
        Style("French, narrow blanks") { ("\($0.grouped("\u{202F}")),\($0.two) €", ["EUR \($0.text()) exact"]) },
        Style("Swiss") { ("CHF \($0.grouped("'")).\($0.two)", ["CHF \($0.text()) exact"]) },
        Style("Swiss, curly") { ("SFr \($0.grouped("’")).\($0.two)", ["CHF \($0.text()) exact"]) },
        Style("Indian") { ("₹\($0.indian).\($0.two)", ["INR \($0.text()) exact"]) },
        Style("lakh", limit: 99_999) { ("Rs \($0.units).\($0.two) lakh", ["INR \($0.text(5)) exact"]) },
        Style("crore", limit: 99_999) { ("Rs \($0.indian) crore", ["INR \(Value(units: $0.units, cents: 0).text(7)) exact"]) },
        Style("lakh crore", limit: 999) { ("₹\($0.units).\($0.two) lakh crore", ["INR \($0.text(12)) exact"]) },
        Style("plain, name behind") { ("\($0.units).\($0.two) euros", ["EUR \($0.text()) exact"]) },
        Style("code before") { ("USD \($0.grouped(",")).\($0.two)", ["USD \($0.text()) exact"]) },
        Style("code behind") { ("\($0.grouped(",")).\($0.two) GBP", ["GBP \($0.text()) exact"]) },
        Style("prefix") { ("HK$\($0.grouped(","))", ["HKD \($0.units) exact"]) },
        Style("wire", limit: 99_999) { ("\($0.units).\($0.two) mln dlrs", ["USD \($0.text(6)) exact"]) },
        Style("wire, sterling", limit: 99_999) { ("\($0.units).\($0.two) billion stg", ["GBP \($0.text(9)) exact"]) },
        Style("letter", limit: 9_999) { ("US$\($0.units).\($0.two)bn", ["USD \($0.text(9)) exact"]) },
        Style("thousands", limit: 999) { ("£\($0.units)k", ["GBP \(Value(units: $0.units, cents: 0).text(3)) exact"]) },
        Style("adjective", limit: 999) { ("a [\($0.units).\($0.two)-million-dollar] deal", ["USD \($0.text(6)) exact"]) },
        Style("pence") { ("\($0.grouped(",")) pence", ["GBP \(Value.shift("\($0.units)", -2)) exact"]) },
        Style("eighths of a cent", limit: 999) { ("\($0.units)-\(1 + $0.cents % 7)/8 cts", ["USD \(Value.shift("\($0.units * 1000 + (1 + $0.cents % 7) * 125)", -5)) exact"]) },
        Style("words") { ("\(Self.words($0.units)) dollars", ["USD \($0.units) exact"]) },
        Style("words and a half", limit: 999) { ("\(Self.words($0.units)) and a half million dollars", ["USD \(Value.shift("\($0.units)5", 5)) exact"]) },
        Style("range of signs", limit: 9_999_999) { ("$\($0.grouped(","))-$\(Value(units: $0.units + 1 + $0.cents, cents: 0).grouped(","))", ["USD \($0.units)..\($0.units + 1 + $0.cents) range"]) },
        Style("range of words", limit: 999) { ("between [£\($0.units) million and £\($0.units + 1 + $0.cents) million]", ["GBP \($0.units)000000..\($0.units + 1 + $0.cents)000000 range"]) },
        Style("shared unit", limit: 999) { ("\($0.units) to \($0.units + 1 + $0.cents) billion yen", ["JPY \($0.units)000000000..\($0.units + 1 + $0.cents)000000000 range"]) },
        Style("change", limit: 999_999) { ("It fell from [$\($0.grouped(","))] to [$\($0.cents)].", ["USD \($0.units) exact", "USD \($0.cents) exact"]) },
        Style("elided", limit: 999) { ("Revs [\($0.units).\($0.two) mln stg] vs [\($0.cents).5 mln]", ["GBP \($0.text(6)) exact", "GBP \(Value.shift("\($0.cents)5", 5)) exact"]) },
        Style("accounts") { ("a loss of [$(\($0.grouped(",")).\($0.two))]", ["USD -\($0.text()) exact"]) },
        Style("minus") { ("a balance of [-$\($0.grouped(",")).\($0.two)]", ["USD -\($0.text()) exact"]) },
        Style("open") { ("more than [€\($0.grouped(","))]", ["EUR \($0.units) min"]) },
        Style("major and minor", limit: 99_999) { ("\($0.units) dollars and \(1 + $0.cents % 99) cents", ["USD \(Value(units: $0.units, cents: 1 + $0.cents % 99).text()) exact"]) },
    ]

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

    @Test("A value written in any style is read back", arguments: styles)
    func roundTrip(_ style: Style) throws {
        var random = SeededGenerator(seed: UInt64(style.testDescription.utf8.count) &* 977 &+ 1)
        for _ in 0..<300 {
            // As many short values as long ones.
            var limit: UInt64 = 10
            for _ in 0..<Int.random(in: 0..<9, using: &random) where limit <= style.limit { limit *= 10 }
            let value = Value(units: UInt64.random(in: 1...min(limit, style.limit), using: &random), cents: UInt64.random(in: 0..<100, using: &random))
            let (text, sums) = style.write(value)
            let example = try AmountExample.parse(Array("=> \(sums.joined(separator: "; "))\n\(text)\n".utf8), file: style.testDescription)
            #expect(example.count == 1)
            for example in example { #expect(example.fault(in: AmountFixture.shared.mentions(example.document)) == nil, "\(sums)") }
        }
    }
}
