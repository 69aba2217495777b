/// FNV-1a, 64 bits (Fowler, Noll, Vo): tells whether data are those that were measured. No protection against intent.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    /// Adds `bytes` and their number, so that pieces can't run into each other.
    public mutating func add(_ bytes: some Collection<UInt8>) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var count = bytes.count
        for _ in 0..<8 {
            hash = (hash ^ UInt64(count & 0xFF)) &* 0x0000_0100_0000_01B3
            count >>= 8
        }
    }

    public mutating func add(_ text: String) { add(text.utf8) }

    /// 16 hexadecimal digits.
    public var description: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
