/// The lexicon classes that cutting names out of a text needs.
struct NameClasses: Sendable {
    let functionWord, commonWord, month, weekday, holiday, abbreviation, demonym, certainDemonym, honorific, courtesy, titleAbbreviation: ClassID
    let roleHead, roleModifier, givenName, familyName, particle, nameSuffix, legalForm, firmHead, orgHead, placeHead: ClassID
    /// Lexicons of whole names: each of their phrases is a candidate.
    let wholeNames: ClassSet
    /// The same, only forms that are not marked ambiguous.
    let certainNames: ClassSet
    /// Names of places alone, and of those only forms that are not marked ambiguous.
    let places, certainPlaces: ClassSet
    /// Names of countries.
    let country: ClassID
    /// The words that join the last of a list.
    private(set) var and: LexemeID = 0, or: LexemeID = 0

    /// The lexicons that list whole names.
    static let nameLexicons: Set<String> = ["firm", "media", "organisation", "exchange", "product", "index", "country", "region", "city", "landmark"]

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        functionWord = try registry.id(ClassSelector("function-word"))
        commonWord = try registry.id(ClassSelector("common-word"))
        month = try registry.id(ClassSelector("month"))
        weekday = try registry.id(ClassSelector("weekday"))
        holiday = try registry.id(ClassSelector("holiday"))
        abbreviation = try registry.id(ClassSelector("abbreviation"))
        demonym = try registry.id(ClassSelector("demonym"))
        certainDemonym = try registry.id(ClassSelector("demonym", .certain))
        honorific = try registry.id(ClassSelector("honorific"))
        courtesy = try registry.id(ClassSelector("honorific", filters: [.init(column: "kind", value: "courtesy")]))
        titleAbbreviation = try registry.id(ClassSelector("title-abbreviation"))
        roleHead = try registry.id(ClassSelector("role-head"))
        roleModifier = try registry.id(ClassSelector("role-modifier", filters: [.init(column: "kind", value: "rank")]))
        givenName = try registry.id(ClassSelector("given-name"))
        familyName = try registry.id(ClassSelector("family-name"))
        particle = try registry.id(ClassSelector("name-particle"))
        nameSuffix = try registry.id(ClassSelector("name-suffix"))
        legalForm = try registry.id(ClassSelector("legal-form"))
        firmHead = try registry.id(ClassSelector("firm-head"))
        orgHead = try registry.id(ClassSelector("org-head"))
        placeHead = try registry.id(ClassSelector("place-head"))
        var whole = ClassSet(), certain = ClassSet(), places = ClassSet(), certainPlaces = ClassSet()
        for name in ["firm", "media", "organisation", "exchange", "product", "index"] {
            whole.insert(try registry.id(ClassSelector(name)))
            certain.insert(try registry.id(ClassSelector(name, .certain)))
        }
        for name in ["country", "region", "city", "landmark"] {
            places.insert(try registry.id(ClassSelector(name)))
            certainPlaces.insert(try registry.id(ClassSelector(name, .certain)))
        }
        certain.formUnion(certainPlaces)
        self.places = places
        self.certainPlaces = certainPlaces
        country = try registry.id(ClassSelector("country", .certain))
        whole.formUnion(places)
        wholeNames = whole
        certainNames = certain
    }

    mutating func bind(_ lexicons: Lexicons) {
        and = lexicons.lexeme("and")
        or = lexicons.lexeme("or")
    }
}
