import NER

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Articles of the examples in the rule files, in the recogniser's own kinds of text, when no files are given.
func exampleArticles(_ recognizer: EntityRecognizer) -> [[UInt8]] {
    var generator = SplitMix(state: 1)
    let sentences = recognizer.ruleDescriptions.flatMap(\.examples).map { $0.text.filter { $0 != "[" && $0 != "]" } }.shuffled(using: &generator)
    return stride(from: 0, to: sentences.count, by: 20).map { k in
        let group = sentences[k..<min(k + 20, sentences.count)]
        return stride(from: group.startIndex, to: group.endIndex, by: 4).map { group[$0..<min($0 + 4, group.endIndex)].joined(separator: " ") }.joined(separator: "\n\n").utf8.map { $0 }
    }
}

/// A rule file of rules that no text fires: each needs a word that no text holds, among elements that every text is full of.
func silentRules(_ count: Int) -> KnowledgeFiles.File {
    var text = "@stage names\n"
    for k in 0..<count {
        let word = "zq\(k)vx"
        text += "\nrule firm.silent-\(k)\n"
        switch k % 5 {
        case 0: text += "  context   [@name] <firm-verb> \(word)\n"
        case 1: text += "  context   \(word) (the|a|its)? {Lower}* [@name]\n"
        case 2: text += "  propose   [ {Cap}+ \(word) ]\n"
        case 3: text += "  inside    {Any}* \"Z\(word)\" {Any}*\n"
        default: text += "  context   <role-head> of ..3 \(word) [@name]\n  context   [@name] , \(word) <firm-noun>\n"
        }
        text += "  evidence  firm +1\n  because   It never fires.\n  yes       A [Zyx].\n  no        A zyx.\n"
    }
    return .init(name: "silent.rules", path: "silent.rules", bytes: Array(text.utf8))
}

/// A lexicon of made-up names, one to four words each, as a user's list might be.
func madeUpNames(_ count: Int) -> KnowledgeFiles.File {
    let onsets = ["B", "Br", "C", "D", "Dr", "F", "G", "Gr", "H", "K", "L", "M", "N", "P", "Qu", "R", "S", "St", "T", "Tr", "V", "W", "Z"]
    let nuclei = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
    let codas = ["b", "ck", "d", "l", "ll", "m", "n", "nd", "r", "rt", "s", "st", "t", "x", "z"]
    let heads = ["Group", "Holdings", "Systems", "Partners", "Capital", "Energy", "Foods", "Logistics", "Media", "Bank"]
    var generator = SplitMix(state: 2)
    func word() -> String {
        let syllables = Int.random(in: 2...3, using: &generator)
        var word = ""
        for _ in 0..<syllables { word += onsets[Int.random(in: 0..<onsets.count, using: &generator)] + nuclei[Int.random(in: 0..<nuclei.count, using: &generator)] }
        word += codas[Int.random(in: 0..<codas.count, using: &generator)]
        return word.prefix(1) + word.dropFirst().lowercased()
    }
    var bytes: [UInt8] = Array("@case exact\nphrase\taliases\n".utf8)
    for k in 0..<count {
        var name = word()
        if k % 4 > 0 { name += " " + word() }
        if k % 4 > 1 { name += " " + heads[k / 4 % heads.count] }
        if k % 8 == 7 { name += " Ltd" }
        bytes += Array(name.utf8)
        bytes.append(0x0A)
    }
    return .init(name: "names.tsv", path: "names.tsv", bytes: bytes)
}
