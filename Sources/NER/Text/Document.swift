/// One text, cut into tokens and sentences, with all phrases of the lexicons found in it.
///
/// The working memory of one thread: `load` fills it anew for each article and keeps its arrays' storage.
/// The text must be valid UTF-8 in NFC; offsets are bytes of it.
struct Document {
    /// A phrase of two tokens or more.
    struct PhraseMatch {
        /// Tokens, end exclusive.
        var start: Int32
        var end: Int32
        var classes: UInt16
        var state: PhraseAutomaton.StateID
        /// Next match that begins (ends) at the same token, -1: none. Longer ones come first.
        var nextAtStart: Int32
        var nextAtEnd: Int32
    }

    let lexicons: Lexicons
    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []
    /// By token: the classes of the one-token phrase that it is, as an index (`Lexicons.automaton.classes(at:)`).
    private(set) var tokenClasses: [UInt16] = []
    /// By token: the sentence it stands in.
    private(set) var sentenceOf: [Int32] = []
    /// Tokens of each sentence.
    private(set) var sentences: [Range<Int>] = []
    private(set) var matches: [PhraseMatch] = []
    /// By token: the first match that begins (ends) there, -1: none.
    private var matchAtStart: [Int32] = []
    private var matchAtEnd: [Int32] = []
    private var lexemes: LexemeTable
    private let splitter: SentenceSplitter

    init(lexicons: Lexicons, splitter: SentenceSplitter) {
        self.lexicons = lexicons
        self.splitter = splitter
        lexemes = LexemeTable(known: lexicons.vocabulary)
    }

    /// Replaces the text.
    ///
    /// - Complexity: linear in the bytes.
    mutating func load(_ text: [UInt8]) {
        bytes = text
        lexemes.reset()
        tokens.removeAll(keepingCapacity: true)
        tokenClasses.removeAll(keepingCapacity: true)
        tokenize()
        lookUp()
        splitter.split(&self)
    }

    private mutating func tokenize() {
        let classes = lexicons.tokenClasses
        let known = classes.count
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var tokenizer = Tokenizer(buffer)
            while let piece = tokenizer.next() {
                let (lexeme, folded) = lexemes.lexeme(base + piece.start, piece.end - piece.start, curly: piece.curly)
                var flags = piece.shape
                switch piece.separated {
                case 0: flags.insert(.glued)
                case 2: flags.insert(.lineStart)
                case 3: flags.formUnion([.lineStart, .paragraphStart])
                default: break
                }
                if Self.endsAsPlural(base + piece.start, piece.end - piece.start) { flags.insert(.plural) }
                tokens.append(Token(start: UInt32(piece.start), end: UInt32(piece.end), lexeme: lexeme, folded: folded, flags: flags))
                tokenClasses.append(Int(lexeme) < known ? classes[Int(lexeme)] : Int(folded) < known ? foldedClasses(folded) : 0)
            }
        }
    }

    /// Whether a spelling ends in `s` (not `ss`, `us`, `is`), or in `men`.
    @inline(__always)
    private static func endsAsPlural(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
        guard n > 3 else { return false }
        let last = p[n - 1] | 0x20, before = p[n - 2] | 0x20
        if last == UInt8(ascii: "s") { return before != UInt8(ascii: "s") && before != UInt8(ascii: "u") && before != UInt8(ascii: "i") && before &- 0x61 < 26 }
        return last == UInt8(ascii: "n") && before == UInt8(ascii: "e") && p[n - 3] | 0x20 == UInt8(ascii: "m") && n > 5
    }

    /// The classes of a lower-case spelling in the lexicons that fold case.
    @inline(__always)
    private func foldedClasses(_ folded: LexemeID) -> UInt16 {
        lexicons.automaton.classSet(lexicons.automaton.start(folded, foldsCase: true))
    }

    /// Finds the phrases of two tokens or more.
    private mutating func lookUp() {
        matches.removeAll(keepingCapacity: true)
        matchAtStart.removeAll(keepingCapacity: true)
        matchAtEnd.removeAll(keepingCapacity: true)
        matchAtStart.append(contentsOf: repeatElement(-1, count: tokens.count))
        matchAtEnd.append(contentsOf: repeatElement(-1, count: tokens.count + 1))
        let automaton = lexicons.automaton
        for i in tokens.indices {
            let token = tokens[i]
            let exact = automaton.start(token.lexeme, foldsCase: false)
            if exact != PhraseAutomaton.none, automaton.continues(exact) { follow(exact, from: i, foldsCase: false) }
            let folded = automaton.start(token.folded, foldsCase: true)
            if folded != PhraseAutomaton.none, automaton.continues(folded) { follow(folded, from: i, foldsCase: true) }
        }
    }

    private mutating func follow(_ first: PhraseAutomaton.StateID, from i: Int, foldsCase: Bool) {
        var state = first, k = i + 1
        while k < tokens.count, !tokens[k].flags.contains(.paragraphStart) {
            state = lexicons.automaton.step(state, foldsCase ? tokens[k].folded : tokens[k].lexeme)
            if state == PhraseAutomaton.none { return }
            k += 1
            let classes = lexicons.automaton.classSet(state)
            if classes != 0 { add(PhraseMatch(start: Int32(i), end: Int32(k), classes: classes, state: state, nextAtStart: -1, nextAtEnd: matchAtEnd[k])) }
            if !lexicons.automaton.continues(state) { return }
        }
    }

    /// Files a match under its start, longest first, and under its end; there, the earliest start, which is the longest, comes last found
    /// but is looked for first by `longestMatch`.
    private mutating func add(_ match: PhraseMatch) {
        let number = Int32(matches.count)
        matches.append(match)
        matchAtEnd[Int(match.end)] = number
        var previous: Int32 = -1, next = matchAtStart[Int(match.start)]
        while next >= 0, matches[Int(next)].end > match.end {
            previous = next
            next = matches[Int(next)].nextAtStart
        }
        matches[Int(number)].nextAtStart = next
        if previous < 0 { matchAtStart[Int(match.start)] = number } else { matches[Int(previous)].nextAtStart = number }
    }

    // MARK: Sentences (filled by the splitter)

    mutating func setSentences(_ starts: [Int]) {
        sentences.removeAll(keepingCapacity: true)
        sentenceOf.removeAll(keepingCapacity: true)
        for (k, start) in starts.enumerated() {
            let end = k + 1 < starts.count ? starts[k + 1] : tokens.count
            sentences.append(start..<end)
            tokens[start].flags.insert(.sentenceStart)
            sentenceOf.append(contentsOf: repeatElement(Int32(k), count: end - start))
        }
    }

    mutating func mark(_ range: Range<Int>, _ flag: TokenFlags) {
        for k in range { tokens[k].flags.insert(flag) }
    }

    // MARK: Look-up

    /// The classes of the one-token phrase at `i`.
    @inline(__always)
    func classes(_ i: Int) -> ClassSet { lexicons.automaton.classes(at: tokenClasses[i]) }

    /// Whether the token alone is a phrase of `id`.
    @inline(__always)
    func token(_ i: Int, isIn id: ClassID) -> Bool {
        let set = tokenClasses[i]
        return set != 0 && lexicons.automaton.classes(at: set).contains(id)
    }

    /// Calls `body` with the ends of all phrases of `id` that begin at token `i`, longest first, until it returns true.
    @inline(__always)
    func phrases(from i: Int, of id: ClassID, _ body: (Int) -> Bool) -> Bool {
        var k = matchAtStart[i]
        while k >= 0 {
            let match = matches[Int(k)]
            if lexicons.automaton.classes(at: match.classes).contains(id), body(Int(match.end)) { return true }
            k = match.nextAtStart
        }
        return token(i, isIn: id) && body(i + 1)
    }

    /// Calls `body` with the starts of all phrases of `id` that end before token `end`, until it returns true.
    @inline(__always)
    func phrases(to end: Int, of id: ClassID, _ body: (Int) -> Bool) -> Bool {
        var k = matchAtEnd[end]
        while k >= 0 {
            let match = matches[Int(k)]
            if lexicons.automaton.classes(at: match.classes).contains(id), body(Int(match.start)) { return true }
            k = match.nextAtEnd
        }
        return end > 0 && token(end - 1, isIn: id) && body(end - 1)
    }

    /// Whether a phrase of two tokens or more begins at token `i`.
    @inline(__always) func hasPhrase(from i: Int) -> Bool { matchAtStart[i] >= 0 }

    /// The phrases of two tokens or more that begin at token `i`, longest first.
    func phrases(from i: Int) -> [(end: Int, classes: ClassSet)] {
        var result: [(end: Int, classes: ClassSet)] = []
        var k = matchAtStart[i]
        while k >= 0 {
            let match = matches[Int(k)]
            result.append((Int(match.end), lexicons.automaton.classes(at: match.classes)))
            k = match.nextAtStart
        }
        return result
    }

    /// The end of the longest phrase of `id` that begins at token `i`, or `nil`.
    func longestPhrase(from i: Int, of id: ClassID) -> Int? {
        var end: Int?
        _ = phrases(from: i, of: id) { end = $0; return true }
        return end
    }

    /// Whether exactly these tokens are a phrase of `id`.
    func isPhrase(_ range: Range<Int>, of id: ClassID) -> Bool {
        if range.count == 1 { return token(range.lowerBound, isIn: id) }
        var k = matchAtStart[range.lowerBound]
        while k >= 0 {
            let match = matches[Int(k)]
            if Int(match.end) == range.upperBound, lexicons.automaton.classes(at: match.classes).contains(id) { return true }
            k = match.nextAtStart
        }
        return false
    }

    /// The entry of a lexicon whose phrase these tokens are.
    func entry(_ range: Range<Int>, in lexicon: LexiconNumbers) -> EntryID? {
        let automaton = lexicons.automaton
        if range.count == 1 {
            let token = tokens[range.lowerBound]
            for state in [automaton.start(token.lexeme, foldsCase: false), automaton.start(token.folded, foldsCase: true)] where state != PhraseAutomaton.none {
                if let entry = automaton.entry(state, where: { lexicons.isEntry($0, of: lexicon) }) { return entry }
            }
            return nil
        }
        var k = matchAtStart[range.lowerBound]
        while k >= 0 {
            let match = matches[Int(k)]
            if Int(match.end) == range.upperBound, let entry = automaton.entry(match.state, where: { lexicons.isEntry($0, of: lexicon) }) { return entry }
            k = match.nextAtStart
        }
        return nil
    }

    // MARK: Text

    /// Bytes of a run of tokens.
    func byteRange(_ range: Range<Int>) -> Range<Int> { Int(tokens[range.lowerBound].start)..<Int(tokens[range.upperBound - 1].end) }

    /// A run of tokens as text.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[byteRange(range)], as: UTF8.self) }

    /// Bytes between token `i` and the one before it.
    func gapBefore(_ i: Int) -> Int { i == 0 ? 0 : Int(tokens[i].start) - Int(tokens[i - 1].end) }

    /// A lexeme's spelling.
    func spelling(_ lexeme: LexemeID) -> String { lexemes.text(lexeme) }

    /// The first byte of token `i`: what it is, where it is one character of punctuation.
    @inline(__always) func firstByte(_ i: Int) -> UInt8 { bytes[Int(tokens[i].start)] }

    /// Whether token `i` is this one ASCII character.
    @inline(__always)
    func isCharacter(_ i: Int, _ character: UInt8) -> Bool {
        tokens[i].end - tokens[i].start == 1 && bytes[Int(tokens[i].start)] == character
    }

    /// The paragraph of a token: the sentences between two paragraph starts, as tokens.
    func paragraph(of i: Int) -> Range<Int> {
        var start = i, end = i + 1
        while start > 0, !tokens[start].flags.contains(.paragraphStart) { start -= 1 }
        while end < tokens.count, !tokens[end].flags.contains(.paragraphStart) { end += 1 }
        return start..<end
    }
}
