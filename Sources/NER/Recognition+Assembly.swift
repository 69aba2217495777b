extension Recognition {
    /// Puts the stages' results into the order and numbering of the output.
    ///
    /// - Parameter textOffset: bytes before the text in the document: the title and its empty line; 0 without a title.
    init(amounts: [AmountMention], names: [NameStage.Name], roles: [RoleStage.Role], deals: [DealStage.Deal], document: Document, textOffset: Int, recognizer: EntityRecognizer) {
        enum Source { case amount(Int), name(Int), role(Int) }
        var all: [(range: Range<Int>, source: Source)] = []
        all.reserveCapacity(amounts.count + names.count + roles.count)
        for (k, amount) in amounts.enumerated() { all.append((document.byteRange(amount.tokens), .amount(k))) }
        for (k, name) in names.enumerated() { all.append((document.byteRange(name.tokens), .name(k))) }
        for (k, role) in roles.enumerated() { all.append((document.byteRange(role.tokens), .role(k))) }
        all.sort { $0.range.lowerBound < $1.range.lowerBound }
        // Numbers: the text's mentions first, then the title's.
        let firstOfText = all.firstIndex { $0.range.lowerBound >= textOffset } ?? all.count
        let titleCount = firstOfText, textCount = all.count - firstOfText
        var idOfName = [Int](repeating: 0, count: names.count)
        func id(_ k: Int) -> Int { k >= titleCount ? k - titleCount + 1 : textCount + k + 1 }
        var idOfAmount = [Int](repeating: 0, count: amounts.count)
        for (k, item) in all.enumerated() {
            switch item.source {
            case .name(let n): idOfName[n] = id(k)
            case .amount(let n): idOfAmount[n] = id(k)
            case .role: break
            }
        }
        let fullest = Recognition.fullestForms(names, document)
        // By name: its text, where it is a fullest form that was asked for.
        var texts = [String?](repeating: nil, count: names.count)
        func formText(_ k: Int) -> String {
            if let known = texts[k] { return known }
            let text = document.text(names[k].tokens)
            texts[k] = text
            return text
        }
        // A link stays in its own part of the record: a name that stands in the other part is given by its nearest mention in this one.
        func link(_ name: Int?, fromText: Bool) -> Int? {
            guard let name else { return nil }
            func isInText(_ k: Int) -> Bool { document.byteRange(names[k].tokens).lowerBound >= textOffset }
            if isInText(name) == fromText { return idOfName[name] }
            return names.indices.first { names[$0].cluster == names[name].cluster && isInText($0) == fromText }.map { idOfName[$0] }
        }
        var text: [Mention] = [], title: [Mention] = []
        text.reserveCapacity(textCount)
        var textRelations: [Relation] = [], titleRelations: [Relation] = []
        let heads = RoleHeads(document, recognizer), coordination = Coordination(document, names)
        for (k, item) in all.enumerated() {
            let inText = k >= titleCount
            let range = inText ? (item.range.lowerBound - textOffset)..<(item.range.upperBound - textOffset) : item.range
            let mention: Mention
            switch item.source {
            case .amount(let n):
                var amount = recognizer.amounts.describe(amounts[n], document)
                if amounts[n].isConversion { amount.converts = idOfAmount[n - 1] }
                mention = Mention(id: id(k), type: .amount, range: range, rule: amounts[n].form.rule, attributes: .amount(amount))
            case .name(let n):
                let name = names[n]
                mention = Mention(id: id(k), type: name.type, range: range, rule: name.provenance.id(recognizer.rules.rules), score: name.score, attributes: .name(formText(fullest[n])))
            case .role(let n):
                let role = roles[n]
                let links = RoleLinks(holder: link(role.holder, fromText: inText), org: link(role.org, fromText: inText), status: role.status)
                mention = Mention(id: id(k), type: .role, range: range, rule: role.basis?.name(recognizer.rules.rules) ?? "", score: role.score, attributes: .role(links))
                for held in Recognition.held(role, names, heads, coordination) {
                    guard let holder = link(held, fromText: inText) else { continue }
                    let isCorporate = names[held].type != .person && heads.kinds(role.tokens).contains(.relation)
                    for org in [links.org] + Recognition.furtherOrganisations(role, names, coordination, document).compactMap({ link($0, fromText: inText) }) where org != holder {
                        let relation = HeldRole(kind: isCorporate ? .corporate : .position, role: id(k), holder: holder, org: org, status: role.status)
                        if inText { textRelations.append(.role(relation)) } else { titleRelations.append(.role(relation)) }
                    }
                }
            }
            if inText { text.append(mention) } else { title.append(mention) }
        }
        for deal in deals {
            let relation = Relation.deal(Deal(
                kind: deal.kind, agents: deal.agents.map { idOfName[$0] }, target: deal.target.map { idOfName[$0] }, seller: deal.seller.map { idOfName[$0] }, amount: deal.amount.map { idOfAmount[$0] },
                stake: deal.stake.map { DealStage.stakeText($0, document) }, status: deal.status, rule: recognizer.rules.rules[deal.rule].id))
            if document.byteRange(deal.trigger).lowerBound >= textOffset { textRelations.append(relation) } else { titleRelations.append(relation) }
        }
        self.init(mentions: text, titleMentions: title, relations: textRelations + titleRelations)
    }

    /// The names that hold a role: of a plural all that are joined to the one that it is tied to.
    private static func held(_ role: RoleStage.Role, _ names: [NameStage.Name], _ heads: RoleHeads, _ coordination: Coordination) -> Range<Int> {
        guard let holder = role.holder else { return 0..<0 }
        return heads.isPlural(role.tokens) ? coordination.names(joinedTo: holder) : holder..<(holder + 1)
    }

    /// The firms and organisations joined to that behind a role: “chief executive of A, B and C”. With a comma before it, a single one more belongs to
    /// what the role's own apposition is in: “A, a subsidiary of B, and C agreed”.
    private static func furtherOrganisations(_ role: RoleStage.Role, _ names: [NameStage.Name], _ coordination: Coordination, _ document: Document) -> Range<Int> {
        guard let org = role.org, names[org].type == .firm || names[org].type == .org, names[org].tokens.lowerBound > role.tokens.upperBound else { return 0..<0 }
        let further = (org + 1)..<coordination.names(joinedTo: org).upperBound
        return further.count == 1 && document.isCharacter(names[org].tokens.upperBound, UInt8(ascii: ",")) ? 0..<0 : further
    }

    /// The sums of a document without a title, alone.
    static func mentions(of amounts: [AmountMention], of grammar: AmountGrammar, _ document: Document) -> [Mention] {
        amounts.indices.map { k in
            var amount = grammar.describe(amounts[k], document)
            if amounts[k].isConversion { amount.converts = k }
            return Mention(id: k + 1, type: .amount, range: document.byteRange(amounts[k].tokens), rule: amounts[k].form.rule, attributes: .amount(amount))
        }
    }

    /// For each name, the number of the longest name of its cluster, or of the cluster that it is a form of.
    private static func fullestForms(_ names: [NameStage.Name], _ document: Document) -> [Int] {
        // By form: its longest name; -1: none.
        var longest = [Int](repeating: -1, count: (names.lazy.map(\.form).max() ?? -1) + 1)
        for k in names.indices {
            let known = longest[names[k].form]
            if known >= 0, document.byteRange(names[known].tokens).count >= document.byteRange(names[k].tokens).count { continue }
            longest[names[k].form] = k
        }
        return names.indices.map { longest[names[$0].form] }
    }
}
