/// From a byline to its names.
enum AuthorParser {
    /// The names in a byline such as `By Jane Doe and John Roe, Staff Writers | Nov 9, 2023`; empty where there are none.
    static func names(in line: String) -> [String] {
        var text = line[...]
        // Past what leads in.
        for lead in ["by ", "by: ", "written by ", "posted by ", "author: ", "author ", "words by ", "reviewed by ", "text by ", "story by ", "from ", "von ", "par ", "por ", "de "] {
            if let place = occurrence(of: lead, in: text), place == text.startIndex || lead.hasPrefix("by ") {
                if place == text.startIndex || text[text.utf8.index(before: place)] == " " {
                    text = text[text.utf8.index(place, offsetBy: lead.utf8.count)...]
                    break
                }
            }
        }
        // "ByJane Doe": the line break between them was markup.
        if text.hasPrefix("By"), let third = text.dropFirst(2).first, third.isUppercase { text = text.dropFirst(2) }
        // Up to what cannot be a name.
        if let end = text.firstIndex(where: { $0 == "|" || $0 == "•" || $0 == "·" || $0 == "(" || $0 == "\n" || $0 == "—" || $0 == "–" || $0.isNumber || $0 == "@" || $0 == "/" || $0 == "#" || $0 == "[" }) {
            text = text[..<end]
        }
        if let end = text.split(separator: " ", omittingEmptySubsequences: true).first(where: { endWords.contains($0.lowercased().filter { $0.isLetter }) }) {
            text = text[..<end.startIndex]
        }
        var names: [String] = []
        for part in split(text) {
            let name = trimmed(part)
            guard isName(name) else { if names.isEmpty { continue } else { break } }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Whether a line could be a person's or a desk's name: two to five words, none too long, not an address.
    private static func isName(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        guard (1...6).contains(words.count), name.utf8.count <= 60, name.utf8.count > 1, !name.contains("http"), !name.contains(".com") else { return false }
        return name.utf8.contains { $0.isASCIILetter || $0 >= 0x80 } && !isLabel(name)
    }

    private static let labels: Set<String> = [
        "admin", "administrator", "staff", "editor", "editors", "published", "updated", "posted", "staff writer", "contributor", "author", "about", "share", "guest", "guest author",
        "staff writers", "reporter", "correspondent", "associated press writer", "senior writer", "senior editor", "news editor", "follow", "twitter", "facebook", "webmaster", "user", "jr", "phd", "md", "null", "undefined", "anonymous",
    ]

    /// Words that end the names of a byline: days, months, what is said of dates.
    private static let endWords: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august",
        "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec", "published", "updated", "posted", "on", "at", "in", "shares", "share",
    ]

    static func isLabel(_ name: String) -> Bool { labels.contains(name.lowercased()) }

    private static func split(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var rest = text
        while !rest.isEmpty {
            var end = rest.endIndex, next = rest.endIndex
            for separator in [", and ", ", ", "; ", " and ", " & ", " with ", " y ", " und ", " et ", ";", ","] {
                if let place = occurrence(of: separator, in: rest), place < end {
                    end = place
                    next = rest.utf8.index(place, offsetBy: separator.utf8.count)
                }
            }
            parts.append(rest[..<end])
            rest = rest[next...]
        }
        return parts
    }

    private static func trimmed(_ part: Substring) -> String {
        var text = part
        while let last = text.last, " ,.;:-|\"'“”".contains(last) { if last == "." , text.dropLast().last?.isUppercase == true { break } ; text.removeLast() }
        while let first = text.first, " ,.;:-|\"'“”".contains(first) { text.removeFirst() }
        return String(text)
    }

    /// The first place of `needle` (ASCII, lower case), case aside.
    private static func occurrence(of needle: String, in text: Substring) -> Substring.Index? {
        let pattern = Array(needle.utf8)
        let bytes = text.utf8
        var start = bytes.startIndex
        while start < bytes.endIndex {
            if bytes[start...].lazy.map(\.asciiLowercased).starts(with: pattern) { return start }
            bytes.formIndex(after: &start)
        }
        return nil
    }
}
