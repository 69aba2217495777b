/// By rule program and set of classes: the variants that a phrase with these classes starts. One look for each token or phrase, however many classes it has.
struct SetTrials: BitwiseCopyable {
    /// By program, then by set: where its list begins, and in the lowest `countBits` how long it is.
    private var places = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    /// Lists: the numbers of variants.
    private var lists = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    private var setCount = 0

    init() {}

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(table: &places)
        coder.code(table: &lists)
        coder.code(&setCount)
    }

    private static let countBits: UInt32 = 10

    /// The numbers of the variants of a program that a set starts.
    @inline(__always)
    subscript(_ set: UInt16, in program: Int) -> UnsafeBufferPointer<UInt32> {
        let place = places[program &* setCount &+ Int(set)], start = Int(place &>> Self.countBits)
        return UnsafeBufferPointer(rebasing: lists[start..<start &+ Int(place & (1 &<< Self.countBits &- 1))])
    }

    /// The memory behind the lists. Sets that start the same share one.
    struct Builder: ~Copyable {
        private var places = GrowingBuffer<UInt32>()
        private var lists = GrowingBuffer<UInt32>()
        private let setCount: Int

        /// - Parameter sets: all sets of classes, by number.
        init(_ programs: [RuleProgram], _ sets: [ClassSet]) {
            setCount = sets.count
            var known: [[UInt32]: UInt32] = [[]: 0]
            for program in programs {
                for set in sets {
                    let variants = program.classTriggers.variants(set)
                    if let place = known[variants] { places.append(place); continue }
                    precondition(variants.count < 1 << SetTrials.countBits && lists.count < 1 << (32 - SetTrials.countBits), "more variants for one set of classes than are provided for")
                    let place = UInt32(lists.count) << SetTrials.countBits | UInt32(variants.count)
                    known[variants] = place
                    places.append(place)
                    for variant in variants { lists.append(variant) }
                }
            }
        }

        var view: SetTrials {
            var view = SetTrials()
            (view.places, view.lists, view.setCount) = (places.view, lists.view, setCount)
            return view
        }
    }
}
