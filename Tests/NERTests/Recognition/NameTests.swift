import Testing
@testable import NER

/// Names of whole texts: what the rules' own examples, a sentence each, cannot show.
@Suite struct NameTests {
    /// Texts with their names in brackets: `[person Ann Smith]`. All names of these texts are marked.
    static let texts = [
        // The nickname of a known team, also in capitals; ordinary words otherwise.
        "[org BEARS] TRADE LINEMAN. The [org Chicago Bears] traded him to the [org Buffalo Bills]. The [org Bears]' coach said so.",
        "Brown bears met bears of the [org Chicago Bears].",
        // Results, with the lines run together as tables are.
        "Results: [org Barnsley] 2 [org Portsmouth] 3 [org Bolton] 2 [org Crystal Palace] 2",
        "Standings: [org Manchester United] 6 5 1 0 20 3 16 [org Newcastle] 6 4 1 1 9 5 13",
        "[org Warwickshire] v [org Sussex]: rain stopped play. [place Scotland] v [place Wales]: 1-1 draw.",
        "[place Georgia] beat [place Ukraine] 3-1 and [org Preston] beat [org Bradford] 2-0.",
        "1. [person Zyxwv Wvutsr] ([place Kenya]) 3:32.80 2. [person Qwrts Zpltk] ([place France]) 3:33.71",
        "Scorers: [person Zyxwv] (12th, 40th), [person Wvutsr] (70th)",
        // Codes and telephone numbers are no scores.
        "Write to 12 [place Main Street], [place Dallas], [place Texas] 75201-1234.",
        "Call [firm Microsoft] 1-800-555-1212 now.",
        "Write to [place Houston], [place Texas] 77002 Tel 713 555 1234.",
        "Our office: Suite 400 [place Chicago] 60606.",
        "Newsdesk [place Chicago] 312 408 8787.",
        // Adjectives of nationality: of two words, and as given names.
        "[person Zyxwv Wvutsr], a Sri Lankan diplomat, led the team.",
        "[place Sri Lanka] troops met them.",
        "On Monday [person Franco Zyxwvi] met [person Roman Wvutsrov], and the Roman church met [person Zyxwvi].",
        "Shares of [firm South African Zyxwv Ltd] fell.",
        // Given names that are other words.
        "Fans cheered as [person Will Zyxwv], 44, left.",
        "What Will [firm Microsoft] Do?",
        // Particles between hyphens, and titles inside names.
        "He lives in [place Zyxwv-on-Wvuts], near [place Berlin].",
        "Then [person Ahmad Shah Zyxwvi] fled.",
        // An abbreviation behind a comma and “or”.
        "He leads the [org Zyxwv Special Commission], or [org ZYSCOM], now.",
        // Behind initials the surname.
        "[firm Z.W. Qwrty Co.] fell. Shares of [firm Qwrty] rose.",
        // In brackets, abbreviated in another language; a price's code is none.
        "The [org Party of Zyxwv Action] ([org QDK]) met [org QDK] deputies.",
        // An abbreviation with other meanings, where the document says whose it is.
        "The [org Zyxwv Securities and Investments Commission] ([org ASIC]) sued, and [org ASIC] won.",
        "The [org Zyxwv Securities and Investments Commission] ([org ZSIC]) sued; [org ZSIC] won.",
        "Copper at the [org London Metal Exchange] (QMCU3) fell.",
    ]

    @Test(arguments: texts) func areFound(_ text: String) throws {
        let marked = MarkedText(text)
        let recognition = try SourceKnowledge.recognizer.get().recognize(text: Array(marked.text.utf8))
        let names = recognition.mentions.compactMap { mention -> MarkedText.Name? in
            guard mention.type != .role, mention.type != .amount else { return nil }
            return MarkedText.Name(type: mention.type.rawValue, range: mention.range)
        }
        #expect(names.map { marked.show($0) } == marked.names.map { marked.show($0) })
    }

    /// The same whatever was read before: spellings are kept from document to document, their numbers are not.
    @Test func doNotDependOnEarlierTexts() throws {
        let recognizer = try SourceKnowledge.recognizer.get()
        let worker = EntityRecognizer.Worker(recognizer)
        let texts = Self.texts.map { Array(MarkedText($0).text.utf8) }
        for text in texts + texts.reversed() + texts {
            let again = worker.recognize(text: text, title: []), alone = recognizer.recognize(text: text)
            #expect(again.mentions.map(\.range) == alone.mentions.map(\.range))
            #expect(again.mentions.map(\.rule) == alone.mentions.map(\.rule))
        }
    }
}

/// A text with its names in brackets, `[type words]`.
private struct MarkedText {
    struct Name: Equatable {
        var type: String
        /// Bytes.
        var range: Range<Int>
    }

    private(set) var text = ""
    private(set) var names: [Name] = []

    init(_ marked: String) {
        var rest = Substring(marked)
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            text += rest[..<open]
            let inner = rest[rest.index(after: open)..<close], blank = inner.firstIndex(of: " ") ?? inner.startIndex
            let start = text.utf8.count
            text += inner[inner.index(after: blank)...]
            names.append(Name(type: String(inner[..<blank]), range: start..<text.utf8.count))
            rest = rest[rest.index(after: close)...]
        }
        text += rest
    }

    func show(_ name: Name) -> String { name.type + " " + String(decoding: Array(text.utf8)[name.range], as: UTF8.self) }
}
