/// The deals of one document: rules find the words that state one and fill its slots, each deal from all rules that see the same words.
///
/// A sentence without such words costs nothing; a document without any costs a look at its tokens' trigger bits.
struct DealStage {
    /// A deal. Numbers are those of names and amounts; tokens where it has no number.
    struct Deal: Sendable {
        var kind: NER.Deal.Kind
        var status: NER.Deal.Status
        /// The words that state it.
        var trigger: Range<Int>
        var agents: [Int] = []
        var target: Int?
        var seller: Int?
        var amount: Int?
        var stake: Range<Int>?
        /// The rule that says what kind of deal it is.
        var rule: Int
        /// All rules that spoke: what they filled.
        var parts: [Part] = []
    }

    /// A slot that a rule filled; `nil`: it only saw the deal.
    struct Part: Sendable, Hashable {
        var rule: Int
        var slot: DealSlot?
    }

    /// How far before its words a deal is taken back by a word of doubt, and by an adjective such as "failed".
    private static let doubtDistance = 16
    private static let failureDistance = 4

    private let document: Document
    private let recognizer: EntityRecognizer
    private let classes: DealClasses
    private let names: [NameStage.Name]
    private let amounts: [AmountMention]
    private let spans: SpanTable

    /// - Parameter spans: memory for positions, this stage's as long as it lives.
    init(_ document: Document, _ recognizer: EntityRecognizer, _ spans: SpanTable, names: [NameStage.Name], amounts: [AmountMention]) {
        self.spans = spans
        self.document = document
        self.recognizer = recognizer
        classes = recognizer.dealClasses
        self.names = names
        self.amounts = amounts
    }

    /// What the rules say about one place.
    private struct Frame {
        var trigger: Range<Int>
        var kind: (kind: NER.Deal.Kind, rule: Int)?
        var status: (status: NER.Deal.Status, rule: Int)?
        var slots: [(slot: DealSlot, span: Int, rule: Int)] = []
        var rules: [Int] = []
    }

    /// The deals in text order.
    func deals() -> [Deal] {
        let program = recognizer.rules[.deals, .relate]
        // Only sentences that name somebody and have a word that deals are stated by.
        var sentences = GrowingBuffer<Bool>(repeating: false, count: document.sentences.count), isAny = false
        var last = -1
        for name in names where name.type != .place {
            // Names are in text order, so that each sentence is looked at once.
            let number = Int(document.sentenceOf[name.tokens.lowerBound])
            if number == last { continue }
            last = number
            guard document.triggers.containsMark(program.pointee.mask, in: document.sentences[number]) else { continue }
            sentences[number] = true
            isAny = true
        }
        if !isAny { return [] }
        spans.reset(document)
        for k in names.indices where sentences[Int(document.sentenceOf[names[k].tokens.lowerBound])] { spans.add(names[k].tokens, SpanKinds(names[k].type), id: k) }
        // “$5 a share” is no price of a firm.
        for k in amounts.indices where sentences[Int(document.sentenceOf[amounts[k].tokens.lowerBound])] && recognizer.amounts.per(amounts[k], document) == nil {
            spans.add(amounts[k].tokens, .amount, id: names.count + k)
        }
        let stakes = stakes(in: sentences)
        for (k, stake) in stakes.enumerated() { spans.add(stake, .stake, id: names.count + amounts.count + k) }

        var frames: [Int: Frame] = [:]
        var matcher = RuleMatcher(program, document, spans.view)
        for match in matcher.run() { add(match, to: &frames) }
        var result: [Deal] = []
        for frame in frames.sorted(by: { $0.key < $1.key }) {
            for deal in deals(of: frame.value, stakes) {
                guard let twin = result.firstIndex(where: { isSame($0, deal) }) else { result.append(deal); continue }
                if deal.parts.count(where: { $0.slot != nil }) > result[twin].parts.count(where: { $0.slot != nil }) { result[twin] = deal }
            }
        }
        return result
    }

    /// Whether two deals of one sentence are one that is told in two words: “received an investment”, “completed the purchase”.
    private func isSame(_ a: Deal, _ b: Deal) -> Bool {
        guard document.sentenceOf[a.trigger.lowerBound] == document.sentenceOf[b.trigger.lowerBound], a.kind == b.kind || a.kind.isDeal && b.kind.isDeal else { return false }
        func isOne(_ x: Int?, _ y: Int?) -> Bool { x == y || x.map { names[$0].cluster } == y.map { names[$0].cluster } }
        guard isOne(a.target, b.target), a.amount == b.amount || a.amount == nil || b.amount == nil else { return false }
        let agents = Set(a.agents.map { names[$0].cluster })
        return !agents.isDisjoint(with: b.agents.map { names[$0].cluster }) || agents.isEmpty || b.agents.isEmpty
    }

    // MARK: Spans

    /// Shares of a firm, “51%”, “51 per cent”, “majority”, in sentences that may state a deal.
    private func stakes(in sentences: borrowing GrowingBuffer<Bool>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        let triggers = document.triggers, sentenceOf = document.sentenceOf
        triggers.forEach(marked: .sought, in: triggers.indices) { i in
            if document.token(i, isIn: classes.share), sentences[Int(sentenceOf[i])] { result.append(i..<(i + 1)) }
        }
        // Numbers are listed with the capitals.
        for k in document.capitals where document.tokens[Int(k)].flags.contains(.number) && sentences[Int(sentenceOf[Int(k)])] {
            if let end = endOfShare(from: Int(k)) { result.append(Int(k)..<end) }
        }
        result.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        return result
    }

    /// The end of “19%”, “19 pct”, “19pc”, “19-per-cent” in the sentence of its number.
    private func endOfShare(from number: Int) -> Int? {
        let stop = document.sentences[Int(document.sentenceOf[number])].upperBound
        var end = number + 1
        if end < stop, document.isCharacter(end, UInt8(ascii: "-")) { end += 1 }
        guard end < stop else { return nil }
        if document.isCharacter(end, UInt8(ascii: "%")) || document.token(end, spells: "percent") || document.token(end, spells: "pct") || document.token(end, spells: "pc") { return end + 1 }
        guard document.token(end, spells: "per") else { return nil }
        if end + 1 < stop, document.isCharacter(end + 1, UInt8(ascii: "-")) { end += 1 }
        return end + 1 < stop && document.token(end + 1, spells: "cent") ? end + 2 : nil
    }

    /// A share as records give it: `51%`, or its word.
    static func stakeText(_ tokens: Range<Int>, _ document: Document) -> String {
        let first = document.text(tokens.lowerBound..<(tokens.lowerBound + 1))
        return tokens.count > 1 ? first + "%" : first.lowercased()
    }

    // MARK: Frames

    /// Adds what a match says to the frame of its words; of several rules the first in the files wins, slot by slot.
    private func add(_ match: RuleMatcher.Match, to frames: inout [Int: Frame]) {
        let number = Int(match.rule), rule = recognizer.rules.rules[number]
        var frame = frames[match.target.lowerBound] ?? Frame(trigger: match.target)
        if match.target.count > frame.trigger.count { frame.trigger = match.target }
        if let kind = NER.Deal.Kind(rawValue: String(rule.subject)), frame.kind.map({ number < $0.rule }) ?? true { frame.kind = (kind, number) }
        if let status = rule.dealStatus, frame.status.map({ number < $0.rule }) ?? true { frame.status = (status, number) }
        if !frame.rules.contains(number) { frame.rules.append(number) }
        for capture in [match.captures.0, match.captures.1, match.captures.2] where capture.name >= 0 && capture.span >= 0 {
            guard let slot = recognizer.rules.slots[Int(capture.name)] else { continue }
            if let known = frame.slots.firstIndex(where: { $0.slot == slot }) {
                // “Acquire [Apple] device management and security firm [Jamf]”: of one rule's two readings that which takes the whole noun phrase.
                let isFuller = number == frame.slots[known].rule && slot == .target && !isWhole(frame.slots[known].span) && isWhole(Int(capture.span))
                if number < frame.slots[known].rule || isFuller { frame.slots[known] = (slot, Int(capture.span), number) }
            } else {
                frame.slots.append((slot, Int(capture.span), number))
            }
        }
        frames[match.target.lowerBound] = frame
    }

    /// The deals that a frame states: none where it lacks what its kind needs, or is in doubt; several where several targets are joined.
    private func deals(of frame: Frame, _ stakes: [Range<Int>]) -> [Deal] {
        guard let kind = frame.kind, !isDoubtful(frame.trigger) else { return [] }
        var deal = Deal(kind: kind.kind, status: frame.status?.status ?? .done, trigger: frame.trigger, rule: kind.rule)
        var targets: [Int] = []
        var filled: [Part] = []
        for (slot, span, rule) in frame.slots {
            switch slot {
            case .agent, .target, .seller:
                let joined = joined(span, frame.trigger, ofShares: slot == .target && kind.kind == .stake && frame.slots.contains { $0.slot == .stake })
                guard !joined.isEmpty else { continue }
                switch slot {
                case .agent: deal.agents = joined
                case .target: targets = joined
                default: deal.seller = span
                }
            case .amount: deal.amount = span - names.count
            case .stake: deal.stake = stakes[span - names.count - amounts.count]
            }
            filled.append(Part(rule: rule, slot: slot))
        }
        // “Acme, which sold to Beta”: the subject was sold, it sold nothing.
        if let seller = deal.seller, targets.contains(where: { names[$0].cluster == names[seller].cluster }) {
            deal.seller = nil
            filled.removeAll { $0.slot == .seller }
        }
        deal.parts = filled + frame.rules.filter { rule in !filled.contains { $0.rule == rule } }.map { Part(rule: $0, slot: nil) }
        deal.parts.sort { ($0.rule, $0.slot?.rawValue ?? "") < ($1.rule, $1.slot?.rawValue ?? "") }
        if targets.isEmpty { return isComplete(deal) ? [deal] : [] }
        return targets.compactMap { target in
            var one = deal
            one.target = target
            // A sum for several is nobody's own.
            if targets.count > 1 { one.amount = nil }
            return isComplete(one) ? one : nil
        }
    }

    /// Whether a deal has what its kind needs, and nobody deals with himself.
    private func isComplete(_ deal: Deal) -> Bool {
        if let target = deal.target {
            let own = names[target].cluster
            if deal.agents.contains(where: { names[$0].cluster == own }) || deal.seller.map({ names[$0].cluster == own }) ?? false { return false }
        }
        let hasParty = !deal.agents.isEmpty || deal.seller != nil
        switch deal.kind {
        case .acquisition, .stake: return deal.target != nil && hasParty
        case .investment: return !deal.agents.isEmpty && (deal.target != nil || deal.amount != nil)
        case .funding: return deal.target != nil && (deal.amount != nil || !deal.agents.isEmpty)
        case .founding: return deal.target != nil && !deal.agents.isEmpty
        case .employment: return deal.target != nil && !deal.agents.isEmpty && deal.agents.allSatisfy { names[$0].type == .person }
        }
    }

    /// A name with those joined to it, towards the words that state the deal where it stands before them, away from them where it stands behind; empty where
    /// the name is only a part of what is meant: “shares of Acme bought …”, “bought Acme's factory”, “bought Acme shares”.
    ///
    /// - Parameter ofShares: whether a share of the firm is meant, which shares of it are as well: “5% of Acme stock”.
    private func joined(_ k: Int, _ trigger: Range<Int>, ofShares: Bool) -> [Int] {
        let all = Coordination(document, names).names(joinedTo: k)
        if names[k].tokens.upperBound <= trigger.lowerBound {
            let next = names[k].tokens.upperBound
            // A possessive, an apposition or a relative clause says that the name itself is meant.
            let isMeant = next < document.tokens.count && next < trigger.lowerBound && (document.tokens[next].flags.contains(.punctuation) || ["'s", "\u{2019}s", "which", "who", "that"].contains(document.text(next..<(next + 1))))
            // “Said by Jane Roe of Acme”: a preposition that states it belongs to the name, wherever that stands.
            let isNominal = document.token(trigger.lowerBound, isIn: classes.inside)
            if !isMeant, !isNominal, isInside(names[all.lowerBound].tokens.lowerBound) { return [] }
            return Array(all.lowerBound...k)
        }
        let next = names[k].tokens.upperBound
        guard isWhole(k) || ofShares && next < document.tokens.count && document.token(next, isIn: classes.stock) else { return [] }
        var last = k
        while last + 1 < all.upperBound, isWhole(last + 1) { last += 1 }
        // “bought Acme and Zyx sold …”: the last one begins a clause of its own. “The acquisition of Acme and Zyx was …” has its verb behind both.
        if last > k, !isInside(names[k].tokens.lowerBound), startsClause(names[last].tokens.upperBound) { last = k }
        return Array(k...last)
    }

    private func startsClause(_ i: Int) -> Bool { i < document.tokens.count && classes.verbs.contains { document.longestPhrase(from: i, of: $0) != nil } }

    /// Whether a preposition before a token makes what follows a part of something else.
    private func isInside(_ i: Int) -> Bool {
        var k = i - 1
        if k >= 0, ["the", "The"].contains(document.text(k..<(k + 1))) { k -= 1 }
        return k >= 0 && document.sentenceOf[k] == document.sentenceOf[i] && document.token(k, isIn: classes.inside)
    }

    /// Whether a name is all of its noun phrase. A person's is, whatever verb or adverb follows.
    private func isWhole(_ k: Int) -> Bool {
        let i = names[k].tokens.upperBound
        guard i < document.tokens.count, document.sentenceOf[i] == document.sentenceOf[i - 1] else { return true }
        let flags = document.tokens[i].flags
        if flags.contains(.punctuation) { return !["'s", "\u{2019}s", "'", "\u{2019}", "-"].contains(document.text(i..<(i + 1))) }
        if names[k].type == .person { return true }
        if document.token(i, isIn: classes.function) || document.token(i, isIn: classes.after) { return true }
        return flags.contains(.capitalized) && (document.token(i, isIn: classes.weekday) || document.token(i, isIn: classes.month)) || document.token(i, isIn: classes.speech)
    }

    /// Whether the sentence only asks, or a word before the deal takes it back.
    private func isDoubtful(_ trigger: Range<Int>) -> Bool {
        let sentence = document.sentences[Int(document.sentenceOf[trigger.lowerBound])]
        if document.isCharacter(sentence.upperBound - 1, UInt8(ascii: "?")) { return true }
        let near = max(sentence.lowerBound, trigger.lowerBound - Self.doubtDistance)..<trigger.lowerBound
        for i in near {
            // “In May”
            if document.tokens[i].flags.contains(.capitalized), !document.tokens[i].flags.contains(.sentenceStart) { continue }
            if document.longestPhrase(from: i, of: classes.doubt) != nil { return true }
            if i >= trigger.lowerBound - Self.failureDistance, document.token(i, isIn: classes.failed) { return true }
        }
        return false
    }
}
