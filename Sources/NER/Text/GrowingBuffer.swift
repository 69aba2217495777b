import Glibc

/// An array of plain values that owns its memory and hands out pointers to it.
///
/// What the recogniser's hot loops read: no reference counts, no copies on write. The owner must outlive every `view`, and a view is void once the buffer
/// grows or is cleared. Bounds are checked in debug builds.
///
/// `Element` must be trivial (no references): elements are moved and dropped as bytes.
struct GrowingBuffer<Element>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 16) {
        assert(_isPOD(Element.self), "only trivial elements")
        self.capacity = max(capacity, 1)
        base = Self.allocate(self.capacity)
    }

    init(repeating element: Element, count: Int) {
        self.init(capacity: count)
        append(repeating: element, count: count)
    }

    /// So many elements, all of which `body` sets.
    init(count: Int, _ body: (UnsafeMutablePointer<Element>) -> Void) {
        self.init(capacity: count)
        body(base)
        self.count = count
    }

    deinit { free(base) }

    /// Memory for so many elements. Large buffers ask for large pages: the lexicons' tables are met at random, and filling them page by page was an eighth
    /// of the start-up.
    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Element> {
        let size = max(capacity * MemoryLayout<Element>.stride, 1), largePage = 2 << 20
        var memory: UnsafeMutableRawPointer?
        if size >= largePage / 2 {
            // Whole pages, for the last part as well.
            let pages = (size + largePage - 1) / largePage * largePage
            posix_memalign(&memory, largePage, pages)
            // Advice only: where it is refused, pages are small.
            madvise(memory, pages, MADV_HUGEPAGE)
        } else {
            // Aligned for any plain element, and cheaper than asking for it.
            memory = malloc(size)
        }
        guard let memory else { preconditionFailure("out of memory: \(size) bytes") }
        return memory.bindMemory(to: Element.self, capacity: capacity)
    }

    /// All elements, for reading.
    var view: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

    subscript(_ i: Int) -> Element {
        @inline(__always) get {
            assert(i >= 0 && i < count)
            return base[i]
        }
        @inline(__always) set {
            assert(i >= 0 && i < count)
            base[i] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        count += 1
    }

    /// Appends `element` where `condition` holds, at the same cost where not: for conditions that are hard to foretell.
    @inline(__always)
    mutating func append(_ element: Element, if condition: Bool) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        count &+= Int(condition.number)
    }

    /// Appends up to `most` elements, which `body` sets from the given memory on; it returns how many.
    @inline(__always)
    mutating func append(upTo most: Int, _ body: (UnsafeMutablePointer<Element>) -> Int) {
        if count &+ most > capacity { grow(to: count &+ most) }
        count &+= body(base + count)
    }

    mutating func append(repeating element: Element, count extra: Int) {
        if count + extra > capacity { grow(to: count + extra) }
        (base + count).initialize(repeating: element, count: extra)
        count += extra
    }

    mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
        guard let source = elements.baseAddress, !elements.isEmpty else { return }
        if count + elements.count > capacity { grow(to: count + elements.count) }
        (base + count).initialize(from: source, count: elements.count)
        count += elements.count
    }

    /// Sets the count to at least `size`, filling with `element`.
    mutating func extend(to size: Int, with element: Element) {
        if size > count { append(repeating: element, count: size - count) }
    }

    /// Makes room for so many elements in all.
    mutating func reserve(_ size: Int) { if size > capacity { grow(to: size) } }

    /// Sets an element that has room, counted or not.
    @inline(__always)
    func put(_ element: Element, at i: Int) {
        assert(i < capacity)
        (base + i).initialize(to: element)
    }

    /// Counts so many elements, all of which were put.
    mutating func setCount(_ count: Int) {
        assert(count <= capacity)
        self.count = count
    }

    /// Forgets all elements; keeps the memory.
    mutating func removeAll() { count = 0 }

    mutating func removeLast() { count -= 1 }

    private mutating func grow(to needed: Int) {
        let size = max(needed, capacity * 2)
        let new = Self.allocate(size)
        new.moveInitialize(from: base, count: count)
        free(base)
        base = new
        capacity = size
    }
}
