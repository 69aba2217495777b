import Glibc

/// Looking for one byte, with the C library's vector code.
extension UnsafeBufferPointer<UInt8> {
    /// The first place of `byte` at or behind `start`.
    @inline(__always)
    func place(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count, let found = memchr(base + start, Int32(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// How often `byte` stands here. For bytes that are rare, such as line ends.
    func occurrences(of byte: UInt8) -> Int {
        var found = 0, position = 0
        while let next = place(of: byte, from: position) {
            found += 1
            position = next + 1
        }
        return found
    }
}
