/// brat's standoff: a `.txt` with the text, and an `.ann` whose lines mark it (brat.nlplab.org/standoff.html).
///
/// Text-bound lines (T) are the mentions; attributes come from A lines, from relations called holder and org, and from notes that hold `key=value`
/// as `InlineGold` spells it. A mention in several fragments counts from the first to the last. Other lines are passed over.
enum BratFormat {
    static func read(_ file: CorpusFile, text textFile: CorpusFile, id: String) throws(CorpusError) -> AnnotatedDocument {
        let text = CodePoints(try textFile.text())
        var marks: [(name: String, annotation: Annotation)] = []
        let lines = try file.lines()
        for line in lines where line.text.first == "T" { marks.append(try mention(line.text, in: text, file, line.number)) }
        var indices: [String: Int] = [:]
        for (index, mark) in marks.enumerated() { indices[mark.name] = index }
        for line in lines {
            let columns = line.text.split(separator: "\t")
            guard columns.count > 1 else {
                if line.text.isEmpty { continue }
                throw file.error(line.number, "expected columns with tabs between them")
            }
            let words = columns[1].split(separator: " ")
            func target(_ name: Substring) throws(CorpusError) -> Int {
                guard let index = indices[String(name)] else { throw file.error(line.number, "\(name) is no mention of this file") }
                return index
            }
            switch line.text.first {
            case "A", "M":
                if words.count == 3, words[1].first == "T", let name = AttributeName(rawValue: words[0].lowercased()) { marks[try target(words[1])].annotation.attributes[name] = String(words[2]) }
            case "R":
                guard words.count == 3, let name = AttributeName(rawValue: words[0].lowercased()), name == .holder || name == .org else { continue }
                let arguments = words[1...].map { $0.split(separator: ":").last ?? "" }
                marks[try target(arguments[0])].annotation.attributes[name] = marks[try target(arguments[1])].annotation.text
            case "#":
                guard words.count == 2, words[1].first == "T", columns.count > 2 else { continue }
                try note(columns[2], of: &marks[try target(words[1])].annotation)
            default: continue
            }
        }
        return AnnotatedDocument(id: id, text: text, annotations: marks.map(\.annotation), location: SourceLocation(path: file.path, line: 1))
    }

    private static func mention(_ line: Substring, in text: CodePoints, _ file: CorpusFile, _ number: Int) throws(CorpusError) -> (String, Annotation) {
        let columns = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        let head = columns.count > 1 ? columns[1].split(separator: " ", maxSplits: 1) : []
        guard columns.count == 3, head.count == 2 else { throw file.error(number, "expected T<number>, a tab, type and offsets, a tab, the text") }
        var fragments: [Range<Int>] = []
        for fragment in head[1].split(separator: ";") {
            let ends = fragment.split(separator: " ")
            guard ends.count == 2, let start = Int(ends[0]), let end = Int(ends[1]), start >= 0, start < end else { throw file.error(number, "\"\(fragment)\" is no range") }
            guard end <= text.count else { throw file.error(number, "\(start)..\(end) is outside the text of \(text.count) code points") }
            fragments.append(start..<end)
        }
        let found = fragments.map { text.string(in: $0) }.joined(separator: " ")
        // Tools differ in what they put between fragments.
        func withoutBlanks(_ text: some StringProtocol) -> [Unicode.Scalar] { text.unicodeScalars.filter { !$0.properties.isWhitespace } }
        guard found == columns[2] || (fragments.count > 1 && withoutBlanks(found) == withoutBlanks(columns[2])) else { throw file.error(number, "the text at \(head[1]) is \"\(found)\", the line says \"\(columns[2])\"") }
        let start = fragments.map(\.lowerBound).min() ?? 0
        let end = fragments.map(\.upperBound).max() ?? 0
        return (String(columns[0]), Annotation(start..<end, String(head[0]), text: text.string(in: start..<end)))
    }

    /// Takes `key=value` pairs from a note; any other note is for people.
    private static func note(_ note: Substring, of annotation: inout Annotation) throws(CorpusError) {
        guard let parsed = try? InlineGold.parse("[x x | \(note)]", path: "", id: ""), let first = parsed.annotations.first, parsed.annotations.count == 1, parsed.text?.count == 1 else { return }
        annotation.attributes.merge(first.attributes) { $1 }
        annotation.isOptional = annotation.isOptional || first.isOptional
        annotation.alternative = annotation.alternative ?? first.alternative
    }

    static func write(_ document: AnnotatedDocument) throws(CorpusError) -> [CorpusFile] {
        let text = try document.requireText()
        var lines = ""
        for (index, annotation) in document.annotations.enumerated() {
            guard !annotation.type.contains(" ") else { throw CorpusError(document.location, "type \"\(annotation.type)\" has a blank; brat's can't") }
            let fragments = fragments(annotation.range, text)
            let offsets = fragments.map { "\($0.lowerBound) \($0.upperBound)" }.joined(separator: ";")
            lines += "T\(index + 1)\t\(annotation.type) \(offsets)\t\(fragments.map { text.string(in: $0) }.joined(separator: " "))\n"
            let attributes = InlineGold.attributeText(annotation)
            if !attributes.isEmpty { lines += "#\(index + 1)\tAnnotatorNotes T\(index + 1)\t\(attributes)\n" }
        }
        return [CorpusFile(path: document.id + ".ann", bytes: Array(lines.utf8)), CorpusFile(path: document.id + ".txt", bytes: Array(text.string.utf8))]
    }

    /// A mention over several lines is one fragment a line.
    private static func fragments(_ range: Range<Int>, _ text: CodePoints) -> [Range<Int>] {
        var fragments: [Range<Int>] = []
        var start = range.lowerBound
        for position in range where text.scalars[position] == "\n" {
            if position > start { fragments.append(start..<position) }
            start = position + 1
        }
        if start < range.upperBound { fragments.append(start..<range.upperBound) }
        return fragments
    }
}
