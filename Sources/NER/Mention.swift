/// The types of entity that the recogniser tells apart.
public enum EntityType: String, Sendable, CaseIterable, Hashable {
    case firm, org, person, place, amount, role
}

/// One recognised mention in a text.
public struct Mention: Sendable {
    /// What only some types have.
    public enum Attributes: Sendable {
        case none
        /// A firm or person (or another name): the fullest form of the name in the document.
        case name(String)
        case amount(MonetaryAmount)
        case role(RoleLinks)
    }

    /// Number of the mention in its record, from 1, in text order; the title's mentions follow the text's.
    public var id: Int
    public var type: EntityType
    /// Bytes of the UTF-8 text, end exclusive.
    public var range: Range<Int>
    /// The id of the rule that made it.
    public var rule: String
    /// The sum of its evidence; `nil` for amounts, which the grammar decides.
    public var score: Int?
    public var attributes: Attributes

    public init(id: Int, type: EntityType, range: Range<Int>, rule: String, score: Int? = nil, attributes: Attributes = .none) {
        self.id = id
        self.type = type
        self.range = range
        self.rule = rule
        self.score = score
        self.attributes = attributes
    }
}

/// A sum of money.
public struct MonetaryAmount: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable, BitwiseCopyable { case exact, approx, min, max, range, vague }
    public enum CurrencyBasis: String, Sendable, BitwiseCopyable { case explicit, context, `default` }

    /// Decimal digits in the major unit, `-?digits[.digits]`, without trailing zeros behind the point; `nil` when vague. The low end of a range.
    public var value: String?
    /// The high end of a range.
    public var high: String?
    /// ISO 4217.
    public var currency: String?
    public var currencyBasis: CurrencyBasis
    public var kind: Kind
    /// What a rate is counted by: `share` in "$5 a share".
    public var per: String?
    /// Of a vague sum, its order of magnitude: 7 for "tens of millions".
    public var magnitude: Int?
    /// Of a conversion in brackets, the id of the amount that it converts.
    public var converts: Int?

    public init(
        value: String?, high: String? = nil, currency: String?, currencyBasis: CurrencyBasis = .explicit, kind: Kind = .exact, per: String? = nil, magnitude: Int? = nil
    ) {
        self.value = value
        self.high = high
        self.currency = currency
        self.currencyBasis = currencyBasis
        self.kind = kind
        self.per = per
        self.magnitude = magnitude
    }
}

/// What a role is tied to: ids of other mentions.
public struct RoleLinks: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable { case former, acting, incoming, current }

    public var holder: Int?
    public var org: Int?
    public var status: Status

    public init(holder: Int? = nil, org: Int? = nil, status: Status = .current) {
        self.holder = holder
        self.org = org
        self.status = status
    }
}

/// All that was recognised in one article.
public struct Recognition: Sendable {
    /// In the text: sorted by position, never overlapping.
    public var mentions: [Mention]
    /// In the title, with offsets in the title.
    public var titleMentions: [Mention]
    /// Between the mentions of the text, and between those of the title: held roles in text order, then deals.
    public var relations: [Relation]

    public init(mentions: [Mention] = [], titleMentions: [Mention] = [], relations: [Relation] = []) {
        self.mentions = mentions
        self.titleMentions = titleMentions
        self.relations = relations
    }
}
