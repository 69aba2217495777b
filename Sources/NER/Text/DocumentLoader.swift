/// The working memory of one thread: cuts one text after the other into tokens and sentences, and finds the lexicons' phrases.
final class DocumentLoader {
    private let lexicons: Lexicons
    private let splitter: SentenceSplitter
    private var storage: DocumentStorage
    /// What documents view; one element once a text was loaded.
    private let content = UnsafeMutablePointer<DocumentContent>.allocate(capacity: 1)

    init(_ lexicons: Lexicons, _ splitter: SentenceSplitter) {
        self.lexicons = lexicons
        self.splitter = splitter
        storage = DocumentStorage(lexicons)
    }

    /// A document of `title`, an empty line, and `text`; only `text` when the title is empty. Both valid UTF-8 in NFC. It is void at the next call.
    ///
    /// - Complexity: linear in the bytes.
    func load(title: [UInt8] = [], text: [UInt8]) -> Document {
        storage.read(title, text)
        // The content is trivial: it is overwritten, and needs no end.
        content.initialize(to: storage.content(self, lexicons))
        storage.splitSentences(Document(content), splitter)
        content.initialize(to: storage.content(self, lexicons))
        return Document(content)
    }

    /// Bytes of a document before its text: the title and the empty line behind it.
    static func textOffset(behind title: [UInt8]) -> Int { title.isEmpty ? 0 : title.count + 2 }

    deinit { content.deallocate() }

    func spelling(_ lexeme: LexemeID) -> String { storage.lexemes.text(lexeme) }
}

/// A token that longer phrases may begin at.
struct PhraseStart: BitwiseCopyable {
    var token: Int32
    var exact: PhraseAutomaton.StateID
    var folded: PhraseAutomaton.StateID
    /// Its place among the words in capitals throughout; -1: none of them.
    var titled: Int32
}

/// A token that a phrase of two tokens or more probably begins at, and how it is to be followed.
struct PhraseAttempt: BitwiseCopyable {
    enum Way: UInt8, BitwiseCopyable { case exact, folded, titled }

    var token: Int32
    var way: Way
    /// The state to go on from; of a word in capitals throughout its place among those.
    var state: PhraseAutomaton.StateID
}

/// A token in capitals throughout, and the spelling in title case by which lexicons know it.
struct TitledToken: BitwiseCopyable {
    var token: Int32
    var lexeme: LexemeID
}

/// The memory behind a document.
private struct DocumentStorage: ~Copyable {
    private let automaton: PhraseAutomaton.View
    private let setTriggers: UnsafeBufferPointer<TriggerMask>
    private let setSignatures: UnsafeBufferPointer<UInt32>
    private var bytes = GrowingBuffer<UInt8>(capacity: 1 << 14)
    private var tokens = TokenBuffer()
    private var capitals = GrowingBuffer<Int32>(capacity: 1 << 10)
    private var lineStarts = GrowingBuffer<Int32>(capacity: 1 << 8)
    private var paragraphStarts = GrowingBuffer<Int32>(capacity: 1 << 8)
    private var phraseStarts = GrowingBuffer<PhraseStart>(capacity: 1 << 10)
    private var attempts = GrowingBuffer<PhraseAttempt>(capacity: 1 << 8)
    private var titled = GrowingBuffer<TitledToken>(capacity: 1 << 8)
    private var sentenceOf = GrowingBuffer<Int32>(capacity: 1 << 12)
    private var sentences = GrowingBuffer<Range<Int>>(capacity: 1 << 8)
    private var matches = GrowingBuffer<Document.PhraseMatch>(capacity: 1 << 10)
    private var matchAtStart = GrowingBuffer<Int32>(capacity: 1 << 12)
    private var matchAtEnd = GrowingBuffer<Int32>(capacity: 1 << 12)
    private(set) var lexemes: LexemeTable
    private let gluedPrefix: ClassID?
    private let gluedSumPrefix: ClassID?

    init(_ lexicons: Lexicons) {
        automaton = lexicons.automatonView
        setTriggers = lexicons.setTriggers
        setSignatures = lexicons.setSignatures
        lexemes = LexemeTable(lexicons)
        gluedPrefix = lexicons.gluedPrefix
        gluedSumPrefix = lexicons.gluedSumPrefix
    }

    /// Takes over the bytes, cuts them into tokens, and looks phrases up.
    mutating func read(_ title: [UInt8], _ text: [UInt8]) {
        bytes.removeAll()
        if !title.isEmpty {
            title.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            bytes.append(0x0A)
            bytes.append(0x0A)
        }
        text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        lexemes.reset()
        tokenize()
        lookUp()
    }

    func content(_ loader: DocumentLoader, _ lexicons: Lexicons) -> DocumentContent {
        DocumentContent(loader: loader, lexicons: lexicons, automaton: automaton, setTrials: lexicons.setTrials, bytes: bytes.view, tokens: tokens.tokens.view, tokenClasses: tokens.classes.view, triggers: tokens.triggers.view, beginnings: tokens.beginnings.view, endings: tokens.endings.view, sentenceOf: sentenceOf.view,
            sentences: sentences.view, capitals: capitals.view, lineStarts: lineStarts.view, paragraphStarts: paragraphStarts.view, matches: matches.view, matchAtStart: matchAtStart.view, matchAtEnd: matchAtEnd.view)
    }

    private mutating func tokenize() {
        tokens.removeAll()
        phraseStarts.removeAll()
        capitals.removeAll()
        lineStarts.removeAll()
        paragraphStarts.removeAll()
        titled.removeAll()
        let buffer = bytes.view
        guard let base = buffer.baseAddress else { return }
        var tokenizer = Tokenizer(buffer)
        while let separated = tokenizer.skipBlanks() {
            let start = tokenizer.position
            guard let word = tokenizer.plainToken() else {
                add(tokenizer.piece(separated), base, &tokenizer)
                continue
            }
            tokenizer.skip(word.count)
            if let known = lexemes.recentWord(word, base + start), !known.flags.contains(.upper) {
                add(Token(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: start &+ word.count), lexeme: known.lexeme, folded: known.info.folded, flags: known.flags), known.info, separated)
            } else {
                var piece = Tokenizer.Piece(start: start, end: start + word.count, shape: word.shape(base + start), separated: separated, curly: false)
                piece.shape.formUnion(add(piece, base, &tokenizer))
                lexemes.remember(word, piece.shape)
            }
        }
        tokens.finish()
    }

    /// Adds a token that is no known word in its usual case. Returns what its lexeme brings along.
    @inline(never) @discardableResult
    private mutating func add(_ piece: Tokenizer.Piece, _ base: UnsafePointer<UInt8>, _ tokenizer: inout Tokenizer) -> TokenFlags {
        var piece = piece
        if piece.digits > 0, cutsPrefix(piece, base, tokenizer) { tokenizer.cut(&piece) }
        let length = piece.end - piece.start
        var (lexeme, info) = lexemes.lexeme(base + piece.start, length, curly: piece.curly)
        var lexical: TokenFlags = Self.endsAsPlural(base + piece.start, length) ? .plural : []
        if info.triggers.contains(.continuesPhrases) { lexical.insert(.continuesPhrases) }
        var titledNumber: Int32 = -1
        if piece.shape.contains(.upper), !piece.shape.contains(.dotted), let other = lexemes.titled(base + piece.start, length) {
            liftCapitals(&info, to: other, isLong: length > 3)
            titledNumber = Int32(titled.count)
            titled.append(TitledToken(token: Int32(tokens.count), lexeme: other))
        }
        add(Token(start: UInt32(piece.start), end: UInt32(piece.end), lexeme: lexeme, folded: info.folded, flags: piece.shape.union(lexical)), info, piece.separated, titled: titledNumber)
        return lexical
    }

    @inline(__always)
    private mutating func add(_ token: Token, _ info: LexemeInfo, _ separated: UInt8, titled: Int32 = -1) {
        var token = token
        if separated == 0 {
            token.flags.insert(.glued)
        } else if separated > 1 {
            token.flags.insert(.lineStart)
            lineStarts.append(Int32(truncatingIfNeeded: tokens.count))
            if separated == 3 {
                token.flags.insert(.paragraphStart)
                paragraphStarts.append(Int32(truncatingIfNeeded: tokens.count))
            }
        }
        let start = PhraseStart(token: Int32(truncatingIfNeeded: tokens.count), exact: info.exact, folded: info.foldedState, titled: titled)
        capitals.append(start.token, if: token.flags.intersects([.capitalized, .camel, .number]))
        phraseStarts.append(start, if: info.exact | info.foldedState != PhraseAutomaton.none || titled >= 0)
        tokens.append(token, info)
    }

    /// Whether the letters before a word's first digit are a currency's sign: `USD115`, `$US40`, `R500m`; not `G20`, `F150`.
    private mutating func cutsPrefix(_ piece: Tokenizer.Piece, _ base: UnsafePointer<UInt8>, _ tokenizer: Tokenizer) -> Bool {
        let length = piece.digits - piece.start
        guard length > 0, length <= 5 else { return false }
        if length <= 3, piece.separated == 0, piece.start > 0, base[piece.start - 1] == UInt8(ascii: "$") { return true }
        let classes = automaton.classes(at: lexemes.lexeme(base + piece.start, length, curly: false).1.classes)
        if let gluedPrefix, classes.contains(gluedPrefix) { return true }
        guard let gluedSumPrefix, classes.contains(gluedSumPrefix) else { return false }
        return tokenizer.looksLikeSum(piece.digits)
    }

    /// Lets a word in capitals throughout count as its title-case spelling, `LONDON` as `London`, where no lexicon lists the capitals themselves.
    /// Up to three letters are taken for an abbreviation, unless a longer phrase comes of them (`NEW YORK`).
    private func liftCapitals(_ info: inout LexemeInfo, to titled: LexemeID, isLong: Bool) {
        guard isLong, lexemes.isKnownFolded(info) else { return }
        let other = lexemes.info(titled)
        if other.classes != 0 { info.classes = other.classes }
        info.triggers.formUnion(other.triggers)
        info.signature |= other.signature
    }

    /// Whether a spelling ends in `s` (not `ss`, `us`, `is`), or in `men`.
    @inline(__always)
    private static func endsAsPlural(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
        guard n > 3 else { return false }
        let last = p[n - 1] | 0x20, before = p[n - 2] | 0x20
        if last == UInt8(ascii: "s") { return before != UInt8(ascii: "s") && before != UInt8(ascii: "u") && before != UInt8(ascii: "i") && before &- 0x61 < 26 }
        return last == UInt8(ascii: "n") && before == UInt8(ascii: "e") && p[n - 3] | 0x20 == UInt8(ascii: "m") && n > 5
    }

    /// Finds the phrases of two tokens or more.
    private mutating func lookUp() {
        matches.removeAll()
        matchAtStart.removeAll()
        matchAtEnd.removeAll()
        matchAtStart.append(repeating: -1, count: tokens.count)
        matchAtEnd.append(repeating: -1, count: tokens.count + 1)
        let tokens = tokens.tokens.view
        // Of many words that some phrase begins with few begin one here: those are told from the others first, without branches.
        attempts.removeAll()
        let starts = phraseStarts.view, automaton = automaton
        attempts.append(upTo: starts.count * 3) { free in
            var count = 0
            for start in starts {
                let k = Int(start.token) &+ 1
                guard k < tokens.count else { break }
                let next = tokens[k], goesOn = next.flags.intersects(.continuesPhrases).number
                free[count] = PhraseAttempt(token: start.token, way: .exact, state: start.exact)
                count &+= Int(goesOn & automaton.mayStep(start.exact, next.lexeme))
                free[count] = PhraseAttempt(token: start.token, way: .folded, state: start.folded)
                count &+= Int(goesOn & automaton.mayStep(start.folded, next.folded))
                free[count] = PhraseAttempt(token: start.token, way: .titled, state: UInt32(truncatingIfNeeded: start.titled))
                count &+= Int((start.titled >= 0).number)
            }
            return count
        }
        for attempt in attempts.view {
            switch attempt.way {
            case .exact: follow(attempt.state, from: Int(attempt.token), tokens) { $0.lexeme }
            case .folded: follow(attempt.state, from: Int(attempt.token), tokens) { $0.folded }
            case .titled: followTitled(Int(attempt.state), tokens)
            }
        }
    }

    /// Follows phrases over words in capitals throughout, `BANK OF CHINA`: each by its title-case spelling, or lower case.
    private mutating func followTitled(_ first: Int, _ tokens: UnsafeBufferPointer<Token>) {
        let i = Int(titled[first].token)
        var state = lexemes.info(titled[first].lexeme).exact, k = i + 1, next = first + 1
        while state != PhraseAutomaton.none, automaton.continues(state), k < tokens.count, !tokens[k].flags.contains(.paragraphStart), tokens[k].flags.isDisjoint(with: [.lower, .camel]) {
            var after = PhraseAutomaton.none
            if next < titled.count, Int(titled[next].token) == k {
                after = automaton.step(state, titled[next].lexeme)
                next += 1
            }
            if after == PhraseAutomaton.none { after = automaton.step(state, tokens[k].folded) }
            guard after != PhraseAutomaton.none else { return }
            state = after
            k += 1
            let classes = automaton.classSet(state)
            if classes != 0 { add(Document.PhraseMatch(start: Int32(i), end: Int32(k), classes: classes, state: state, nextAtStart: -1, nextAtEnd: matchAtEnd[k])) }
        }
    }

    @inline(__always)
    private mutating func follow(_ first: PhraseAutomaton.StateID, from i: Int, _ tokens: UnsafeBufferPointer<Token>, _ lexeme: (Token) -> LexemeID) {
        var state = first, k = i + 1
        while k < tokens.count, !tokens[k].flags.contains(.paragraphStart) {
            state = automaton.child(of: state, lexeme(tokens[k]))
            if state == PhraseAutomaton.none { return }
            k += 1
            let classes = automaton.classSet(state)
            if classes != 0 { add(Document.PhraseMatch(start: Int32(i), end: Int32(k), classes: classes, state: state, nextAtStart: -1, nextAtEnd: matchAtEnd[k])) }
            if !automaton.continues(state) { return }
        }
    }

    /// Files a match under its start, longest first, and under its end.
    private mutating func add(_ match: Document.PhraseMatch) {
        let number = Int32(matches.count)
        matches.append(match)
        tokens.triggers[Int(match.start)].formUnion(setTriggers[Int(match.classes)])
        tokens.beginnings[Int(match.start)] |= setSignatures[Int(match.classes)]
        tokens.endings[Int(match.end) - 1] |= setSignatures[Int(match.classes)]
        matchAtEnd[Int(match.end)] = number
        var previous: Int32 = -1, next = matchAtStart[Int(match.start)]
        while next >= 0, matches[Int(next)].end > match.end {
            previous = next
            next = matches[Int(next)].nextAtStart
        }
        matches[Int(number)].nextAtStart = next
        if previous < 0 { matchAtStart[Int(match.start)] = number } else { matches[Int(previous)].nextAtStart = number }
    }

    /// Finds the sentences of `document`, which views this memory.
    mutating func splitSentences(_ document: Document, _ splitter: SentenceSplitter) {
        sentences.removeAll()
        sentenceOf.removeAll()
        splitter.split(document) { range in
            tokens.tokens[range.lowerBound].flags.insert(.sentenceStart)
            sentenceOf.append(repeating: Int32(sentences.count), count: range.count)
            sentences.append(range)
        }
        for sentence in sentences.view where splitter.isHeadline(sentence, document) {
            for k in sentence { tokens.tokens[k].flags.insert(.headline) }
        }
    }
}
