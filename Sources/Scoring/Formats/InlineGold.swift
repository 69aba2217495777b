/// Text with its mentions in square brackets: gold that people write and review as text.
///
/// One paragraph a line; blank lines are for the eye. A paragraph break is an empty line in the document's text. A mention is its type, a blank
/// and its words; behind ` | ` stand its attributes as `key=value`, values with blanks in double quotes:
///
///     Two shareholders of [firm Acme Widgets] will put in [amount $160 million | value=160000000 currency=USD kind=exact],
///     said [role spokesman | holder="Tim Cook" org="Acme Widgets" status=current] [person Tim Cook].
///
/// Attributes are those of `AttributeName`, and `opt` (alone) and `alt="…"`. Blanks around a mention's words don't count.
/// `\[`, `\]`, `\|` and `\\` stand for themselves, `\n` for a line break within a paragraph, `\r` and `\t` for those, `\s` for a blank that would not count;
/// within double quotes `\"` and `\\`. Anything else behind a backslash is an error, and so are brackets without their partner.
public enum InlineGold {
    /// The document in `text`.
    ///
    /// - Parameters:
    ///   - path: what errors call the file.
    ///   - id: the document's id.
    /// - Throws: `CorpusError` with the line and the column at the first fault.
    public static func parse(_ text: String, path: String, id: String) throws(CorpusError) -> AnnotatedDocument {
        try read(CorpusFile(path: path, bytes: Array(text.utf8)), id: id)
    }

    static func read(_ file: CorpusFile, id: String) throws(CorpusError) -> AnnotatedDocument {
        var text: [Unicode.Scalar] = []
        var annotations: [Annotation] = []
        for line in try file.lines() where !line.text.unicodeScalars.allSatisfy({ $0 == " " || $0 == "\t" }) {
            if !text.isEmpty { text += ["\n", "\n"] }
            var parser = InlineParser(line: Array(line.text.unicodeScalars), number: line.number, file: file)
            try parser.paragraph(into: &text, &annotations)
        }
        return AnnotatedDocument(id: id, text: CodePoints(text), annotations: annotations, location: SourceLocation(path: file.path, line: 1))
    }

    /// `document` in this format; its id becomes the file's name.
    ///
    /// - Throws: `CorpusError` where mentions overlap or there is no text.
    public static func write(_ document: AnnotatedDocument) throws(CorpusError) -> CorpusFile {
        let text = try document.requireText()
        var output = ""
        var position = 0
        for annotation in try document.flatAnnotations() {
            append(text, position..<annotation.range.lowerBound, to: &output)
            output += "[\(annotation.type) "
            output += escapedMention(text, annotation.range)
            let attributes = attributeText(annotation)
            if !attributes.isEmpty { output += " | " + attributes }
            output += "]"
            position = annotation.range.upperBound
        }
        append(text, position..<text.count, to: &output)
        if !output.isEmpty { output += "\n" }
        return CorpusFile(path: document.id + ".txt", bytes: Array(output.utf8))
    }

    /// The attributes of `annotation` as `key=value` with blanks between them, in the order of `AttributeName`.
    static func attributeText(_ annotation: Annotation) -> String {
        var parts = AttributeName.allCases.compactMap { name in annotation.attributes[name].map { "\(name.rawValue)=\(quoted($0))" } }
        if annotation.isOptional { parts.append("opt") }
        if let alternative = annotation.alternative { parts.append("alt=\(quoted(alternative))") }
        return parts.joined(separator: " ")
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !"\"\\[]|=".unicodeScalars.contains($0) }
        if isPlain { return value }
        var output = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": output.unicodeScalars += ["\\", scalar]
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }

    /// Text outside mentions. "\n\n" between two other characters becomes the end of a line; all other line breaks are escaped.
    private static func append(_ text: CodePoints, _ range: Range<Int>, to output: inout String) {
        var position = range.lowerBound
        func isBreak(_ index: Int) -> Bool { text.scalars.indices.contains(index) && text.scalars[index] == "\n" }
        while position < range.upperBound {
            let scalar = text.scalars[position]
            if scalar == "\n", isBreak(position + 1), position > 0, position + 2 < text.count, position + 1 < range.upperBound, !isBreak(position + 2),
                !endsBlank(output)
            {
                output += "\n"
                position += 2
                continue
            }
            let isAtLineStart = output.isEmpty || output.utf8.last == 0x0A
            output += escaped(scalar, inMention: false, protectsBlank: isAtLineStart)
            position += 1
        }
    }

    /// Whether the last line holds nothing yet.
    private static func endsBlank(_ output: String) -> Bool { output.isEmpty || output.utf8.last == 0x0A }

    private static func escapedMention(_ text: CodePoints, _ range: Range<Int>) -> String {
        var output = ""
        for position in range {
            let isEdge = position == range.lowerBound || position == range.upperBound - 1
            output += escaped(text.scalars[position], inMention: true, protectsBlank: isEdge)
        }
        return output
    }

    private static func escaped(_ scalar: Unicode.Scalar, inMention: Bool, protectsBlank: Bool) -> String {
        switch scalar {
        case "[", "]", "\\": "\\\(scalar)"
        case "|": inMention ? "\\|" : "|"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": protectsBlank ? "\\t" : "\t"
        case " ": protectsBlank ? "\\s" : " "
        default: String(scalar)
        }
    }
}

/// Parses one line.
private struct InlineParser {
    let line: [Unicode.Scalar]
    let number: Int
    let file: CorpusFile
    var position = 0

    init(line: [Unicode.Scalar], number: Int, file: CorpusFile) {
        self.line = line
        self.number = number
        self.file = file
    }

    mutating func paragraph(into text: inout [Unicode.Scalar], _ annotations: inout [Annotation]) throws(CorpusError) {
        while position < line.count {
            switch line[position] {
            case "[":
                annotations.append(try mention(into: &text))
            case "]": throw error(position, "\"]\" without its \"[\"; write \\] for the character")
            default: text.append(try character().scalar)
            }
        }
    }

    private mutating func mention(into text: inout [Unicode.Scalar]) throws(CorpusError) -> Annotation {
        let opening = position
        position += 1
        let typeStart = position
        while position < line.count, isNameCharacter(line[position]) { position += 1 }
        let type = String(String.UnicodeScalarView(line[typeStart..<position]))
        guard !type.isEmpty, position < line.count, isBlank(line[position]) else {
            throw error(opening, "a mention is [type words]; write \\[ for the character")
        }
        var words: [(scalar: Unicode.Scalar, isEscaped: Bool)] = []
        var annotation = Annotation(0..<0, type, text: "")
        scan: while true {
            guard position < line.count else { throw error(opening, "this mention has no \"]\" on its line") }
            switch line[position] {
            case "]":
                position += 1
                break scan
            case "[": throw error(position, "a mention within a mention; write \\[ for the character")
            case "|":
                position += 1
                try attributes(of: &annotation, opening)
                break scan
            default: words.append(try character())
            }
        }
        while let first = words.first, !first.isEscaped, isBlank(first.scalar) { words.removeFirst() }
        while let last = words.last, !last.isEscaped, isBlank(last.scalar) { words.removeLast() }
        guard !words.isEmpty else { throw error(opening, "this mention has no words") }
        let start = text.count
        text += words.map(\.scalar)
        annotation.range = start..<text.count
        annotation.text = String(String.UnicodeScalarView(words.map(\.scalar)))
        return annotation
    }

    /// One character, its escape resolved.
    private mutating func character() throws(CorpusError) -> (scalar: Unicode.Scalar, isEscaped: Bool) {
        let scalar = line[position]
        position += 1
        guard scalar == "\\" else { return (scalar, false) }
        guard position < line.count else { throw error(position - 1, "a backslash at the end of the line; write \\\\ for the character") }
        position += 1
        switch line[position - 1] {
        case "[", "]", "|", "\\": return (line[position - 1], true)
        case "n": return ("\n", true)
        case "r": return ("\r", true)
        case "t": return ("\t", true)
        case "s": return (" ", true)
        default: throw error(position - 2, "\\\(line[position - 1]) is no escape (\\[ \\] \\| \\\\ \\n \\r \\t \\s are); write \\\\ for a backslash")
        }
    }

    /// What stands between `|` and `]`.
    private mutating func attributes(of annotation: inout Annotation, _ opening: Int) throws(CorpusError) {
        while true {
            while position < line.count, isBlank(line[position]) { position += 1 }
            guard position < line.count else { throw error(opening, "this mention has no \"]\" on its line") }
            if line[position] == "]" {
                position += 1
                return
            }
            let start = position
            while position < line.count, isNameCharacter(line[position]) { position += 1 }
            let key = String(String.UnicodeScalarView(line[start..<position]))
            var value: String?
            if position < line.count, line[position] == "=" {
                position += 1
                value = try attributeValue()
            }
            try set(key, value, in: &annotation, at: start)
        }
    }

    private func set(_ key: String, _ value: String?, in annotation: inout Annotation, at start: Int) throws(CorpusError) {
        switch (key, value) {
        case ("opt", nil): annotation.isOptional = true
        case ("alt", let value?): annotation.alternative = value
        case (_, let value?):
            guard let name = AttributeName(rawValue: key) else {
                throw error(start, "no attribute \"\(key)\"; known are \(AttributeName.allCases.map(\.rawValue).joined(separator: ", ")), alt, opt")
            }
            guard annotation.attributes.updateValue(value, forKey: name) == nil else { throw error(start, "\(key) is given twice") }
        default: throw error(start, "expected key=value")
        }
    }

    private mutating func attributeValue() throws(CorpusError) -> String {
        var value = String.UnicodeScalarView()
        let start = position
        guard position < line.count, line[position] == "\"" else {
            while position < line.count, !isBlank(line[position]), line[position] != "]" {
                if line[position] == "\"" || line[position] == "|" || line[position] == "[" { throw error(position, "put the value in double quotes") }
                value.append(line[position])
                position += 1
            }
            return String(value)
        }
        position += 1
        while position < line.count, line[position] != "\"" {
            if line[position] == "\\" {
                position += 1
                guard position < line.count, "\"\\nr[]|".unicodeScalars.contains(line[position]) else { throw error(position - 1, "no escape within quotes (\\\" and \\\\ are)") }
            } else {
                value.append(line[position])
                position += 1
                continue
            }
            value.append(line[position] == "n" ? "\n" : line[position] == "r" ? "\r" : line[position])
            position += 1
        }
        guard position < line.count else { throw error(start, "a quote that does not end on its line") }
        position += 1
        return String(value)
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
    private func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool { !isBlank(scalar) && !"[]|=\\\"".unicodeScalars.contains(scalar) }
    private func error(_ position: Int, _ message: String) -> CorpusError { file.error(number, "column \(position + 1): \(message)") }
}

extension String.UnicodeScalarView {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        self.init()
        append(contentsOf: scalars)
    }
}
