/// Bytes that grow at their end, written through a pointer: no reference count and no check for other owners at each write.
///
/// Whoever writes makes room first, and may then write as far as that without looking again. Words are stored whole, also where fewer bytes of them count.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// What has been written; void once more is.
    var view: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// The place of the next byte, with room for `size` bytes.
    @inline(__always)
    mutating func end(withRoomFor size: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity &- count < size { grow(by: size) }
        return base + count
    }

    /// Counts the bytes before `end` as written.
    @inline(__always)
    mutating func finish(at end: UnsafeMutablePointer<UInt8>) {
        count = end - base
        assert(count <= capacity)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        end(withRoomFor: 1).initialize(to: byte)
        count &+= 1
    }

    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        end(withRoomFor: bytes.count).initialize(from: source, count: bytes.count)
        count &+= bytes.count
    }

    /// Forgets the bytes, and keeps the memory where it is not over `limit` bytes.
    mutating func removeAll(keeping limit: Int) {
        count = 0
        if capacity > limit {
            base.deallocate()
            capacity = limit
            base = .allocate(capacity: capacity)
        }
    }

    @inline(never)
    private mutating func grow(by size: Int) {
        let larger = max(count + size, capacity * 2)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        new.moveInitialize(from: base, count: count)
        base.deallocate()
        base = new
        capacity = larger
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Stores all eight bytes of `word`, the lowest first.
    @inline(__always)
    func store(_ word: UInt64) { UnsafeMutableRawPointer(self).storeBytes(of: word.littleEndian, as: UInt64.self) }

    /// Copies a few bytes, eight at a time, and gives the place behind them. Up to seven bytes behind that are overwritten.
    @inline(__always)
    func copyShort(_ source: UnsafePointer<UInt8>, count: Int) -> UnsafeMutablePointer<UInt8> {
        if count >= 8 {
            var i = 0
            while i < count &- 8 {
                (self + i).store(ByteScan.word(at: source + i))
                i &+= 8
            }
            // The last eight, some of them once more.
            (self + (count &- 8)).store(ByteScan.word(at: source + (count &- 8)))
        } else if count > 0 {
            store(ByteScan.word(at: source, count: count))
        }
        return self + count
    }
}
