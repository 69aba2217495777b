import Testing

@testable import NER

/// Marked tokens are found sixteen at a time; here against a plain loop.
struct TriggerMaskTests {
    @Test("Marks are found wherever they stand", arguments: [0, 1, 3, 4, 15, 16, 17, 31, 33, 100])
    func marked(count: Int) {
        var state = UInt64(count) &+ 1
        for mask in [TriggerMask.sought, .continuesPhrases, .classes(ofProgram: 0), .words(ofProgram: 6).union(.classes(ofProgram: 3)), TriggerMask(rawValue: .max)] {
            let masks = (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                // Most tokens have few marks, if any.
                return TriggerMask(rawValue: UInt16(truncatingIfNeeded: state >> 48) & UInt16(truncatingIfNeeded: state >> 32) & UInt16(truncatingIfNeeded: state >> 16))
            }
            masks.withUnsafeBufferPointer { triggers in
                for start in 0...count {
                    for end in start...count {
                        let expected = (start..<end).filter { !masks[$0].isDisjoint(with: mask) }
                        var found: [Int] = []
                        triggers.forEach(marked: mask, in: start..<end) { found.append($0) }
                        #expect(found == expected)
                        #expect(triggers.containsMark(mask, in: start..<end) == !expected.isEmpty)
                    }
                }
            }
        }
    }
}
