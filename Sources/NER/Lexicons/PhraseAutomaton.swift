/// Recognises the phrases of all lexicons over lexemes, in one pass.
///
/// A trie with two roots, one over spellings and one over lower-case spellings. The first step is an array access by lexeme; further
/// steps look an edge up in one hash table. A state that ends a phrase knows the classes of that phrase, as an index into the few distinct sets.
struct PhraseAutomaton: Sendable {
    typealias StateID = UInt32
    static let none: StateID = 0

    private var firstExact: [StateID] = []
    private var firstFolded: [StateID] = []
    /// Per state: index into `classSets`, and the newest of its entries in `outputs` (0: none).
    private var stateClasses: [UInt16] = [0]
    private var stateOutputs: [UInt32] = [0]
    private var hasChildren: [Bool] = [false]
    private var classSets: [ClassSet] = [ClassSet()]
    private var classSetIndex: [ClassSet: UInt16] = [ClassSet(): 0]
    private var outputs: [Output] = [Output(entry: .max, next: 0)]
    // Edges: open addressing, keyed by state and lexeme; 0 is free.
    private var keys: [UInt64]
    private var values: [StateID]
    private var mask: Int
    private var edgeCount = 0

    /// An entry that a state ends, and the next one of that state.
    struct Output: Sendable {
        var entry: EntryID
        var next: UInt32
    }

    init(expectedEdges: Int) {
        var size = 64
        while size * 3 < expectedEdges * 4 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        values = [StateID](repeating: 0, count: size)
        mask = size - 1
    }

    /// Adds a phrase.
    ///
    /// - Parameter lexemes: at least one; lower-case lexemes when `foldsCase`.
    mutating func insert(_ lexemes: [LexemeID], foldsCase: Bool, classes: ClassSet, entry: EntryID) {
        var state = first(lexemes[0], foldsCase)
        for lexeme in lexemes[1...] {
            hasChildren[Int(state)] = true
            state = child(of: state, lexeme)
        }
        var set = classSets[Int(stateClasses[Int(state)])]
        set.formUnion(classes)
        stateClasses[Int(state)] = index(of: set)
        outputs.append(Output(entry: entry, next: stateOutputs[Int(state)]))
        stateOutputs[Int(state)] = UInt32(outputs.count - 1)
    }

    private mutating func index(of set: ClassSet) -> UInt16 {
        if let known = classSetIndex[set] { return known }
        let new = UInt16(classSets.count)
        classSets.append(set)
        classSetIndex[set] = new
        return new
    }

    private mutating func newState() -> StateID {
        stateClasses.append(0)
        stateOutputs.append(0)
        hasChildren.append(false)
        return StateID(stateClasses.count - 1)
    }

    private mutating func first(_ lexeme: LexemeID, _ foldsCase: Bool) -> StateID {
        let k = Int(lexeme)
        if foldsCase {
            while firstFolded.count <= k { firstFolded.append(Self.none) }
            if firstFolded[k] == Self.none { firstFolded[k] = newState() }
            return firstFolded[k]
        }
        while firstExact.count <= k { firstExact.append(Self.none) }
        if firstExact[k] == Self.none { firstExact[k] = newState() }
        return firstExact[k]
    }

    @inline(__always)
    private static func key(_ state: StateID, _ lexeme: LexemeID) -> UInt64 { UInt64(state) << 32 | UInt64(lexeme) &+ 1 }
    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        let m = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: m.high ^ m.low)
    }

    private mutating func child(of state: StateID, _ lexeme: LexemeID) -> StateID {
        let key = Self.key(state, lexeme)
        var i = Self.slot(key) & mask
        while keys[i] != 0 {
            if keys[i] == key { return values[i] }
            i = (i + 1) & mask
        }
        if (edgeCount + 1) * 4 > keys.count * 3 {
            grow()
            i = Self.slot(key) & mask
            while keys[i] != 0 { i = (i + 1) & mask }
        }
        let state = newState()
        keys[i] = key
        values[i] = state
        edgeCount += 1
        return state
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        values = [StateID](repeating: 0, count: oldKeys.count * 2)
        mask = keys.count - 1
        for k in oldKeys.indices where oldKeys[k] != 0 {
            var i = Self.slot(oldKeys[k]) & mask
            while keys[i] != 0 { i = (i + 1) & mask }
            keys[i] = oldKeys[k]
            values[i] = oldValues[k]
        }
    }

    /// The distinct class sets, so that unions of them can be added once all phrases are in.
    fileprivate var classTable: ([ClassSet], [ClassSet: UInt16]) { (classSets, classSetIndex) }

    /// Takes over the class sets that grew in `table`, and frees what only building needs.
    mutating func adopt(_ table: ClassSetTable) {
        classSets = table.sets
        classSetIndex = [:]
    }

    // MARK: Matching

    /// The state that a lexeme leads to from a root, or `none`.
    @inline(__always)
    func start(_ lexeme: LexemeID, foldsCase: Bool) -> StateID {
        let roots = foldsCase ? firstFolded : firstExact
        return Int(lexeme) < roots.count ? roots[Int(lexeme)] : Self.none
    }

    /// The next state, or `none`.
    @inline(__always)
    func step(_ state: StateID, _ lexeme: LexemeID) -> StateID {
        guard hasChildren[Int(state)] else { return Self.none }
        let key = Self.key(state, lexeme)
        return keys.withUnsafeBufferPointer { keys in
            var i = Self.slot(key) & mask
            while keys[i] != 0 {
                if keys[i] == key { return values[i] }
                i = (i + 1) & mask
            }
            return Self.none
        }
    }

    @inline(__always) func continues(_ state: StateID) -> Bool { hasChildren[Int(state)] }

    /// Index of the class set of the phrase that `state` ends; 0: it ends none, or one of no class.
    @inline(__always) func classSet(_ state: StateID) -> UInt16 { stateClasses[Int(state)] }
    @inline(__always) func classes(at index: UInt16) -> ClassSet { classSets[Int(index)] }
    /// How many distinct class sets there are.
    var classSetCount: Int { classSets.count }

    /// The entries whose phrase `state` ends, newest first.
    func entries(_ state: StateID) -> [EntryID] {
        var result: [EntryID] = []
        var k = stateOutputs[Int(state)]
        while k != 0 {
            result.append(outputs[Int(k)].entry)
            k = outputs[Int(k)].next
        }
        return result
    }

    /// The newest entry of `state` that `isWanted`.
    @inline(__always)
    func entry(_ state: StateID, where isWanted: (EntryID) -> Bool) -> EntryID? {
        var k = stateOutputs[Int(state)]
        while k != 0 {
            if isWanted(outputs[Int(k)].entry) { return outputs[Int(k)].entry }
            k = outputs[Int(k)].next
        }
        return nil
    }
}

/// Distinct class sets by number, with their unions.
struct ClassSetTable {
    fileprivate var sets: [ClassSet]
    private var index: [ClassSet: UInt16]
    private var unions: [UInt32: UInt16] = [:]

    init(_ automaton: PhraseAutomaton) { (sets, index) = automaton.classTable }

    /// The number of the union of two sets.
    mutating func union(_ a: UInt16, _ b: UInt16) -> UInt16 {
        if b == 0 || a == b { return a }
        if a == 0 { return b }
        let key = UInt32(a) << 16 | UInt32(b)
        if let known = unions[key] { return known }
        var set = sets[Int(a)]
        set.formUnion(sets[Int(b)])
        let number = index[set] ?? UInt16(sets.count)
        if number == sets.count {
            sets.append(set)
            index[set] = number
        }
        unions[key] = number
        return number
    }
}

/// Number of a row of a lexicon.
typealias EntryID = UInt32
