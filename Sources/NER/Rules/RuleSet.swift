/// All rules, compiled: a program for each stage and form, and what recognition asks of a rule.
final class RuleSet: Sendable {
    let rules: [RuleHead]
    let captureNames: [String]
    /// By stage and form, in memory that matchers point to.
    nonisolated(unsafe) let programs: UnsafeBufferPointer<RuleProgram>
    /// What the programs point into.
    let memory: TableMemory
    /// What the resolution of names counts with beside the rules' points.
    let weights: ResolutionWeights
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
    /// By capture: the slot of a deal that it fills.
    let slots: [DealSlot?]

    /// The status that a rule sees.
    func status(_ rule: Int) -> RoleLinks.Status? { statuses[rule] }

    /// The points that a rule gives a reading; 0: it says nothing of it.
    @inline(__always)
    func points(_ rule: Int, _ reading: Reading) -> Int { points(rule, Int(reading.rawValue)) }

    /// The same, by the reading's number.
    @inline(__always)
    func points(_ rule: Int, _ reading: Int) -> Int { Int(points[rule * Self.readingCount + reading]) }

    private static let readingCount = 6

    /// - Parameter programs: by `programKinds`.
    init(rules: [RuleHead], captureNames: [String], programs: [RuleProgram], memory: TableMemory, weights: ResolutionWeights) {
        self.weights = weights
        self.rules = rules
        var points = [Int8](repeating: 0, count: rules.count * Self.readingCount)
        for (k, rule) in rules.enumerated() {
            for evidence in rule.evidence { points[k * Self.readingCount + Int(evidence.reading.rawValue)] += evidence.points }
        }
        self.points = points
        traits = rules.map { rule in
            let strong = rule.evidence.first { Int($0.points) >= weights[.localThreshold] }
            return Traits(form: rule.form, speaksForOther: rule.evidence.contains { $0.reading == .other }, strong: strong?.reading ?? .other, strongPoints: strong?.points ?? 0)
        }
        statuses = rules.map(\.status)
        holderCapture = Int8(captureNames.firstIndex(of: "holder") ?? -1)
        orgCapture = Int8(captureNames.firstIndex(of: "org") ?? -1)
        slots = captureNames.map { DealSlot(rawValue: $0) }
        self.captureNames = captureNames
        let own = UnsafeMutableBufferPointer<RuleProgram>.allocate(capacity: programs.count)
        _ = own.initialize(from: programs)
        self.programs = UnsafeBufferPointer(own)
        self.memory = memory
    }

    // Programs are trivial: their memory needs no end.
    deinit { programs.deallocate() }

    /// The kinds of programs, in their order.
    static let programKinds = Rule.Stage.allCases.flatMap { stage in stage.forms.map { (stage: stage, form: $0) } }

    /// A stage's program of a form; it lives as long as the rules do.
    subscript(stage: Rule.Stage, form: Rule.Form) -> UnsafePointer<RuleProgram> {
        let number = stage.number * 3 + (form == .relate ? 0 : form.number)
        guard let base = programs.baseAddress, number < programs.count else { preconditionFailure("rules without a program for each stage and form") }
        return base + number
    }

    /// What `coder` makes of these rules: the same when it writes.
    func coded(_ coder: inout some ImageCoder) -> RuleSet? {
        var rules = rules, captureNames = captureNames, programs = Array(programs), weights = weights
        coder.code(&rules)
        coder.code(&captureNames)
        coder.code(&programs)
        weights.code(&coder)
        guard programs.count == Self.programKinds.count else { return nil }
        return RuleSet(rules: rules, captureNames: captureNames, programs: programs, memory: memory, weights: weights)
    }
}

/// What recognition and explanations ask of a rule; its patterns are in the programs.
struct RuleHead: Sendable {
    /// Such as `firm.legal-form`.
    var id = ""
    var file = ""
    var line = 0
    /// Of its first pattern.
    var form = Rule.Form.propose
    var evidence: [Evidence] = []
    var status: RoleLinks.Status?
    var dealStatus: Deal.Status?

    /// The part of the id before the first point.
    var subject: Substring { Substring(id.utf8.prefix { $0 != UInt8(ascii: ".") }) }
}

extension RuleHead: ImageCodable {
    init(_ rule: Rule) {
        self.init(id: rule.id, file: rule.file, line: rule.line, form: rule.patterns.first?.form ?? .propose, evidence: rule.evidence, status: rule.status, dealStatus: rule.dealStatus)
    }

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&id)
        coder.code(&file)
        coder.code(&line)
        var number = form.number
        coder.code(&number)
        form = Rule.Form.allCases.first { $0.number == number } ?? .propose
        coder.code(&evidence)
        // 0: none.
        number = status.flatMap(RoleLinks.Status.allCases.firstIndex).map { $0 + 1 } ?? 0
        coder.code(&number)
        status = number > 0 && number <= RoleLinks.Status.allCases.count ? RoleLinks.Status.allCases[number - 1] : nil
        number = dealStatus.flatMap(Deal.Status.allCases.firstIndex).map { $0 + 1 } ?? 0
        coder.code(&number)
        dealStatus = number > 0 && number <= Deal.Status.allCases.count ? Deal.Status.allCases[number - 1] : nil
    }
}

extension Evidence: ImageCodable {
    init() { self.init(reading: .other, points: 0) }

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&reading)
        coder.code(&points)
    }
}

/// What spellings and classes are to the rules: which programs they may start a pattern of, and the bits of their signatures.
struct TriggerTable {
    /// By lower-case lexeme, and by lexeme.
    private(set) var words: [TriggerMask]
    private(set) var exact: [TriggerMask]
    private var classes = [TriggerMask](repeating: [], count: ClassSet.capacity)
    /// By lexeme: whether any pattern asks for it.
    private var isOperand: [Bool]
    private let selectors: [ClassSelector]

    init(_ rules: RuleSet, _ registry: ClassRegistry, spellings: Int) {
        selectors = registry.selectors
        words = [TriggerMask](repeating: [], count: spellings)
        exact = words
        isOperand = [Bool](repeating: false, count: spellings)
        registry.sought.forEach { classes[Int($0)].insert(.sought) }
        for program in rules.programs {
            for key in program.wordTriggers.keys { words[key].formUnion(program.wordMask) }
            for key in program.exactTriggers.keys { exact[key].formUnion(program.wordMask.union(.exactWords)) }
            for key in program.classTriggers.keys { classes[key].formUnion(program.classMask) }
            for element in Array(program.elements) + Array(program.innerElements) where element.test == .words || element.test == .exactWords {
                for k in element.operandRange { isOperand[Int(program.operands[Int(k)])] = true }
            }
        }
    }

    func mask(of set: ClassSet) -> TriggerMask {
        var mask: TriggerMask = []
        set.forEach { mask.formUnion(classes[Int($0)]) }
        return mask
    }

    /// The lexical part of the signature of a set of classes, and of a word.
    func signature(of set: ClassSet) -> UInt32 { Signature.classes(set, selectors) }
    func signature(of lexeme: LexemeID) -> UInt32 { lexeme != LexemeTable.unknown && isOperand[Int(lexeme)] ? Signature.word(lexeme) : 0 }
}
