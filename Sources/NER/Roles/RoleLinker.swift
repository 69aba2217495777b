/// Ties roles to holders and organisations where no rule's capture did.
struct RoleLinker {
    private let document: Document
    private let classes: RoleClasses
    private let names: [NameStage.Name]

    init(_ document: Document, _ recognizer: EntityRecognizer, _ names: [NameStage.Name]) {
        self.document = document
        classes = recognizer.roleClasses
        self.names = names
    }

    /// `roles`, in text order, with the links that coordination, antecedents and neighbourhood give.
    func link(_ roles: [RoleStage.Role]) -> [RoleStage.Role] {
        var roles = roles
        share(&roles)
        for k in roles.indices where roles[k].org == nil { roles[k].org = antecedent(of: roles[k]) }
        share(&roles)
        return roles
    }

    /// Roles joined by "and" or a comma share holder and organisation: "chairman and chief executive of Acme".
    private func share(_ roles: inout [RoleStage.Role]) {
        guard roles.count > 1 else { return }
        for k in 1..<roles.count where isCoordinated(roles[k - 1].tokens, roles[k].tokens) {
            if roles[k].holder == nil { roles[k].holder = roles[k - 1].holder }
            if roles[k].org == nil { roles[k].org = roles[k - 1].org }
        }
        for k in (1..<roles.count).reversed() where isCoordinated(roles[k - 1].tokens, roles[k].tokens) {
            if roles[k - 1].holder == nil { roles[k - 1].holder = roles[k].holder }
            if roles[k - 1].org == nil { roles[k - 1].org = roles[k].org }
        }
    }

    private func isCoordinated(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard b.lowerBound > a.upperBound, b.lowerBound - a.upperBound <= 2, document.sentenceOf[a.lowerBound] == document.sentenceOf[b.lowerBound] else { return false }
        return (a.upperBound..<b.lowerBound).allSatisfy {
            let token = document.text($0..<($0 + 1))
            return token == "and" || token == "," || token == "&" || token == "/"
        }
    }

    /// The firm or organisation that an untied role most likely belongs to: for a title or a relation, the nearest firm before it in the sentence, else the
    /// last one of the paragraph. Public offices and occupations have none.
    private func antecedent(of role: RoleStage.Role) -> Int? {
        if role.tokens.contains(where: { document.token($0, isIn: classes.office) || document.token($0, isIn: classes.occupation) }) { return nil }
        let i = role.tokens.lowerBound
        let sentence = document.sentences[Int(document.sentenceOf[i])]
        if let near = lastFirm(before: i, from: sentence.lowerBound) { return near }
        return lastFirm(before: sentence.lowerBound, from: document.paragraph(of: i).lowerBound)
    }

    private func lastFirm(before end: Int, from start: Int) -> Int? {
        names.lastIndex { name in
            (name.type == .firm || name.type == .org) && name.tokens.lowerBound >= start && name.tokens.upperBound <= end && !isMedia(name.tokens)
        }
    }

    /// Whether a firm is a news outlet: it is quoted more often than it is the subject.
    private func isMedia(_ tokens: Range<Int>) -> Bool { document.isPhrase(tokens, of: classes.media) }
}
