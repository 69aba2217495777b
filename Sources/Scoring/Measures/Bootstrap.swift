/// Confidence intervals by resampling documents (Efron 1979, percentile method): mentions of one document are not independent, documents nearly are.
public struct Bootstrap: Sendable, Hashable {
    public var resamples: Int
    public var seed: UInt64

    /// - Parameter resamples: 1000 keep the ends of a 95 % interval steady to about a tenth of its width.
    public init(resamples: Int = 1000, seed: UInt64 = 1) {
        self.resamples = resamples
        self.seed = seed
    }

    /// The 2.5th and 97.5th percentile of strict F1 over resampled documents.
    ///
    /// The same counts and seed give the same interval on every machine. The generator is `SplitMix64`, so that other tools with another generator
    /// (Python's Mersenne twister) agree in distribution, not to the digit.
    ///
    /// - Returns: `nil` without documents or resamples.
    /// - Complexity: resamples × documents.
    public func strictF1(_ documents: [Counts]) -> ClosedRange<Double>? {
        guard !documents.isEmpty, resamples > 0 else { return nil }
        var generator = SplitMix64(seed: seed)
        var values: [Double] = []
        values.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var total = Counts()
            for _ in documents.indices { total += documents[generator.next(below: documents.count)] }
            values.append(PrecisionRecall(correct: Double(total.strict), predicted: total.predicted, gold: total.gold).f1)
        }
        values.sort()
        return values[Int(0.025 * Double(resamples))]...values[min(resamples - 1, Int(0.975 * Double(resamples)))]
    }
}

/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", OOPSLA 2014): one 64-bit state, equidistributed outputs.
public struct SplitMix64: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to `bound`, by the high half of the product (its bias is below 2⁻³² for bounds below 2³²).
    public mutating func next(below bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
}
