/// By rule program and set of classes: the variants that a phrase with these classes starts. One look for each token or phrase, however many classes it has.
struct SetTrials: BitwiseCopyable {
    /// By program, then by set: where its list begins.
    private var offsets = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    /// Lists: their length, then the numbers of variants.
    private var lists = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    private var setCount = 0

    init() {}

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(table: &offsets)
        coder.code(table: &lists)
        coder.code(&setCount)
    }

    /// The variants of a program that a set starts.
    @inline(__always)
    subscript(_ set: UInt16, in program: Int) -> List { List(base: lists, offset: Int(offsets[program &* setCount &+ Int(set)])) }

    /// Numbers of variants.
    struct List {
        fileprivate let base: UnsafeBufferPointer<UInt32>
        fileprivate let offset: Int

        @inline(__always) var count: Int { Int(base[offset]) }
        @inline(__always) subscript(_ k: Int) -> UInt32 { base[offset &+ 1 &+ k] }
    }

    /// The memory behind the lists. Sets that start the same share one.
    struct Builder: ~Copyable {
        private var offsets = GrowingBuffer<UInt32>()
        private var lists = GrowingBuffer<UInt32>()
        private let setCount: Int

        /// - Parameter sets: all sets of classes, by number.
        init(_ programs: [RuleProgram], _ sets: [ClassSet]) {
            setCount = sets.count
            lists.append(0)
            var known: [[UInt32]: UInt32] = [[]: 0]
            for program in programs {
                for set in sets {
                    let variants = program.classTriggers.variants(set)
                    if let offset = known[variants] { offsets.append(offset); continue }
                    let offset = UInt32(lists.count)
                    known[variants] = offset
                    offsets.append(offset)
                    lists.append(UInt32(variants.count))
                    for variant in variants { lists.append(variant) }
                }
            }
        }

        var view: SetTrials {
            var view = SetTrials()
            (view.offsets, view.lists, view.setCount) = (offsets.view, lists.view, setCount)
            return view
        }
    }
}
