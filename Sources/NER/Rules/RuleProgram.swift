/// Compiled patterns of one form: flat elements, and the triggers that start each pattern from its rarest element.
///
/// Built once and then only read; shared between threads.
final class RuleProgram: @unchecked Sendable {
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

    struct Element: BitwiseCopyable {
        var test: Test
        var minimum: UInt8 = 1
        var maximum: UInt8 = 1
        var isNegated = false
        /// Index into `RuleSet.captureNames`, or -1.
        var capture: Int8 = -1
        var first: Int32 = 0
        var count: Int32 = 0
        /// A test of one token at most, by words or flags.
        var isOneToken: Bool { maximum == 1 && (test == .words || test == .exactWords || test == .flags) }
        /// Something of it must stand there.
        var isMandatory: Bool { minimum >= 1 && !isNegated }
    }

    struct CompiledFlagTest: BitwiseCopyable {
        var required: TokenFlags
        var forbidden: TokenFlags
        var anyOf: TokenFlags
        var requiredClasses: ClassSet
        var forbiddenClasses: ClassSet
    }

    /// A pattern without alternatives: a run of elements.
    struct Variant: BitwiseCopyable {
        var rule: Int32
        var firstElement: Int32
        var endElement: Int32
        /// The bracketed elements.
        var firstTarget: Int32
        var endTarget: Int32
        /// The element to start from, or `noAnchor`.
        var anchor: Int32
        /// The elements beside the anchor of which something must stand there, looked at before anything is matched; -1: none.
        var guardBefore: Int32
        var guardAfter: Int32
        /// How many tokens it covers, at least and at most; 255: no bound.
        var fewestTokens: UInt8
        var mostTokens: UInt8
        /// Whether any element is captured.
        var hasCaptures: Bool
        /// Whether the target is a candidate that the words around it speak about.
        var isContext: Bool
        /// Kinds of spans of which one must stand in the sentence, for two elements; empty: no such element.
        var needs: SpanKinds
        var alsoNeeds: SpanKinds

        static let noAnchor: Int32 = -1

        /// Whether it can cover so many tokens.
        @inline(__always) func canCover(_ count: Int) -> Bool { count >= fewestTokens && (count <= mostTokens || mostTokens == 255) }
    }

    /// What can start a pattern, each with the variants that it starts.
    struct Triggers: ~Copyable {
        /// By key: where its variants begin in `list`; one more at the end.
        private var offsets = GrowingBuffer<UInt32>()
        private var list = GrowingBuffer<UInt32>()

        init(_ pairs: [(key: Int, variant: UInt32)] = []) {
            guard let largest = pairs.map(\.key).max() else { return }
            offsets.append(repeating: 0, count: largest + 2)
            for pair in pairs { offsets[pair.key + 1] += 1 }
            for k in 1..<offsets.count { offsets[k] += offsets[k - 1] }
            for pair in pairs.sorted(by: { ($0.key, $0.variant) < ($1.key, $1.variant) }) { list.append(pair.variant) }
        }

        var view: View { View(offsets: offsets.view, list: list.view) }

        /// The keys that start a variant.
        var keys: [Int] { (0..<max(offsets.count - 1, 0)).filter { offsets[$0] < offsets[$0 + 1] } }

        struct View: BitwiseCopyable {
            fileprivate let offsets: UnsafeBufferPointer<UInt32>
            fileprivate let list: UnsafeBufferPointer<UInt32>

            /// The variants that a key starts.
            @inline(__always)
            subscript(_ key: Int) -> UnsafeBufferPointer<UInt32> {
                guard key + 1 < offsets.count else { return UnsafeBufferPointer(start: nil, count: 0) }
                let start = Int(offsets[key]), end = Int(offsets[key + 1])
                return UnsafeBufferPointer(rebasing: list[start..<end])
            }
        }
    }

    /// A variant that any span of its kinds starts.
    struct SpanTrigger: BitwiseCopyable {
        var kinds: SpanKinds
        var variant: UInt32
    }

    /// Triggers by class, and the set of these classes.
    struct ClassTriggers: ~Copyable {
        private let triggers: Triggers
        private let classes: ClassSet

        init(_ pairs: [(key: Int, variant: UInt32)] = []) {
            triggers = Triggers(pairs)
            classes = pairs.reduce(into: ClassSet()) { $0.insert(ClassID($1.key)) }
        }

        var view: View { View(classes: classes, triggers: triggers.view) }
        var keys: [Int] { triggers.keys }

        struct View: BitwiseCopyable {
            fileprivate let classes: ClassSet
            fileprivate let triggers: Triggers.View

            /// Calls `body` with the variants that classes of a set start.
            @inline(__always)
            func forEach(_ set: ClassSet, _ body: (UInt32) -> Void) {
                guard set.intersects(classes) else { return }
                set.intersection(classes).forEach { id in
                    for variant in triggers[Int(id)] { body(variant) }
                }
            }
        }
    }

    /// Its bit among all programs.
    let mask: TriggerMask

    init(mask: TriggerMask = 0) { self.mask = mask }

    var elements = GrowingBuffer<Element>()
    /// The elements inside `anyOf` elements.
    var innerElements = GrowingBuffer<Element>()
    var operands = GrowingBuffer<UInt32>()
    var flagTests = GrowingBuffer<CompiledFlagTest>()
    var variants = GrowingBuffer<Variant>()
    var wordTriggers = Triggers()
    var exactTriggers = Triggers()
    var classTriggers = ClassTriggers()
    var spanTriggers = GrowingBuffer<SpanTrigger>()
    /// Variants that a span starts beside a word: by the lower-case lexeme of the token before it, and behind it.
    var wordBeforeTriggers = Triggers()
    var wordAfterTriggers = Triggers()
    /// Likewise by the classes of what ends before it, and begins behind it.
    var classBeforeTriggers = ClassTriggers()
    var classAfterTriggers = ClassTriggers()
    var spanKinds: SpanKinds = []
    /// Where all variants need such a span in the sentence, its kinds; else empty.
    var needs: SpanKinds = []
    /// Variants of `inside` patterns without a rare element: tried at every candidate's first token.
    var unanchored = GrowingBuffer<UInt32>()
}

/// All rules, compiled: a program for each stage and form.
final class RuleSet: Sendable {
    let rules: [Rule]
    let captureNames: [String]
    private let programs: [Key: RuleProgram]

    struct Key: Hashable, Sendable {
        var stage: Rule.Stage
        var form: Rule.Form
    }

    /// By rule and reading: the points that the rule gives, so that summing touches no rule.
    private let points: [Int8]

    /// By rule: what summing asks beside its points.
    let traits: [Traits]

    struct Traits: BitwiseCopyable {
        /// The form of its first pattern.
        var form: Rule.Form
        /// Whether it says that something is no name of ours.
        var speaksForOther: Bool
        /// The first reading that it gives points enough to decide alone, and those points; 0: none.
        var strong: Reading
        var strongPoints: Int8
    }

    private let statuses: [RoleLinks.Status?]
    /// The numbers of the capture names that tie a role.
    let holderCapture: Int8
    let orgCapture: Int8

    /// The status that a rule sees.
    func status(_ rule: Int) -> RoleLinks.Status? { statuses[rule] }

    /// The points that a rule gives a reading; 0: it says nothing of it.
    @inline(__always)
    func points(_ rule: Int, _ reading: Reading) -> Int { points(rule, Int(reading.rawValue)) }

    /// The same, by the reading's number.
    @inline(__always)
    func points(_ rule: Int, _ reading: Int) -> Int { Int(points[rule * Self.readingCount + reading]) }

    private static let readingCount = 6

    init(rules: [Rule], captureNames: [String], programs: [Key: RuleProgram]) {
        self.rules = rules
        var points = [Int8](repeating: 0, count: rules.count * Self.readingCount)
        for (k, rule) in rules.enumerated() {
            for evidence in rule.evidence { points[k * Self.readingCount + Int(evidence.reading.rawValue)] += evidence.points }
        }
        self.points = points
        traits = rules.map { rule in
            let strong = rule.evidence.first { $0.points >= NameResolver.localThreshold }
            return Traits(form: rule.patterns.first?.form ?? .propose, speaksForOther: rule.evidence.contains { $0.reading == .other }, strong: strong?.reading ?? .other, strongPoints: strong?.points ?? 0)
        }
        statuses = rules.map(\.status)
        holderCapture = Int8(captureNames.firstIndex(of: "holder") ?? -1)
        orgCapture = Int8(captureNames.firstIndex(of: "org") ?? -1)
        self.captureNames = captureNames
        self.programs = programs
    }

    subscript(stage: Rule.Stage, form: Rule.Form) -> RuleProgram { programs[Key(stage: stage, form: form)] ?? RuleProgram() }

    /// All programs.
    var all: [RuleProgram] { Array(programs.values) }
}

/// Which programs a spelling or class may start a pattern of: a filter that lets the matchers skip nearly all tokens.
struct TriggerTable {
    /// By lower-case lexeme, and by lexeme.
    private(set) var words: [TriggerMask]
    private(set) var exact: [TriggerMask]
    private var classes = [TriggerMask](repeating: 0, count: ClassSet.capacity)

    init(_ rules: RuleSet, spellings: Int) {
        words = [TriggerMask](repeating: 0, count: spellings)
        exact = words
        for program in rules.all {
            for key in program.wordTriggers.keys { words[key] |= program.mask }
            for key in program.exactTriggers.keys { exact[key] |= program.mask }
            for key in program.classTriggers.keys { classes[key] |= program.mask }
        }
    }

    func mask(of set: ClassSet) -> TriggerMask {
        var mask: TriggerMask = 0
        set.forEach { mask |= classes[Int($0)] }
        return mask
    }
}
