/// The parts of a deal, as rules name them.
enum DealSlot: String, Sendable, CaseIterable {
    case agent, target, seller, amount, stake
}

/// Reads the examples of deal rules: a sentence whose brackets say which slot each name fills, `[agent Acme] bought [target Zyx]`.
enum DealExample {
    /// - Parameter column: of the example's first byte in its line, from 0.
    /// - Throws: `KnowledgeError` where a bracket is no slot or has no partner, or where an example that must hold fills no slot, or the other way round.
    static func parse(_ source: String, isPositive: Bool, file: String, line: Int, column: Int) throws(KnowledgeError) -> Rule.Example {
        func fault(_ message: String, _ k: Int) -> KnowledgeError { KnowledgeError(file: file, line: line, column: column + k + 1, message: message) }
        let bytes = Array(source.utf8)
        var plain: [UInt8] = [], slots: [Rule.Example.Slot] = [], open: (slot: DealSlot, start: Int, at: Int)?
        var k = 0
        while k < bytes.count {
            switch bytes[k] {
            case _ where Rule.Example.isEscapedBracket(bytes, k):
                plain.append(bytes[k + 1])
                k += 1
            case UInt8(ascii: "["):
                guard open == nil else { throw fault("a bracket within a bracket", k) }
                let end = bytes[k...].firstIndex(of: 0x20) ?? bytes.count
                guard let slot = DealSlot(rawValue: String(decoding: bytes[(k + 1)..<max(k + 1, end)], as: UTF8.self)) else {
                    throw fault("a bracket is “[slot words]”, with slot one of \(DealSlot.allCases.map(\.rawValue).joined(separator: ", "))", k)
                }
                open = (slot, plain.count, k)
                k = end
            case UInt8(ascii: "]"):
                guard let slot = open, slot.start < plain.count else { throw fault("“]” without “[”, or nothing between them", k) }
                slots.append(.init(slot: slot.slot, range: slot.start..<plain.count))
                open = nil
            default: plain.append(bytes[k])
            }
            k += 1
        }
        if let open { throw fault("“[” is never closed", open.at) }
        if isPositive, slots.isEmpty { throw fault("put what the rule finds in brackets: [agent Acme] bought [target Zyx]", 0) }
        if !isPositive, let first = slots.first { throw fault("a “no” example of a deal has no brackets: nothing is found in it (not even the \(first.slot.rawValue))", 0) }
        return Rule.Example(isPositive: isPositive, text: String(decoding: plain, as: UTF8.self), slots: slots, line: line)
    }

    /// An example as its file spells it.
    static func source(of example: Rule.Example) -> String {
        let bytes = Array(example.text.utf8)
        var result = "", position = 0
        for slot in example.slots {
            result += String(decoding: bytes[position..<slot.range.lowerBound], as: UTF8.self) + "[\(slot.slot.rawValue) " + String(decoding: bytes[slot.range], as: UTF8.self) + "]"
            position = slot.range.upperBound
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }

    /// Why an example does not hold; `nil` where it does: `deals` has one that the rule had a part in and whose slots are filled as the brackets say, or, of
    /// a counter-example, is empty.
    static func fault(of example: Rule.Example, of rule: Rule, _ deals: [Explanation.Deal]) -> String? {
        guard example.isPositive else { return deals.first.map { "\(describe($0)) is found, which this “no” forbids" } }
        let wanted = Set(example.slots)
        let own = deals.filter { $0.links.contains { $0.rule == rule.id } }
        if own.contains(where: { filled($0) == wanted && (rule.subject == "deal" || $0.kind.rawValue == rule.subject) }) { return nil }
        guard let nearest = own.first ?? deals.first else { return "no deal is found" }
        return own.isEmpty ? "rule \(rule.id) has no part in \(describe(nearest))" : "found is \(describe(nearest))"
    }

    private static func filled(_ deal: Explanation.Deal) -> Set<Rule.Example.Slot> {
        Set(deal.links.flatMap { link in DealSlot(rawValue: link.part).map { slot in link.ranges.map { .init(slot: slot, range: $0) } } ?? [] })
    }

    private static func describe(_ deal: Explanation.Deal) -> String {
        "\(deal.kind.rawValue) (\(deal.links.filter { !$0.part.isEmpty }.map { "\($0.part) \($0.texts.joined(separator: ", "))" }.joined(separator: "; ")))"
    }
}
