import Testing
@testable import NER

@Suite struct SevenBitCodeTests {
    @Test(arguments: [0, 1, 7, 8, 55, 56, 57, 447, 448, 1000]) func decodesWhatItEncoded(_ count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = SevenBitCode.encode(bytes)
        #expect(text.allSatisfy { $0 < 0x80 })
        let decoded = text.withUnsafeBufferPointer { characters in
            let words = GrowingBuffer<UInt64>(count: SevenBitCode.wordCount(characters)) { SevenBitCode.decode(characters, to: $0) }
            return Array(UnsafeRawBufferPointer(words.view))
        }
        #expect(Array(decoded.prefix(count)) == bytes)
        #expect(decoded.dropFirst(count).allSatisfy { $0 == 0 } && decoded.count < count + 56)
    }
}
