/// One text, cut into tokens and sentences, with all phrases of the lexicons found in it.
///
/// A view of its `DocumentLoader`'s memory: one pointer, cheap to pass, void once the loader loads the next text. Offsets are bytes of the text.
struct Document {
    /// A phrase of two tokens or more.
    struct PhraseMatch: BitwiseCopyable {
        /// Tokens, end exclusive.
        var start: Int32
        var end: Int32
        var classes: UInt16
        var state: PhraseAutomaton.StateID
        /// Next match that begins (ends) at the same token, -1: none. Longer ones come first.
        var nextAtStart: Int32
        var nextAtEnd: Int32
    }

    private let content: UnsafePointer<DocumentContent>

    init(_ content: UnsafePointer<DocumentContent>) { self.content = content }

    @inline(__always) private var loader: DocumentLoader { content.pointee.loader }
    @inline(__always) var lexicons: Lexicons { content.pointee.lexicons }
    @inline(__always) var automaton: PhraseAutomaton.View { content.pointee.automaton }
    @inline(__always) var bytes: UnsafeBufferPointer<UInt8> { content.pointee.bytes }
    @inline(__always) var tokens: UnsafeBufferPointer<Token> { content.pointee.tokens }
    /// By token: the classes of the one-token phrase that it is, as an index (`automaton.classes(at:)`).
    @inline(__always) var tokenClasses: UnsafeBufferPointer<UInt16> { content.pointee.tokenClasses }
    /// By token: the rule programs that it, or a phrase that begins at it, may start a pattern of.
    @inline(__always) var triggers: UnsafeBufferPointer<TriggerMask> { content.pointee.triggers }
    /// By token: the lexical part of the signature of what begins there, and of what ends with it.
    @inline(__always) var beginnings: UnsafeBufferPointer<UInt32> { content.pointee.beginnings }
    @inline(__always) var endings: UnsafeBufferPointer<UInt32> { content.pointee.endings }
    /// What sets of classes start.
    @inline(__always) var setTrials: SetTrials { content.pointee.setTrials }
    /// By token: the sentence it stands in.
    @inline(__always) var sentenceOf: UnsafeBufferPointer<Int32> { content.pointee.sentenceOf }
    /// Tokens of each sentence.
    @inline(__always) var sentences: UnsafeBufferPointer<Range<Int>> { content.pointee.sentences }
    /// The tokens with which a name may begin: with a capital in them, or numbers.
    @inline(__always) var capitals: UnsafeBufferPointer<Int32> { content.pointee.capitals }
    /// The first token of each line.
    @inline(__always) var lineStarts: UnsafeBufferPointer<Int32> { content.pointee.lineStarts }
    /// The first token of each paragraph.
    @inline(__always) var paragraphStarts: UnsafeBufferPointer<Int32> { content.pointee.paragraphStarts }
    @inline(__always) var matches: UnsafeBufferPointer<PhraseMatch> { content.pointee.matches }
    /// By token: the first match that begins (ends) there, -1: none.
    @inline(__always) var matchAtStart: UnsafeBufferPointer<Int32> { content.pointee.matchAtStart }
    @inline(__always) var matchAtEnd: UnsafeBufferPointer<Int32> { content.pointee.matchAtEnd }

    // MARK: Look-up

    /// The classes of the one-token phrase at `i`.
    @inline(__always)
    func classes(_ i: Int) -> ClassSet { automaton.classes(at: tokenClasses[i]) }

    /// Whether the token alone is a phrase of `id`.
    @inline(__always)
    func token(_ i: Int, isIn id: ClassID) -> Bool {
        let set = tokenClasses[i]
        return set != 0 && automaton.classes(at: set).contains(id)
    }

    /// Whether the token alone is a phrase of any of these classes.
    @inline(__always)
    func token(_ i: Int, isInAnyOf classes: ClassSet) -> Bool {
        let set = tokenClasses[i]
        return set != 0 && automaton.classes(at: set).intersects(classes)
    }

    /// Calls `body` with the ends of all phrases of `id` that begin at token `i`, longest first, until it returns true.
    @inline(__always)
    func phrases(from i: Int, of id: ClassID, _ body: (Int) -> Bool) -> Bool {
        var k = matchAtStart[i]
        while k >= 0 {
            let match = matches[Int(k)]
            if automaton.classes(at: match.classes).contains(id), body(Int(match.end)) { return true }
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
            if automaton.classes(at: match.classes).contains(id), body(Int(match.start)) { return true }
            k = match.nextAtEnd
        }
        return end > 0 && token(end - 1, isIn: id) && body(end - 1)
    }

    /// The tokens at which phrases of two tokens or more begin, each once, in text order.
    var phraseStarts: some Sequence<Int> {
        let matches = matches
        return matches.indices.lazy.filter { $0 == 0 || matches[$0].start != matches[$0 - 1].start }.map { Int(matches[$0].start) }
    }

    /// Whether a phrase of two tokens or more begins at token `i`.
    @inline(__always) func hasPhrase(from i: Int) -> Bool { matchAtStart[i] >= 0 }

    /// The phrases of two tokens or more that begin at token `i`, longest first.
    @inline(__always)
    func phrases(from i: Int) -> PhraseSequence { PhraseSequence(matches: matches, automaton: automaton, number: matchAtStart[i]) }

    /// Phrases that begin at one token.
    struct PhraseSequence: Sequence, IteratorProtocol {
        fileprivate let matches: UnsafeBufferPointer<PhraseMatch>
        fileprivate let automaton: PhraseAutomaton.View
        fileprivate var number: Int32

        @inline(__always)
        mutating func next() -> (end: Int, classes: ClassSet)? {
            guard number >= 0 else { return nil }
            let match = matches[Int(number)]
            number = match.nextAtStart
            return (Int(match.end), automaton.classes(at: match.classes))
        }
    }

    /// The end of the longest phrase of `id` that begins at token `i`, or `nil`.
    func longestPhrase(from i: Int, of id: ClassID) -> Int? {
        var end: Int?
        _ = phrases(from: i, of: id) { end = $0; return true }
        return end
    }

    /// Whether exactly these tokens are a phrase of `id`.
    func isPhrase(_ range: Range<Int>, of id: ClassID) -> Bool {
        range.count == 1 ? token(range.lowerBound, isIn: id) : phraseClasses(range).contains(id)
    }

    /// Whether exactly these tokens are a phrase of any class of a set.
    func isPhrase(_ range: Range<Int>, ofAny set: ClassSet) -> Bool {
        range.count == 1 ? token(range.lowerBound, isInAnyOf: set) : phraseClasses(range).intersects(set)
    }

    /// The classes of the phrase that exactly these tokens, two or more, are.
    private func phraseClasses(_ range: Range<Int>) -> ClassSet {
        var k = matchAtStart[range.lowerBound], result = ClassSet()
        while k >= 0 {
            let match = matches[Int(k)]
            if Int(match.end) == range.upperBound { result.formUnion(automaton.classes(at: match.classes)) }
            k = match.nextAtStart
        }
        return result
    }

    /// The entry of a lexicon whose phrase these tokens are.
    func entry(_ range: Range<Int>, in lexicon: LexiconNumbers) -> EntryID? {
        if range.count == 1 {
            let token = tokens[range.lowerBound]
            func entry(_ state: PhraseAutomaton.StateID) -> EntryID? {
                state == PhraseAutomaton.none ? nil : automaton.entry(state) { lexicons.isEntry($0, of: lexicon) }
            }
            return entry(automaton.root(token.lexeme).exact) ?? entry(automaton.root(token.folded).folded)
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
    func spelling(_ lexeme: LexemeID) -> String { loader.spelling(lexeme) }

    /// The first byte of token `i`: what it is, where it is one character of punctuation.
    @inline(__always) func firstByte(_ i: Int) -> UInt8 { bytes[Int(tokens[i].start)] }

    /// Whether token `i` is this one ASCII character.
    @inline(__always)
    func isCharacter(_ i: Int, _ character: UInt8) -> Bool {
        tokens[i].end - tokens[i].start == 1 && bytes[Int(tokens[i].start)] == character
    }

    /// Whether these tokens stand alone in round brackets.
    func isInBrackets(_ range: Range<Int>) -> Bool {
        range.lowerBound > 0 && isCharacter(range.lowerBound - 1, UInt8(ascii: "(")) && range.upperBound < tokens.count && isCharacter(range.upperBound, UInt8(ascii: ")"))
    }

    /// Whether token `i` is spelled so, in this case.
    @inline(__always)
    func token(_ i: Int, spells word: StaticString) -> Bool {
        let token = tokens[i], length = Int(token.end - token.start)
        guard length == word.utf8CodeUnitCount else { return false }
        for k in 0..<length where bytes[Int(token.start) + k] != word.utf8Start[k] { return false }
        return true
    }

    /// The paragraph of a token: the sentences between two paragraph starts, as tokens.
    ///
    /// - Complexity: logarithmic in the paragraphs.
    func paragraph(of i: Int) -> Range<Int> {
        var low = 0, high = paragraphStarts.count
        while low < high {
            let middle = (low + high) / 2
            if Int(paragraphStarts[middle]) <= i { low = middle + 1 } else { high = middle }
        }
        return (low > 0 ? Int(paragraphStarts[low - 1]) : 0)..<(low < paragraphStarts.count ? Int(paragraphStarts[low]) : tokens.count)
    }
}

/// Where everything that belongs to a document lies.
struct DocumentContent {
    unowned(unsafe) let loader: DocumentLoader
    unowned(unsafe) let lexicons: Lexicons
    let automaton: PhraseAutomaton.View
    /// What sets of classes start.
    let setTrials: SetTrials
    let bytes: UnsafeBufferPointer<UInt8>
    let tokens: UnsafeBufferPointer<Token>
    let tokenClasses: UnsafeBufferPointer<UInt16>
    let triggers: UnsafeBufferPointer<TriggerMask>
    /// By token: the lexical part of the signature of what begins there, and of what ends with it.
    let beginnings: UnsafeBufferPointer<UInt32>
    let endings: UnsafeBufferPointer<UInt32>
    let sentenceOf: UnsafeBufferPointer<Int32>
    let sentences: UnsafeBufferPointer<Range<Int>>
    let capitals: UnsafeBufferPointer<Int32>
    let lineStarts: UnsafeBufferPointer<Int32>
    let paragraphStarts: UnsafeBufferPointer<Int32>
    let matches: UnsafeBufferPointer<Document.PhraseMatch>
    let matchAtStart: UnsafeBufferPointer<Int32>
    let matchAtEnd: UnsafeBufferPointer<Int32>
}
