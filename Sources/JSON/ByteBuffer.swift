/// Bytes that are written one behind the other, in memory of its own.
///
/// One check of the room for each write, none for each byte. Bounds are the callers' duty; they are fenced in here and in `JSONWriter`.
struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// What has been written; void once more is.
    var view: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// Forgets all bytes. Keeps the memory, unless one large record asked for more than is worth keeping.
    mutating func removeAll() {
        count = 0
        guard capacity > Self.keptCapacity else { return }
        base.deallocate()
        capacity = Self.keptCapacity
        base = .allocate(capacity: capacity)
    }

    private static var keptCapacity: Int { 4 << 20 }

    /// Where so many bytes can be written next; `filled` says how many were.
    @inline(__always)
    mutating func room(for extra: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity &- count < extra { grow(extra) }
        return base + count
    }

    @inline(__always)
    mutating func filled(_ extra: Int) { count &+= extra }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        room(for: 1).pointee = byte
        filled(1)
    }

    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        room(for: bytes.count).update(from: source, count: bytes.count)
        filled(bytes.count)
    }

    /// Copies bytes of `text` from `start` on, up to one that JSON may have to escape or that is no ASCII, and gives how many there were. Eight bytes at a time,
    /// each eight of them copied whole; what was too much is written over by what comes next.
    @inline(__always)
    mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let source = text.baseAddress.map({ $0 + start }) else { return 0 }
        let length = text.count &- start
        let target = UnsafeMutableRawPointer(room(for: length &+ 8))
        var k = 0
        if length < 8, length >= 4 {
            // Two fours that overlap, side by side; what is added are zeros above them.
            let low = UnsafeRawPointer(source).loadUnaligned(as: UInt32.self), high = UnsafeRawPointer(source).loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
            let shift = UInt64(truncatingIfNeeded: (length &- 4) &* 8)
            let word = UInt64(littleEndian: UInt64(low.littleEndian) | UInt64(high.littleEndian) &<< shift)
            target.storeBytes(of: word.littleEndian, as: UInt64.self)
            let stop = ASCIIRun.stops(word) & ((1 as UInt64) &<< (shift &+ 32) &- 1)
            k = stop == 0 ? length : stop.trailingZeroBitCount &>> 3
            filled(k)
            return k
        }
        while k &+ 8 <= length {
            let word = UnsafeRawPointer(source).loadUnaligned(fromByteOffset: k, as: UInt64.self)
            target.storeBytes(of: word, toByteOffset: k, as: UInt64.self)
            let stop = ASCIIRun.stops(UInt64(littleEndian: word))
            if stop != 0 {
                k &+= stop.trailingZeroBitCount &>> 3
                filled(k)
                return k
            }
            k &+= 8
        }
        while k < length {
            let byte = source[k]
            if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { break }
            target.storeBytes(of: byte, toByteOffset: k, as: UInt8.self)
            k &+= 1
        }
        filled(k)
        return k
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        capacity = max(capacity * 2, count + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

/// Tests of eight bytes at once ("has a byte less than", of Anderson's Bit Twiddling Hacks).
enum ASCIIRun {
    /// High bits: the lowest marks the first byte that is a control character, a quote, a backslash or no ASCII; 0 where there is none. A borrow can set
    /// false ones, but only behind a true one.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101, highs: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22), backslash = word ^ (ones &* 0x5C)
        return (word | (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones)) & highs
    }
}
