/// What begins at a token, or ends with it, sketched in 64 bits: flags, spans, words and classes that patterns ask for (a Bloom filter with one hash:
/// Bloom, “Space/Time Trade-offs in Hash Coding with Allowable Errors”, 1970).
///
/// Where a pattern's signature and that of the text beside its anchor have no bit in common, it cannot match there. Most trials end so, without a look at the
/// pattern.
struct Signature: OptionSet, Sendable, BitwiseCopyable {
    var rawValue: UInt64

    /// Anything, the end of the text included.
    static let any = Signature(rawValue: .max)
    /// No token: a sentence or candidate ends here.
    static let edge = Signature(rawValue: UInt64(TokenFlags.continuesPhrases.rawValue))
    /// Any token.
    static let token = Signature(rawValue: UInt64(~TokenFlags.continuesPhrases.rawValue))

    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Of a token in a document. The flag of phrases is no pattern's concern; its place marks the edge.
    @inline(__always)
    init(_ flags: TokenFlags, _ spans: SpanKinds, lexical: UInt32) {
        rawValue = UInt64(flags.rawValue & ~TokenFlags.continuesPhrases.rawValue) | UInt64(spans.rawValue) << 16 | UInt64(lexical) << 32
    }

    init(_ flags: TokenFlags) { self.init(flags, [], lexical: 0) }
    init(_ spans: SpanKinds) { self.init([], spans, lexical: 0) }
    init(lexical: UInt32) { self.init([], [], lexical: lexical) }

    /// The bit of a word: one of sixteen.
    static func word(_ lexeme: LexemeID) -> UInt32 { 1 << ((lexeme &* 0x9E37_79B1) >> 28) }

    /// The bits of a set of classes: one for those that are met everywhere, one of fifteen for each other.
    static func classes(_ set: ClassSet, _ selectors: [ClassSelector]) -> UInt32 {
        var bits: UInt32 = 0
        set.forEach { id in
            let isCommon = ElementFrequency.ofClass(selectors[Int(id)]) >= commonFrequency
            bits |= isCommon ? 1 << 16 : 1 << (17 + UInt32(id) % 15)
        }
        return bits
    }

    private static let commonFrequency = 150
}
