/// Where the places of one text are in another that differs a little: in blanks, in quotes and dashes, or by passages that only one of them has.
public struct TextAlignment: Sendable {
    /// For each code point of the first text, the offset of its partner in the second, or -1.
    private let partners: [Int]

    /// Aligns two texts: one pass where they differ in blanks and punctuation forms alone, else word by word (`SequenceAlignment`).
    public init(from first: CodePoints, to second: CodePoints) {
        let a = Self.characters(first)
        let b = Self.characters(second)
        var partners = [Int](repeating: -1, count: first.count)
        if a.elementsEqual(b, by: { $0.form == $1.form }) {
            for (one, other) in zip(a, b) { partners[one.offset] = other.offset }
        } else {
            let wordsA = Self.words(a)
            let wordsB = Self.words(b)
            func spellings(_ words: [ArraySlice<Character>]) -> [String] { words.map { String(String.UnicodeScalarView($0.lazy.map(\.form))) } }
            for (one, other) in SequenceAlignment(spellings(wordsA), spellings(wordsB)).pairs {
                for (left, right) in zip(wordsA[one], wordsB[other]) { partners[left.offset] = right.offset }
            }
        }
        self.partners = partners
    }

    /// The range in the second text that holds what `range` holds in the first; `nil` where its first or last character has no partner.
    public func range(of range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= partners.count else { return nil }
        let start = partners[range.lowerBound]
        let end = partners[range.upperBound - 1]
        return start >= 0 && start <= end ? start..<end + 1 : nil
    }

    /// A character that is no blank, in the form that is compared.
    private struct Character {
        var form: Unicode.Scalar
        var offset: Int
    }

    private static func characters(_ text: CodePoints) -> [Character] {
        text.scalars.enumerated().compactMap { offset, scalar in
            let properties = scalar.properties
            if properties.isWhitespace || properties.generalCategory == .format { return nil }
            return Character(form: folded(scalar), offset: offset)
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "“", "”", "„": "\""
        case "‘", "’", "‚": "'"
        case "–", "—", "‑", "−", "‐": "-"
        default: scalar
        }
    }

    /// Runs of letters and digits, and single other characters.
    private static func words(_ characters: [Character]) -> [ArraySlice<Character>] {
        var words: [ArraySlice<Character>] = []
        var start = 0
        func isWord(_ character: Character) -> Bool { character.form.properties.isAlphabetic || character.form.properties.numericType != nil }
        for index in characters.indices {
            let continues = index > start && isWord(characters[index]) && isWord(characters[index - 1]) && characters[index - 1].offset + 1 == characters[index].offset
            if index > start, !continues {
                words.append(characters[start..<index])
                start = index
            }
        }
        if start < characters.count { words.append(characters[start...]) }
        return words
    }
}
