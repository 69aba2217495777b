/// Bytes as ASCII, seven bits a character, so that a Swift string literal can hold them: no other part of a Swift package may be made by a build plug-in
/// and still lie in the binary.
///
/// The words of the data stand in seven equal runs, with the low seven bits of each byte, then in an eighth with the high bits of the bytes of all seven.
/// Decoding is a shift and two masks a word, with nothing to wait for: as fast as memory.
enum SevenBitCode {
    private static let high: UInt64 = 0x8080_8080_8080_8080
    /// Makes the zeros that tables are full of printable, so that the literal needs few escapes.
    private static let veil: UInt8 = 0x20
    private static let veils: UInt64 = 0x2020_2020_2020_2020
    private static let runCount = 7

    /// The characters for `bytes`, which count as padded with zeros.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let run = (bytes.count + 8 * runCount - 1) / (8 * runCount) * 8
        var result = [UInt8](repeating: 0, count: run * (runCount + 1))
        for (i, byte) in bytes.enumerated() {
            result[i] = byte & 0x7F
            result[run * runCount + i % run] |= (byte >> 7) << UInt8(i / run)
        }
        for i in result.indices { result[i] ^= veil }
        return result
    }

    /// How many words `decode` gives.
    static func wordCount(_ text: UnsafeBufferPointer<UInt8>) -> Int { text.count / (8 * (runCount + 1)) * runCount }

    /// Writes the words that `text` stands for to `words`. Their bytes are in the order of `encode`'s on any machine that this runs on (little-endian).
    ///
    /// - Complexity: linear; less than a nanosecond for eight bytes.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, to words: UnsafeMutablePointer<UInt64>) {
        guard let base = text.baseAddress else { return }
        let run = text.count / (8 * (runCount + 1))
        let tops = UnsafeRawPointer(base) + run * runCount * 8
        for number in 0..<runCount {
            let low = UnsafeRawPointer(base) + run * number * 8, out = words + run * number, shift = UInt64(7 - number)
            for i in 0..<run {
                let top = tops.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self) ^ veils
                out[i] = low.loadUnaligned(fromByteOffset: i &* 8, as: UInt64.self) ^ veils | top &<< shift & high
            }
        }
    }
}
