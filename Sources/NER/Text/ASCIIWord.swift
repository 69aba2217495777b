/// A word of 1 to 15 ASCII letters, read eight bytes at a time; or one mark.
struct ASCIIWord: BitwiseCopyable {
    /// How many bytes are read at most.
    static let limit = 16

    /// Its first eight bytes, padded with zeros.
    let head: UInt64
    /// Its last eight bytes where it has more than eight; else 0.
    let tail: UInt64
    let count: Int

    /// The letters that stand at `bytes`, of which `limit` can be read; `nil` where they are none or too many.
    @inline(__always)
    init?(_ bytes: UnsafePointer<UInt8>) {
        let raw = UnsafeRawPointer(bytes)
        let first = raw.loadUnaligned(as: UInt64.self)
        let others = Self.others(first)
        if others != 0 {
            // Eight bits for each letter, and seven more.
            let bits = others.trailingZeroBitCount
            guard bits > 7 else { return nil }
            head = first & ((1 as UInt64) &<< UInt64(truncatingIfNeeded: bits &- 7) &- 1)
            tail = 0
            count = bits &>> 3
        } else {
            let more = Self.others(raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            guard more != 0 else { return nil }
            let bits = more.trailingZeroBitCount
            head = first
            tail = bits > 7 ? raw.loadUnaligned(fromByteOffset: bits &>> 3, as: UInt64.self) : 0
            count = 8 &+ bits &>> 3
        }
    }

    @inline(__always)
    init(mark: UInt8) {
        head = UInt64(mark)
        tail = 0
        count = 1
    }

    /// The high bit of each byte that is no ASCII letter.
    @inline(__always)
    private static func others(_ x: UInt64) -> UInt64 {
        let low = (x | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = low &+ 0x1F1F_1F1F_1F1F_1F1F, pastZ = low &+ 0x0505_0505_0505_0505
        return (~fromA | pastZ | x) & 0x8080_8080_8080_8080
    }

    /// What it looks like, at `bytes`.
    func shape(_ bytes: UnsafePointer<UInt8>) -> TokenFlags {
        guard (bytes[0] | 0x20) &- 0x61 < 26 else { return .punctuation }
        var all: UInt8 = 0xFF, any: UInt8 = 0
        for k in 0..<count {
            all &= bytes[k]
            any |= bytes[k]
        }
        // The bit that tells lower case from capitals.
        guard bytes[0] & 0x20 == 0 else { return all & 0x20 == 0 ? .camel : .lower }
        return any & 0x20 == 0 && count >= 2 ? [.capitalized, .upper] : .capitalized
    }
}
