/// The lexicon classes and words that roles and their links need.
struct RoleClasses: Sendable {
    let head, office, occupation, corporate, media, status, speech: ClassID
    /// Titles that are one unit; and words in front of a head that may be a name's last: Treasury Secretary, Council member.
    let fixedTitle, namesOffices: ClassSet
    /// What persons are to firms as well: owner, partner, member, adviser.
    let ofPersons: ClassSet
    /// Former, acting: words before a role that no name begins with.
    let pastOrActing: ClassSet
    let demonym, country: ClassID
    private(set) var nations = Nations()
    /// By class of a head: what kind of position it names.
    private let kinds: [(ClassID, SpanKinds)]
    /// By number of a class set: the kinds of all its classes.
    private var kindsOfSet: [SpanKinds] = []
    /// Words before a role that say whose it is, by `role-word.tsv`.
    let firmsOwn, eitherOwn, speakersOwn, personsOwn, definite: ClassID
    /// The words between a head and its function: of, for.
    let complement: ClassID
    /// He, she; and the verbs and particles that lead from a subject to what it is.
    let pronoun, copula: ClassID
    /// Heads of state offices that firms have too (president); of, at; the company, the bank.
    let stateOffice, preposition, bodyNoun: ClassID

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        head = try registry.id(ClassSelector("role-head"))
        fixedTitle = ClassSet(try ["title", "office"].map { (column) throws(ClassError) in try registry.id(ClassSelector("role-head", .certain, filters: [.init(column: "class", value: column)])) })
        pastOrActing = ClassSet(try ["former", "acting"].map { (status) throws(ClassError) in
            try registry.id(ClassSelector("role-status", .certain, filters: [.init(column: "status", value: status), .init(column: "position", value: "before")]))
        })
        namesOffices = ClassSet(try ["demonym", "organisation", "org-head"].map { (name) throws(ClassError) in try registry.id(ClassSelector(name)) })
        corporate = try registry.id(ClassSelector("corporate-role"))
        ofPersons = ClassSet(try ["owner", "partner", "adviser"].map { (side) throws(ClassError) in
            try registry.id(ClassSelector("corporate-role", filters: [.init(column: "side", value: side)]))
        })
        media = try registry.id(ClassSelector("media"))
        status = try registry.id(ClassSelector("role-status"))
        speech = try registry.id(ClassSelector("speech-verb"))
        func word(_ kind: String) throws(ClassError) -> ClassID { try registry.id(ClassSelector("role-word", filters: [.init(column: "kind", value: kind)])) }
        firmsOwn = try word("firm")
        eitherOwn = try word("either")
        speakersOwn = try word("speaker")
        personsOwn = try word("person")
        definite = try word("definite")
        complement = try word("complement")
        pronoun = try word("pronoun")
        copula = try word("copula")
        stateOffice = try word("state-office")
        preposition = try word("preposition")
        bodyNoun = try registry.id(ClassSelector("body-noun"))
        demonym = try registry.id(ClassSelector("demonym"))
        country = try registry.id(ClassSelector("country"))
        for name in ["demonym", "country"] { registry.keepEntries(of: name) }
        var kinds: [(ClassID, SpanKinds)] = [(corporate, .relation), (try registry.id(ClassSelector("title-abbreviation")), .office)]
        func add(_ column: String, _ kind: SpanKinds) throws(ClassError) -> ClassID {
            let id = try registry.id(ClassSelector("role-head", filters: [.init(column: "class", value: column)]))
            kinds.append((id, kind))
            return id
        }
        office = try add("office", .office)
        occupation = try add("occupation", .occupation)
        _ = try add("title", .title)
        for column in ["military", "police", "religious"] { _ = try add(column, .office) }
        for column in ["academic", "sports"] { _ = try add(column, .occupation) }
        self.kinds = kinds
    }

    mutating func bind(_ lexicons: Lexicons) {
        nations.bind(lexicons)
        let automaton = lexicons.automatonView
        kindsOfSet = (0..<automaton.classSetCount).map { number in
            let classes = automaton.classes(at: UInt16(number))
            return kinds.reduce(into: SpanKinds()) { if classes.contains($1.0) { $0.formUnion($1.1) } }
        }
    }

    /// What kinds of position the head of a phrase with these classes names.
    @inline(__always) func kinds(ofSet number: UInt16) -> SpanKinds { kindsOfSet[Int(number)] }
}

/// Which country an adjective (“Greek”) or a place (“Greece”) stands for, as ISO 3166 codes from the lexicons.
struct Nations: Sendable {
    private var codes: [EntryID: String] = [:]
    private var demonyms = LexiconNumbers([]), countries = LexiconNumbers([])

    mutating func bind(_ lexicons: Lexicons) {
        demonyms = lexicons.lexiconNumbers("demonym")
        countries = lexicons.lexiconNumbers("country")
        for (entry, values) in lexicons.rows(of: "demonym", columns: ["country"]) where !values[0].isEmpty { codes[entry] = values[0] }
        for (entry, values) in lexicons.rows(of: "country", columns: ["code"]) where !values[0].isEmpty { codes[entry] = values[0] }
    }

    func ofDemonym(_ tokens: Range<Int>, _ document: Document) -> String? { document.entry(tokens, in: demonyms).flatMap { codes[$0] } }
    func ofPlace(_ tokens: Range<Int>, _ document: Document) -> String? { document.entry(tokens, in: countries).flatMap { codes[$0] } }
}
