import ExtractionVocabulary

/// What words and lines of bylines are: the rows of `bylines.tsv`.
struct BylineWords: Sendable {
    static let shared = BylineWords()

    typealias Words = Set<[UInt8]>

    /// What leads in an author, longest first.
    let leads: [[UInt8]]
    /// Leads that count wherever they stand.
    let leadsAnywhere: Words
    /// Labels that lead where a colon or nothing follows them.
    let labelLeads: Words
    /// Leads of people who are not the author.
    let otherLeads: [[UInt8]]
    /// How lines begin that tell when something was posted.
    let datedLeads: [[UInt8]]
    let positions: Words, degrees: Words, outlets: Words, labels: Words, ends: Words, particles: Words
    /// The first letters of all leads: a line with another one is no byline.
    private let firstLetters: Set<UInt8>

    private init() {
        var byKind: [String: [[UInt8]]] = [:]
        for row in EmbeddedTable(tl_bylines_table()).rows where row.count == 2 { byKind[row[0], default: []].append(Array(row[1].utf8)) }
        func longestFirst(_ kind: String...) -> [[UInt8]] { Set(kind.flatMap { byKind[$0] ?? [] }).sorted { ($1.count, $0.hashKey) < ($0.count, $1.hashKey) } }
        func words(_ kind: String) -> Words { Set(byKind[kind] ?? []) }
        leads = longestFirst("lead", "anywhere")
        leadsAnywhere = words("anywhere")
        labelLeads = words("label-lead")
        otherLeads = longestFirst("other")
        datedLeads = longestFirst("dated")
        (positions, degrees, outlets) = (words("position"), words("degree"), words("outlet"))
        (labels, ends, particles) = (words("label"), words("end"), words("particle"))
        firstLetters = Set((leads + otherLeads + datedLeads).compactMap(\.first))
    }

    /// Whether a line that begins with `letter` may begin with one of the leads.
    func mayLead(_ letter: UInt8) -> Bool { firstLetters.contains(letter.asciiLowercased) }

    /// The lead that `text` begins with, as a whole word.
    static func lead(of text: ArraySlice<UInt8>, in leads: [[UInt8]]) -> [UInt8]? {
        leads.first { lead in
            guard text.count >= lead.count, zip(text, lead).allSatisfy({ $0.asciiLowercased == $1 }) else { return false }
            guard text.count > lead.count else { return true }
            let next = text[text.startIndex + lead.count]
            return !next.isASCIIAlphanumeric && next < 0x80 && next != UInt8(ascii: "-") && next != UInt8(ascii: "'")
        }
    }
}

extension [UInt8] {
    /// Bytes as a string, for an order that does not depend on hashing.
    fileprivate var hashKey: String { String(decoding: self, as: UTF8.self) }
}
