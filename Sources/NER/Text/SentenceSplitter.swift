/// Finds where sentences begin.
///
/// A sentence ends at `.`, `!`, `?` (and closing quotes or brackets behind) before a capital, digit or opening quote, and at every line that is not
/// merely wrapped. A point behind an abbreviation ends a sentence only where what follows can hardly stand inside one.
struct SentenceSplitter: Sendable {
    /// Words whose point belongs to them: `title` (never an end), `other` (an end before a word that begins sentences).
    let titles: ClassID
    let abbreviations: ClassID
    let functionWords: ClassID

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        titles = try registry.id(ClassSelector("abbreviation-point", filters: [.init(column: "kind", value: "title")]))
        abbreviations = try registry.id(ClassSelector("abbreviation-point", filters: [.init(column: "kind", value: "other")]))
        functionWords = try registry.id(ClassSelector("function-word"))
    }

    /// Calls `report` with the tokens of each sentence, in order. Linear in the tokens.
    func split(_ document: Document, _ report: (Range<Int>) -> Void) {
        let tokens = document.tokens
        let wrapped = isHardWrapped(document)
        var start = 0, previous = TokenFlags.shape
        for i in tokens.indices {
            let flags = tokens[i].flags, before = previous
            previous = flags
            // Most tokens stand behind a word, in a line.
            if flags.isDisjoint(with: .lineStart), before.isDisjoint(with: [.punctuation, .dotted]) || flags.contains(.glued) { continue }
            if i > 0, flags.contains(.paragraphStart) || (flags.contains(.lineStart) && !wrapped) || endsSentence(before: i, document) {
                report(start..<i)
                start = i
            }
        }
        if start < tokens.count { report(start..<tokens.count) }
    }

    /// Whether a sentence ends between token `i - 1` and token `i`.
    private func endsSentence(before i: Int, _ document: Document) -> Bool {
        let next = document.tokens[i].flags
        if next.contains(.glued) { return false }
        // Back over closing quotes and brackets.
        var k = i - 1
        let previous = document.tokens[k]
        if previous.flags.contains(.dotted) { return endsAtDotted(i, document) }
        guard previous.flags.contains(.punctuation) else { return false }
        while k > 0, isCloser(document, k), document.tokens[k].flags.contains(.glued) { k -= 1 }
        let mark = document.firstByte(k)
        if document.tokens[k].end - document.tokens[k].start == 3 {
            // An ellipsis ends one before a capital.
            return mark == 0xE2 && document.bytes[Int(document.tokens[k].start) + 2] == 0xA6 && next.contains(.capitalized)
        }
        guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: "!") || mark == UInt8(ascii: "?") else { return false }
        let opens = next.contains(.capitalized) || next.contains(.number) || next.contains(.camel) || next.contains(.caseless) || isOpener(document, i)
        guard opens else { return false }
        guard mark == UInt8(ascii: "."), k == i - 1, k > 0, document.tokens[k].flags.contains(.glued) else { return true }
        let word = k - 1
        if document.token(word, isIn: titles) { return false }
        if document.token(word, isIn: abbreviations) { return next.contains(.capitalized) && startsSentence(i, document) }
        return true
    }

    /// Whether a sentence ends behind `U.S.` or `J.`.
    private func endsAtDotted(_ i: Int, _ document: Document) -> Bool {
        let token = document.tokens[i - 1]
        guard token.end - token.start > 2, document.tokens[i].flags.contains(.capitalized) else { return false }
        return startsSentence(i, document)
    }

    /// Whether the capitalised word at `i` is one that begins sentences rather than names: a function word, not in capitals throughout.
    private func startsSentence(_ i: Int, _ document: Document) -> Bool {
        document.token(i, isIn: functionWords) && !document.tokens[i].flags.contains(.upper)
    }

    private func isCloser(_ document: Document, _ k: Int) -> Bool {
        let token = document.tokens[k]
        let b = document.firstByte(k)
        if b < 0x80 { return b == UInt8(ascii: "\"") || b == UInt8(ascii: ")") || b == UInt8(ascii: "'") || b == UInt8(ascii: "]") }
        guard b == 0xE2, token.end - token.start == 3 else { return b == 0xC2 && document.bytes[Int(token.start) + 1] == 0xBB }
        let third = document.bytes[Int(token.start) + 2]
        return document.bytes[Int(token.start) + 1] == 0x80 && (third == 0x99 || third == 0x9D)
    }

    private func isOpener(_ document: Document, _ k: Int) -> Bool {
        let token = document.tokens[k]
        let b = document.firstByte(k)
        if b < 0x80 { return b == UInt8(ascii: "\"") || b == UInt8(ascii: "(") || b == UInt8(ascii: "'") || b == UInt8(ascii: "[") || b == UInt8(ascii: "$") || b == UInt8(ascii: "-") || b == UInt8(ascii: "*") }
        guard b == 0xE2, token.end - token.start == 3, document.bytes[Int(token.start) + 1] == 0x80 else { return b == 0xC2 }
        let third = document.bytes[Int(token.start) + 2]
        return third == 0x98 || third == 0x9C || third == 0x93 || third == 0x94 || third == 0xA2
    }

    /// Whether single line breaks only wrap lines: the text has many, and the lines that they end are long and of like length.
    private func isHardWrapped(_ document: Document) -> Bool {
        guard document.lineStarts.count > 3 else { return false }
        var lineStart = 0, breaks = 0, long = 0, longest = 0
        for i in document.lineStarts {
            let token = document.tokens[Int(i)]
            let length = Int(token.start) - lineStart
            lineStart = Int(token.start)
            longest = max(longest, length)
            if token.flags.contains(.paragraphStart) { continue }
            breaks += 1
            if length >= 50 { long += 1 }
        }
        return breaks >= 3 && longest <= 110 && long * 4 >= breaks * 3
    }

    /// Whether a line is set in title case: without a final point, nearly all of its longer words capitalised.
    func isHeadline(_ sentence: Range<Int>, _ document: Document) -> Bool {
        guard sentence.count >= 3, sentence.count <= 30, document.tokens[sentence.lowerBound].flags.contains(.lineStart) else { return false }
        // "(Reporting by Jane Roe; Editing by John Doe)": names and a few words, in brackets.
        if document.isCharacter(sentence.upperBound - 1, UInt8(ascii: ".")) || document.isCharacter(sentence.lowerBound, UInt8(ascii: "(")) { return false }
        var words = 0, capitals = 0, ordinary = 0
        for k in sentence {
            let token = document.tokens[k]
            guard !token.flags.isDisjoint(with: [.capitalized, .lower]), token.end - token.start > 3 else { continue }
            words += 1
            if token.flags.contains(.capitalized) { capitals += 1 } else { ordinary += 1 }
        }
        return words >= 3 && ordinary * 5 <= words
    }
}
