/// From a byline to its names. Works on the line's bytes: bylines are read on every page.
enum AuthorParser {
    typealias Bytes = ArraySlice<UInt8>

    /// What a line of a byline holds.
    struct Reading {
        var names: [String] = []
        /// The line begins with "by" or the like.
        var isLed = false
        /// The line leads in somebody else: "Reviewed by Jane Doe".
        var isOther = false
        /// Nothing stands behind the lead.
        var isBare = false
    }

    /// The names in a byline such as `By Jane Doe and John Roe, Staff Writers | Nov 9, 2023`; empty where there are none.
    ///
    /// - Parameters:
    ///   - site: the folded name of the site, which is no author beside one.
    ///   - isStrict: whether names must look like names (their words begin with capitals): where only the line's form says that it is a byline.
    ///   - follows: whether names stand before the line: what it holds may be what their bearers are.
    static func read(_ line: String, site: [UInt8] = [], isStrict: Bool, follows: Bool = false) -> Reading {
        var reading = Reading()
        var text = trimmed(Array(line.utf8)[...])
        skipDate(&text)
        guard BylineWords.lead(of: text, in: words.otherLeads) == nil else {
            reading.isOther = true
            return reading
        }
        reading.isLed = skipLead(&text, &reading.isOther)
        if reading.isOther { return reading }
        reading.isBare = text.isEmpty
        let parted = parts(of: text[..<end(of: text)])
        // The site, whatever words it is of; and "Mac & i", which is no list of two.
        let isSite = !site.isEmpty && Line.folded(String(decoding: text, as: UTF8.self)) == site
        if isSite || parted.count == 2 && parted[1].isJoined && parted.allSatisfy({ !$0.text.contains(UInt8(ascii: " ")) && !isLabel($0.text) }), isName(text) {
            reading.names = [String(decoding: isSite ? text : text[..<end(of: text)], as: UTF8.self)].filter { !follows && !isLabel($0) }
            return reading
        }
        var isBroken = false
        for part in parted {
            switch kind(of: part.text, isFirst: reading.names.isEmpty && !follows, site: site) {
            case .degree:
                if let last = reading.names.popLast() { reading.names.append(last + ", " + String(decoding: part.text, as: UTF8.self)) }
            case .name where (!isStrict || isPlausible(part.text)) && (!isBroken || part.isJoined):
                let name = String(decoding: part.text, as: UTF8.self)
                if !reading.names.contains(name) { reading.names.append(name) }
                isBroken = false
            default:
                // "By submitting this form, you agree to our Terms and Privacy Notice" names nobody.
                if isStrict, reading.names.isEmpty, !follows { return reading }
                // What an author is, or works for: only "and" leads on to another one.
                if !reading.names.isEmpty { isBroken = true }
            }
        }
        return reading
    }

    /// The names in a field that holds nothing but names: split only where each part has a first and a last name, so that
    /// `Doe, Jane` stays whole. `site`: the folded name of the site, which is no author beside one.
    static func names(inField field: String, site: [UInt8]) -> [String] {
        var text = trimmed(Array(field.utf8)[...])
        // A handle; an address with its owner's name behind it, as feeds write them.
        if text.first == UInt8(ascii: "@") {
            text.removeFirst()
        } else if let open = text.firstIndex(of: UInt8(ascii: "(")), text[..<open].contains(UInt8(ascii: "@")) {
            text = text[(open + 1)...].prefix { $0 != UInt8(ascii: ")") }
        }
        var isOther = false
        _ = skipLead(&text, &isOther)
        text = text[..<fieldEnd(of: text)]
        var parts = parts(of: text)
        if parts.count > 1, !site.isEmpty { parts.removeAll { Line.folded(String(decoding: $0.text, as: UTF8.self)) == site } }
        guard let first = parts.first else { return [] }
        // "Staff and news service reports" is one author.
        if parts.count > 1, isLabel(first.text), isName(trimmed(text)) { return [String(decoding: trimmed(text), as: UTF8.self)] }
        var names = [first.text]
        var degrees: [Int: [Bytes]] = [:]
        var dropped = false
        for part in parts.dropFirst() {
            switch kind(of: part.text, isFirst: false, site: site) {
            case .name: names.append(part.text)
            case .degree: degrees[names.count - 1, default: []].append(part.text)
            case .role, .outlet: dropped = true
            case .none: if isLabel(part.text) { dropped = true } else { names.append(part.text) }
            }
        }
        if names.count > 1, !names.allSatisfy({ $0.contains(UInt8(ascii: " ")) }) {
            // "Doe, Jane".
            guard dropped else { return [trimmed(text)].filter(isName).map { String(decoding: $0, as: UTF8.self) } }
            return [names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")]
        }
        var result: [String] = []
        for (i, name) in names.enumerated() where isName(name) && !isLabel(name) {
            let whole = ([name] + (degrees[i] ?? [])).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
            if !result.contains(whole) { result.append(whole) }
        }
        return result
    }

    // MARK: Parts of a line

    static var words: BylineWords { .shared }

    private enum Kind { case name, role, degree, outlet, none }

    private static func kind(of part: Bytes, isFirst: Bool, site: [UInt8]) -> Kind {
        guard isName(part), !isLabel(part) else { return .none }
        let pieces = part.split(separator: UInt8(ascii: " "))
        if words.degrees.contains(part.filter(\.isASCIILetter).map(\.asciiLowercased)), !isFirst { return .degree }
        // "Expert Reviewer" is a role alone.
        guard !isFirst else { return pieces.count > 1 && words.ranks.contains(pieces[0].map(\.asciiLowercased)) ? .role : .name }
        let lower = pieces.map { $0.filter(\.isASCIILetter).map(\.asciiLowercased) }
        if let first = lower.first, words.positions.contains(first) || lower.count > 2 && lower.contains(where: { words.positions.contains($0) }) { return .role }
        // "AI Writer"; but Edith Head is one.
        if lower.count == 2, let last = lower.last, words.positions.contains(last), !Self.alsoNames.contains(last) { return .role }
        if lower.contains(where: { words.outlets.contains($0) }) { return .outlet }
        // "CNN", "cleveland.com", the site itself.
        if pieces.count == 1, part.count <= 5, part.allSatisfy({ $0 &- 0x41 < 26 }) { return .outlet }
        if part.contains(UInt8(ascii: ".")), part.last.map(\.isASCIILetter) == true, pieces.count == 1 { return .outlet }
        let folded = Line.folded(String(decoding: part, as: UTF8.self))
        return folded.count > 3 && site.contains(run: folded) ? .outlet : .name
    }

    private static let alsoNames: Set<[UInt8]> = Set(["head", "chief", "fellow", "author", "producer"].map { Array($0.utf8) })

    private static func parts(of text: Bytes) -> [(text: Bytes, isJoined: Bool)] {
        var parts: [(text: Bytes, isJoined: Bool)] = []
        var rest = text
        var isJoined = false
        while !rest.isEmpty {
            let (place, separator) = separator(in: rest)
            let part = trimmed(rest[..<place])
            if !part.isEmpty { parts.append((part, isJoined)) }
            isJoined = separator.first == UInt8(ascii: " ") || separator.first == UInt8(ascii: ";") || separator.count > 2
            rest = rest[(place + separator.count)...]
        }
        return parts
    }

    private static let separators = [", and ", ", & ", " and ", " & ", " with ", " y ", " und ", " et ", "; ", ", ", ";", ","].map { Array($0.utf8) }

    private static func separator(in text: Bytes) -> (place: Int, separator: [UInt8]) {
        var i = text.startIndex
        // "and John Roe": the name before it stands in an element of its own.
        if let lead = [separators[2], separators[3]].first(where: { starts(text, with: Array($0.dropFirst())) }) { return (i, Array(lead.dropFirst())) }
        while i < text.endIndex {
            if text[i] == UInt8(ascii: " ") || text[i] == UInt8(ascii: ",") || text[i] == UInt8(ascii: ";") {
                for separator in separators where starts(text[i...], with: separator) { return (i, separator) }
            }
            i += 1
        }
        return (text.endIndex, [])
    }

    // MARK: The ends of a line

    /// Passes a date that stands before the byline: "Dec. 19, 2025 · Jane Doe".
    private static func skipDate(_ text: inout Bytes) {
        guard let first = text.first, first.isASCIIDigit || first.isASCIILetter else { return }
        let word = text.prefix { $0.isASCIILetter }.map(\.asciiLowercased)
        guard first.isASCIIDigit || DateParser.beginsDate(word) else { return }
        var i = text.startIndex
        while i < text.endIndex {
            let length = text[i] == UInt8(ascii: "|") ? 1 : dashLength(text, i)
            if length > 0 {
                guard DateParser.date(in: text[..<i]) != nil else { return }
                text = trimmed(text[(i + length)...])
                return
            }
            i += 1
        }
    }

    /// Whether the line had a lead, which is passed.
    private static func skipLead(_ text: inout Bytes, _ isOther: inout Bool) -> Bool {
        var isLed = false
        for _ in 0..<2 {
            guard let lead = words.lead(of: text) else { break }
            text = trimmed(text[(text.startIndex + lead.count)...])
            isLed = true
        }
        // "Analysis by Jane Doe", "Posted on May 9, 2023 by Jane Doe".
        var i = text.startIndex
        while i < text.endIndex {
            if text[i] == UInt8(ascii: " "), starts(text[i...], with: byBetween) {
                if words.otherLeads.contains(where: { lead in text[..<(i + 3)].count >= lead.count && starts(text[(i + 3 - lead.count)...], with: lead) }) {
                    isOther = true
                    return false
                }
                text = trimmed(text[(i + byBetween.count)...])
                isLed = true
                break
            }
            i += 1
        }
        skipRole(&text)
        // "ByJane Doe": the line break between them was markup.
        if text.count > 3, text[text.startIndex] == UInt8(ascii: "B"), text[text.startIndex + 1] == UInt8(ascii: "y"), text[text.startIndex + 2] &- 0x41 < 26 {
            text = text[(text.startIndex + 2)...]
            isLed = true
        }
        return isLed
    }

    /// Passes what an author is before the name: "business reporter Jane Doe".
    private static func skipRole(_ text: inout Bytes) {
        guard let first = text.first, first &- 0x61 < 26 else { return }
        var i = text.startIndex
        for _ in 0..<4 {
            let word = text[i...].prefix { $0 != UInt8(ascii: " ") }
            guard word.endIndex < text.endIndex, word.allSatisfy({ $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-") }) else { return }
            i = word.endIndex + 1
            if words.positions.contains(Array(word)), i < text.endIndex, text[i] &- 0x61 >= 26 {
                text = text[i...]
                return
            }
        }
    }

    private static let byBetween = Array(" by ".utf8)

    /// Where what cannot be a name begins: a bar, a bracket, a digit, an address, a weekday.
    private static func end(of text: Bytes) -> Int {
        var i = text.startIndex
        var word = i
        // Words before this one in its part of the line, parts before that, and where its part began.
        var wordsBefore = 0, partsBefore = 0, part = i
        while i <= text.endIndex {
            if i == text.endIndex || text[i] == UInt8(ascii: " ") {
                let letters = text[word..<i].filter(\.isASCIILetter).map(\.asciiLowercased)
                if i < text.endIndex, words.ends.contains(letters), wordsBefore + partsBefore > 0 || !(text[word] &- 0x41 < 26) { return word }
                // "of the Gazette"
                if letters == ofLetters, starts(text[word...], with: ofThe) { return word }
                // A month where a day or a year follows: April may be a person.
                if i + 1 < text.endIndex, text[i + 1].isASCIIDigit, DateParser.beginsDate(letters) { return word }
                // What somebody is, behind the name: "Jane Doe, Head of News", "Jane Doe Writer"; but Edith Head is one, and
                // "Gazette Staff" an author.
                if words.positions.contains(letters), letters != staffLetters || i < text.endIndex, !starts(text[max(text.startIndex, word - 4)...], with: theLetters) {
                    if wordsBefore > 1 { return partsBefore > 0 ? part : word }
                    if wordsBefore == 0, partsBefore > 0 { return word }
                }
                if i == text.endIndex { return i }
                if letters == andLetters || i > word && (text[i - 1] == UInt8(ascii: ",") || text[i - 1] == UInt8(ascii: ";")) {
                    partsBefore += 1
                    wordsBefore = 0
                    part = i + 1
                } else if i > word {
                    wordsBefore += 1
                }
                word = i + 1
            }
            switch text[i] {
            case UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "\n"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                return i
            case UInt8(ascii: ":") where i > text.startIndex: return i
            default:
                if dashLength(text, i) > 0 { return i }
                i += 1
            }
        }
        return text.endIndex
    }

    /// Where the names of a field end: a bar, a number, a bracket around more than a nickname; digits inside a word are part of a name.
    private static func fieldEnd(of text: Bytes) -> Int {
        var i = text.startIndex
        while i < text.endIndex {
            let isFirst = i == text.startIndex || text[i - 1] == UInt8(ascii: " ")
            // "Jane Doe for the Gazette"
            if isFirst, i > text.startIndex, starts(text[i...], with: forThe), text[..<i].count(where: { $0 == UInt8(ascii: " ") }) > 1 { return i }
            if text[i] == UInt8(ascii: "|") || dashLength(text, i) > 1 { return i }
            if text[i] == UInt8(ascii: "("), i > text.startIndex {
                guard let end = text[i...].firstIndex(of: UInt8(ascii: ")")), isNickname(text[(i + 1)..<end]) || end + 1 < text.endIndex && text[end + 1] == UInt8(ascii: " ")
                else { return i }
            }
            if isFirst, text[i].isASCIIDigit, text[i...].prefix(while: { $0 != UInt8(ascii: " ") }).allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ":") }) {
                return end(of: text[..<i])
            }
            i += 1
        }
        return i
    }

    /// Whether what stands in brackets behind a name is another name of its bearer, not an outlet.
    private static func isNickname(_ text: Bytes) -> Bool {
        !text.isEmpty && !text.contains(UInt8(ascii: " ")) && kind(of: text, isFirst: false, site: []) == .name
    }

    private static let andLetters = Array("and".utf8), ofLetters = Array("of".utf8), ofThe = Array("of the ".utf8), staffLetters = Array("staff".utf8),
        theLetters = Array("the ".utf8)
    private static let forThe = Array("for the ".utf8)

    /// The length of a dash between blanks, a bullet (U+2013 to U+2022) or a middle dot; zero where none stands there.
    private static func dashLength(_ text: Bytes, _ i: Int) -> Int {
        switch text[i] {
        case 0xE2 where i + 2 < text.endIndex && text[i + 1] == 0x80 && [0x93, 0x94, 0x95, 0xA2].contains(text[i + 2]): 3
        // The dot operators and the large bullet.
        case 0xE2
        where i + 2 < text.endIndex && (text[i + 1] == 0x8B && text[i + 2] == 0x85 || text[i + 1] == 0x88 && text[i + 2] == 0x99 || text[i + 1] == 0x97 && text[i + 2] == 0x8F): 3
        // The wide slash and bar.
        case 0xEF where i + 2 < text.endIndex && (text[i + 1] == 0xBC && text[i + 2] == 0x8F || text[i + 1] == 0xBD && text[i + 2] == 0x9C): 3
        case 0xC2 where i + 1 < text.endIndex && text[i + 1] == 0xB7: 2
        case UInt8(ascii: "-") where i > text.startIndex && text[i - 1] == UInt8(ascii: " ") && i + 1 < text.endIndex && text[i + 1] == UInt8(ascii: " "): 1
        default: 0
        }
    }

    private static func trimmed(_ part: Bytes) -> Bytes {
        var text = part
        while let last = text.last, litter.contains(last) {
            // "John Roe Jr." and "J. R." keep their points.
            if last == UInt8(ascii: "."), let before = text.dropLast().last, before &- 0x41 < 26 || text.suffix(3).elementsEqual(junior) { break }
            text.removeLast()
        }
        while let first = text.first {
            if litter.contains(first) || first == UInt8(ascii: "(") {
                text.removeFirst()
            } else if dashLength(text, text.startIndex) > 1 {
                text.removeFirst(dashLength(text, text.startIndex))
            } else {
                break
            }
        }
        return text
    }

    private static let litter = Array(" ,.;:-|\"'~/".utf8), junior = Array("Jr.".utf8)

    /// The holder of a notice such as `Copyright (c) 2012-2020 Jane Doe. All rights reserved.`, where it looks like a person's name.
    static func holder(in notice: some Collection<UInt8>) -> String? {
        guard let line = Line.clean(notice) else { return nil }
        var text = Array(line.utf8)[...]
        guard text.count < 120 else { return nil }
        // Past "Copyright", signs and years.
        while let first = text.first {
            if !first.isASCIILetter, first != 0xC3 {
                text.removeFirst()
            } else if let word = copyrightWords.first(where: { starts(text, with: $0) }) {
                text.removeFirst(word.count)
            } else {
                break
            }
        }
        let name = trimmed(text.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: ",") && !$0.isASCIIDigit })
        let pieces = name.split(separator: UInt8(ascii: " "))
        guard (2...3).contains(pieces.count), isPlausible(name), !pieces.contains(where: { words.outlets.contains($0.map(\.asciiLowercased)) }) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }

    private static let copyrightWords = ["copyright", "c)", "by "].map { Array($0.utf8) }

    private static func starts(_ text: Bytes, with lower: [UInt8]) -> Bool {
        text.count >= lower.count && zip(text, lower).allSatisfy { $0.asciiLowercased == $1 }
    }
}
