/// Bytes as printable ASCII, six bits a character, so that a Swift string literal can hold them: no other part of a Swift package may be made by a build
/// plug-in and still lie in the binary.
///
/// The words of the data stand in three equal runs, with the low six bits of each byte, then in a fourth with the high two bits of the bytes of all three.
/// Decoding is a mask and a shift a word, with nothing to wait for: as fast as memory.
enum PrintableCode {
    private static let low: UInt64 = 0x3F3F_3F3F_3F3F_3F3F
    private static let high: UInt64 = 0xC0C0_C0C0_C0C0_C0C0

    /// How many words each run of so many bytes has.
    private static func run(_ byteCount: Int) -> Int { (byteCount + 23) / 24 }

    /// The characters for `bytes`, which count as padded with zeros.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let run = run(bytes.count) * 8
        var result = [UInt8](repeating: 0, count: run * 4)
        for (i, byte) in bytes.enumerated() {
            result[i] = byte & 0x3F
            result[run * 3 + i % run] |= (byte >> 6) << UInt8(i / run * 2)
        }
        // 0x20 to 0x5F: six bits that a mask finds again.
        return result.map { $0 < 0x20 ? $0 | 0x40 : $0 }
    }

    /// How many words `decode` gives.
    static func wordCount(_ text: UnsafeBufferPointer<UInt8>) -> Int { text.count / 32 * 3 }

    /// Writes the words that `text` stands for to `words`. Their bytes are in the order of `encode`'s on any machine that this runs on (little-endian).
    ///
    /// - Complexity: linear; about a nanosecond for eight bytes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, to words: UnsafeMutablePointer<UInt64>) {
        guard let base = text.baseAddress else { return }
        let run = text.count / 32
        let first = UnsafeRawPointer(base), second = first + run * 8, third = second + run * 8, rest = third + run * 8
        let (a, b, c) = (words, words + run, words + run * 2)
        for i in 0..<run {
            let top = rest.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self)
            a[i] = first.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self) & low | top &<< 6 & high
            b[i] = second.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self) & low | top &<< 4 & high
            c[i] = third.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self) & low | top &<< 2 & high
        }
    }
}
