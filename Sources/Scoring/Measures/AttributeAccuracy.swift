/// How often the attributes of mentions agree whose span and type are right.
public struct AttributeAccuracy: Sendable, Hashable {
    /// What is asked of an amount or a role. An amount's value and high end are one answer.
    public enum Question: String, Sendable, CaseIterable { case value, currency, kind, holder, org, status }

    /// Agreements among the answers that were compared.
    public struct Tally: Sendable, Hashable {
        public var right = 0
        public var asked = 0

        /// From 0 to 1; 0 where nothing was asked.
        public var share: Double { asked > 0 ? Double(right) / Double(asked) : 0 }
    }

    /// A wrong answer.
    public struct Mistake: Sendable, Hashable {
        public var type: String
        public var question: Question
        public var text: String
        public var gold: String
        public var predicted: String
    }

    /// By type of mention and question.
    public private(set) var tallies: [Key: Tally] = [:]
    public private(set) var mistakes: [Mistake] = []

    public struct Key: Sendable, Hashable {
        public var type: String
        public var question: Question
        /// Such as `amount.value`.
        public var name: String { "\(type).\(question.rawValue)" }
    }

    init() {}

    mutating func add(_ gold: [Annotation], _ predicted: [Annotation]) {
        var bySpan: [TypedSpan: Annotation] = [:]
        for annotation in predicted { bySpan[TypedSpan(annotation)] = annotation }
        for annotation in gold {
            guard let answer = bySpan[TypedSpan(annotation)] else { continue }
            for question in Question.allCases {
                guard let isRight = Self.compare(annotation.attributes, answer.attributes, question) else { continue }
                tallies[Key(type: annotation.type, question: question), default: Tally()].asked += 1
                if isRight {
                    tallies[Key(type: annotation.type, question: question), default: Tally()].right += 1
                } else {
                    mistakes.append(
                        Mistake(
                            type: annotation.type, question: question, text: annotation.text, gold: Self.shown(annotation.attributes, question),
                            predicted: Self.shown(answer.attributes, question)))
                }
            }
        }
    }

    /// The answers in the order of types and questions.
    public var all: [(key: Key, tally: Tally)] {
        tallies.sorted { a, b in
            if a.key.type != b.key.type { return a.key.type < b.key.type }
            let order = Question.allCases
            return order.firstIndex(of: a.key.question) ?? 0 < order.firstIndex(of: b.key.question) ?? 0
        }.map { ($0.key, $0.value) }
    }

    /// Whether the prediction agrees; `nil` where the gold does not ask.
    static func compare(_ gold: [AttributeName: String], _ predicted: [AttributeName: String], _ question: Question) -> Bool? {
        switch question {
        case .value:
            guard gold[.value] != nil || gold[.high] != nil, gold[.kind] != "vague" else { return nil }
            return areEqualNumbers(gold[.value], predicted[.value]) && areEqualNumbers(gold[.high], predicted[.high])
        case .currency: return gold[.currency].map { $0 == predicted[.currency] ?? "" }
        case .kind: return gold[.kind].map { $0 == predicted[.kind] ?? "" }
        case .holder, .org:
            guard AttributeName.ofRoles.contains(where: { gold[$0] != nil }) else { return nil }
            let name: AttributeName = question == .holder ? .holder : .org
            return NameForms.areOneName(predicted[name] ?? "", gold[name] ?? "")
        case .status:
            guard AttributeName.ofRoles.contains(where: { gold[$0] != nil }) else { return nil }
            func status(_ attributes: [AttributeName: String]) -> String { attributes[.status].flatMap { $0.isEmpty ? nil : $0 } ?? "current" }
            return status(gold) == status(predicted)
        }
    }

    /// Equal within a relative 1e-9, as decimal spellings differ.
    private static func areEqualNumbers(_ a: String?, _ b: String?) -> Bool {
        let a = a ?? ""
        let b = b ?? ""
        if a.isEmpty || b.isEmpty { return a.isEmpty == b.isEmpty }
        guard let x = Double(a), let y = Double(b) else { return a == b }
        return abs(x - y) <= 1e-9 * max(1, abs(y))
    }

    private static func shown(_ attributes: [AttributeName: String], _ question: Question) -> String {
        guard let name = AttributeName(rawValue: question.rawValue) else { return "" }
        let value = attributes[name] ?? ""
        if question == .value, let high = attributes[.high], !high.isEmpty { return "\(value)–\(high)" }
        return value.isEmpty ? "none" : value
    }
}
