/// A window on a source's bytes that grows as far as asked, with sticky failure: a broken source looks ended, and `failure` says why.
final class BufferedInput {
    let source: any ByteSource
    private var storage: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// Bytes behind `end` that were read already and do not continue what comes before: see `stopsAtDamage`.
    private var hidden = 0
    private var isAtGap = false
    private var sourceIsAtEnd = false
    /// Offset in the source's stream of the first byte of the window.
    private(set) var offset = 0
    /// Why the source ended early.
    private(set) var failure: IngestError?
    /// Nothing comes behind what is at hand, or nothing that continues it.
    var isAtEnd: Bool { sourceIsAtEnd || isAtGap }
    private var faults: [StreamFault] = []

    private static let readSize = 128 * 1024

    init(_ source: any ByteSource) {
        self.source = source
        storage = .allocate(byteCount: 2 * Self.readSize, alignment: 16)
    }

    deinit { storage.deallocate() }

    /// Bytes at hand.
    var count: Int { end - start }

    /// The bytes at hand; valid until the next fill or consume.
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: storage[start..<end]).assumingMemoryBound(to: UInt8.self)
    }

    /// Reads once, whatever comes; `false` at the end.
    @discardableResult func readMore() -> Bool {
        if isAtEnd { return false }
        makeRoom()
        let before = end
        do throws(IngestError) {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
            faults += source.takeFaults()
            if count == 0 { sourceIsAtEnd = true }
            end += count
            if stopsAtDamage { stopAtGap() }
            return end > before
        } catch {
            faults += source.takeFaults()
            sourceIsAtEnd = true
            failure = error
            return false
        }
    }

    // MARK: Damage

    /// Whether damage in the middle counts as the end of the input, with the damage as the failure, until `passDamage`. So a record that is cut by it is
    /// treated as one that the end of a file cuts, and none is put together from what stands before and behind it.
    var stopsAtDamage = false {
        didSet { if stopsAtDamage { stopAtGap() } }
    }

    /// Whether the damage at which reading stopped cut what stood before it; else it lay between whole parts.
    private(set) var isCutAtDamage = false

    /// Hides what lies behind the next damage.
    private func stopAtGap() {
        guard let k = faults.firstIndex(where: { $0.offset >= offset && ($0.offset < offset + count || $0.offset == offset + count && $0.isCut) }) else { return }
        let fault = faults.remove(at: k)
        let visible = fault.offset - offset
        hidden = count - visible
        end = start + visible
        isAtGap = true
        isCutAtDamage = fault.isCut
        failure = fault.error
    }

    /// Reads to the end by parts between which something is lost: `body` reads one, `report` is given what ended it and where, and in the end all other damage.
    ///
    /// - Parameter resume: seeks the beginning of a record behind damage; `false` where there is none.
    func readParts(until isStopped: () -> Bool, report: (IngestError, Int) -> Void, resume: () -> Bool = { true }, _ body: () -> Void) {
        stopsAtDamage = true
        repeat {
            body()
            if let failure { report(failure, offset) }
        } while !isStopped() && passDamage() && resume()
        for fault in takeFaults() { report(fault.error, fault.offset) }
    }

    /// Goes on behind the damage at which reading stopped; what stands before it and was not consumed is dropped. `false` where nothing follows.
    func passDamage() -> Bool {
        guard isAtGap else { return false }
        offset += count
        start = end
        end += hidden
        hidden = 0
        isAtGap = false
        failure = nil
        stopAtGap()
        return count > 0 || isAtGap || readMore() || isAtGap
    }

    /// Has at least `wanted` bytes at hand where the source has as many, and gives how many there are.
    @discardableResult func fill(_ wanted: Int) -> Int {
        while count < wanted, readMore() {}
        return count
    }

    /// Drops the first `count` of the bytes at hand.
    func consume(_ count: Int) {
        start += count
        offset += count
        if start == end, hidden == 0 {
            start = 0
            end = 0
        }
    }

    /// Bytes at hand that continue what came before, up to the next damage.
    var unbrokenCount: Int {
        if let fault = faults.first(where: { $0.offset > offset }) { return min(count, fault.offset - offset) }
        return faults.contains { $0.offset == offset } ? 0 : count
    }

    /// Damage up to where reading stands; what lies ahead stays, so that reading stops there.
    func takePassedFaults() -> [StreamFault] {
        let passed = faults.prefix { $0.offset <= offset }
        faults.removeFirst(passed.count)
        return Array(passed)
    }

    /// Takes the next `count` bytes, fewer at the end or where the stream is damaged.
    func take(_ count: Int) -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            if self.count == 0, !readMore() { break }
            let step = min(unbrokenCount, count - result.count)
            if step == 0 { break }
            if result.isEmpty { result.reserveCapacity(min(count, max(step, 1 << 20))) }
            result.append(contentsOf: bytes[..<step])
            consume(step)
        }
        return result
    }

    /// Gives back bytes that were taken last.
    func untake(_ bytes: ArraySlice<UInt8>) {
        let joined = UnsafeMutableRawBufferPointer.allocate(byteCount: max(storage.count, bytes.count + count + hidden + Self.readSize), alignment: 16)
        joined.copyBytes(from: bytes)
        UnsafeMutableRawBufferPointer(rebasing: joined[bytes.count...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<(end + hidden)]))
        end = bytes.count + count
        start = 0
        offset -= bytes.count
        storage.deallocate()
        storage = joined
    }

    /// Skips `count` bytes, and gives how many there were up to the end or to damage.
    func skip(_ count: Int) -> Int {
        var left = count
        while left > 0 {
            if self.count == 0, !readMore() { break }
            let step = min(unbrokenCount, left)
            if step == 0 { break }
            consume(step)
            left -= step
        }
        return count - left
    }

    /// All bytes up to the end as one record, and the damage that was found behind them.
    ///
    /// - Throws: where there are more than `limit`, where the source broke, and where it is damaged in the middle.
    func takeRecord(limit: Int) throws(IngestError) -> (bytes: [UInt8], faults: [StreamFault]) {
        let all = take(limit + 1)
        if all.count > limit { throw .tooLarge(limit) }
        if let failure { throw failure }
        let isWhole = fill(1) == 0
        let faults = takeFaults()
        if !isWhole, let fault = faults.first { throw fault.error }
        return (all, faults)
    }

    private func makeRoom() {
        if start > 0, storage.count - end < Self.readSize {
            storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            end -= start
            start = 0
        }
        if storage.count - end < Self.readSize {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: storage.count * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<end]))
            storage.deallocate()
            storage = larger
        }
    }
}

/// A buffered input is a source again, so that one format can be read out of another.
extension BufferedInput: ByteSource {
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        if count == 0, !readMore() {
            if let failure { throw failure }
            return 0
        }
        let step = min(count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<step]))
        consume(step)
        return step
    }

    func takeFaults() -> [StreamFault] {
        defer { faults.removeAll() }
        return faults
    }

    func fileOffset(of offset: Int) -> Int? { source.fileOffset(of: offset) }
    var consumedFileBytes: Int { source.consumedFileBytes }
}
