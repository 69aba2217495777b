/// The numbers that the resolution of names counts with, beside the points of the rules: `Sources/Knowledge/rules/resolution.weights`, which says why each is
/// what it is. What each is worth on annotated articles: `tagline rules tune`.
struct ResolutionWeights: Sendable, BitwiseCopyable {
    /// One of them.
    enum Name: Int, Sendable, CaseIterable {
        case threshold, lead, repetitionCap, ownCap, localThreshold, knownPlace, settledContextCap
        case inheritanceCap, givenName, acronym, bracketAlias
        case listBetween, listBeside, personLook
        case rankCap

        /// As the file spells it.
        var spelling: String {
            switch self {
            case .threshold: "threshold"
            case .lead: "lead"
            case .repetitionCap: "repetition-cap"
            case .ownCap: "own-cap"
            case .localThreshold: "local-threshold"
            case .knownPlace: "known-place"
            case .settledContextCap: "settled-context-cap"
            case .inheritanceCap: "inheritance-cap"
            case .givenName: "given-name"
            case .acronym: "acronym"
            case .bracketAlias: "bracket-alias"
            case .listBetween: "list-between"
            case .listBeside: "list-beside"
            case .personLook: "person-look"
            case .rankCap: "rank-cap"
            }
        }

        /// The values that make sense: what is added to other points may be negative, or nothing.
        var range: ClosedRange<Int> {
            switch self {
            case .givenName, .acronym, .bracketAlias: -9...9
            case .settledContextCap, .listBetween, .listBeside: 0...9
            default: 1...9
            }
        }

        init?(spelling: String) {
            guard let known = Name.allCases.first(where: { $0.spelling == spelling }) else { return nil }
            self = known
        }
    }

    private var values = InlineArray<15, Int>(repeating: 0)

    subscript(name: Name) -> Int {
        @inline(__always) get { values[name.rawValue] }
        set { values[name.rawValue] = newValue }
    }
}

extension ResolutionWeights: ImageCodable {
    mutating func code(_ coder: inout some ImageCoder) {
        for name in Name.allCases { coder.code(&self[name]) }
    }
}
