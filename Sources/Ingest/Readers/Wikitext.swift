/// Reduces wikitext to the text that a reader of the page sees.
///
/// Templates, tables, references, files and categories go; links keep their labels, headings and list items become lines.
enum Wikitext {
    static func plain(_ source: [UInt8]) -> [UInt8] {
        var reducer = WikitextReducer(source)
        reducer.run(until: source.count)
        return reducer.lines()
    }
}

/// Which marks belong together, found in one pass: an opening one, and where the text behind its closing one begins.
private struct MatchedMarks {
    private(set) var closing: [Int: Int] = [:]

    /// Templates `{{…}}` and tables `{|…|}`, in one another.
    static func braces(in source: [UInt8]) -> MatchedMarks {
        var marks = MatchedMarks()
        var open: [Int] = []
        var scan = 0
        while scan + 1 < source.count {
            let (first, second) = (source[scan], source[scan + 1])
            if first == UInt8(ascii: "{"), second == UInt8(ascii: "{") || second == UInt8(ascii: "|") {
                open.append(scan)
                scan += 2
            } else if second == UInt8(ascii: "}"), first == second || (first == UInt8(ascii: "|") && !(scan + 2 < source.count && source[scan + 2] == second)) {
                if let start = open.popLast() { marks.closing[start] = scan + 2 }
                scan += 2
            } else {
                scan += 1
            }
        }
        return marks
    }

    /// Links `[[…]]`, in one another; none goes on behind an empty line.
    static func brackets(in source: [UInt8]) -> MatchedMarks {
        var marks = MatchedMarks()
        var open: [(start: Int, isBroken: Bool)] = []
        var scan = 0
        while scan + 1 < source.count {
            let (first, second) = (source[scan], source[scan + 1])
            if first == UInt8(ascii: "["), second == first {
                open.append((scan, false))
                scan += 2
            } else if first == UInt8(ascii: "]"), second == first {
                if let link = open.popLast(), !link.isBroken { marks.closing[link.start] = scan + 2 }
                scan += 2
            } else {
                if first == 0x0A, second == 0x0A, !open.isEmpty { open[open.count - 1].isBroken = true }
                scan += 1
            }
        }
        return marks
    }
}

/// Linear in the text's length, whatever is left open in it: what is not found once is not looked for again.
private struct WikitextReducer {
    private let source: [UInt8]
    private var position = 0
    private var output: [UInt8] = []
    private let braces: MatchedMarks
    private let brackets: MatchedMarks
    /// Links in links.
    private var nesting = 0
    private static let maximumNesting = 32
    /// The next end of a tag, and of an external link, as found last.
    private var nextBracket = -1
    private var nextLinkEnd = -1
    /// End tags that do not come any more.
    private var missing: Set<Int> = []

    init(_ source: [UInt8]) {
        self.source = source
        braces = .braces(in: source)
        brackets = .brackets(in: source)
    }

    /// The first place from `position` on where `isEnd` holds, or the end of the text; `known` is the last one found.
    private func next(_ known: Int, _ isEnd: (UInt8) -> Bool) -> Int {
        known >= position ? known : source[position...].firstIndex(where: isEnd) ?? source.count
    }

    private func starts(_ prefix: StaticString, at position: Int? = nil) -> Bool {
        let position = position ?? self.position
        let count = prefix.utf8CodeUnitCount
        guard position + count <= source.count else { return false }
        for offset in 0..<count where source[position + offset] | caseBit(prefix.utf8Start[offset]) != prefix.utf8Start[offset] { return false }
        return true
    }

    /// Letters of the marks match in either case.
    private func caseBit(_ byte: UInt8) -> UInt8 { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? 0x20 : 0 }

    mutating func run(until end: Int) {
        while position < end {
            switch source[position] {
            case UInt8(ascii: "{"):
                if starts("{{") || starts("{|") { skipBraces() } else { copy() }
            case UInt8(ascii: "["):
                if starts("[[") { link() } else if starts("[http") || starts("[//") { externalLink() } else { copy() }
            case UInt8(ascii: "<"): tag()
            case UInt8(ascii: "'"):
                let quotes = source[position...].prefix { $0 == UInt8(ascii: "'") }.count
                if quotes >= 2 { position += quotes } else { copy() }
            case UInt8(ascii: "_"):
                if starts("__"), let close = magicWordEnd() { position = close } else { copy() }
            case UInt8(ascii: "&"): reference()
            default: copy()
            }
        }
    }

    private mutating func copy() {
        output.append(source[position])
        position += 1
    }

    /// Skips a template or table with all inside; a brace that nothing closes is skipped alone.
    private mutating func skipBraces() { position = braces.closing[position] ?? position + 2 }

    private mutating func link() {
        guard nesting < Self.maximumNesting, let scan = brackets.closing[position] else {
            position += 2
            return
        }
        nesting += 1
        defer { nesting -= 1 }
        let inner = position + 2..<scan - 2
        let colon = source[inner].firstIndex(of: UInt8(ascii: ":"))
        let bar = source[inner].firstIndex(of: UInt8(ascii: "|"))
        // A link with a namespace is a file, a category or another language, unless a leading colon makes it plain.
        if let colon, colon > inner.lowerBound, colon < bar ?? inner.upperBound, !source[inner.lowerBound..<colon].contains(0x20), bar == nil || isFile(inner.lowerBound..<colon) {
            position = scan
            return
        }
        let label = (source[inner].lastIndex(of: UInt8(ascii: "|")).map { $0 + 1 } ?? inner.lowerBound + (colon == inner.lowerBound ? 1 : 0))..<inner.upperBound
        position = label.lowerBound
        run(until: label.upperBound)
        position = scan
    }

    private func isFile(_ range: Range<Int>) -> Bool {
        ["file", "image", "datei", "bild", "fichier", "archivo", "media", "category"].contains(String(decoding: source[range], as: UTF8.self).lowercased())
    }

    private mutating func externalLink() {
        nextLinkEnd = next(nextLinkEnd) { $0 == UInt8(ascii: "]") || $0 == 0x0A }
        let end = nextLinkEnd
        guard end < source.count, source[end] == UInt8(ascii: "]") else {
            copy()
            return
        }
        if let space = source[position..<end].firstIndex(of: 0x20) {
            position = space + 1
            run(until: end)
        }
        position = end + 1
    }

    private mutating func tag() {
        if starts("<!--") {
            position = end(of: "-->", from: position) ?? source.count
            return
        }
        for (index, (open, close)) in [("<ref" as StaticString, "</ref>" as StaticString), ("<math", "</math>"), ("<gallery", "</gallery>"), ("<syntaxhighlight", "</syntaxhighlight>"), ("<timeline", "</timeline>")].enumerated() {
            guard starts(open), position + open.utf8CodeUnitCount < source.count, !isNameByte(source[position + open.utf8CodeUnitCount]) else { continue }
            nextBracket = next(nextBracket) { $0 == UInt8(ascii: ">") }
            let tagEnd = nextBracket
            guard tagEnd < source.count else { break }
            let isOpen = source[tagEnd - 1] != UInt8(ascii: "/") && !missing.contains(index)
            let closing = isOpen ? end(of: close, from: tagEnd) : nil
            if isOpen, closing == nil { missing.insert(index) }
            position = closing ?? tagEnd + 1
            return
        }
        guard position + 1 < source.count, isNameByte(source[position + 1]) || source[position + 1] == UInt8(ascii: "/"),
            let end = source[position...].prefix(512).firstIndex(of: UInt8(ascii: ">"))
        else {
            copy()
            return
        }
        if starts("<br") { output.append(0x0A) }
        position = end + 1
    }

    private func isNameByte(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }

    private func end(of mark: StaticString, from start: Int) -> Int? {
        var scan = start
        while let found = source[scan...].firstIndex(where: { $0 | caseBit(mark.utf8Start[0]) == mark.utf8Start[0] }) {
            if starts(mark, at: found) { return found + mark.utf8CodeUnitCount }
            scan = found + 1
        }
        return nil
    }

    /// The end of a word such as __NOTOC__.
    private func magicWordEnd() -> Int? {
        var scan = position + 2
        while scan < source.count, source[scan] >= UInt8(ascii: "A"), source[scan] <= UInt8(ascii: "Z") { scan += 1 }
        return scan > position + 2 && starts("__", at: scan) ? scan + 2 : nil
    }

    private mutating func reference() {
        for (name, text) in [("&nbsp;" as StaticString, " "), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&ndash;", "–"), ("&mdash;", "—")] where starts(name) {
            output += text.utf8
            position += name.utf8CodeUnitCount
            return
        }
        copy()
    }

    /// The output without the marks that begin lines, and without the empty lines that removed parts leave.
    func lines() -> [UInt8] {
        var result: [UInt8] = []
        var isBlank = true
        for line in output.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var line = line.drop { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ";") || $0 == 0x20 }
            if line.first == UInt8(ascii: "=") {
                line = line.drop { $0 == UInt8(ascii: "=") || $0 == 0x20 }
                while let last = line.last, last == UInt8(ascii: "=") || last == 0x20 { line.removeLast() }
            }
            if line.starts(with: "----".utf8) { continue }
            while let last = line.last, last <= 0x20 { line.removeLast() }
            if line.isEmpty {
                if !isBlank { result.append(0x0A) }
                isBlank = true
            } else {
                result += line
                result.append(0x0A)
                isBlank = false
            }
        }
        while result.last == 0x0A { result.removeLast() }
        return result
    }
}
