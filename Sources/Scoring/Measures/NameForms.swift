/// Whether two mentions are forms of one name.
///
/// They are where they are equal, where one's words are all among the other's once legal forms are left out, or where one is the initials of the other.
enum NameForms {
    static func areOneName(_ a: String, _ b: String) -> Bool {
        if a.isEmpty || b.isEmpty { return a.isEmpty == b.isEmpty }
        let allA = words(a)
        let allB = words(b)
        let coreA = core(allA)
        let coreB = core(allB)
        if Set(coreA).isSubset(of: coreB) || Set(coreB).isSubset(of: coreA) { return true }
        return [initials(allA), initials(allB), initials(coreB)].contains(coreA.joined()) || [initials(allA), initials(coreA)].contains(coreB.joined())
    }

    private static let legalForms: Set<String> = [
        "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc", "llp", "ag", "sa", "nv", "se", "group", "holdings", "the",
    ]

    private static func core(_ words: [String]) -> [String] {
        let core = words.filter { !legalForms.contains($0) }
        return core.isEmpty ? words : core
    }

    private static func initials(_ words: [String]) -> String { words.map { String($0.unicodeScalars.prefix(1)) }.joined() }

    /// Runs of letters and numbers, case folded, without the genitive's `s`.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        func flush() {
            if !word.isEmpty, word != "s" { words.append(word) }
            word = ""
        }
        for scalar in text.unicodeScalars {
            if isWordCharacter(scalar) { word += folded(scalar) } else { flush() }
        }
        flush()
        return words
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: scalar.properties.numericType != nil
        }
    }

    /// Unicode's full case folding as far as names need it.
    private static func folded(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "ß", "ẞ": "ss"
        case "ς": "σ"
        default: scalar.properties.lowercaseMapping
        }
    }
}
