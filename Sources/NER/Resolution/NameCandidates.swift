/// A run of tokens that may be a name.
struct NameCandidate: Sendable {
    /// Tokens, end exclusive.
    var tokens: Range<Int>
    /// How it came about.
    var origin: Origin

    enum Origin: UInt8, Sendable, BitwiseCopyable {
        /// A run of capitalised words.
        case run
        /// A run together with the ordinary word that begins its sentence.
        case sentenceStart
        /// A part of a run that a lexicon of names knows, or what it leaves over.
        case part
        /// A phrase of a lexicon of names.
        case lexicon
        /// A rule's brackets.
        case rule
    }
}

/// Cuts a document into runs of capitalised words that may be names.
///
/// A run goes on over capitals, over `&`, hyphens and particles between capitals; it breaks at words that do not belong to names: function words, months,
/// titles and offices, nationalities at its head, ordinary words in headlines, and the ordinary word that opens a sentence. Phrases of the
/// name lexicons are candidates wherever they stand, and nothing breaks inside them.
struct NameCandidateFinder: ~Copyable {
    /// Bytes of the longest particle between two hyphens: "Newcastle-upon-Tyne".
    private static let longestHyphenatedParticle = 4

    private let document: Document
    private let recognizer: EntityRecognizer
    @inline(__always) private var classes: NameClasses { recognizer.nameClasses }
    /// Tokens that amounts cover; memory of whoever made the finder, who outlives it.
    private let taken: UnsafeBufferPointer<Bool>
    /// By token: end of the longest phrase of a name lexicon that covers it; 0: none.
    private var phraseEnd: GrowingBuffer<Int32>
    private var phraseStart: GrowingBuffer<Int32>
    private(set) var candidates: [NameCandidate] = []
    /// By tokens: the candidate that they are.
    private(set) var numberOf: NumberTable
    /// Abbreviations that stand in brackets behind a word with their last letter: "Securities Commission (SC)".
    private var definedAbbreviations: [LexemeID] = []

    init(_ document: Document, _ recognizer: EntityRecognizer, taken: UnsafeBufferPointer<Bool>) {
        self.document = document
        self.recognizer = recognizer
        self.taken = taken
        phraseEnd = GrowingBuffer(repeating: 0, count: document.tokens.count)
        phraseStart = GrowingBuffer(repeating: 0, count: document.tokens.count)
        let expected = document.tokens.count / 8
        candidates.reserveCapacity(expected)
        numberOf = NumberTable(expected: expected)
    }

    /// Finds all candidates, each once. Linear in the tokens.
    mutating func find() {
        findDefinedAbbreviations()
        findPhrases()
        findRuns()
        findAttested()
    }

    private mutating func findDefinedAbbreviations() {
        for i in document.capitals.lazy.map(Int.init) where i > 1 && document.tokens[i].flags.contains(.upper) {
            if document.isInBrackets(i..<(i + 1)), document.firstByte(i - 2) == document.bytes[Int(document.tokens[i].end) - 1], document.token(i, isIn: classes.abbreviation) {
                definedAbbreviations.append(document.tokens[i].lexeme)
            }
        }
    }

    private mutating func add(_ range: Range<Int>, _ origin: NameCandidate.Origin) {
        guard numberOf.insert(NumberTable.key(range), Int32(candidates.count)) == nil else { return }
        candidates.append(NameCandidate(tokens: range, origin: origin))
    }

    // MARK: Phrases of the name lexicons

    private mutating func findPhrases() {
        for i in document.phraseStarts where !taken[i] {
            for (end, set) in document.phrases(from: i) where end <= document.sentences[Int(document.sentenceOf[i])].upperBound {
                guard set.intersects(classes.wholeNames) else { continue }
                guard document.tokens[i].flags.isDisjoint(with: .lower) || document.tokens[end - 1].flags.isDisjoint(with: .lower) else { continue }
                add(i..<end, .lexicon)
                if phraseEnd[i] < end {
                    for k in i..<end where phraseEnd[k] == 0 { phraseEnd[k] = Int32(end); phraseStart[k] = Int32(i) }
                }
                break
            }
        }
    }

    private func isInsidePhrase(_ i: Int) -> Bool { phraseEnd[i] > i + 1 || phraseEnd[i] > 0 && phraseStart[i] < i }

    // MARK: Runs

    private mutating func findRuns() {
        var end = 0
        for k in document.capitals {
            let i = Int(k)
            if i < end { continue }
            let sentence = document.sentences[Int(document.sentenceOf[i])]
            guard canBegin(i, sentence) else { continue }
            end = i + 1
            while let next = continuation(end, sentence) { end = next }
            addRun(i..<end, sentence)
        }
    }

    /// Whether a name can begin at token `i`.
    private func canBegin(_ i: Int, _ sentence: Range<Int>) -> Bool {
        let flags = document.tokens[i].flags
        guard !taken[i] else { return false }
        if flags.contains(.number) {
            // "3D Systems", "3M": a digit and a capital written as one.
            return isCapitalized(i + 1, sentence) && isCapitalized(i + 2, sentence) && document.tokens[i + 1].flags.contains(.glued) && !taken[i + 1] && document.tokens[i].end - document.tokens[i].start == 1
        }
        guard !flags.isDisjoint(with: [.capitalized, .camel]) else { return false }
        return !breaks(i, sentence)
    }

    /// Whether token `i`, capitalised, belongs to no name.
    private func breaks(_ i: Int, _ sentence: Range<Int>) -> Bool {
        if isInsidePhrase(i) { return false }
        // "A Sri Lankan diplomat": a nationality of two words.
        if let end = endOfNationality(i), !isCapitalized(end, sentence) || !beginsFirm(end, sentence) { return true }
        let set = document.tokenClasses[i]
        guard set != 0 else { return false }
        // "Mr Monks", "Rep. French Hill": a name follows a title, whatever else the word is.
        if i > sentence.lowerBound, !document.token(i, isIn: classes.honorific), document.token(i - 1, isIn: classes.courtesy) || document.token(i - 1, isIn: classes.titleAbbreviation),
            document.tokens[i - 1].flags.contains(.capitalized), !document.token(i, isIn: classes.titleAbbreviation) {
            return false
        }
        let own = document.classes(i)
        var flags = document.tokens[i].flags
        if isShouted(i, sentence) { flags.insert(.headline) }
        // "…, Will Carling said": a given name inside a sentence, and no month.
        if own.contains(classes.functionWord), own.contains(classes.givenName), !own.contains(classes.month), flags.isDisjoint(with: [.sentenceStart, .headline]), isCapitalized(i + 1, sentence), !document.token(i + 1, isIn: classes.commonWord) { return false }
        if own.contains(classes.functionWord), !flags.contains(.upper) || document.tokens[i].end - document.tokens[i].start > 4 || flags.contains(.headline) { return true }
        // "Alexander Pope", "Damian King", "Ahmad Shah Masood": a family name behind a given name.
        if own.contains(classes.familyName), i > sentence.lowerBound, document.token(i - 1, isIn: classes.givenName), !document.token(i - 1, isIn: classes.honorific), isCapitalized(i - 1, sentence),
            !isCapitalized(i + 1, sentence) || own.contains(classes.honorific) { return false }
        if own.contains(classes.month) || own.contains(classes.weekday) || own.contains(classes.honorific) || own.contains(classes.titleAbbreviation) {
            // "Bishop Garrigan High School": a school has the title in its name.
            if own.contains(classes.honorific), !own.contains(classes.courtesy), beginsOrganisation(i + 1, sentence) { return false }
            return !own.contains(classes.givenName) || !isCapitalized(i + 1, sentence) || own.contains(classes.honorific)
        }
        // "ASIC", where the document says in brackets whose name it is.
        if own.contains(classes.abbreviation) { return !definedAbbreviations.contains(document.tokens[i].lexeme) }
        // "ABOUT Acme Holdings": a heading's word in capitals.
        if flags.contains(.upper), document.tokens[i].end - document.tokens[i].start > 3, own.contains(classes.commonWord), isCapitalized(i + 1, sentence), !document.tokens[i + 1].flags.contains(.upper) {
            return !own.intersects(classes.certainNames)
        }
        // "GM" is a general manager, and a carmaker; "Rangers" are a team.
        if own.contains(classes.roleHead), !(flags.intersects([.upper, .plural]) && own.intersects(classes.wholeNames)), !flags.contains(.sentenceStart) || isCapitalized(i + 1, sentence) {
            // "Vikas Shah": a family name.
            if i > sentence.lowerBound, own.contains(classes.familyName), document.token(i - 1, isIn: classes.givenName), document.tokens[i - 1].flags.contains(.capitalized) { return false }
            // "Boy Scout Association", "Players Union": a head of organisations follows.
            if beginsOrganisation(i + 1, sentence) { return false }
            // "General Motors", "Principal Financial": a head of firms follows. "Ross Investment Associates": it ends one.
            if i > sentence.lowerBound, own.contains(classes.firmHead), isCapitalized(i - 1, sentence), !document.token(i - 1, isIn: classes.roleHead), !isCapitalized(i + 1, sentence) { return false }
            return !(i + 1 < sentence.upperBound && document.tokens[i + 1].flags.contains(.capitalized) && document.token(i + 1, isIn: classes.firmHead))
        }
        if own.contains(classes.roleModifier), i + 1 < sentence.upperBound, document.tokens[i + 1].flags.contains(.capitalized) || flags.contains(.headline) {
            return document.token(i + 1, isIn: classes.roleHead) || document.token(i + 1, isIn: classes.roleModifier)
        }
        if own.contains(classes.demonym), isCapitalized(i + 1, sentence) || flags.contains(.headline) {
            // "Norman Lamont", "Rep. French Hill", "Christian Zyxwv"
            if own.contains(classes.givenName), isCapitalized(i + 1, sentence), document.token(i + 1, isIn: classes.familyName) || document.tokenClasses[i + 1] == 0 && !own.contains(classes.certainDemonym) { return false }
            return !beginsFirm(i + 1, sentence)
        }
        if flags.contains(.headline), own.contains(classes.commonWord), !own.contains(classes.firmHead), !own.contains(classes.orgHead), !own.contains(classes.placeHead), !own.contains(classes.legalForm) {
            return !own.intersects(classes.certainNames)
        }
        return false
    }

    /// Where an adjective of nationality of several words ends that covers token `i`; `nil` where none does.
    private func endOfNationality(_ i: Int) -> Int? {
        if document.matchAtStart[i] >= 0, let phrase = document.phrases(from: i).first(where: { $0.classes.contains(classes.certainDemonym) }) { return phrase.end }
        if document.matchAtEnd[i + 1] >= 0, document.phrases(to: i + 1, of: classes.certainDemonym, { $0 < i }) { return i + 1 }
        return nil
    }

    /// Whether a token stands among others in capitals throughout: a headline in capitals.
    private func isShouted(_ i: Int, _ sentence: Range<Int>) -> Bool {
        func isUpper(_ k: Int) -> Bool { sentence.contains(k) && document.tokens[k].flags.contains(.upper) }
        guard isUpper(i) else { return false }
        return isUpper(i - 1) && isUpper(i + 1) || isUpper(i + 1) && isUpper(i + 2) || isUpper(i - 1) && isUpper(i - 2)
    }

    private func isCapitalized(_ i: Int, _ sentence: Range<Int>) -> Bool {
        i < sentence.upperBound && !document.tokens[i].flags.isDisjoint(with: [.capitalized, .camel])
    }

    /// Whether the capitals from `i` on end in a head or legal form of firms: "American Widget Holdings".
    private func beginsFirm(_ i: Int, _ sentence: Range<Int>) -> Bool {
        var k = i
        while isCapitalized(k, sentence) { k += 1 }
        return k > i && (document.token(k - 1, isIn: classes.firmHead) || document.token(k - 1, isIn: classes.legalForm) || document.token(k - 1, isIn: classes.orgHead))
    }

    /// Whether up to three capitals from `i` on end in a head of organisations.
    private func beginsOrganisation(_ i: Int, _ sentence: Range<Int>) -> Bool {
        var k = i
        while isCapitalized(k, sentence), k < i + 4 { k += 1 }
        return k > i && k < i + 4 && document.token(k - 1, isIn: classes.orgHead) && document.tokens[k - 1].flags.isDisjoint(with: .upper)
    }

    /// The end of the run grown by the token at `end`, with a connector before it where one stands; `nil`: the run ends.
    private func continuation(_ end: Int, _ sentence: Range<Int>) -> Int? {
        guard end < sentence.upperBound, !taken[end] else { return nil }
        if phraseEnd[end - 1] > end { return Int(phraseEnd[end - 1]) }
        let token = document.tokens[end]
        if !token.flags.isDisjoint(with: [.capitalized, .camel]) {
            return token.flags.contains(.lineStart) || breaks(end, sentence) || changesCapitals(end, sentence) || isArticle(end) ? nil : end + 1
        }
        if token.flags.contains(.number) {
            // A number inside a name: "Area 51", only where a capital or nothing of a quantity follows.
            return nil
        }
        guard end + 1 < sentence.upperBound, !taken[end + 1] else { return nil }
        let next = document.tokens[end + 1]
        let nextIsCapital = !next.flags.isDisjoint(with: [.capitalized, .camel])
        if document.isCharacter(end, UInt8(ascii: "&")) { return nextIsCapital ? end + 2 : nil }
        if document.isCharacter(end, UInt8(ascii: "-")), token.flags.contains(.glued), next.flags.contains(.glued) {
            if nextIsCapital { return breaks(end + 1, sentence) && !isInsidePhrase(end + 1) ? nil : end + 2 }
            // "Stratford-on-Avon", "Mazar-i-Sharif"
            if next.flags.contains(.lower), next.end - next.start <= Self.longestHyphenatedParticle, end + 3 < sentence.upperBound, document.isCharacter(end + 2, UInt8(ascii: "-")), document.tokens[end + 2].flags.contains(.glued),
                document.tokens[end + 3].flags.contains([.glued, .capitalized]), !taken[end + 3] { return end + 4 }
            // "Ban Ki-moon": the second half of a given name, no ordinary word.
            return next.flags.contains(.lower) && document.tokenClasses[end + 1] == 0 && next.end - next.start >= 2 ? end + 2 : nil
        }
        if token.flags.contains(.lower), document.token(end, isIn: classes.particle) {
            var k = end + 1
            while k < sentence.upperBound, document.tokens[k].flags.contains(.lower), document.token(k, isIn: classes.particle), k < end + 3 { k += 1 }
            guard k < sentence.upperBound, !taken[k], document.tokens[k].flags.contains(.capitalized), !breaks(k, sentence) else { return nil }
            // A particle joins names of persons: a given name or an initial stands before it.
            return document.token(end - 1, isIn: classes.givenName) || document.token(end - 1, isIn: classes.familyName) ? k + 1 : nil
        }
        return nil
    }

    /// Whether words in capitals throughout begin or end at token `i`, behind or before ordinary ones: a dateline or heading that is run together with a text.
    private func changesCapitals(_ i: Int, _ sentence: Range<Int>) -> Bool {
        let here = document.tokens[i], before = document.tokens[i - 1]
        if isInsidePhrase(i) { return false }
        if here.flags.contains(.upper), !before.flags.contains(.upper), before.end - before.start > 2, here.end - here.start > 3 {
            // "Kim Kyung-Hoon SHANGHAI (Reuters)"
            return document.token(i, isInAnyOf: classes.places)
        }
        // "ACME CAPITAL CORPORATION Acme Capital"
        return i - 2 >= sentence.lowerBound && before.flags.contains(.upper) && !here.flags.contains(.upper) && before.end - before.start > 3 && here.end - here.start > 1
            && document.tokens[i - 2].flags.contains(.upper) && document.tokens[i - 2].end - document.tokens[i - 2].start > 3 && !document.token(i, isIn: classes.legalForm)
    }

    /// Whether token `i` is a `The` that begins another name: inside one it has a small letter.
    private func isArticle(_ i: Int) -> Bool {
        phraseStart[i] == i && phraseEnd[i] > i && document.token(i, isIn: classes.functionWord) && document.tokens[i].end - document.tokens[i].start == 3 && !document.tokens[i].flags.contains(.upper)
    }

    /// Looks for the document's names, as they stand in its sentences, in headlines and other runs of capitals that say less about where names end: those of several
    /// words, and, in capitals, ordinary words that the lexicons know as names too.
    private mutating func findAttested() {
        // By first word: its first name, which leads to the next.
        var byFirst = NumberTable(expected: candidates.count)
        var attested: [(name: Range<Int>, next: Int32)] = []
        attested.reserveCapacity(candidates.count)
        // A bit for each first word by its number: few tokens are any of them.
        var firstWords: UInt64 = 0
        for candidate in candidates where candidate.tokens.count < 7 && candidate.origin != .part && candidate.origin != .sentenceStart {
            let first = candidate.tokens.lowerBound
            if document.tokens[first].flags.contains(.headline) || candidate.tokens.count == 1 && !isOrdinaryName(first) { continue }
            let word = UInt64(document.tokens[first].folded)
            var k = byFirst.insert(word, Int32(attested.count)) ?? -1, last: Int32 = -1
            while k >= 0, attested[Int(k)].name.count != candidate.tokens.count || !matches(candidate.tokens, at: attested[Int(k)].name.lowerBound) {
                last = k
                k = attested[Int(k)].next
            }
            if k >= 0 { continue }
            if last >= 0 { attested[Int(last)].next = Int32(attested.count) }
            firstWords |= 1 << (word & 63)
            attested.append((candidate.tokens, -1))
        }
        guard !attested.isEmpty else { return }
        let tokens = document.tokens
        for i in document.capitals.lazy.map(Int.init) where firstWords & 1 << UInt64(tokens[i].folded & 63) != 0 && !tokens[i].flags.contains(.number) && !taken[i] {
            var k = byFirst[UInt64(document.tokens[i].folded)] ?? -1
            while k >= 0 {
                let name = attested[Int(k)].name
                if matches(name, at: i), name.count > 1 || document.tokens[i].flags.contains(.upper) { add(i..<(i + name.count), .part) }
                k = attested[Int(k)].next
            }
        }
    }

    /// Whether a token is an ordinary word and a name as well, with a capital inside a sentence.
    private func isOrdinaryName(_ i: Int) -> Bool {
        document.tokens[i].flags.isDisjoint(with: [.sentenceStart, .upper]) && document.token(i, isIn: classes.commonWord) && document.token(i, isInAnyOf: classes.wholeNames)
    }

    /// Whether the words of `name` stand at token `i` as well, in any case.
    private func matches(_ name: Range<Int>, at i: Int) -> Bool {
        guard i + name.count <= document.tokens.count, document.sentenceOf[i] == document.sentenceOf[i + name.count - 1] else { return false }
        for k in 0..<name.count where document.tokens[name.lowerBound + k].folded != document.tokens[i + k].folded { return false }
        return true
    }

    private mutating func addRun(_ run: Range<Int>, _ sentence: Range<Int>) {
        var range = run
        // A demonym or country that opens the run and is followed by more was kept by `breaks` only where a firm follows.
        if document.tokens[range.lowerBound].flags.contains(.sentenceStart), isOrdinary(range.lowerBound) {
            if range.count == 1 { return add(range, .sentenceStart) }
            add(range, .sentenceStart)
            range = (range.lowerBound + 1)..<range.upperBound
            if document.tokens[range.lowerBound].flags.contains(.punctuation) {
                guard range.count > 1 else { return }
                range = (range.lowerBound + 1)..<range.upperBound
            }
        }
        if isArticle(range.lowerBound), phraseEnd[range.lowerBound] < range.upperBound {
            // "The Australian Financial Markets Association": the newspaper's article is this name's as well.
            range = (range.lowerBound + 1)..<range.upperBound
        }
        add(range, .run)
        addParts(of: range)
    }

    /// Whether a token is an ordinary word that its capital need not make a name.
    private func isOrdinary(_ i: Int) -> Bool {
        let set = document.classes(i)
        return set.contains(classes.commonWord) && phraseEnd[i] == 0 && !set.intersects(classes.certainNames)
    }

    /// Names inside a run that lexicons know, and what they leave over at its other end.
    private mutating func addParts(of run: Range<Int>) {
        guard run.count > 1 else { return }
        for i in run where !document.tokens[i].flags.contains(.punctuation) {
            var end = i + 1
            if phraseStart[i] == i, phraseEnd[i] > i, phraseEnd[i] <= run.upperBound { end = Int(phraseEnd[i]) }
            let isName = end > i + 1 || isName(i)
            guard isName, !(i == run.lowerBound && end == run.upperBound), phraseStart[i] == i || phraseEnd[i] == 0 else { continue }
            add(i..<end, .part)
            if i == run.lowerBound, isCapitalAt(end, run) { add(end..<run.upperBound, .part) }
            if end == run.upperBound, i > run.lowerBound, !document.tokens[i - 1].flags.contains(.punctuation) { add(run.lowerBound..<i, .part) }
        }
        // "Centre Jason Little": the first word of a sentence, before a given name.
        if run.count > 2, document.tokens[run.lowerBound].flags.contains(.sentenceStart), !document.tokens[run.lowerBound].flags.contains(.upper), document.token(run.lowerBound, isIn: classes.commonWord) || document.token(run.lowerBound, isIn: classes.placeHead),
            !document.token(run.lowerBound, isIn: classes.givenName), document.token(run.lowerBound + 1, isIn: classes.givenName) {
            add((run.lowerBound + 1)..<run.upperBound, .part)
        }
        // "Katie Walsh Foreign": a person's name ends behind the family name.
        if run.count > 2, document.token(run.lowerBound, isIn: classes.givenName), document.token(run.lowerBound + 1, isIn: classes.familyName) {
            add(run.lowerBound..<(run.lowerBound + 2), .part)
        }
    }

    private func isName(_ i: Int) -> Bool {
        document.token(i, isInAnyOf: classes.certainNames)
    }

    private func isCapitalAt(_ i: Int, _ run: Range<Int>) -> Bool {
        i < run.upperBound && !document.tokens[i].flags.isDisjoint(with: [.capitalized, .camel])
    }
}
