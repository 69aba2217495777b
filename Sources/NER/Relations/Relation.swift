/// What mentions are to each other, as far as the text says it: who holds which role, what one firm is to another, which deals were made.
public enum Relation: Sendable, Hashable {
    case role(HeldRole)
    case deal(Deal)
}

/// One holder of a role. A role with several holders gives one for each.
public struct HeldRole: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Somebody's position: chairman, spokesman, minister; also a person's relation to a firm (investor).
        case position = "holds_role"
        /// What one firm or organisation is to another: subsidiary, supplier, shareholder.
        case corporate = "corporate_role"
    }

    public var kind: Kind
    /// Ids of mentions: the role, who holds it, and where.
    public var role: Int
    public var holder: Int
    public var org: Int?
    public var status: RoleLinks.Status

    public init(kind: Kind, role: Int, holder: Int, org: Int? = nil, status: RoleLinks.Status = .current) {
        self.kind = kind
        self.role = role
        self.holder = holder
        self.org = org
        self.status = status
    }
}

/// A deal that one sentence states, or another event of that shape: that somebody founded a firm, or works for one.
public struct Deal: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A whole firm or business changes hands.
        case acquisition
        /// Money is put into a firm or a project.
        case investment
        /// A firm raises money: the target is who gets it.
        case funding
        /// A part of a firm is bought, sold or held.
        case stake
        /// A firm or organisation is set up: the agents are its founders.
        case founding
        /// Somebody works for a firm or belongs to an organisation, where no role says so: “joined”, “taught at”, “played for”.
        case employment

        /// Whether money or shares change hands, so that two of these may be one deal told twice.
        var isDeal: Bool { self != .founding && self != .employment }
    }

    public enum Status: String, Sendable, CaseIterable {
        /// Told as having happened.
        case done
        /// Agreed or announced, and still to come.
        case agreed
        /// A stake that its agents have, an employment that they are in.
        case held
    }

    public var kind: Kind
    /// Ids of mentions: buyers, investors, holders of a stake, founders, employees, in text order.
    public var agents: [Int]
    /// What is bought or gets the money, is founded or employs.
    public var target: Int?
    public var seller: Int?
    public var amount: Int?
    /// The share, as `51%`, or a word such as `majority`.
    public var stake: String?
    public var status: Status
    /// The id of the rule that found it.
    public var rule: String

    public init(kind: Kind, agents: [Int], target: Int? = nil, seller: Int? = nil, amount: Int? = nil, stake: String? = nil, status: Status = .done, rule: String) {
        self.kind = kind
        self.agents = agents
        self.target = target
        self.seller = seller
        self.amount = amount
        self.stake = stake
        self.status = status
        self.rule = rule
    }
}
