/// A set of lexicon classes: one bit for each class that rules or the recogniser refer to. 32 bytes.
///
/// A class is a lexicon, or the part of one that a filter picks: `<firm>`, `<firm!>`, `<org-head strength=strong>`.
struct ClassSet: Sendable, Hashable, BitwiseCopyable {
    private var a: UInt64 = 0
    private var b: UInt64 = 0
    private var c: UInt64 = 0
    private var d: UInt64 = 0

    /// How many classes there can be.
    static let capacity = 256

    init() {}

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(&a)
        coder.code(&b)
        coder.code(&c)
        coder.code(&d)
    }

    init(_ id: ClassID) { insert(id) }
    init(_ ids: some Sequence<ClassID>) { for id in ids { insert(id) } }

    @inline(__always) var isEmpty: Bool { a | b | c | d == 0 }

    @inline(__always)
    func contains(_ id: ClassID) -> Bool {
        let bit: UInt64 = 1 << UInt64(id & 63)
        switch id >> 6 {
        case 0: return a & bit != 0
        case 1: return b & bit != 0
        case 2: return c & bit != 0
        default: return d & bit != 0
        }
    }

    mutating func insert(_ id: ClassID) {
        let bit: UInt64 = 1 << UInt64(id & 63)
        switch id >> 6 {
        case 0: a |= bit
        case 1: b |= bit
        case 2: c |= bit
        default: d |= bit
        }
    }

    @inline(__always)
    mutating func formUnion(_ other: ClassSet) {
        a |= other.a; b |= other.b; c |= other.c; d |= other.d
    }

    @inline(__always)
    func intersects(_ other: ClassSet) -> Bool {
        (a & other.a) | (b & other.b) | (c & other.c) | (d & other.d) != 0
    }

    func subtracting(_ other: ClassSet) -> ClassSet {
        var result = self
        result.a &= ~other.a; result.b &= ~other.b; result.c &= ~other.c; result.d &= ~other.d
        return result
    }

    @inline(__always)
    func isSuperset(of other: ClassSet) -> Bool {
        (other.a & ~a) | (other.b & ~b) | (other.c & ~c) | (other.d & ~d) == 0
    }

    @inline(__always)
    func intersection(_ other: ClassSet) -> ClassSet {
        var result = self
        result.a &= other.a; result.b &= other.b; result.c &= other.c; result.d &= other.d
        return result
    }

    /// Takes the first class out of the set.
    @inline(__always)
    mutating func popFirst() -> ClassID? {
        func pop(_ word: inout UInt64, _ base: Int) -> ClassID {
            defer { word &= word &- 1 }
            return ClassID(truncatingIfNeeded: base &+ word.trailingZeroBitCount)
        }
        if a != 0 { return pop(&a, 0) }
        if b != 0 { return pop(&b, 64) }
        if c != 0 { return pop(&c, 128) }
        if d != 0 { return pop(&d, 192) }
        return nil
    }

    /// Calls `body` with each class of the set.
    @inline(__always)
    func forEach(_ body: (ClassID) -> Void) {
        var rest = self
        while let id = rest.popFirst() { body(id) }
    }
}

/// Number of a lexicon class.
typealias ClassID = UInt8
