import Testing

@testable import NER

@Suite("Amount grammar") struct AmountGrammarTests {
    private func mentions(_ text: String) -> [MonetaryAmount] { AmountFixture.shared.sums(text) }

    static let bases: [(String, MonetaryAmount.CurrencyBasis)] = [
        ("It paid US$5.", .explicit), ("It paid five euros.", .explicit), ("It paid $5.", .default), ("SYDNEY: Australia and Sydney and Perth. It paid $5.", .context),
    ]

    @Test("The record says how the currency was decided", arguments: bases)
    func basis(_ text: String, _ basis: MonetaryAmount.CurrencyBasis) { #expect(mentions(text).map(\.currencyBasis) == [basis]) }

    static let rates: [(String, String?)] = [
        ("$5 a share", "share"), ("$60 per barrel", "barrel"), ("$2-a-barrel oil", "barrel"), ("$9.99/mo", "month"), ("$5 million", nil), ("$5 in a share deal", nil),
    ]

    @Test("What a rate is counted by", arguments: rates)
    func per(_ text: String, _ unit: String?) { #expect(mentions(text).first?.per == unit) }

    static let magnitudes: [(String, Int?)] = [
        ("tens of millions of dollars", 7), ("hundreds of thousands of euros", 5), ("billions of dollars", 9), ("several million dollars", 6), ("a few dollars", nil), ("a multibillion-dollar deal", 9), ("$5", nil),
    ]

    @Test("A vague sum has an order of magnitude", arguments: magnitudes)
    func magnitude(_ text: String, _ power: Int?) { #expect(mentions(text).first?.magnitude == power) }

    @Test("A conversion points at its original") func conversion() {
        #expect(mentions("They paid 3 billion yuan ($436 million) and $5 million ($6 million before tax).").map(\.converts) == [nil, 1, nil, nil])
    }

    @Test("Mentions are sorted, apart, and lie on tokens") func order() {
        let text = "From $3 to 4 million, £5-£6m (€7m), 5 to 10 cents; $1 = 6.3 yuan, 20 dollar 43c, Rs 4-5 crore. "
        AmountFixture.shared.withDocument(String(repeating: text, count: 20)) { document in
            let found = AmountFixture.shared.grammar.amounts(in: document)
            var end = 0
            for mention in found {
                #expect(mention.tokens.lowerBound >= end)
                #expect(mention.numberStart >= mention.tokens.lowerBound && mention.numberEnd <= mention.tokens.upperBound)
                end = mention.tokens.upperBound
            }
            #expect(found.count == 20 * 9)
        }
    }

    static let cuts: [(String, [String])] = [
        ("USD34.6m", ["USD", "34.6", "m"]), ("RMB3", ["RMB", "3"]), ("RM50", ["RM", "50"]), ("Rs164.00", ["Rs", "164.00"]), ("$US40", ["$", "US", "40"]), ("R500m", ["R", "500", "m"]),
        ("G20", ["G20"]), ("F150", ["F150"]), ("my6sense", ["my6sense"]), ("A380", ["A380"]), ("R2", ["R2"]), ("ESP32", ["ESP32"]), ("COP26", ["COP26"]), ("Q3", ["Q3"]), ("B52", ["B52"]), ("iOS14", ["iOS14"]),
    ]

    @Test("A currency is cut from the digits that it touches, a name is not", arguments: cuts)
    func cut(_ text: String, _ tokens: [String]) {
        #expect(AmountFixture.shared.withDocument(text) { document in document.tokens.indices.map { document.text($0..<($0 + 1)) } } == tokens)
    }

    static let floods: [(String, Int)] = [("1", 80_000), (",", 80_000), ("$", 80_000), ("$1 ", 24_000), ("1 ", 40_000), ("one ", 20_000), ("$1-", 24_000), ("1/2 ", 20_000), ("a few ", 20_000), ("million ", 20_000), ("dollars ", 20_000), ("5 to ", 20_000)]

    @Test("Floods cost linear time: twice the text, about twice the time", arguments: floods)
    func flood(_ unit: String, _ count: Int) {
        func cost(_ n: Int) -> Duration {
            AmountFixture.shared.withDocument(String(repeating: unit, count: n)) { document in
                (0..<2).map { _ in ContinuousClock().measure { _ = AmountFixture.shared.grammar.amounts(in: document) } }.min() ?? .zero
            }
        }
        let small = cost(count / 4), large = cost(count)
        // Quadratic growth would be sixteenfold.
        #expect(large < small * 9 + .milliseconds(50))
    }
}
