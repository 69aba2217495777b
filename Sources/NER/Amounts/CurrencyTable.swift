/// Number of a currency, or of a family of currencies that share a name; `any` where a sign fits all.
struct CurrencyID: Hashable, Sendable, BitwiseCopyable {
    let rawValue: UInt16
    static let any = CurrencyID(rawValue: 0)
}

/// A word or sign of money as the lexicons know it.
struct CurrencyUnit: Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable, BitwiseCopyable { case symbol, code, prefix, suffix, minor, major }

    var currency: CurrencyID
    var kind: Kind
    /// How many of it make one major unit.
    var perMajor: UInt16 = 1
    /// Power of ten that the sign itself carries (`MUSD`).
    var exponent: Int8 = 0
    /// The form is also an ordinary word or a name.
    var isAmbiguous = false
    /// A word, not a sign or code.
    var isName = false

    /// A number of this unit in major units.
    func inMajorUnits(_ value: ExactNumber) -> ExactNumber? { value.scaled(by: Int(exponent)).divided(by: UInt32(perMajor)) }
}

extension CurrencyUnit.Kind {
    /// By the name that the lexicon has for it; a prefix where it has none.
    fileprivate init(_ name: String) {
        switch name {
        case "symbol": self = .symbol
        case "code": self = .code
        case "suffix": self = .suffix
        case "minor": self = .minor
        case "major": self = .major
        default: self = .prefix
        }
    }
}

/// What the lexicons say about currencies: units by entry, families, countries.
struct CurrencyTable: Sendable {
    private let signClass: ClassID
    private let nameClass: ClassID
    private let ambiguousSign: ClassID
    private let ambiguousName: ClassID
    private var signs = LexiconNumbers([])
    private var names = LexiconNumbers([])
    private var signUnits = EntryTable<CurrencyUnit>()
    private var nameUnits = EntryTable<CurrencyUnit>()
    /// By number of a class set: whether a token of it may be, or begin, a unit of money.
    private var isTrigger: [Bool] = []

    /// By currency: its ISO 4217 code, or a family's name.
    private var codes: [String] = [""]
    private var numbers: [String: CurrencyID] = ["": .any]
    /// By currency: the codes that it may stand for, a part of `memberList`; itself where it is no family.
    private var memberRanges: [Range<Int>] = [0..<1]
    private var memberList: [CurrencyID] = [.any]
    /// By currency: the code that a family means by default; `any` where it is no family.
    private var defaults: [CurrencyID] = [.any]
    /// By country, ISO 3166 in two bytes: the currency there today, and those that it had.
    private var countries: [UInt16: Range<Int>] = [:]
    private var countryList: [CurrencyID] = []
    /// The currencies and families that the grammar has rules for.
    private(set) var known = Known()

    /// The currencies and families that the grammar has rules for.
    struct Known: Sendable {
        var dollar = CurrencyID.any, pound = CurrencyID.any, cent = CurrencyID.any
        var sterling = CurrencyID.any, yen = CurrencyID.any, yuan = CurrencyID.any
        /// Dollars that a newspaper of their country writes without a prefix.
        var localDollars: [CurrencyID] = []
    }

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        signClass = try registry.id(ClassSelector("currency"))
        for name in ["currency", "currency-name"] { registry.keepEntries(of: name) }
        for name in ["currency-family", "currency-country"] { registry.reads(table: name) }
        nameClass = try registry.id(ClassSelector("currency-name"))
        for id in [signClass, nameClass] { registry.seek(id) }
        _ = try registry.id(Lexicons.gluedPrefixSelector)
        _ = try registry.id(Lexicons.gluedSumPrefixSelector)
        ambiguousSign = try registry.id(ClassSelector("currency", .ambiguous))
        ambiguousName = try registry.id(ClassSelector("currency-name", .ambiguous))
    }

    mutating func bind(_ lexicons: Lexicons) {
        signs = lexicons.lexiconNumbers("currency")
        names = lexicons.lexiconNumbers("currency-name")
        for (entry, values) in lexicons.rows(of: "currency", columns: ["code", "kind", "exponent"]) {
            let kind = CurrencyUnit.Kind(values[1])
            signUnits.append(CurrencyUnit(currency: number(values[0]), kind: kind, perMajor: kind == .minor ? 100 : 1, exponent: Int8(values[2]) ?? 0), for: entry)
        }
        for (entry, values) in lexicons.rows(of: "currency-name", columns: ["code", "kind", "per-major"]) {
            nameUnits.append(CurrencyUnit(currency: number(values[0]), kind: values[1] == "minor" ? .minor : .major, perMajor: UInt16(values[2]) ?? 1, isName: true), for: entry)
        }
        for values in lexicons.table("currency-family", columns: ["phrase", "default", "members"]) {
            let members = values[2].split(separator: " ").map { number(String($0)) }
            let family = Int(number(values[0]).rawValue)
            defaults[family] = number(values[1])
            memberRanges[family] = memberList.count..<(memberList.count + members.count)
            memberList += members
        }
        for values in lexicons.table("currency-country", columns: ["phrase", "code", "former"]) {
            let bytes = Array(values[0].utf8)
            guard bytes.count == 2 else { continue }
            let start = countryList.count
            countryList += [number(values[1])] + values[2].split(separator: " ").map { number(String($0)) }
            countries[UInt16(bytes[0]) << 8 | UInt16(bytes[1])] = start..<countryList.count
        }
        known = Known(
            dollar: number("dollar"), pound: number("pound"), cent: number("cent"), sterling: number("GBP"), yen: number("JPY"), yuan: number("CNY"),
            localDollars: [number("AUD"), number("CAD"), number("NZD")])
        var trigger = ClassSet(signClass)
        trigger.insert(nameClass)
        isTrigger = (0..<lexicons.automatonView.classSetCount).map { lexicons.automatonView.classes(at: UInt16($0)).intersects(trigger) }
    }

    /// The number of a code or family, a new one where it has none.
    private mutating func number(_ name: String) -> CurrencyID {
        if let known = numbers[name] { return known }
        guard codes.count < Int(UInt16.max) else { return .any }
        let new = CurrencyID(rawValue: UInt16(codes.count))
        numbers[name] = new
        codes.append(name)
        defaults.append(.any)
        memberRanges.append(memberList.count..<(memberList.count + 1))
        memberList.append(new)
        return new
    }

    // MARK: Units in a document

    /// Whether a unit may begin at token `i`.
    @inline(__always)
    func mayBegin(_ document: Document, at i: Int) -> Bool {
        if isTrigger(document.tokenClasses[i]) { return true }
        var k = document.matchAtStart[i]
        while k >= 0 {
            let match = document.matches[Int(k)]
            if isTrigger(match.classes) { return true }
            k = match.nextAtStart
        }
        return false
    }

    /// Whether a class set holds money.
    @inline(__always) func isTrigger(_ classes: UInt16) -> Bool { isTrigger[Int(classes)] }

    /// Calls `body` with every unit that begins at token `i` and the token behind it, longest first, until it returns true.
    func units(_ document: Document, from i: Int, _ body: (CurrencyUnit, Int) -> Bool) -> Bool {
        for phrase in document.phrases(from: i) where phrase.classes.contains(signClass) || phrase.classes.contains(nameClass) {
            if unit(document, i..<phrase.end, phrase.classes, body) { return true }
        }
        return isTrigger(document.tokenClasses[i]) && unit(document, i..<(i + 1), document.classes(i), body)
    }

    private func unit(_ document: Document, _ range: Range<Int>, _ classes: ClassSet, _ body: (CurrencyUnit, Int) -> Bool) -> Bool {
        var sign: CurrencyUnit?
        if classes.contains(signClass), let entry = document.entry(range, in: signs) {
            sign = signUnits[entry]
            sign?.isAmbiguous = classes.contains(ambiguousSign)
            if let sign, body(sign, range.upperBound) { return true }
        }
        guard sign?.isAmbiguous ?? true, classes.contains(nameClass), let entry = document.entry(range, in: names), var name = nameUnits[entry] else { return false }
        name.isAmbiguous = classes.contains(ambiguousName)
        return body(name, range.upperBound)
    }

    /// The longest unit that begins at token `i`.
    func longestUnit(_ document: Document, from i: Int) -> (unit: CurrencyUnit, end: Int)? {
        guard i < document.tokens.count, isTrigger(document.tokenClasses[i]) || document.hasPhrase(from: i) else { return nil }
        var result: (CurrencyUnit, Int)?
        _ = units(document, from: i) { result = ($0, $1); return true }
        return result
    }

    // MARK: Currencies

    /// How many numbers of currencies and families there are.
    var count: Int { codes.count }

    /// The ISO 4217 code, or a family's name.
    func code(_ currency: CurrencyID) -> String { codes[Int(currency.rawValue)] }

    func isFamily(_ currency: CurrencyID) -> Bool { defaults[Int(currency.rawValue)] != .any }

    /// What a family means where nothing decides.
    func byDefault(_ family: CurrencyID) -> CurrencyID { defaults[Int(family.rawValue)] }

    /// The currencies that a unit may mean.
    func members(_ currency: CurrencyID) -> ArraySlice<CurrencyID> { memberList[memberRanges[Int(currency.rawValue)]] }

    /// The currencies of a country (two bytes of ISO 3166), today's first.
    func currencies(ofCountry code: UInt16) -> ArraySlice<CurrencyID> { countries[code].map { countryList[$0] } ?? [] }

    /// Whether two units can be of one currency.
    func agree(_ a: CurrencyID, _ b: CurrencyID) -> Bool {
        if a == b || a == .any || b == .any { return true }
        if !isFamily(a), !isFamily(b) { return false }
        let first = members(a)
        return members(b).contains { first.contains($0) }
    }

    /// The narrower of two currencies that agree.
    func narrower(_ a: CurrencyID, _ b: CurrencyID) -> CurrencyID {
        if a == .any { return b }
        if b == .any { return a }
        return memberRanges[Int(b.rawValue)].count < memberRanges[Int(a.rawValue)].count ? b : a
    }
}
