/// Compiled patterns of one form: flat elements, and the triggers that start each pattern from its rarest element.
///
/// Plain pointers into the memory of a `RuleSet`; only read, so that threads may share it.
struct RuleProgram: @unchecked Sendable {
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
        /// Where the pattern begins: negated, it asks what begins here, not what ends here.
        var looksAhead = false
        /// No gaps here or below, so that the same rules are the same bytes.
        var unused: UInt16 = 0
        var first: Int32 = 0
        var count: Int32 = 0
        /// Where its operands, or inner elements, stand.
        @inline(__always) var operandRange: Range<Int32> { Range(uncheckedBounds: (first, first &+ count)) }
        /// A test of one token at most, by words or flags.
        @inline(__always) var isOneToken: Bool { maximum == 1 && (test == .words || test == .exactWords || test == .flags) }
        /// Something of it must stand there.
        var isMandatory: Bool { minimum >= 1 && !isNegated }
    }

    struct CompiledFlagTest: BitwiseCopyable {
        var required: TokenFlags
        var forbidden: TokenFlags
        var anyOf: TokenFlags
        var unused: UInt16 = 0
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
        /// Whether any element is captured.
        var hasCaptures: Bool
        /// Whether the target is a candidate that the words around it speak about.
        var isContext: Bool
        var unused: UInt16 = 0

        static let noAnchor: Int32 = -1
    }

    /// A variant, and what is looked at before it is tried.
    struct Trial: BitwiseCopyable {
        var variant: UInt32
        /// Kinds of spans of which one must stand in the sentence, for two elements; all: no such element.
        var needs: SpanKinds
        var alsoNeeds: SpanKinds
        /// What may stand before and behind the anchor; without one, what the last and the first token may be.
        var before: Signature
        var after: Signature
        /// The kinds of spans that it starts from, where it starts from one.
        var kinds: SpanKinds = []
        /// Flags that its tokens must have among them.
        var flags: TokenFlags
        /// How many tokens it covers, at least and at most; 255: no bound.
        var fewestTokens: UInt8
        var mostTokens: UInt8
        /// No gap, so that the same rules are the same bytes.
        var unused: UInt16 = 0

        // Answers as numbers: so the processor need not foretell each of them.

        /// 1 where something of what it asks for stands before its anchor and behind it; else 0.
        @inline(__always)
        func mayMatch(_ before: Signature, _ after: Signature) -> UInt8 { before.intersects(self.before).number & after.intersects(self.after).number }

        /// 1 where the sentence has spans of the kinds that it asks for; else 0.
        @inline(__always)
        func isIn(_ present: SpanKinds) -> UInt8 { present.intersects(needs).number & present.intersects(alsoNeeds).number }

        /// 1 where it starts from a span of these kinds; else 0.
        @inline(__always)
        func starts(from kinds: SpanKinds) -> UInt8 { kinds.intersects(self.kinds).number }

        /// 1 where it can cover so many tokens (255: or more), which have these flags among them; else 0.
        @inline(__always)
        func canCover(_ count: UInt8, _ flags: TokenFlags) -> UInt8 {
            (count >= fewestTokens).number & (count <= mostTokens).number & (self.flags.rawValue & ~flags.rawValue == 0).number
        }
    }

    /// What can start a pattern, each with the trials of the variants that it starts.
    struct Triggers: ~Copyable {
        /// By key: where its variants begin in `list`; one more at the end.
        private var offsets = GrowingBuffer<UInt32>()
        private var list = GrowingBuffer<Trial>()

        init(_ pairs: [(key: Int, trial: Trial)] = []) {
            guard let largest = pairs.map(\.key).max() else { return }
            offsets.append(repeating: 0, count: largest + 2)
            for pair in pairs { offsets[pair.key + 1] += 1 }
            for k in 1..<offsets.count { offsets[k] += offsets[k - 1] }
            for pair in pairs.sorted(by: { ($0.key, $0.trial.variant) < ($1.key, $1.trial.variant) }) { list.append(pair.trial) }
        }

        var view: View { View(offsets: offsets.view, list: list.view) }

        struct View: BitwiseCopyable {
            fileprivate var offsets = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
            fileprivate var list = UnsafeBufferPointer<Trial>(start: nil, count: 0)

            mutating func code(_ coder: inout some ImageCoder) {
                coder.code(table: &offsets)
                coder.code(table: &list)
            }

            /// What a key starts.
            @inline(__always)
            subscript(_ key: Int) -> UnsafeBufferPointer<Trial> {
                guard key &+ 1 < offsets.count else { return UnsafeBufferPointer(start: nil, count: 0) }
                return UnsafeBufferPointer(rebasing: list[Int(offsets[key])..<Int(offsets[key &+ 1])])
            }

            /// The keys that start something.
            var keys: [Int] { (0..<max(offsets.count - 1, 0)).filter { offsets[$0] < offsets[$0 + 1] } }
        }
    }

    /// Triggers by class, and the set of these classes.
    struct ClassTriggers: ~Copyable {
        private let triggers: Triggers
        private let classes: ClassSet

        init(_ pairs: [(key: Int, trial: Trial)] = []) {
            triggers = Triggers(pairs)
            classes = pairs.reduce(into: ClassSet()) { $0.insert(ClassID($1.key)) }
        }

        var view: View { View(classes: classes, triggers: triggers.view) }

        struct View: BitwiseCopyable {
            fileprivate var classes = ClassSet()
            fileprivate var triggers = Triggers.View()

            mutating func code(_ coder: inout some ImageCoder) {
                classes.code(&coder)
                triggers.code(&coder)
            }

            var keys: [Int] { triggers.keys }

            /// The variants that the classes of a set start, class by class.
            func variants(_ set: ClassSet) -> [UInt32] {
                var result: [UInt32] = []
                forEach(set) { result += $0.map(\.variant) }
                return result
            }

            /// Calls `body` with what each class of a set starts.
            @inline(__always)
            func forEach(_ set: ClassSet, _ body: (UnsafeBufferPointer<Trial>) -> Void) {
                var rest = set.intersection(classes)
                while let id = rest.popFirst() { body(triggers[Int(id)]) }
            }
        }
    }

    /// Its number among all programs.
    var number: UInt8 = 0
    var elements = UnsafeBufferPointer<Element>(start: nil, count: 0)
    /// The elements inside `anyOf` elements.
    var innerElements = UnsafeBufferPointer<Element>(start: nil, count: 0)
    var operands = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    var flagTests = UnsafeBufferPointer<CompiledFlagTest>(start: nil, count: 0)
    var variants = UnsafeBufferPointer<Variant>(start: nil, count: 0)
    /// By variant.
    var trials = UnsafeBufferPointer<Trial>(start: nil, count: 0)
    var wordTriggers = Triggers.View()
    var exactTriggers = Triggers.View()
    /// What `SetTrials` is made of; images have that instead.
    var classTriggers = ClassTriggers.View()
    /// Trials that any span of their kinds starts.
    var spanTriggers = UnsafeBufferPointer<Trial>(start: nil, count: 0)
    /// Variants that a span starts beside a word: by the lower-case lexeme of the token before it, and behind it.
    var wordBeforeTriggers = Triggers.View()
    var wordAfterTriggers = Triggers.View()
    /// Likewise by the classes of what ends before it, and begins behind it.
    var classBeforeTriggers = ClassTriggers.View()
    var classAfterTriggers = ClassTriggers.View()
    var spanKinds: SpanKinds = []
    /// Where all variants need such a span in the sentence, its kinds; else empty.
    var needs: SpanKinds = []
    /// Variants of `inside` patterns without a rare element, by how many tokens they cover: tried at the first token of each candidate of that length.
    var unanchored = Triggers.View()
    /// The key of those that cover so many tokens, or more.
    static let longestUnanchored = 6
}

extension RuleProgram {
    /// What marks tokens that may start one of its patterns: by class, by spelling, either.
    @inline(__always) var classMask: TriggerMask { .classes(ofProgram: Int(number)) }
    @inline(__always) var wordMask: TriggerMask { .words(ofProgram: Int(number)) }
    @inline(__always) var mask: TriggerMask { classMask.union(wordMask) }
}

extension RuleProgram: ImageCodable {
    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&number)
        coder.code(table: &elements)
        coder.code(table: &innerElements)
        coder.code(table: &operands)
        coder.code(table: &flagTests)
        coder.code(table: &variants)
        coder.code(table: &trials)
        wordTriggers.code(&coder)
        exactTriggers.code(&coder)
        coder.code(table: &spanTriggers)
        wordBeforeTriggers.code(&coder)
        wordAfterTriggers.code(&coder)
        classBeforeTriggers.code(&coder)
        classAfterTriggers.code(&coder)
        coder.code(&spanKinds)
        coder.code(&needs)
        unanchored.code(&coder)
    }
}

/// A program while it is compiled, and the memory of its tables.
final class RuleProgramDraft {
    let number: Int
    var elements = GrowingBuffer<RuleProgram.Element>()
    var innerElements = GrowingBuffer<RuleProgram.Element>()
    var operands = GrowingBuffer<UInt32>()
    var flagTests = GrowingBuffer<RuleProgram.CompiledFlagTest>()
    var variants = GrowingBuffer<RuleProgram.Variant>()
    var wordTriggers = RuleProgram.Triggers()
    var exactTriggers = RuleProgram.Triggers()
    var classTriggers = RuleProgram.ClassTriggers()
    var spanTriggers = GrowingBuffer<RuleProgram.Trial>()
    var wordBeforeTriggers = RuleProgram.Triggers()
    var wordAfterTriggers = RuleProgram.Triggers()
    var classBeforeTriggers = RuleProgram.ClassTriggers()
    var classAfterTriggers = RuleProgram.ClassTriggers()
    var spanKinds: SpanKinds = []
    var needs: SpanKinds = []
    var unanchored = RuleProgram.Triggers()
    /// By variant.
    var trials = GrowingBuffer<RuleProgram.Trial>()

    init(number: Int = 0) {
        precondition(number < TriggerMask.programLimit)
        self.number = number
    }

    /// The program, which points into the draft.
    var program: RuleProgram {
        RuleProgram(
            number: UInt8(number), elements: elements.view, innerElements: innerElements.view, operands: operands.view, flagTests: flagTests.view, variants: variants.view, trials: trials.view,
            wordTriggers: wordTriggers.view, exactTriggers: exactTriggers.view, classTriggers: classTriggers.view, spanTriggers: spanTriggers.view,
            wordBeforeTriggers: wordBeforeTriggers.view, wordAfterTriggers: wordAfterTriggers.view, classBeforeTriggers: classBeforeTriggers.view,
            classAfterTriggers: classAfterTriggers.view, spanKinds: spanKinds, needs: needs, unanchored: unanchored.view)
    }
}
