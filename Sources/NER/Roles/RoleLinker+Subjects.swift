/// Holders that the sentence calls a role without standing beside it: its subject, which a verb leads from to the role.
extension RoleLinker {
    /// The person whom the sentence calls a role without standing beside it: “he is also a director”, “Jane Roe (born 1950) is an engineer, founder and
    /// chief executive of Acme”, “who joined Acme as chairman”. The nearest person or “he” before the role, where a verb leads from it to the role.
    func subject(of role: RoleStage.Role) -> Int? {
        let i = role.tokens.lowerBound, sentence = max(document.sentences[Int(document.sentenceOf[i])].lowerBound, i - Self.subjectDistance)
        guard !isPlural(role.tokens) else { return nil }
        let named = lastName(from: sentence, to: i) { $0.type == .person }
        let from = named.map { names[$0].tokens.upperBound } ?? sentence
        let pronoun = (from..<i).last { document.token($0, isIn: classes.pronoun) }
        guard let start = pronoun.map({ $0 + 1 }) ?? (named == nil ? nil : from), leads(from: start, to: i) else { return pronoun == nil ? leadingPerson(before: i, in: sentence) : nil }
        guard let pronoun else { return named }
        let earliest = document.paragraph(of: max(0, document.paragraph(of: pronoun).lowerBound - 1)).lowerBound
        return lastName(from: earliest, to: pronoun) { $0.type == .person }
    }

    /// The person whom a sentence begins with, where its verb leads to a list that the role ends: “Jane Roe is the wife of John Doe, an author, and the
    /// [founder] of Acme”.
    private func leadingPerson(before i: Int, in sentence: Int) -> Int? {
        let k = count(endingBy: sentence)
        guard k < names.count, names[k].type == .person, names[k].tokens.lowerBound <= sentence + 1, names[k].tokens.upperBound < i else { return nil }
        guard let copula = (names[k].tokens.upperBound..<min(i, names[k].tokens.upperBound + 14)).first(where: { document.token($0, isIn: classes.copula) }) else { return nil }
        guard i - copula <= Self.listDistance, !((copula + 1)..<i).contains(where: { isOfAnother($0) }) else { return nil }
        let beforeRole = (copula + 1..<i).reversed().first { !document.token($0, isIn: classes.status) && !["the", "a", "an", "also"].contains(document.text($0..<($0 + 1))) }
        return beforeRole.map { document.token($0, spells: "and") } ?? false ? k : nil
    }

    /// Whether “is”, “became” or “as” between a subject and a role leads to it: near the role, or before a list that it is in.
    private func leads(from start: Int, to role: Int) -> Bool {
        guard let copula = (start..<role).last(where: { document.token($0, isIn: classes.copula) }) else { return false }
        // No verb of speech, no relative clause between.
        let isOwn = !((copula + 1)..<role).contains { isOfAnother($0) }
        if role - copula <= 6 { return isOwn }
        // “is an engineer, founder and [chief executive]”
        return role - copula <= Self.listDistance && isOwn && continuesList(role)
    }

    /// How many tokens lie at most between a verb and a role in the list that it leads to.
    private static let listDistance = 24

    /// Whether a token begins what is said of somebody else.
    private func isOfAnother(_ k: Int) -> Bool {
        document.tokens[k].flags.contains(.lower) && document.token(k, isIn: classes.speech) || ["who", "which", "that", "by", "when", "with"].contains(document.text(k..<(k + 1)))
    }

    /// Whether a comma, “and” or an article stands before a token, words for time aside.
    private func continuesList(_ i: Int) -> Bool {
        var k = i - 1
        while k > 0, document.token(k, isIn: classes.status) { k -= 1 }
        return k >= 0 && (document.isCharacter(k, UInt8(ascii: ",")) || ["and", "the", "a", "an"].contains(document.text(k..<(k + 1))))
    }

    /// The firm that the sentence says to be a relation of another: “Acme Inc. (formerly Zyx) is a maker of widgets that is a [subsidiary] of Beta”,
    /// “Acme, which is now a [unit] of Beta”. Only for what is tied to another behind it.
    func corporateSubject(of role: RoleStage.Role) -> Int? {
        guard !isPlural(role.tokens), let org = role.org, names[org].tokens.lowerBound >= role.tokens.upperBound else { return nil }
        let i = role.tokens.lowerBound, whole = document.sentences[Int(document.sentenceOf[i])]
        let start = max(whole.lowerBound, i - Self.subjectDistance)
        guard let copula = (start..<i).last(where: { document.token($0, isIn: classes.copula) }), copula > start else { return nil }
        guard !((copula + 1)..<i).contains(where: { isOfAnother($0) }), i - copula <= 6 || i - copula <= Self.listDistance && continuesList(i) else { return nil }
        guard let subject = corporateSubject(before: copula, of: whole), names[subject].cluster != names[org].cluster else { return nil }
        return subject
    }

    /// Whether a relation is one that persons have to a firm, and it is tied to one behind it: “a founding member of Acme”.
    func isOfPersons(_ role: RoleStage.Role) -> Bool {
        guard let org = role.org, names[org].tokens.lowerBound >= role.tokens.upperBound else { return false }
        return document.token(role.tokens.upperBound - 1, isInAnyOf: classes.ofPersons)
    }

    private func corporateSubject(before copula: Int, of sentence: Range<Int>) -> Int? {
        var k = copula - 1
        while k > sentence.lowerBound, ["itself", "also", "now", "currently", "still", "today", "has", "had"].contains(document.text(k..<(k + 1))) { k -= 1 }
        func body(endingAt end: Int) -> Int? {
            let n = count(endingBy: end) - 1
            return n >= 0 && names[n].tokens.upperBound == end && (names[n].type == .firm || names[n].type == .org) ? n : nil
        }
        let leading = leadingBody(of: sentence, before: copula)
        switch document.text(k..<(k + 1)) {
        case "which", "that":
            // “Acme, which is”; of a common noun (“a maker that is”) it is the sentence's.
            let comma = k > sentence.lowerBound && document.isCharacter(k - 1, UInt8(ascii: ","))
            return body(endingAt: comma ? k - 1 : k) ?? leading
        case "and": return leading
        default: break
        }
        if let beside = body(endingAt: k + 1) { return beside }
        // “Acme was established in 1962 as a subsidiary of”: no other firm is named between.
        guard let leading else { return nil }
        let isClosed = document.tokens[k].flags.contains(.punctuation)
        return isClosed || lastBody(before: copula, from: names[leading].tokens.upperBound, apartFrom: names[leading].cluster) == nil ? leading : nil
    }
}
