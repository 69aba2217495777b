/// Recognises the phrases of all lexicons over lexemes, in one pass.
///
/// A trie with two roots, one over spellings and one over lower-case spellings. The first step is an array access by lexeme; further
/// steps look an edge up in one hash table. What a phrase belongs to is an index into the few distinct sets of classes.
struct PhraseAutomaton: ~Copyable {
    typealias StateID = UInt32
    static let none: StateID = 0

    /// What a lexeme begins: the states of longer phrases and of entries, and the classes of the phrase that it is alone.
    struct Root: BitwiseCopyable {
        var exact: StateID = 0
        var folded: StateID = 0
        var exactClasses: UInt16 = 0
        var foldedClasses: UInt16 = 0
    }

    struct State: BitwiseCopyable {
        /// Classes of the phrase that ends here; 0: none.
        var classes: UInt16 = 0
        var hasChildren = false
        /// No gap, so that the same knowledge is the same bytes.
        var unused: UInt8 = 0
        /// The newest of its entries in `outputs`; 0: none.
        var output: UInt32 = 0
    }

    /// An entry that a state ends, and the next one of that state.
    struct Output: BitwiseCopyable {
        var entry: EntryID
        var next: UInt32
    }

    struct Edge: BitwiseCopyable {
        /// State and lexeme; 0 is free.
        var from: StateID
        var lexeme: LexemeID
        var to: StateID
    }

    private var roots = GrowingBuffer<Root>(capacity: 130_000)
    /// By lexeme: 1 where it stands behind the first token of a phrase by its spelling, 2 by its lower-case form.
    private var continuations = GrowingBuffer<UInt8>(capacity: 130_000)
    private var states = GrowingBuffer<State>(capacity: 1 << 16)
    private var outputs = GrowingBuffer<Output>(capacity: 1 << 12)
    private var edges: GrowingBuffer<Edge>
    private var mask: Int
    private var edgeCount = 0
    /// A bit for each edge, by its hash: most steps that lead nowhere end here, in memory that stays in the processor's cache.
    private var edgeFilter = GrowingBuffer<UInt64>(repeating: 0, count: PhraseAutomaton.filterWords)
    fileprivate static var filterWords: Int { 1 << 13 }
    private var classSets: [ClassSet] = [ClassSet()]
    private var classSetIndex: [ClassSet: UInt16] = [ClassSet(): 0]
    private var unions: [UInt32: UInt16] = [:]
    private var frozenSets = GrowingBuffer<ClassSet>()

    init(expectedEdges: Int) {
        var size = 64
        while size * 3 < expectedEdges * 4 { size *= 2 }
        edges = GrowingBuffer(repeating: Edge(from: 0, lexeme: 0, to: 0), count: size)
        mask = size - 1
        states.append(State())
        outputs.append(Output(entry: .max, next: 0))
    }

    // MARK: Building

    /// The number of a class set.
    mutating func number(of set: ClassSet) -> UInt16 {
        if let known = classSetIndex[set] { return known }
        let new = UInt16(classSets.count)
        classSets.append(set)
        classSetIndex[set] = new
        return new
    }

    /// The number of the union of two class sets.
    mutating func union(_ a: UInt16, _ b: UInt16) -> UInt16 {
        if b == 0 || a == b { return a }
        if a == 0 { return b }
        let key = UInt32(a) << 16 | UInt32(b)
        if let known = unions[key] { return known }
        var set = classSets[Int(a)]
        set.formUnion(classSets[Int(b)])
        let number = number(of: set)
        unions[key] = number
        return number
    }

    /// The number of a class set without some classes.
    private mutating func rest(_ set: UInt16, without replaced: ClassSet?) -> UInt16 {
        guard set != 0, let replaced, classSets[Int(set)].intersects(replaced) else { return set }
        return number(of: classSets[Int(set)].subtracting(replaced))
    }

    /// Adds a phrase of one token.
    ///
    /// - Parameters:
    ///   - entry: its entry, where entries of its lexicon will be asked for.
    ///   - replaced: classes that the phrase loses.
    mutating func insert(_ lexeme: LexemeID, foldsCase: Bool, classes: UInt16, entry: EntryID?, replacing replaced: ClassSet? = nil) {
        roots.extend(to: Int(lexeme) + 1, with: Root())
        if foldsCase {
            roots[Int(lexeme)].foldedClasses = union(rest(roots[Int(lexeme)].foldedClasses, without: replaced), classes)
        } else {
            roots[Int(lexeme)].exactClasses = union(rest(roots[Int(lexeme)].exactClasses, without: replaced), classes)
        }
        if let entry { addOutput(entry, to: rootState(lexeme, foldsCase)) }
    }

    /// Adds a phrase of two tokens or more.
    mutating func insert(_ lexemes: [LexemeID], foldsCase: Bool, classes: UInt16, entry: EntryID?, replacing replaced: ClassSet? = nil) {
        var state = rootState(lexemes[0], foldsCase)
        for lexeme in lexemes[1...] {
            states[Int(state)].hasChildren = true
            state = child(of: state, lexeme)
            continuations.extend(to: Int(lexeme) + 1, with: 0)
            continuations[Int(lexeme)] |= foldsCase ? 2 : 1
        }
        states[Int(state)].classes = union(rest(states[Int(state)].classes, without: replaced), classes)
        if let entry { addOutput(entry, to: state) }
    }

    private mutating func addOutput(_ entry: EntryID, to state: StateID) {
        outputs.append(Output(entry: entry, next: states[Int(state)].output))
        states[Int(state)].output = UInt32(outputs.count - 1)
    }

    private mutating func rootState(_ lexeme: LexemeID, _ foldsCase: Bool) -> StateID {
        roots.extend(to: Int(lexeme) + 1, with: Root())
        let known = foldsCase ? roots[Int(lexeme)].folded : roots[Int(lexeme)].exact
        if known != Self.none { return known }
        let new = newState()
        if foldsCase { roots[Int(lexeme)].folded = new } else { roots[Int(lexeme)].exact = new }
        return new
    }

    private mutating func newState() -> StateID {
        states.append(State())
        return StateID(states.count - 1)
    }

    private mutating func child(of state: StateID, _ lexeme: LexemeID) -> StateID {
        var i = Self.slot(state, lexeme) & mask
        while edges[i].from != 0 {
            if edges[i].from == state, edges[i].lexeme == lexeme { return edges[i].to }
            i = (i + 1) & mask
        }
        if (edgeCount + 1) * 4 > edges.count * 3 {
            growEdges()
            i = Self.slot(state, lexeme) & mask
            while edges[i].from != 0 { i = (i + 1) & mask }
        }
        let new = newState()
        edges[i] = Edge(from: state, lexeme: lexeme, to: new)
        edgeCount += 1
        return new
    }

    private mutating func growEdges() {
        let size = edges.count * 2
        var larger = GrowingBuffer(repeating: Edge(from: 0, lexeme: 0, to: 0), count: size)
        mask = size - 1
        for edge in edges.view where edge.from != 0 {
            var i = Self.slot(edge.from, edge.lexeme) & mask
            while larger[i].from != 0 { i = (i + 1) & mask }
            larger[i] = edge
        }
        edges = larger
    }

    @inline(__always)
    private static func slot(_ state: StateID, _ lexeme: LexemeID) -> Int {
        let m = (UInt64(state) << 32 | UInt64(lexeme)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: m.high ^ m.low)
    }

    /// Ends building: what each of the spellings begins and is, as far as lexicons know.
    mutating func finish(folded: UnsafeBufferPointer<LexemeID>, _ infos: inout GrowingBuffer<LexemeInfo>) {
        roots.extend(to: folded.count, with: Root())
        continuations.extend(to: folded.count, with: 0)
        for id in folded.indices {
            let root = roots[id], lower = folded[id]
            let other = lower == LexemeTable.unknown ? Root() : roots[Int(lower)]
            let continues = continuations[id] & 1 != 0 || lower != LexemeTable.unknown && continuations[Int(lower)] & 2 != 0
            infos.append(LexemeInfo(
                folded: lower, exact: through(root.exact), foldedState: through(other.folded), classes: union(root.exactClasses, other.foldedClasses), triggers: continues ? .continuesPhrases : []))
        }
        for edge in edges.view where edge.from != 0 {
            let bit = Self.slot(edge.from, edge.lexeme) >> 20
            edgeFilter[bit >> 6 & (Self.filterWords - 1)] |= 1 << UInt64(bit & 63)
        }
        for set in classSets { frozenSets.append(set) }
        classSets = []
        classSetIndex = [:]
        unions = [:]
    }

    /// `state`, if longer phrases go through it.
    private func through(_ state: StateID) -> StateID { states[Int(state)].hasChildren ? state : Self.none }

    // MARK: Matching

    /// For matching without owning.
    var view: View { View(roots: roots.view, states: states.view, outputs: outputs.view, edges: edges.view, edgeFilter: edgeFilter.view, classSets: frozenSets.view, mask: mask) }

    /// An automaton that only reads.
    struct View: BitwiseCopyable {
        fileprivate var roots = UnsafeBufferPointer<Root>(start: nil, count: 0)
        fileprivate var states = UnsafeBufferPointer<State>(start: nil, count: 0)
        fileprivate var outputs = UnsafeBufferPointer<Output>(start: nil, count: 0)
        fileprivate var edges = UnsafeBufferPointer<Edge>(start: nil, count: 0)
        fileprivate var edgeFilter = UnsafeBufferPointer<UInt64>(start: nil, count: 0)
        fileprivate var classSets = UnsafeBufferPointer<ClassSet>(start: nil, count: 0)
        fileprivate var mask = 0

        mutating func code(_ coder: inout some ImageCoder) {
            coder.code(table: &roots)
            coder.code(table: &states)
            coder.code(table: &outputs)
            coder.code(table: &edges)
            coder.code(table: &edgeFilter)
            coder.code(table: &classSets)
            mask = edges.count - 1
        }

        /// What a lexeme begins.
        @inline(__always)
        func root(_ lexeme: LexemeID) -> Root { Int(lexeme) < roots.count ? roots[Int(lexeme)] : Root() }

        /// Whether longer phrases go through `state`.
        @inline(__always) func continues(_ state: StateID) -> Bool { states[Int(state)].hasChildren }

        /// The next state, or `none`.
        @inline(__always)
        func step(_ state: StateID, _ lexeme: LexemeID) -> StateID {
            states[Int(state)].hasChildren ? child(of: state, lexeme) : PhraseAutomaton.none
        }

        /// 0 where no phrase goes on from `state` with `lexeme`; else 1, nearly always because one does.
        @inline(__always)
        func mayStep(_ state: StateID, _ lexeme: LexemeID) -> UInt8 {
            let bit = PhraseAutomaton.slot(state, lexeme) >> 20
            return UInt8(truncatingIfNeeded: edgeFilter[bit >> 6 & (PhraseAutomaton.filterWords &- 1)] &>> UInt64(bit & 63) & 1) & (state != PhraseAutomaton.none).number
        }

        /// The next state of one that `continues`, or `none`.
        @inline(__always)
        func child(of state: StateID, _ lexeme: LexemeID) -> StateID {
            guard mayStep(state, lexeme) != 0 else { return PhraseAutomaton.none }
            var i = PhraseAutomaton.slot(state, lexeme) & mask
            while edges[i].from != 0 {
                if edges[i].from == state, edges[i].lexeme == lexeme { return edges[i].to }
                i = (i + 1) & mask
            }
            return PhraseAutomaton.none
        }

        /// Index of the classes of the phrase that `state` ends; 0: none.
        @inline(__always) func classSet(_ state: StateID) -> UInt16 { states[Int(state)].classes }
        @inline(__always) func classes(at index: UInt16) -> ClassSet { classSets[Int(index)] }
        /// How many distinct class sets there are.
        var classSetCount: Int { classSets.count }

        /// The newest entry of `state` that `isWanted`.
        @inline(__always)
        func entry(_ state: StateID, where isWanted: (EntryID) -> Bool) -> EntryID? {
            var k = states[Int(state)].output
            while k != 0 {
                if isWanted(outputs[Int(k)].entry) { return outputs[Int(k)].entry }
                k = outputs[Int(k)].next
            }
            return nil
        }
    }
}

/// Number of a row of a lexicon.
typealias EntryID = UInt32
