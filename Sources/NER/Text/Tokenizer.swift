/// Cuts UTF-8 text into tokens.
///
/// One pass over the bytes. Words keep inner apostrophes (`O'Brien`), ampersands between capitals (`AT&T`), points of
/// abbreviations (`U.S.`, `J.`) and of domain names (`Amazon.com`); hyphens, possessives (`'s`) and all other punctuation are tokens of their
/// own. Numbers keep their separators (`1,234.5`) and end where letters begin (`1.5` `bn`). Addresses and handles are one token.
///
/// - Complexity: linear in the bytes.
struct Tokenizer {
    /// A token's bytes and shape. `separated`: 0 glued, 1 blank before, 2 line break, 3 empty line before.
    struct Piece {
        var start: Int
        var end: Int
        var shape: TokenFlags
        var separated: UInt8
        /// Holds a curly apostrophe.
        var curly: Bool
        /// Where the first digit stands in a word that has some; 0: none. Such a word may be a currency and its number (`USD115`), see `cut`.
        var digits = 0
    }

    private let bytes: UnsafePointer<UInt8>
    private let end: Int
    private var i: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.init(bytes, 0..<bytes.count)
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        // An empty buffer has no address; it is never read then.
        self.bytes = bytes.baseAddress ?? UnsafePointer(Tokenizer.nothing)
        i = range.lowerBound
        end = range.upperBound
    }

    private nonisolated(unsafe) static let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

    @inline(__always) private func at(_ k: Int) -> UInt8 { k < end ? bytes[k] : 0 }
    @inline(__always) private func isLetter(_ b: UInt8) -> Bool { (b | 0x20) &- 0x61 < 26 }
    @inline(__always) private func isUpper(_ b: UInt8) -> Bool { b &- 0x41 < 26 }
    @inline(__always) private func isDigit(_ b: UInt8) -> Bool { b &- 0x30 < 10 }
    @inline(__always) private func isBlank(_ b: UInt8) -> Bool { b <= 0x20 }
    /// A letter, a digit, or the first byte of a code point beyond ASCII that is a letter.
    private func beginsWord(_ k: Int) -> Bool {
        let b = at(k)
        if isLetter(b) || isDigit(b) { return true }
        if b < 0x80 { return false }
        switch classify(decodeScalar(bytes, k, end).scalar) {
        case .upper, .lower, .caseless: return true
        default: return false
        }
    }

    /// The next token, or `nil` at the end.
    mutating func next() -> Piece? {
        guard let separated = skipBlanks() else { return nil }
        return piece(separated)
    }

    /// Goes to the next token. How it is set apart, see `Piece`; `nil` at the end.
    @inline(__always)
    mutating func skipBlanks() -> UInt8? {
        // One blank or none before something of ASCII, nearly always: without a branch, for which of the two cannot be foretold.
        if i > 0, i &+ 1 < end {
            let blank = (bytes[i] == 0x20).number
            if bytes[i &+ Int(blank)] &- 0x21 < 0x5E {
                i &+= Int(blank)
                return blank
            }
        }
        var separated: UInt8 = i == 0 ? 3 : 0
        while i < end {
            let b = bytes[i]
            if b == 0x20 {
                separated = max(separated, 1)
                i &+= 1
            } else if b &- 0x21 < 0x5E {
                return separated
            } else if b == 0x0A {
                separated = separated >= 2 ? 3 : 2
                i &+= 1
            } else if b < 0x80 {
                separated = max(separated, 1)
                i &+= 1
            } else {
                let (scalar, length) = decodeScalar(bytes, i, end)
                guard classify(scalar) == .space else { return separated }
                separated = max(separated, 1)
                i += length
            }
        }
        return nil
    }

    /// Where the next token begins.
    @inline(__always) var position: Int { i }

    /// Goes over a token that was read already.
    @inline(__always) mutating func skip(_ count: Int) { i &+= count }

    /// The token that begins here where it is short and plain: a word of ASCII letters only, up to what belongs to no word, or a mark that stands for
    /// itself. Most tokens are. `nil` where it may be another one, and near the text's end.
    @inline(__always)
    func plainToken() -> ASCIIWord? {
        guard i &+ (ASCIIWord.limit + 5) <= end else { return nil }
        if let word = ASCIIWord(bytes + i) { return endsPlainWord(i &+ word.count, word.count) ? word : nil }
        return Self.isMark(bytes[i]) ? ASCIIWord(mark: bytes[i]) : nil
    }

    /// Whether a byte is a token of its own wherever it stands.
    @inline(__always)
    private static func isMark(_ b: UInt8) -> Bool {
        b < 64 && marks & 1 &<< UInt64(b) != 0
    }

    /// A bit for each mark, all of which are below 64.
    private static var marks: UInt64 {
        bit(",") | bit(".") | bit("-") | bit("\"") | bit("(") | bit(")") | bit(":") | bit(";") | bit("$") | bit("%") | bit("?") | bit("!")
    }

    @inline(__always) private static func bit(_ mark: Unicode.Scalar) -> UInt64 { 1 &<< UInt64(mark.value) }

    /// The token that begins here.
    mutating func piece(_ separated: UInt8) -> Piece {
        let start = i
        var piece = Piece(start: start, end: start, shape: [], separated: separated, curly: false)
        let b = bytes[i]
        if isLetter(b) {
            if let word = plainToken() {
                i += word.count
                piece.end = i
                piece.shape = word.shape(bytes + start)
                return piece
            }
            word(&piece)
        } else if isDigit(b) {
            number()
            piece.shape = .number
        } else if b >= 0x80 {
            let (scalar, length) = decodeScalar(bytes, i, end)
            switch classify(scalar) {
            case .upper, .lower, .caseless, .mark: word(&piece)
            case .fraction:
                i += length
                piece.shape = .number
            case .apostrophe:
                if !possessive(length) { i += length } else { piece.curly = true }
                piece.shape = .punctuation
            case .space, .punctuation:
                i += length
                piece.shape = .punctuation
            }
        } else {
            switch b {
            case UInt8(ascii: "'"):
                if !possessive(1) { i += 1 }
                piece.shape = .punctuation
            case UInt8(ascii: "@"), UInt8(ascii: "#"):
                i += 1
                if isLetter(at(i)) {
                    while isLetter(at(i)) || isDigit(at(i)) || at(i) == UInt8(ascii: "_") { i += 1 }
                    piece.shape = .address
                } else {
                    piece.shape = .punctuation
                }
            default:
                i += 1
                piece.shape = .punctuation
            }
        }
        piece.end = i
        return piece
    }

    /// Whether `'s` stands here, behind a word and at its end; if so, consumed. `length`: bytes of the apostrophe.
    private mutating func possessive(_ length: Int) -> Bool {
        let s = at(i + length)
        guard s | 0x20 == UInt8(ascii: "s"), i > 0, !isBlank(bytes[i - 1]), !beginsWord(i + length + 1) else { return false }
        let before = bytes[i - 1]
        guard isLetter(before) || isDigit(before) || before >= 0x80 || before == UInt8(ascii: ".") || before == UInt8(ascii: "!") else { return false }
        i += length + 1
        return true
    }

    /// Ends a word before its first digit, so that the digits and what follows are the next tokens.
    mutating func cut(_ piece: inout Piece) {
        i = piece.digits
        piece.end = i
        var shape: TokenFlags = isUpper(bytes[piece.start]) ? .capitalized : .lower
        var uppers = true
        for k in piece.start..<i where !isUpper(bytes[k]) { uppers = false }
        if uppers, i - piece.start > 1 { shape.insert(.upper) }
        piece.shape = shape
    }

    /// Whether the digits at `k` look like a sum rather than a model's number: three or more, a separator, a letter or word of scale behind, or a
    /// blank and a group of three more.
    func looksLikeSum(_ k: Int) -> Bool {
        var j = k
        while isDigit(at(j)) { j += 1 }
        if j - k >= 3 { return true }
        if at(j) == UInt8(ascii: ".") || at(j) == UInt8(ascii: ",") { return isDigit(at(j + 1)) }
        if at(j) == UInt8(ascii: " ") {
            if isDigit(at(j + 1)), isDigit(at(j + 2)), isDigit(at(j + 3)), !isDigit(at(j + 4)), !isLetter(at(j + 4)) { return true }
            // million, billion, trillion
            let word = at(j + 1) == UInt8(ascii: "t") ? j + 3 : j + 2
            return Array("illion".utf8).enumerated().allSatisfy { at(word + $0.offset) == $0.element }
        }
        return (at(j) | 0x20 == UInt8(ascii: "m") || at(j) | 0x20 == UInt8(ascii: "b")) && !isLetter(at(j + 2))
    }

    /// A number and its inner separators.
    private mutating func number() {
        while i < end {
            let b = bytes[i]
            if isDigit(b) {
                i += 1
            } else if (b == UInt8(ascii: ",") || b == UInt8(ascii: ".") || b == UInt8(ascii: "'")) && isDigit(at(i + 1)) {
                i += 2
            } else if b == 0xE2, at(i + 1) == 0x80, at(i + 2) == 0x99, isDigit(at(i + 3)) {
                i += 4
            } else {
                return
            }
        }
    }

    /// Whether `count` letters end before byte `k`, whatever the rest of the text is. Four more bytes can be read.
    @inline(__always)
    private func endsPlainWord(_ k: Int, _ count: Int) -> Bool {
        let b = bytes[k]
        // Blanks, and marks that no word goes on over.
        if b < 64, Self.goingOn & 1 &<< UInt64(b) == 0 { return true }
        if b == UInt8(ascii: ".") { return count > 1 && !isLetter(bytes[k + 1]) }
        if b == UInt8(ascii: "'") { return endsAtApostrophe(k + 1) }
        if b == 0xE2 {
            guard bytes[k + 1] == 0x80 else { return false }
            if bytes[k + 2] == 0x99 { return endsAtApostrophe(k + 3) }
            // Blanks, dashes and quotes.
            return bytes[k + 2] &- 0x80 <= 0x0A || bytes[k + 2] &- 0x90 <= 0x17
        }
        return b >= 64 && b < 0x80 && b != UInt8(ascii: "@") && b != UInt8(ascii: "_")
    }

    /// A bit for each byte below 64 that a word may go on over: digits, and some marks.
    private static var goingOn: UInt64 { bit(".") | bit("'") | bit("&") | bit(":") | 0x3FF << 0x30 }

    /// Whether an apostrophe before byte `k` ends a word: no letter follows, or a possessive's.
    @inline(__always)
    private func endsAtApostrophe(_ k: Int) -> Bool {
        let b = bytes[k], next = bytes[k + 1]
        if b < 0x80 && !isLetter(b) { return true }
        return b | 0x20 == UInt8(ascii: "s") && next < 0x80 && !isLetter(next) && !isDigit(next)
    }

    private mutating func word(_ piece: inout Piece) {
        let start = i
        var letters = 0, uppers = 0, lowers = 0, points = 0, firstUpper = false, caseless = false, segment = 0
        loop: while i < end {
            let b = bytes[i]
            switch ByteClass.of(b) {
            case .lower:
                if letters == 0 { firstUpper = false }
                letters += 1; lowers += 1; segment += 1
                i += 1
            case .upper:
                if letters == 0 { firstUpper = true }
                letters += 1; uppers += 1; segment += 1
                i += 1
            case .digit:
                if piece.digits == 0 { piece.digits = i }
                segment += 1
                i += 1
            case .high:
                let (scalar, length) = decodeScalar(bytes, i, end)
                switch classify(scalar) {
                case .upper:
                    if letters == 0 { firstUpper = true }
                    letters += 1; uppers += 1; segment += 1
                case .lower:
                    letters += 1; lowers += 1; segment += 1
                case .caseless:
                    letters += 1; segment += 1
                    caseless = true
                case .mark: break
                case .apostrophe:
                    guard apostropheJoins(length) else { break loop }
                    piece.curly = true
                    segment = 0
                case .space, .fraction, .punctuation: break loop
                }
                i += length
            case .punctuation:
                switch b {
                case UInt8(ascii: "'"):
                    guard apostropheJoins(1) else { break loop }
                    segment = 0
                    i += 1
                case UInt8(ascii: "&"):
                    guard isUpper(at(i + 1)), i > start, isUpper(bytes[i - 1]), lowers == 0 else { break loop }
                    segment = 0
                    i += 1
                case UInt8(ascii: "."):
                    guard pointJoins(segment: segment, start: start, points: points, firstUpper: firstUpper) else { break loop }
                    points += 1
                    segment = 0
                    i += 1
                case UInt8(ascii: ":"):
                    guard at(i + 1) == UInt8(ascii: "/"), at(i + 2) == UInt8(ascii: "/") else { break loop }
                    address(&piece)
                    return
                case UInt8(ascii: "@"):
                    guard isLetter(at(i + 1)) else { break loop }
                    address(&piece)
                    return
                case UInt8(ascii: "_"):
                    guard isLetter(at(i + 1)) else { break loop }
                    segment += 1
                    i += 1
                default: break loop
                }
            default: break loop
            }
        }
        if points > 0, i - start > 7, [0x77, 0x77, 0x77, 0x2E].enumerated().allSatisfy({ bytes[start + $0.offset] == $0.element }) {
            address(&piece)
            return
        }
        var shape: TokenFlags = []
        if caseless, uppers == 0, lowers == 0 { shape.insert(.caseless) }
        else if firstUpper {
            shape.insert(.capitalized)
            if lowers == 0, letters >= 2 { shape.insert(.upper) }
        } else if uppers > 0 { shape.insert(.camel) }
        else { shape.insert(.lower) }
        if i > start, bytes[i - 1] == UInt8(ascii: ".") { shape.insert(.dotted) }
        piece.shape = shape
    }

    /// Whether an apostrophe belongs to the word: a letter follows, and it is no possessive.
    @inline(__always)
    private func apostropheJoins(_ length: Int) -> Bool {
        let k = i + length
        guard k < end, isLetter(bytes[k]) || (bytes[k] >= 0xC3 && beginsWord(k)) else { return false }
        return !(bytes[k] | 0x20 == UInt8(ascii: "s") && !beginsWord(k + 1))
    }

    /// Whether a point belongs to the word: between or behind single letters (`U.S.`, `J.`), or before a domain's ending.
    private func pointJoins(segment: Int, start: Int, points: Int, firstUpper: Bool) -> Bool {
        let next = at(i + 1)
        if segment == 1 {
            // A single letter behind the start or another point.
            if isLetter(next) { return !isLetter(at(i + 2)) || points > 0 || isUpper(next) && firstUpper }
            if points > 0 { return true }
            // An initial; not the scale in "$410M."
            return firstUpper && i - start == 1 && (isBlank(next) || next == UInt8(ascii: "-")) && (start == 0 || !isDigit(bytes[start - 1]))
        }
        guard segment > 1, isLetter(next), next >= 0x61 || i - start <= 3 else { return false }
        var k = i + 1
        while isLetter(at(k)) { k += 1 }
        if isDigit(at(k)) || at(k) == UInt8(ascii: "-") { return start + 3 == i && bytes[start] == UInt8(ascii: "w") }
        if bytes[start] == UInt8(ascii: "w"), at(start + 1) == UInt8(ascii: "w"), at(start + 2) == UInt8(ascii: "w") { return true }
        return Tokenizer.isDomainEnding(bytes + i + 1, k - i - 1)
    }

    /// Endings of domain names that stand in names of firms.
    private static func isDomainEnding(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
        switch n {
        case 2:
            switch (p[0], p[1]) {
            case (0x63, 0x6F), (0x69, 0x6F), (0x61, 0x69), (0x75, 0x6B), (0x63, 0x6E), (0x64, 0x65), (0x66, 0x72), (0x74, 0x76), (0x65, 0x75), (0x6A, 0x70),
                (0x61, 0x75), (0x72, 0x75), (0x6C, 0x79), (0x66, 0x6D), (0x6E, 0x6C), (0x63, 0x68), (0x6A, 0x73): return true  // co io ai uk cn de fr tv eu jp au ru ly fm nl ch js
            default: return false
            }
        case 3:
            switch (p[0], p[1], p[2]) {
            case (0x63, 0x6F, 0x6D), (0x6E, 0x65, 0x74), (0x6F, 0x72, 0x67), (0x62, 0x69, 0x7A), (0x67, 0x6F, 0x76), (0x65, 0x64, 0x75): return true  // com net org biz gov edu
            default: return false
            }
        default: return false
        }
    }

    /// The rest of a URL or mail address, up to a blank or closing punctuation.
    private mutating func address(_ piece: inout Piece) {
        while i < end, !isBlank(bytes[i]), bytes[i] != UInt8(ascii: "<"), bytes[i] != UInt8(ascii: ">"), bytes[i] != UInt8(ascii: "\""), bytes[i] != UInt8(ascii: ")") {
            if bytes[i] >= 0x80, classify(decodeScalar(bytes, i, end).scalar) == .space { break }
            i += 1
        }
        while i > piece.start + 1, bytes[i - 1] == UInt8(ascii: ".") || bytes[i - 1] == UInt8(ascii: ",") || bytes[i - 1] == UInt8(ascii: ";") { i -= 1 }
        piece.shape = .address
    }
}
