import CICU
import Foundation
import Testing

/// The currency lexicons against ICU, which has ISO 4217 by way of CLDR. (Here because only these tests see ICU.)
@Suite struct CurrencyTableTests {
    struct Currency: Sendable, CustomTestStringConvertible {
        var code: String
        var singular: String
        var plural: String
        var symbol: String
        var testDescription: String { code }
    }

    static func currencies(currentOnly: Bool) -> [Currency] {
        final class Lines { var lines: [String] = [] }
        let lines = Lines()
        tl_currencies(currentOnly ? 1 : 0, { context, bytes, count in
            guard let context, let bytes else { return }
            Unmanaged<Lines>.fromOpaque(context).takeUnretainedValue().lines.append(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
        }, Unmanaged.passUnretained(lines).toOpaque())
        return lines.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }.map { Currency(code: $0[0], singular: $0[1], plural: $0[2], symbol: $0[3]) }
    }

    static let all = currencies(currentOnly: false)
    static let current = currencies(currentOnly: true)

    struct Row: Sendable {
        var line: Int
        var forms: [String]
        var columns: [String: String]
    }

    /// The rows of a lexicon.
    static func rows(_ lexicon: String) -> [Row] {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = (try? String(contentsOf: package.appendingPathComponent("Sources/Knowledge/lexicons/\(lexicon).tsv"), encoding: .utf8)) ?? ""
        var header: [String] = [], rows: [Row] = []
        for (k, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where !line.isEmpty && !line.hasPrefix("#") && !line.hasPrefix("@") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if header.isEmpty { header = cells; continue }
            let columns = Dictionary(uniqueKeysWithValues: zip(header, cells))
            let forms = [cells[0]] + (columns["aliases"] ?? "").components(separatedBy: " | ").filter { !$0.isEmpty }
            rows.append(Row(line: k + 1, forms: forms.map { $0.hasPrefix("?") && $0.count > 1 ? String($0.dropFirst()) : $0 }, columns: columns))
        }
        return rows
    }

    /// Money that ISO 4217 has no code for, as markets write it, and codes that are younger than some ICU's data.
    static let beyondICU: Set<String> = ["XBT", "ETH", "USDT", "XAD", "XCG", "ZWG"]

    static func isKnown(_ code: String) -> Bool { all.contains { $0.code == code } || beyondICU.contains(code) }

    @Test func icuHasThem() {
        #expect(Self.all.count >= 300)
        #expect(Self.current.count >= 150)
        #expect(Self.rows("currency").count >= 300)
    }

    /// Every code in the lexicons is one of ISO 4217.
    @Test(arguments: ["currency", "currency-name", "currency-family", "currency-country"]) func codesAreISO(_ lexicon: String) {
        for row in Self.rows(lexicon) {
            for column in ["code", "default", "members", "former"] {
                for code in (row.columns[column] ?? "").split(separator: " ").map(String.init) where code.first?.isUppercase == true {
                    #expect(Self.isKnown(code), "\(lexicon).tsv:\(row.line): \(column) \(code)")
                }
            }
        }
    }

    /// Each currency in use is written by its code.
    @Test(arguments: current) func currentCodeIsListed(_ currency: Currency) {
        // Precious metals, bond units and accounting units are no money that an article pays in.
        if currency.code.hasPrefix("X"), !["XAF", "XOF", "XPF", "XCD"].contains(currency.code) { return }
        #expect(Self.rows("currency").contains { $0.columns["code"] == currency.code && $0.forms.contains(currency.code) }, "\(currency.code), \(currency.singular)")
    }

    /// Where ICU and the lexicon know a name or sign, they mean the same money.
    @Test func namesMeanTheSame() {
        var families: [String: [String]] = [:]
        for row in Self.rows("currency-family") { families[row.forms[0]] = (row.columns["members"] ?? "").split(separator: " ").map(String.init) }
        var compared = 0
        func check(_ lexicon: String, _ form: (Currency) -> [String]) {
            var byForm: [String: Row] = [:]
            for row in Self.rows(lexicon) { for one in row.forms { byForm[one] = row } }
            for currency in Self.all {
                // Central and West Africa both write FCFA; ICU tells them apart by a blank.
                for one in form(currency) where one != "FCFA" {
                    guard let row = byForm[one], let code = row.columns["code"], !code.isEmpty else { continue }
                    compared += 1
                    #expect(code == currency.code || families[code]?.contains(currency.code) == true, "\(lexicon).tsv:\(row.line): “\(one)” is \(code) here and \(currency.code) in ICU")
                }
            }
        }
        // Currencies of today: older ones have the names of their successors.
        check("currency-name") { one in Self.current.contains { $0.code == one.code } ? [one.singular.lowercased(), one.plural.lowercased()] : [] }
        check("currency") { one in Self.current.contains { $0.code == one.code } ? [one.symbol] : [] }
        #expect(compared >= 200, "only \(compared) names and signs are in both")
    }

    /// What is legal tender where.
    @Test func countries() {
        var compared = 0
        for row in Self.rows("currency-country") {
            var code = [CChar](repeating: 0, count: 4)
            guard tl_currency_of_country(row.forms[0], &code) == 0 else { continue }
            let icu = String(decoding: code.prefix(3).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            compared += 1
            // Changes that are younger than some ICU's data.
            let former = (row.columns["former"] ?? "").split(separator: " ").map(String.init)
            #expect(row.columns["code"] == icu || former.first == icu, "currency-country.tsv:\(row.line): \(row.forms[0]) pays in \(row.columns["code"] ?? "") here and \(icu) in ICU")
        }
        #expect(compared >= 200, "ICU knows only \(compared) of the countries")
    }
}
