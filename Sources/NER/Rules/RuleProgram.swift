/// Compiled patterns of one form: flat elements, and the triggers that start each pattern from its rarest element.
struct RuleProgram: Sendable {
    /// What an element tests.
    enum Test: UInt8 {
        /// Any of `operands[first..<first+count]`, by lower-case lexeme, or by lexeme.
        case words, exactWords
        /// A phrase of any class of the operands.
        case classes
        /// `flagTests[first]`.
        case flags
        /// A span whose kinds intersect `first`.
        case spans
        /// Up to `maximum` tokens.
        case gap
        case sentenceStart, sentenceEnd
        /// Any of `innerElements[first..<first+count]`, in order.
        case anyOf
    }

    struct Element {
        var test: Test
        var minimum: UInt8 = 1
        var maximum: UInt8 = 1
        var isNegated = false
        /// Index into `captureNames`, or -1.
        var capture: Int8 = -1
        var first: Int32 = 0
        var count: Int32 = 0
    }

    struct CompiledFlagTest {
        var required: TokenFlags
        var forbidden: TokenFlags
        var anyOf: TokenFlags
        var requiredClasses: [ClassID]
        var forbiddenClasses: [ClassID]
    }

    /// A pattern without alternatives: a run of elements.
    struct Variant {
        var rule: Int32
        var elements: Range<Int32>
        /// The bracketed elements.
        var target: Range<Int32>
        /// The element to start from, or `noAnchor`.
        var anchor: Int32

        static let noAnchor: Int32 = -1
    }

    var elements: [Element] = []
    var operands: [UInt32] = []
    var flagTests: [CompiledFlagTest] = []
    /// The elements inside `anyOf` elements.
    var innerElements: [Element] = []
    var variants: [Variant] = []

    /// What can start a pattern, each with the variants that it starts.
    struct Triggers: Sendable {
        /// By lexeme: where its variants begin in `list`; one more at the end.
        var offsets: [UInt32] = []
        var list: [UInt32] = []

        @inline(__always)
        subscript(_ key: Int) -> ArraySlice<UInt32> {
            guard key + 1 < offsets.count else { return [] }
            return list[Int(offsets[key])..<Int(offsets[key + 1])]
        }

        init(_ pairs: [(key: Int, variant: UInt32)] = []) {
            guard let largest = pairs.map(\.key).max() else { return }
            offsets = [UInt32](repeating: 0, count: largest + 2)
            for pair in pairs { offsets[pair.key + 1] += 1 }
            for k in 1..<offsets.count { offsets[k] += offsets[k - 1] }
            list = pairs.sorted { ($0.key, $0.variant) < ($1.key, $1.variant) }.map(\.variant)
        }
    }

    var wordTriggers = Triggers()
    var exactTriggers = Triggers()
    var classTriggers = Triggers()
    /// The classes that start a pattern.
    var triggerClasses = ClassSet()
    /// Variants that a span starts, with the kinds that do.
    var spanTriggers: [(kinds: SpanKinds, variant: UInt32)] = []
    var spanKinds: SpanKinds = []
    /// Variants of `inside` patterns without a rare element: tried at every candidate's first token.
    var unanchored: [UInt32] = []

    var isEmpty: Bool { variants.isEmpty }
}

extension RuleProgram.Element: Sendable {}
extension RuleProgram.CompiledFlagTest: Sendable {}
extension RuleProgram.Variant: Sendable {}
extension RuleProgram.Test: Sendable {}

/// All rules, compiled: a program for each stage and form.
struct RuleSet: Sendable {
    var rules: [Rule]
    /// What the recogniser adds to the rules of the files: evidence that only code can see.
    var captureNames: [String] = []
    private var programs: [Key: RuleProgram] = [:]

    private struct Key: Hashable { var stage: Rule.Stage, form: Rule.Form }

    init(rules: [Rule]) { self.rules = rules }

    subscript(stage: Rule.Stage, form: Rule.Form) -> RuleProgram {
        get { programs[Key(stage: stage, form: form)] ?? RuleProgram() }
        set { programs[Key(stage: stage, form: form)] = newValue }
    }
}
