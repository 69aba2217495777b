/// By rule program and set of classes: the variants that a phrase with these classes starts. One look for each token or phrase, however many classes it has.
struct SetTrials: BitwiseCopyable {
    /// Where a list begins, and how long it is.
    struct Place: BitwiseCopyable {
        var start: UInt32 = 0
        var count: UInt32 = 0
    }

    /// By program, then by set.
    private var places = UnsafeBufferPointer<Place>(start: nil, count: 0)
    /// Lists: the numbers of variants.
    private var lists = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    private var setCount = 0

    init() {}

    mutating func code(_ coder: inout some ImageCoder) {
        coder.code(table: &places)
        coder.code(table: &lists)
        coder.code(&setCount)
    }

    /// The numbers of the variants of a program that a set starts.
    @inline(__always)
    subscript(_ set: UInt16, in program: Int) -> UnsafeBufferPointer<UInt32> {
        let place = places[program &* setCount &+ Int(set)], start = Int(place.start)
        return UnsafeBufferPointer(rebasing: lists[start..<start &+ Int(place.count)])
    }

    /// The memory behind the lists. Sets that start the same share one.
    struct Builder: ~Copyable {
        private var places = GrowingBuffer<Place>()
        private var lists = GrowingBuffer<UInt32>()
        private let setCount: Int

        /// - Parameter sets: all sets of classes, by number.
        init(_ programs: some Sequence<RuleProgram>, _ sets: [ClassSet]) {
            setCount = sets.count
            var known: [[UInt32]: Place] = [[]: Place()]
            for program in programs {
                for set in sets {
                    let variants = program.classTriggers.variants(set)
                    if let place = known[variants] { places.append(place); continue }
                    let place = Place(start: UInt32(lists.count), count: UInt32(variants.count))
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
