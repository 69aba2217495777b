import ExtractionVocabulary

/// From a byline to its names. Works on the line's bytes: bylines are read on every page.
enum AuthorParser {
    private typealias Bytes = ArraySlice<UInt8>

    /// The names in a byline such as `By Jane Doe and John Roe, Staff Writers | Nov 9, 2023`; empty where there are none.
    static func names(in line: String) -> [String] {
        var text = Array(line.utf8)[...]
        skipLead(&text)
        text = text[..<end(of: text)]
        var names: [String] = []
        for part in parts(of: text) {
            guard isName(part) else { if names.isEmpty { continue } else { break } }
            let name = String(decoding: part, as: UTF8.self)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The names in a field that holds nothing but names: split only where each part has a first and a last name, so that
    /// `Jane Doe, MD` stays whole. `site`: the folded name of the site, which is no author beside one.
    static func names(inField field: String, site: [UInt8]) -> [String] {
        var text = Array(field.utf8)[...]
        skipLead(&text)
        if text.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "(") || $0.isASCIIDigit }) { text = text[..<end(of: text)] }
        var parts = parts(of: text)
        if parts.count > 1, !site.isEmpty { parts.removeAll { Line.folded(String(decoding: $0, as: UTF8.self)) == site } }
        if parts.count == 1 || !parts.allSatisfy({ $0.contains(UInt8(ascii: " ")) }) {
            let whole = trimmed(parts.count == 1 ? parts[0] : text)
            parts = [whole]
        }
        return parts.filter(isName).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func parts(of text: Bytes) -> [Bytes] {
        var parts: [Bytes] = []
        var rest = text
        while !rest.isEmpty {
            let (place, length) = separator(in: rest)
            let part = trimmed(rest[..<place])
            if !part.isEmpty { parts.append(part) }
            rest = rest[(place + length)...]
        }
        return parts
    }

    /// Whether a whole line is a label, not a name.
    static func isLabel(_ name: String) -> Bool { labels.contains(name.lowercased()) }

    /// What leads in a name, at the start of a line; "by" also inside it.
    private static let leads = ["written by ", "posted by ", "reviewed by ", "words by ", "text by ", "story by ", "by: ", "by ", "author: ", "author ", "from ", "von ", "par ", "por "]
        .map { Array($0.utf8) }
    private static let separators = [", and ", " and ", " & ", " with ", " y ", " und ", " et ", "; ", ", ", ";", ","].map { Array($0.utf8) }

    private static func skipLead(_ text: inout Bytes) {
        for lead in leads where starts(text, with: lead) {
            text = text[(text.startIndex + lead.count)...]
            break
        }
        var i = text.startIndex
        let by = Array(" by ".utf8)
        while i < text.endIndex {
            if text[i] == UInt8(ascii: " "), starts(text[i...], with: by) {
                text = text[(i + by.count)...]
                break
            }
            i += 1
        }
        // "ByJane Doe": the line break between them was markup.
        if text.count > 3, text[text.startIndex] == UInt8(ascii: "B"), text[text.startIndex + 1] == UInt8(ascii: "y"), text[text.startIndex + 2] &- 0x41 < 26 {
            text = text[(text.startIndex + 2)...]
        }
    }

    /// Where what cannot be a name begins: a bar, a bracket, a digit, an address, a weekday.
    private static func end(of text: Bytes) -> Int {
        var i = text.startIndex
        var word = i
        // Words before this one in its part of the line, and parts before that.
        var wordsBefore = 0
        var partsBefore = 0
        while i <= text.endIndex {
            if i == text.endIndex || text[i] == UInt8(ascii: " ") {
                let letters = text[word..<i].filter(\.isASCIILetter).map(\.asciiLowercased)
                if endWords.contains(letters) { return word }
                // A month where a day or a year follows: April may be a person.
                if months.contains(letters), i + 1 < text.endIndex, text[i + 1].isASCIIDigit { return word }
                // What somebody is, behind the name: "Jane Doe, Head of News", "Jane Doe Writer"; but Edith Head is one.
                if positions.contains(letters), wordsBefore > 1 || wordsBefore == 0 && partsBefore > 0 { return word }
                if i == text.endIndex { return i }
                if letters == andLetters || i > word && (text[i - 1] == UInt8(ascii: ",") || text[i - 1] == UInt8(ascii: ";")) {
                    partsBefore += 1
                    wordsBefore = 0
                } else if i > word {
                    wordsBefore += 1
                }
                word = i + 1
            }
            switch text[i] {
            case UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "\n"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                return i
            // Dashes and bullets of U+2010 to U+2022; the middle dot.
            case 0xE2 where i + 2 < text.endIndex && text[i + 1] == 0x80 && [0x93, 0x94, 0x95, 0xA2].contains(text[i + 2]): return i
            case 0xC2 where i + 1 < text.endIndex && text[i + 1] == 0xB7: return i
            default: i += 1
            }
        }
        return text.endIndex
    }

    private static func separator(in text: Bytes) -> (place: Int, length: Int) {
        var i = text.startIndex
        while i < text.endIndex {
            if text[i] == UInt8(ascii: " ") || text[i] == UInt8(ascii: ",") || text[i] == UInt8(ascii: ";") {
                for separator in separators where starts(text[i...], with: separator) { return (i, separator.count) }
            }
            i += 1
        }
        return (text.endIndex, 0)
    }

    private static func trimmed(_ part: Bytes) -> Bytes {
        let litter = Array(" ,.;:-|\"'".utf8)
        var text = part
        while let last = text.last, litter.contains(last) {
            // "John Roe Jr." and "J. R." keep their points.
            if last == UInt8(ascii: "."), let before = text.dropLast().last, before &- 0x41 < 26 || text.suffix(3).elementsEqual(Array("Jr.".utf8)) { break }
            text.removeLast()
        }
        while let first = text.first, litter.contains(first) { text.removeFirst() }
        return text
    }

    /// Whether a piece could be the name of a person or a desk: up to six words, none of them an address.
    private static func isName(_ name: Bytes) -> Bool {
        guard name.count > 1, name.count <= 60, name.count(where: { $0 == UInt8(ascii: " ") }) < 7 else { return false }
        guard name.contains(where: { $0.isASCIILetter || $0 >= 0x80 }) else { return false }
        let lower = name.map(\.asciiLowercased)
        if lower.starts(with: Array("http".utf8)) || lower.suffix(4).elementsEqual(Array(".com".utf8)) { return false }
        return !labels.contains(String(decoding: lower, as: UTF8.self))
    }

    private static func starts(_ text: Bytes, with lower: [UInt8]) -> Bool {
        text.count >= lower.count && zip(text, lower).allSatisfy { $0.asciiLowercased == $1 }
    }

    private static let labels: Set<String> = [
        "admin", "administrator", "staff", "editor", "editors", "published", "updated", "posted", "staff writer", "contributor", "author", "about", "share", "guest", "guest author",
        "staff writers", "reporter", "correspondent", "associated press writer", "senior writer", "senior editor", "news editor", "follow", "twitter", "facebook", "webmaster", "user",
        "written by", "by", "the author", "about the author", "author bio", "noc admin", "super user", "jr", "phd", "md", "null", "undefined", "anonymous",
    ]

    private static let months: Set<[UInt8]> = Set(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]
            .map { Array($0.utf8) })

    /// Words that begin what somebody is: positions and degrees, of `metadata.tsv`.
    private static let positions: Set<[UInt8]> = Set(EmbeddedTable(tl_metadata_table()).rows.lazy.filter { $0.count == 2 && $0[0] == "position" }.map { Array($0[1].utf8) })
    private static let andLetters = Array("and".utf8)

    /// Words that end the names of a byline: days, months, what is said of dates.
    private static let endWords: Set<[UInt8]> = Set(
        [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "published", "updated", "posted", "on", "at", "in", "shares", "share",
        ].map { Array($0.utf8) })
}
