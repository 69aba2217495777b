/// A word or sign of money as the lexicons know it.
struct CurrencyUnit: Sendable {
    enum Kind: String, Sendable { case symbol, code, prefix, suffix, minor, major }

    /// ISO 4217, or a family in lower case; empty: any.
    var currency: String
    var kind: Kind
    /// How many of it make one major unit.
    var perMajor: UInt64 = 1
    /// Power of ten that the sign itself carries (`MUSD`).
    var exponent = 0
    /// The form is also an ordinary word or a name.
    var isAmbiguous = false
    /// A word, not a sign or code.
    var isName = false
    var isFamily: Bool { currency.utf8.first.map { $0 >= 0x61 } ?? true }
}

/// What the lexicons say about currencies: units by entry, families, countries.
struct CurrencyTable: Sendable {
    struct Family: Sendable { var byDefault: String; var members: [String] }

    private let signClass: ClassID
    private let nameClass: ClassID
    private let ambiguousSign: ClassID
    private let ambiguousName: ClassID
    private var signs = LexiconNumbers([])
    private var names = LexiconNumbers([])
    private var units: [EntryID: CurrencyUnit] = [:]
    private(set) var families: [String: Family] = [:]
    /// By country (ISO 3166): the currency there today, and those that it had.
    private(set) var ofCountry: [String: [String]] = [:]
    /// By number of a class set: whether a token of it may be, or begin, a unit of money.
    private var isTrigger: [Bool] = []

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        signClass = try registry.id(ClassSelector("currency"))
        for name in ["currency", "currency-name"] { registry.keepEntries(of: name) }
        for name in ["currency-family", "currency-country"] { registry.reads(table: name) }
        nameClass = try registry.id(ClassSelector("currency-name"))
        _ = try registry.id(Lexicons.gluedPrefixSelector)
        _ = try registry.id(Lexicons.gluedSumPrefixSelector)
        ambiguousSign = try registry.id(ClassSelector("currency", .ambiguous))
        ambiguousName = try registry.id(ClassSelector("currency-name", .ambiguous))
    }

    mutating func bind(_ lexicons: Lexicons) {
        signs = lexicons.lexiconNumbers("currency")
        names = lexicons.lexiconNumbers("currency-name")
        units.reserveCapacity(1024)
        for (entry, values) in lexicons.rows(of: "currency", columns: ["code", "kind", "exponent"]) {
            let kind = CurrencyUnit.Kind(rawValue: values[1]) ?? .prefix
            units[entry] = CurrencyUnit(currency: values[0], kind: kind, perMajor: kind == .minor ? 100 : 1, exponent: Int(values[2]) ?? 0)
        }
        for (entry, values) in lexicons.rows(of: "currency-name", columns: ["code", "kind", "per-major"]) {
            units[entry] = CurrencyUnit(currency: values[0], kind: values[1] == "minor" ? .minor : .major, perMajor: UInt64(values[2]) ?? 1, isName: true)
        }
        for values in lexicons.table("currency-family", columns: ["phrase", "default", "members"]) {
            families[values[0]] = Family(byDefault: values[1], members: values[2].split(separator: " ").map(String.init))
        }
        for values in lexicons.table("currency-country", columns: ["phrase", "code", "former"]) {
            ofCountry[values[0]] = [values[1]] + values[2].split(separator: " ").map(String.init)
        }
        var trigger = ClassSet(signClass)
        trigger.insert(nameClass)
        isTrigger = (0..<lexicons.automatonView.classSetCount).map { lexicons.automatonView.classes(at: UInt16($0)).intersects(trigger) }
    }

    /// Whether a class set holds money.
    @inline(__always) func isTrigger(_ classes: UInt16) -> Bool { isTrigger[Int(classes)] }

    /// Calls `body` with every unit that begins at token `i` and the token behind it, longest first, until it returns true.
    func units(_ document: Document, from i: Int, _ body: (CurrencyUnit, Int) -> Bool) -> Bool {
        for phrase in document.phrases(from: i) where phrase.classes.contains(signClass) || phrase.classes.contains(nameClass) {
            if unit(document, i..<phrase.end, body) { return true }
        }
        return isTrigger(document.tokenClasses[i]) && unit(document, i..<(i + 1), body)
    }

    private func unit(_ document: Document, _ range: Range<Int>, _ body: (CurrencyUnit, Int) -> Bool) -> Bool {
        let sign = sign(document, range)
        if let sign, body(sign, range.upperBound) { return true }
        if sign == nil || sign?.isAmbiguous == true, let name = name(document, range), body(name, range.upperBound) { return true }
        return false
    }

    /// The longest unit that begins at token `i`.
    func longestUnit(_ document: Document, from i: Int) -> (unit: CurrencyUnit, end: Int)? {
        guard i < document.tokens.count, isTrigger(document.tokenClasses[i]) || document.hasPhrase(from: i) else { return nil }
        var result: (CurrencyUnit, Int)?
        _ = units(document, from: i) { result = ($0, $1); return true }
        return result
    }

    private func sign(_ document: Document, _ range: Range<Int>) -> CurrencyUnit? {
        guard document.isPhrase(range, of: signClass), let entry = document.entry(range, in: signs), var unit = units[entry] else { return nil }
        unit.isAmbiguous = document.isPhrase(range, of: ambiguousSign)
        return unit
    }

    private func name(_ document: Document, _ range: Range<Int>) -> CurrencyUnit? {
        guard document.isPhrase(range, of: nameClass), let entry = document.entry(range, in: names), var unit = units[entry] else { return nil }
        unit.isAmbiguous = document.isPhrase(range, of: ambiguousName)
        return unit
    }

    /// The currencies that a unit may mean.
    func members(_ currency: String) -> [String] { families[currency]?.members ?? [currency] }

    /// Whether two units can be of one currency.
    func agree(_ a: String, _ b: String) -> Bool {
        if a == b || a.isEmpty || b.isEmpty { return true }
        let first = members(a)
        return members(b).contains { first.contains($0) }
    }

    /// The narrower of two currencies that agree.
    func narrower(_ a: String, _ b: String) -> String {
        if a.isEmpty { return b }
        if b.isEmpty { return a }
        let (m, n) = (members(a).count, members(b).count)
        return n < m ? b : a
    }
}
