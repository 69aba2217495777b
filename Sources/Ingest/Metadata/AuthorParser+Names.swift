/// What a name looks like, and whether two are one person's.
extension AuthorParser {
    /// Whether a whole line is a label, not a name.
    static func isLabel(_ name: String) -> Bool { words.labels.contains(name.utf8.map(\.asciiLowercased)) }

    /// Whether a name has a first and a last part, or is written without blanks.
    static func isFull(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: " ")) || name.utf8.count > 5 && name.utf8.first.map { $0 > 0xE2 } == true }

    /// Whether two names may be one person's: one goes on where the other ends, or both have the same first and last words.
    static func areSame(_ a: String, _ b: String) -> Bool {
        let x = Line.words(a), y = Line.words(b)
        guard let first = x.first, let last = x.last else { return false }
        return x.starts(with: y) || y.starts(with: x) || first == y.first && last == y.last
    }

    /// Whether a piece could be the name of a person or a desk: up to six words, none of them an address.
    static func isName(_ name: Bytes) -> Bool {
        guard name.count > 1, name.count <= 60, name.count(where: { $0 == UInt8(ascii: " ") }) < 7 else { return false }
        guard name.contains(where: { $0.isASCIILetter || $0 >= 0x80 }), !name.contains(UInt8(ascii: "@")) else { return false }
        let lower = name.map(\.asciiLowercased)
        return !lower.starts(with: httpLetters) && !lower.suffix(4).elementsEqual(comLetters)
    }

    static func isLabel(_ name: Bytes) -> Bool { words.labels.contains(name.map(\.asciiLowercased)) }

    /// Whether the words of a piece begin as those of a name do: with capitals, small words aside. A single word may be a handle.
    static func isPlausible(_ name: Bytes) -> Bool {
        guard !name.contains(where: { [UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "$")].contains($0) }) else { return false }
        let pieces = name.split(separator: UInt8(ascii: " "))
        guard pieces.count < 6 else { return false }
        var capitals = 0
        for piece in pieces {
            guard let first = piece.first(where: { $0.isASCIILetter || $0 >= 0x80 }) else { continue }
            if first &- 0x61 >= 26 || piece.dropFirst().prefix(3).contains(where: { $0 &- 0x41 < 26 }) {
                capitals += 1
            } else if !words.particles.contains(piece.map(\.asciiLowercased)) {
                return false
            }
        }
        return capitals > 0
    }

    private static let httpLetters = Array("http".utf8), comLetters = Array(".com".utf8)
}
