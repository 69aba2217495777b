/// Turns rules into programs: alternatives become variants, words become lexemes, and each variant gets the element that it starts from.
struct RuleCompiler {
    /// How many variants one pattern may expand to.
    static let variantLimit = 400

    private let vocabulary: SharedVocabulary
    private(set) var registry: ClassRegistry
    private let rules: [Rule]
    private var captureNames: [String] = []
    private(set) var program = RuleProgramDraft()
    private var rule: Int = 0
    private var pattern: Rule.Pattern

    /// Compiles `rules`, adding their words to `vocabulary` and their lexicons to `registry`.
    ///
    /// - Throws: `KnowledgeError` where a pattern names an unknown lexicon or cannot be matched efficiently.
    static func compile(_ rules: [Rule], _ weights: ResolutionWeights, _ vocabulary: SharedVocabulary, _ registry: inout ClassRegistry) throws(KnowledgeError) -> RuleSet {
        var compiler = RuleCompiler(rules, vocabulary, registry)
        var drafts: [RuleProgramDraft] = []
        for kind in RuleSet.programKinds {
            compiler.program = RuleProgramDraft(number: drafts.count)
            for (k, rule) in rules.enumerated() where rule.stage == kind.stage {
                for pattern in rule.patterns where pattern.form == kind.form { try compiler.add(pattern, ofRule: k) }
            }
            compiler.indexTriggers()
            drafts.append(compiler.program)
        }
        registry = compiler.registry
        return RuleSet(rules: rules.map(RuleHead.init), captureNames: compiler.captureNames, programs: drafts.map(\.program), memory: TableMemory(owners: drafts), weights: weights)
    }

    private init(_ rules: [Rule], _ vocabulary: SharedVocabulary, _ registry: ClassRegistry) {
        self.vocabulary = vocabulary
        self.registry = registry
        self.rules = rules
        pattern = Rule.Pattern(form: .propose, node: .sentenceStart, line: 0, source: "")
    }

    private func fault(_ message: String, column: Int = 0) -> KnowledgeError {
        KnowledgeError(file: rules[rule].file, line: pattern.line, column: column, message: message)
    }

    /// An element on its way into the program; the target's bounds are elements of their own until then.
    private enum Item {
        case element(PatternNode, repeated: ClosedRange<Int>, isNegated: Bool, capture: String?)
        case targetStart, targetEnd
    }

    private mutating func add(_ pattern: Rule.Pattern, ofRule number: Int) throws(KnowledgeError) {
        self.pattern = pattern
        rule = number
        var node = pattern.node
        // The whole pattern is the target where it says nothing else.
        if pattern.form == .inside { node = .target(node) }
        for items in try expand(node) {
            let start = Int32(program.elements.count)
            var targetStart: Int32?, targetEnd: Int32?
            for item in items {
                switch item {
                case .targetStart: targetStart = Int32(program.elements.count)
                case .targetEnd: targetEnd = Int32(program.elements.count)
                case .element(let node, let repeated, let isNegated, let capture):
                    var element = try compile(node)
                    if element.test != .gap {
                        element.minimum = UInt8(repeated.lowerBound)
                        element.maximum = UInt8(repeated.upperBound)
                    }
                    element.isNegated = isNegated
                    if let capture { element.capture = captureNumber(capture) }
                    program.elements.append(element)
                }
            }
            let end = Int32(program.elements.count)
            if pattern.form == .inside { try turnNegatives(start..<end) }
            guard let targetStart, let targetEnd, targetStart < targetEnd else { throw fault("the pattern has no [target]") }
            guard end - start <= RuleMatcher.elementLimit else { throw fault("a pattern may have \(RuleMatcher.elementLimit) elements") }
            guard (start..<end).filter({ program.elements[Int($0)].capture >= 0 }).count <= RuleMatcher.captureLimit else {
                throw fault("a pattern may capture \(RuleMatcher.captureLimit) elements")
            }
            if pattern.form == .context {
                guard targetEnd - targetStart == 1, program.elements[Int(targetStart)].test == .spans else {
                    throw fault("the target of a context pattern is one candidate, such as [@name]")
                }
            }
            guard let anchor = rarestElement(start..<end) ?? (pattern.form == .inside ? RuleProgram.Variant.noAnchor : nil) else {
                throw fault("nothing rare to start from: the pattern needs a word, a lexicon or a span that always stands in it")
            }
            let lengths = (start..<end).map { tokenCount(program.elements[Int($0)]) }
            // The target first: it is what sentences lack most often.
            let needs = ([targetStart] + Array(start..<end)).map { program.elements[Int($0)] }.filter { $0.test == .spans && $0.isMandatory }.map { SpanKinds(rawValue: UInt16($0.first)) }.reduce(into: [SpanKinds]()) { if !$0.contains($1) { $0.append($1) } }
            // Without an anchor: what the candidate ends with, and what it begins with.
            program.trials.append(RuleProgram.Trial(
                variant: UInt32(program.variants.count), needs: needs.first ?? .all, alsoNeeds: needs.dropFirst().first ?? .all,
                before: outlook(from: anchor < 0 ? end : anchor, in: start..<end, step: -1, pattern.form), after: outlook(from: anchor < 0 ? start - 1 : anchor, in: start..<end, step: 1, pattern.form),
                flags: requiredFlags(start..<end),
                fewestTokens: UInt8(lengths.map(\.fewest).reduce(0, +)), mostTokens: UInt8(min(255, lengths.map(\.most).reduce(0, +)))))
            program.variants.append(RuleProgram.Variant(rule: Int32(number), firstElement: start, endElement: end, firstTarget: targetStart, endTarget: targetEnd, anchor: anchor,
                hasCaptures: (start..<end).contains { program.elements[Int($0)].capture >= 0 }, isContext: pattern.form == .context))
        }
    }

    /// Inside a candidate nothing stands before its first token: `!x` there means that x does not begin with it.
    private func turnNegatives(_ elements: Range<Int32>) throws(KnowledgeError) {
        for e in elements.map(Int.init) {
            guard program.elements[e].isNegated else { break }
            program.elements[e].looksAhead = true
        }
        if let last = elements.last, program.elements[Int(last)].isNegated {
            throw fault("“!” at the end of an inside pattern tests nothing: the candidate ends there")
        }
    }

    /// How many tokens an element covers, at least and at most; 255: no bound.
    private func tokenCount(_ element: RuleProgram.Element) -> (fewest: Int, most: Int) {
        switch element.test {
        case _ where element.isNegated: (0, 0)
        case .sentenceStart, .sentenceEnd: (0, 0)
        case .words, .exactWords, .flags, .gap: (Int(element.minimum), Int(element.maximum))
        case .classes, .spans, .anyOf: (Int(element.minimum), 255)
        }
    }

    private mutating func captureNumber(_ name: String) -> Int8 {
        if let known = captureNames.firstIndex(of: name) { return Int8(known) }
        captureNames.append(name)
        return Int8(captureNames.count - 1)
    }

    // MARK: Expansion

    private func expand(_ node: PatternNode) throws(KnowledgeError) -> [[Item]] {
        switch node {
        case .sequence(let nodes):
            var result: [[Item]] = [[]]
            for node in nodes {
                let tails = try expand(node)
                guard result.count * tails.count <= Self.variantLimit else { throw fault("the alternatives multiply to more than \(Self.variantLimit) variants; split the rule") }
                result = result.flatMap { head in tails.map { head + $0 } }
            }
            return result
        case .alternatives(let branches):
            if branches.allSatisfy(isSingle) { return [[.element(node, repeated: 1...1, isNegated: false, capture: nil)]] }
            var result: [[Item]] = []
            for branch in branches { result += try expand(branch) }
            return result
        case .repeated(let inner, let range):
            if isSingle(inner) { return [[.element(inner, repeated: range, isNegated: false, capture: nil)]] }
            guard range.upperBound == 1 else { throw fault("only single elements can be repeated; write a group out, or use “?”") }
            return [[]] + (try expand(inner))
        case .target(let inner):
            return try expand(inner).map { [.targetStart] + $0 + [.targetEnd] }
        case .capture(let name, let inner):
            guard isSingle(inner) else { throw fault("only a single element can be captured") }
            return [[.element(inner, repeated: 1...1, isNegated: false, capture: name)]]
        case .not(let inner):
            guard isSingle(inner) else { throw fault("“!” takes a single element") }
            return [[.element(inner, repeated: 1...1, isNegated: true, capture: nil)]]
        case .words(let words, let isExact):
            guard words.count == 1 else { return [[.element(node, repeated: 1...1, isNegated: false, capture: nil)]] }
            return [tokens(words[0]).map { .element(.words([$0], isExact: isExact), repeated: 1...1, isNegated: false, capture: nil) }]
        default:
            return [[.element(node, repeated: 1...1, isNegated: false, capture: nil)]]
        }
    }

    /// Whether a node is one element: it needs no variants of its own.
    private func isSingle(_ node: PatternNode) -> Bool {
        switch node {
        case .words(let words, _): words.allSatisfy { tokens($0).count == 1 }
        case .lexicon, .flags, .span, .gap, .sentenceStart, .sentenceEnd: true
        case .alternatives(let branches): branches.allSatisfy(isSingle)
        default: false
        }
    }

    private func tokens(_ text: String) -> [String] {
        var result: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { buffer in
            // A possessive stands behind a word; here it stands alone.
            if text == "'s" || text == "\u{2019}s" { return result.append("'s") }
            var tokenizer = Tokenizer(buffer)
            while let piece = tokenizer.next() { result.append(String(decoding: buffer[piece.start..<piece.end], as: UTF8.self)) }
        }
        return result
    }

    // MARK: Elements

    private mutating func compile(_ node: PatternNode) throws(KnowledgeError) -> RuleProgram.Element {
        var element = RuleProgram.Element(test: .gap)
        switch node {
        case .words(let words, let isExact):
            element.test = isExact ? .exactWords : .words
            var numbers: Set<UInt32> = []
            for word in words {
                numbers.insert(vocabulary.intern(word, folded: !isExact))
            }
            setOperands(numbers.sorted(), &element)
        case .lexicon(let selector, let column):
            element.test = .classes
            setOperands([UInt32(try number(selector, column))], &element)
        case .flags(let test):
            element.test = .flags
            element.first = Int32(program.flagTests.count)
            var required = ClassSet(), forbidden = ClassSet()
            for selector in test.requiredClasses { required.insert(try number(selector, test.columns[selector] ?? 0)) }
            for selector in test.forbiddenClasses { forbidden.insert(try number(selector, test.columns[selector] ?? 0)) }
            program.flagTests.append(.init(required: test.required, forbidden: test.forbidden, anyOf: test.anyOf, requiredClasses: required, forbiddenClasses: forbidden))
        case .span(let kinds):
            element.test = .spans
            element.first = Int32(kinds.rawValue)
        case .gap(let count):
            element.test = .gap
            element.minimum = 0
            element.maximum = UInt8(count)
        case .sentenceStart: element.test = .sentenceStart
        case .sentenceEnd: element.test = .sentenceEnd
        case .alternatives(let branches): return try compileAlternatives(branches)
        default: throw fault("this element cannot stand here")
        }
        return element
    }

    private mutating func compileAlternatives(_ branches: [PatternNode]) throws(KnowledgeError) -> RuleProgram.Element {
        var folded: [String] = [], exact: [String] = [], others: [PatternNode] = []
        for branch in flattened(branches) {
            switch branch {
            case .words(let words, isExact: false): folded += words
            case .words(let words, isExact: true): exact += words
            default: others.append(branch)
            }
        }
        if others.isEmpty, folded.isEmpty || exact.isEmpty { return try compile(.words(folded + exact, isExact: folded.isEmpty)) }
        if !exact.isEmpty { others.insert(.words(exact, isExact: true), at: 0) }
        if folded.isEmpty, others.allSatisfy({ if case .lexicon = $0 { true } else { false } }) {
            var element = RuleProgram.Element(test: .classes)
            var numbers: [UInt32] = []
            for case .lexicon(let selector, let column) in others { numbers.append(UInt32(try number(selector, column))) }
            setOperands(numbers, &element)
            return element
        }
        var inner: [RuleProgram.Element] = []
        if !folded.isEmpty { inner.append(try compile(.words(folded, isExact: false))) }
        for other in others { inner.append(try compile(other)) }
        // The inner elements are kept as flag tests are: outside the run of the variant.
        var element = RuleProgram.Element(test: .anyOf)
        element.first = Int32(program.innerElements.count)
        element.count = Int32(inner.count)
        for element in inner { program.innerElements.append(element) }
        return element
    }

    private func flattened(_ branches: [PatternNode]) -> [PatternNode] {
        branches.flatMap { node in if case .alternatives(let inner) = node { flattened(inner) } else { [node] } }
    }

    private mutating func setOperands(_ numbers: [UInt32], _ element: inout RuleProgram.Element) {
        element.first = Int32(program.operands.count)
        element.count = Int32(numbers.count)
        for number in numbers { program.operands.append(number) }
    }

    private mutating func number(_ selector: ClassSelector, _ column: Int) throws(KnowledgeError) -> ClassID {
        do { return try registry.id(selector) } catch { throw fault(error.message, column: column) }
    }

    // MARK: Anchors

    /// The element to start from: the one that is tried in vain least often, with regard to what must stand beside it. `nil`: there is none.
    private func rarestElement(_ elements: Range<Int32>) -> Int32? {
        func cost(_ e: Int32) -> Double? {
            let element = program.elements[Int(e)]
            guard let frequency = anchorFrequency(element) else { return nil }
            let sides = [-1, 1].map { guardian(beside: e, in: elements, step: $0) }.filter { $0 >= 0 }.map { min(1, Double(self.frequency(of: program.elements[Int($0)])) / 1000) }
            // What stands beside it is cheaper to look at than to match, but it costs.
            return Double(frequency + (element.maximum > 1 ? 20 : 0)) * (0.2 + 0.8 * sides.reduce(1, *))
        }
        var best: (element: Int32, cost: Double)?
        for e in elements {
            if let cost = cost(e), cost < best?.cost ?? .infinity { best = (e, cost) }
        }
        return best?.element
    }

    /// The element before or behind an anchor, where something of it must stand there; else -1.
    private func guardian(beside anchor: Int32, in elements: Range<Int32>, step: Int32) -> Int32 {
        let e = anchor + step
        // What stands behind a repeated anchor is known only once that is matched.
        guard elements.contains(e), step < 0 || program.elements[Int(anchor)].maximum == 1, program.elements[Int(e)].isMandatory else { return -1 }
        switch program.elements[Int(e)].test {
        case .words, .exactWords, .flags, .classes, .spans: return e
        case .anyOf, .gap, .sentenceStart, .sentenceEnd: return -1
        }
    }

    /// How often an element stands in a thousand tokens; `nil` where a pattern cannot start from it.
    private func anchorFrequency(_ element: RuleProgram.Element) -> Int? {
        guard element.isMandatory else { return nil }
        switch element.test {
        case .words, .exactWords, .spans: return frequency(of: element)
        case .classes:
            let frequency = frequency(of: element)
            return frequency < Self.frequencyLimit ? frequency : nil
        case .anyOf, .flags, .gap, .sentenceStart, .sentenceEnd: return nil
        }
    }

    /// What stands more often in a thousand tokens cannot start a pattern.
    private static let frequencyLimit = 300

    private func frequency(of element: RuleProgram.Element) -> Int {
        switch element.test {
        case .words, .exactWords: operands(of: element).reduce(0) { $0 + ElementFrequency.ofWord(vocabulary.text($1)) }
        case .classes: operands(of: element).reduce(0) { $0 + ElementFrequency.ofClass(registry.selectors[Int($1)]) }
        case .spans: ElementFrequency.ofSpans(SpanKinds(rawValue: UInt16(element.first)))
        case .flags: ElementFrequency.ofFlags(program.flagTests[Int(element.first)].required)
        case .anyOf, .gap, .sentenceStart, .sentenceEnd: 1000
        }
    }

    private mutating func indexTriggers() {
        var words: [(key: Int, trial: RuleProgram.Trial)] = [], exact = words, classes = words, before = words, after = words, classesBefore = words, classesAfter = words, unanchored = words
        for (k, variant) in program.variants.view.enumerated() {
            var trial = program.trials[k]
            if variant.anchor == RuleProgram.Variant.noAnchor {
                let most = min(Int(trial.mostTokens), RuleProgram.longestUnanchored)
                unanchored += (min(Int(trial.fewestTokens), most)...most).map { ($0, trial) }
                continue
            }
            let anchor = program.elements[Int(variant.anchor)]
            switch anchor.test {
            case .words: words += operands(of: anchor).map { (Int($0), trial) }
            case .exactWords: exact += operands(of: anchor).map { (Int($0), trial) }
            case .classes: classes += operands(of: anchor).map { (Int($0), trial) }
            case .spans:
                trial.kinds = SpanKinds(rawValue: UInt16(anchor.first))
                program.spanKinds.formUnion(trial.kinds)
                switch neighbour(of: variant) {
                case .wordsAfter(let element): after += operands(of: element).map { (Int($0), trial) }
                case .wordsBefore(let element): before += operands(of: element).map { (Int($0), trial) }
                case .classAfter(let id): classesAfter.append((Int(id), trial))
                case .classBefore(let id): classesBefore.append((Int(id), trial))
                case .none: program.spanTriggers.append(trial)
                }
            default: break
            }
        }
        if program.trials.view.allSatisfy({ $0.needs != .all }) { for trial in program.trials.view { program.needs.formUnion(trial.needs) } }
        program.unanchored = RuleProgram.Triggers(unanchored)
        program.wordTriggers = RuleProgram.Triggers(words)
        program.exactTriggers = RuleProgram.Triggers(exact)
        program.classTriggers = RuleProgram.ClassTriggers(classes)
        program.wordBeforeTriggers = RuleProgram.Triggers(before)
        program.wordAfterTriggers = RuleProgram.Triggers(after)
        program.classBeforeTriggers = RuleProgram.ClassTriggers(classesBefore)
        program.classAfterTriggers = RuleProgram.ClassTriggers(classesAfter)
    }

    private enum Neighbour { case wordsBefore(RuleProgram.Element), wordsAfter(RuleProgram.Element), classBefore(ClassID), classAfter(ClassID) }

    /// By what stands beside its span a variant is found: words before classes, and of those what is rarer.
    private func neighbour(of variant: RuleProgram.Variant) -> Neighbour? {
        func element(_ step: Int32) -> RuleProgram.Element? {
            let e = guardian(beside: variant.anchor, in: variant.firstElement..<variant.endElement, step: step)
            return e < 0 ? nil : program.elements[Int(e)]
        }
        let before = element(-1), after = element(1)
        if let after, after.test == .words, after.maximum == 1 { return .wordsAfter(after) }
        if let before, before.test == .words, before.maximum == 1 { return .wordsBefore(before) }
        if let after, after.test == .classes, after.count == 1 { return .classAfter(ClassID(program.operands[Int(after.first)])) }
        if let before, before.test == .classes, before.count == 1 { return .classBefore(ClassID(program.operands[Int(before.first)])) }
        return nil
    }

    /// The lexemes or classes of an element that tests those.
    func operands(of element: RuleProgram.Element) -> Slice<UnsafeBufferPointer<UInt32>> {
        program.operands.view[Int(element.first)..<Int(element.first + element.count)]
    }
}
