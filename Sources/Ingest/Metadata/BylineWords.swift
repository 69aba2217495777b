import ExtractionVocabulary

/// What words and lines of bylines are: the rows of `bylines.tsv`.
final class BylineWords: Sendable {
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
    /// How lines begin that tell when something was posted, by their first letter.
    private let datedByLetter: [[[UInt8]]]
    /// Words that begin what somebody is, and no name.
    let ranks: Words
    let positions: Words, degrees: Words, outlets: Words, labels: Words, ends: Words, particles: Words
    /// The leads by their first letter.
    private let leadsByLetter: [[[UInt8]]]
    /// By first letter: 1 where a line may begin with a lead or a date, 2 where with one that counts anywhere.
    private let letters: [UInt8]

    private init() {
        var byKind: [String: [[UInt8]]] = [:]
        for row in EmbeddedTable(tl_bylines_table()).rows where row.count == 2 { byKind[row[0], default: []].append(Array(row[1].utf8)) }
        func longestFirst(_ kind: String...) -> [[UInt8]] { Set(kind.flatMap { byKind[$0] ?? [] }).sorted { ($1.count, $0.hashKey) < ($0.count, $1.hashKey) } }
        func words(_ kind: String) -> Words { Set(byKind[kind] ?? []) }
        leads = longestFirst("lead", "anywhere")
        leadsAnywhere = words("anywhere")
        labelLeads = words("label-lead")
        otherLeads = longestFirst("other")
        let datedLeads = longestFirst("dated")
        ranks = words("rank")
        (positions, degrees, outlets) = (words("position"), words("degree"), words("outlet"))
        (labels, ends, particles) = (words("label"), words("end"), words("particle"))
        var letters = [UInt8](repeating: 0, count: 256)
        func mark(_ letter: UInt8?, _ bits: UInt8) {
            guard let letter else { return }
            letters[Int(letter)] |= bits
            if letter &- 0x61 < 26 { letters[Int(letter ^ 0x20)] |= bits }
        }
        for lead in leads { mark(lead.first, leadsAnywhere.contains(lead) ? 3 : 1) }
        for lead in datedLeads { mark(lead.first, 3) }
        for letter in DateParser.firstLetters { mark(letter, 1) }
        leadsByLetter = Self.byLetter(leads)
        datedByLetter = Self.byLetter(datedLeads)
        self.letters = letters
    }

    /// Leads by their first letter, each letter's in their order.
    private static func byLetter(_ leads: [[UInt8]]) -> [[[UInt8]]] {
        var result = [[[UInt8]]](repeating: [], count: 256)
        for lead in leads { if let first = lead.first { result[Int(first)].append(lead) } }
        return result
    }

    /// Whether a line that begins with `letter` may be a byline, near the headline or elsewhere.
    @inline(__always)
    func mayLead(_ letter: UInt8, isNear: Bool) -> Bool { letters[Int(letter)] & (isNear ? 1 : 2) != 0 }

    /// The lead that `text` begins with.
    func lead(of text: ArraySlice<UInt8>) -> [UInt8]? {
        text.first.flatMap { Self.lead(of: text, in: leadsByLetter[Int($0.asciiLowercased)]) }
    }

    /// Whether `text` begins as a line does that tells when something was posted.
    func isDated(_ text: ArraySlice<UInt8>) -> Bool {
        text.first.map { Self.lead(of: text, in: datedByLetter[Int($0.asciiLowercased)]) != nil } ?? false
    }

    /// The lead that `text` begins with, as a whole word.
    static func lead(of text: ArraySlice<UInt8>, in leads: [[UInt8]]) -> [UInt8]? {
        leads.first { lead in
            guard text.count >= lead.count else { return false }
            for i in lead.indices where text[text.startIndex + i].asciiLowercased != lead[i] { return false }
            guard text.count > lead.count else { return true }
            let end = text.startIndex + lead.count
            let next = text[end]
            // A no-break space.
            if next == 0xC2, end + 1 < text.endIndex, text[end + 1] == 0xA0 { return true }
            return !next.isASCIIAlphanumeric && next < 0x80 && next != UInt8(ascii: "-") && next != UInt8(ascii: "'")
        }
    }
}

extension [UInt8] {
    /// Bytes as a string, for an order that does not depend on hashing.
    fileprivate var hashKey: String { String(decoding: self, as: UTF8.self) }
}
