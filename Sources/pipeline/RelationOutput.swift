import JSON
import NER

extension Relation {
    /// The relation as far as the mentions are shown: `nil` where one that it cannot do without is not.
    ///
    /// - Parameter visible: the ids that are shown; `nil`: all.
    func shown(_ visible: Set<Int>?) -> Relation? {
        guard let visible else { return self }
        func shown(_ id: Int?) -> Int? { id.flatMap { visible.contains($0) ? $0 : nil } }
        switch self {
        case .role(var held):
            guard visible.contains(held.role), visible.contains(held.holder) else { return nil }
            held.org = shown(held.org)
            return .role(held)
        case .deal(var deal):
            deal.agents.removeAll { !visible.contains($0) }
            (deal.target, deal.seller, deal.amount) = (shown(deal.target), shown(deal.seller), shown(deal.amount))
            return deal.agents.isEmpty && deal.target == nil ? nil : .deal(deal)
        }
    }
}

extension JSONWriter {
    /// Writes relations whose mentions are shown.
    mutating func relations(_ relations: [Relation], visible: Set<Int>?) {
        beginArray()
        for relation in relations {
            guard let relation = relation.shown(visible) else { continue }
            beginObject()
            switch relation {
            case .role(let held): members(held)
            case .deal(let deal): members(deal)
            }
            endObject()
        }
        endArray()
    }

    private mutating func members(_ held: HeldRole) {
        key("type")
        string(held.kind.rawValue)
        key("role")
        integer(held.role)
        key("holder")
        integer(held.holder)
        key("org")
        integer(held.org)
        key("status")
        string(held.status.rawValue)
    }

    private mutating func members(_ deal: Deal) {
        key("type")
        string(deal.kind.rawValue)
        key("agents")
        beginArray()
        for agent in deal.agents { integer(agent) }
        endArray()
        key("target")
        integer(deal.target)
        key("amount")
        integer(deal.amount)
        key("stake")
        string(deal.stake)
        // Only where there is one: few deals name who sells.
        if let seller = deal.seller {
            key("seller")
            integer(seller)
        }
        key("status")
        string(deal.status.rawValue)
        key("rule")
        string(deal.rule)
    }
}
