/// A rule as its file spells it. The language: `Sources/Knowledge/rules/README.md`.
public struct Rule: Sendable {
    /// When a rule runs, and what its brackets mean.
    enum Form: String, Sendable, CaseIterable, BitwiseCopyable {
        /// Its brackets make a candidate and give it evidence.
        case propose
        /// The pattern must cover a candidate exactly, and gives it evidence.
        case inside
        /// The candidate in its brackets gets evidence from the words around it.
        case context
        /// Its brackets hold the words that state a deal; its captures fill the deal's slots.
        case relate

        /// Its place among the forms.
        var number: Int {
            switch self {
            case .propose: 0
            case .inside: 1
            case .context: 2
            case .relate: 3
            }
        }
    }

    /// Which candidates it is about, or that it is about deals.
    enum Stage: String, Sendable, CaseIterable {
        case names, roles, deals

        /// Its place among the stages.
        var number: Int {
            switch self {
            case .names: 0
            case .roles: 1
            case .deals: 2
            }
        }

        /// The forms that its patterns can have.
        var forms: [Form] { self == .deals ? [.relate] : [.propose, .inside, .context] }

        /// What its patterns can capture.
        var captures: [String] {
            switch self {
            case .names: []
            case .roles: ["holder", "org"]
            case .deals: DealSlot.allCases.map(\.rawValue)
            }
        }

        /// What the ids of its rules begin with.
        var subjects: [String] { self == .deals ? Deal.Kind.allCases.map(\.rawValue) + ["deal"] : Reading.allCases.map(\.name) }
    }

    struct Pattern: Sendable {
        var form: Form
        var node: PatternNode
        var line: Int
        var source: String
    }

    /// A sentence that shows what the rule does.
    struct Example: Sendable {
        /// Whether the bracketed span must be found by this rule; otherwise its type must not be found anywhere in the sentence.
        var isPositive: Bool
        var text: String
        /// Bytes of `text` that were in brackets.
        var span: Range<Int>?
        /// Of a deal, what stands in its slots.
        var slots: [Slot] = []
        var line: Int

        struct Slot: Sendable, Hashable {
            var slot: DealSlot
            /// Bytes of `text`.
            var range: Range<Int>
        }

        /// Whether `\[` or `\]` stands at byte `k`: a bracket of the text.
        static func isEscapedBracket(_ bytes: [UInt8], _ k: Int) -> Bool {
            bytes[k] == UInt8(ascii: "\\") && k + 1 < bytes.count && (bytes[k + 1] == UInt8(ascii: "[") || bytes[k + 1] == UInt8(ascii: "]"))
        }
    }

    /// Such as `firm.legal-form`: the type that it is about, a point, and what it sees.
    public var id: String
    public var file: String
    public var line: Int
    var stage: Stage
    var patterns: [Pattern] = []
    var evidence: [Evidence] = []
    /// Where the points of each stand.
    var evidencePlaces: [NumberPlace] = []
    var status: RoleLinks.Status?
    var dealStatus: Deal.Status?
    public var because: String = ""
    var examples: [Example] = []

    /// The part of the id before the first point.
    var subject: String { String(id.prefix { $0 != "." }) }
}

/// Where a number stands in a file.
struct NumberPlace: Sendable, Hashable {
    /// From 1.
    var line: Int
    /// Bytes of the line, from 0.
    var bytes: Range<Int>
}

/// Points for or against a reading of a candidate.
struct Evidence: Sendable, Hashable {
    var reading: Reading
    var points: Int8
}

/// What a candidate may turn out to be. `other`: a product or another name that is not tagged, or no name at all.
enum Reading: UInt8, Sendable, CaseIterable {
    case firm, org, person, place, other, role

    var name: String { "\(self)" }
    init?(name: String) {
        guard let known = Reading.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }
}

/// The syntax tree of a pattern.
indirect enum PatternNode: Sendable {
    /// Words, matched in any case (`isExact`: as written), several: any of them.
    case words([String], isExact: Bool)
    case lexicon(ClassSelector, column: Int)
    case flags(FlagTest)
    /// A candidate or mention: `@name`, `@firm`, `@person` …
    case span(SpanKinds)
    /// Up to so many tokens, as few as possible.
    case gap(Int)
    case sentenceStart
    case sentenceEnd
    /// The element must not stand here; takes no token.
    case not(PatternNode)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case repeated(PatternNode, ClosedRange<Int>)
    case target(PatternNode)
    case capture(String, PatternNode)
}

/// A test of one token by its flags and classes; all parts must hold.
struct FlagTest: Sendable, Hashable {
    var required: TokenFlags = []
    var forbidden: TokenFlags = []
    /// At least one of these, where there are any (`{Word}` is any kind of letter).
    var anyOf: TokenFlags = []
    var requiredClasses: [ClassSelector] = []
    var forbiddenClasses: [ClassSelector] = []
    /// Where the classes stand in their line, for messages.
    var columns: [ClassSelector: Int] = [:]
}

extension TokenFlags: Hashable {}

/// Kinds of spans that patterns can ask for.
struct SpanKinds: OptionSet, Sendable, Hashable, BitwiseCopyable {
    let rawValue: UInt16
    /// Every kind, and the mark of any sentence.
    static let all = SpanKinds(rawValue: .max)
    /// Set for each sentence, whatever stands in it.
    static let sentence = SpanKinds(rawValue: 1 << 15)
    static let name = SpanKinds(rawValue: 1 << 0)
    static let firm = SpanKinds(rawValue: 1 << 1)
    static let org = SpanKinds(rawValue: 1 << 2)
    static let person = SpanKinds(rawValue: 1 << 3)
    static let place = SpanKinds(rawValue: 1 << 4)
    static let amount = SpanKinds(rawValue: 1 << 5)
    static let role = SpanKinds(rawValue: 1 << 6)
    /// What the head of a role is: a job title, a public office, an occupation, or what one firm is to another.
    static let title = SpanKinds(rawValue: 1 << 7)
    static let office = SpanKinds(rawValue: 1 << 8)
    static let occupation = SpanKinds(rawValue: 1 << 9)
    static let relation = SpanKinds(rawValue: 1 << 10)
    /// A share of a firm: 51%, majority.
    static let stake = SpanKinds(rawValue: 1 << 11)

    static let byName: [String: SpanKinds] = [
        "name": .name, "firm": .firm, "org": .org, "person": .person, "place": .place, "amount": .amount, "role": .role,
        "title": .title, "office": .office, "occupation": .occupation, "relation": .relation, "stake": .stake, "post": [.title, .office, .occupation],
        "body": [.firm, .org], "holder": [.firm, .org, .person], "any": [.firm, .org, .person, .place],
    ]
}
