/// Tokens and tags in columns: one token a line, its form first and its tag last, an empty line behind each sentence, `-DOCSTART-` or
/// `# newdoc id = …` before a document.
///
/// The spacing between tokens comes from a MISC column (`SpaceAfter=No` of CoNLL-U, `SpacesAfter=` of UDPipe) where `# global.columns` (CoNLL-U Plus)
/// names one; else from `Detokenizer`, with one sentence a line. Attributes have no place in this format.
enum CoNLLFormat {
    /// How tags mark the ends of mentions.
    enum Scheme: String { case iob1, iob2, bilou }

    /// - Parameter scheme: `nil` sees it from the tags: BILOU (or IOBES) where L, U, E or S occur, else IOB1, of which IOB2 is a part.
    static func read(_ file: CorpusFile, _ scheme: Scheme?) throws(CorpusError) -> [AnnotatedDocument] {
        let lines = try file.lines()
        var reader = CoNLLReader(file: file, scheme: scheme ?? (usesEndTags(lines) ? .bilou : .iob1))
        for line in lines { try reader.read(line.text, number: line.number) }
        return try reader.finish()
    }

    private static func usesEndTags(_ lines: [(number: Int, text: Substring)]) -> Bool {
        lines.contains { line in
            guard let tag = line.text.split(whereSeparator: { $0 == " " || $0 == "\t" }).last, tag.utf8.count > 2 else { return false }
            return tag.dropFirst().first == "-" && tag.first.map { "LUES".contains($0) } == true
        }
    }

    static func write(_ documents: [AnnotatedDocument], _ scheme: Scheme) throws(CorpusError) -> CorpusFile {
        var output = "# global.columns = FORM MISC NER\n"
        for document in documents {
            output += "# newdoc id = \(document.id)\n"
            try write(document, scheme, to: &output)
            output += "\n"
        }
        return CorpusFile(path: "corpus.conll", bytes: Array(output.utf8))
    }

    private static func write(_ document: AnnotatedDocument, _ scheme: Scheme, to output: inout String) throws(CorpusError) {
        let text = try document.requireText()
        let annotations = try document.flatAnnotations()
        let tokens = tokenize(text, cuts: Set(annotations.flatMap { [$0.range.lowerBound, $0.range.upperBound] }))
        for annotation in annotations where !tokens.contains(where: { $0.lowerBound == annotation.range.lowerBound }) || !tokens.contains(where: { $0.upperBound == annotation.range.upperBound }) {
            throw CorpusError(document.location, "document \(document.id): \"\(annotation.text)\" begins or ends in a blank; no token does")
        }
        var next = 0
        var previous: (type: String, end: Int)?
        for (index, token) in tokens.enumerated() {
            let space = text.string(in: token.upperBound..<(index + 1 < tokens.count ? tokens[index + 1].lowerBound : text.count))
            var tag = "O"
            var isInside = false
            while next < annotations.count, annotations[next].range.upperBound <= token.lowerBound { next += 1 }
            if next < annotations.count, annotations[next].range.contains(token.lowerBound) {
                let annotation = annotations[next]
                let isFirst = annotation.range.lowerBound == token.lowerBound
                let isLast = annotation.range.upperBound == token.upperBound
                isInside = !isLast
                let touches = previous.map { $0.type == annotation.type && $0.end == index } ?? false
                tag = prefix(scheme, isFirst: isFirst, isLast: isLast, touches: touches) + "-" + annotation.type
                previous = (annotation.type, index + 1)
            }
            output += "\(text.string(in: token))\t\(misc(before: index == 0 ? text.string(in: 0..<token.lowerBound) : "", after: space, isLast: index + 1 == tokens.count))\t\(tag)\n"
            if space.unicodeScalars.contains("\n"), !isInside, index + 1 < tokens.count {
                output += "\n"
                previous = nil
            }
        }
    }

    private static func prefix(_ scheme: Scheme, isFirst: Bool, isLast: Bool, touches: Bool) -> String {
        switch scheme {
        case .iob1: isFirst && touches ? "B" : "I"
        case .iob2: isFirst ? "B" : "I"
        case .bilou: isFirst ? (isLast ? "U" : "B") : (isLast ? "L" : "I")
        }
    }

    /// Runs of letters and digits, and single other characters; cut at `cuts` as well.
    private static func tokenize(_ text: CodePoints, cuts: Set<Int>) -> [Range<Int>] {
        var tokens: [Range<Int>] = []
        var wasWord = false
        for (offset, scalar) in text.scalars.enumerated() {
            let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.canonicalCombiningClass != .notReordered
            if scalar.properties.isWhitespace {
                wasWord = false
                continue
            }
            if isWord, wasWord, let last = tokens.last, last.upperBound == offset, !cuts.contains(offset) {
                tokens[tokens.count - 1] = last.lowerBound..<offset + 1
            } else {
                tokens.append(offset..<offset + 1)
            }
            wasWord = isWord
        }
        return tokens
    }

    private static func misc(before: String, after: String, isLast: Bool) -> String {
        var parts: [String] = []
        if !before.isEmpty { parts.append("SpacesBefore=\(escaped(before))") }
        if after.isEmpty { parts.append("SpaceAfter=No") } else if after != " " || isLast { parts.append("SpacesAfter=\(escaped(after))") }
        return parts.isEmpty ? "_" : parts.joined(separator: "|")
    }

    /// Blanks as UDPipe spells them.
    private static func escaped(_ blanks: String) -> String {
        blanks.unicodeScalars.map { scalar in
            switch scalar {
            case " ": "\\s"
            case "\t": "\\t"
            case "\r": "\\r"
            case "\n": "\\n"
            case "|": "\\p"
            case "\\": "\\\\"
            default: String(scalar)
            }
        }.joined()
    }

    static func unescaped(_ blanks: Substring) -> String {
        var output = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in blanks.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "s": output.append(" ")
                case "t": output.append("\t")
                case "r": output.append("\r")
                case "n": output.append("\n")
                case "p": output.append("|")
                default: output.append(scalar)
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                output.append(scalar)
            }
        }
        return String(output)
    }
}

/// Reads lines into documents.
private struct CoNLLReader {
    let file: CorpusFile
    let scheme: CoNLLFormat.Scheme
    private var documents: [AnnotatedDocument] = []
    private var text: [Unicode.Scalar] = []
    private var annotations: [Annotation] = []
    private var id: String?
    private var line = 1
    private var hasTokens = false
    private var detokenizer = Detokenizer()
    /// Column of the spacing, where there is one, and the space that it left behind the last token.
    private var miscColumn: Int?
    private var pendingSpace = ""
    /// Whether the file itself says what that space is: the one that goes without saying is none at the end of a text.
    private var isSpaceStated = false
    private var isSentenceStart = true
    private var open: (type: String, start: Int)?

    init(file: CorpusFile, scheme: CoNLLFormat.Scheme) {
        self.file = file
        self.scheme = scheme
    }

    mutating func read(_ line: Substring, number: Int) throws(CorpusError) {
        if line.utf8.allSatisfy({ $0 <= 0x20 }) { return try endSentence(number) }
        let columns = line.utf8.contains(0x09) ? line.split(separator: "\t", omittingEmptySubsequences: false) : line.split(separator: " ")
        if line.first == "#", columns.count < 2 || !isTag(columns[columns.count - 1]) { return try comment(line, number) }
        if columns.first == "-DOCSTART-" { return try begin(id: nil, number) }
        guard columns.count > 1, let form = columns.first, let tag = columns.last else { throw file.error(number, "expected a token and its tag in columns") }
        hasTokens = true
        place(form, misc: miscColumn.flatMap { columns.indices.contains($0) ? columns[$0] : nil })
        try apply(tag, number, length: lastLength)
    }

    private var lastLength = 0

    private mutating func place(_ form: Substring, misc: Substring?) {
        var space: String
        let token: String
        if miscColumn != nil {
            (space, token) = (pendingSpace, String(form))
            pendingSpace = " "
            isSpaceStated = false
            for part in (misc ?? "_").split(separator: "|") {
                if part == "SpaceAfter=No" { pendingSpace = "" }
                if part.hasPrefix("SpacesAfter=") { (pendingSpace, isSpaceStated) = (CoNLLFormat.unescaped(part.dropFirst(12)), true) }
                if part.hasPrefix("SpacesBefore=") { space += CoNLLFormat.unescaped(part.dropFirst(13)) }
            }
        } else {
            (space, token) = detokenizer.place(form)
            if isSentenceStart, !text.isEmpty { space = "\n" }
        }
        isSentenceStart = false
        text += Array(space.unicodeScalars)
        lastLength = token.unicodeScalars.count
        text += Array(token.unicodeScalars)
    }

    private func isTag(_ tag: Substring) -> Bool { tag == "O" || tag == "-X-" || (tag.dropFirst().first == "-" && tag.first.map { "BILUES".contains($0) } == true) }

    private mutating func apply(_ tag: Substring, _ number: Int, length: Int) throws(CorpusError) {
        let start = text.count - length
        if tag == "O" || tag == "-X-" {
            return try close(at: number, isProper: scheme != .bilou)
        }
        guard isTag(tag), tag.utf8.count > 2, let prefix = tag.first else { throw file.error(number, "\"\(tag)\" is no tag: expected O or a prefix (B I L U E S), a hyphen and a type") }
        let type = String(tag.dropFirst(2))
        let continues = open?.type == type
        switch (scheme, prefix) {
        case (.iob1, "I") where continues, (.iob2, "I") where continues, (.bilou, "I") where continues: break
        case (.iob1, "I"), (.iob1, "B"), (.iob2, "B"), (.bilou, "B"), (.bilou, "U"), (.bilou, "S"):
            try close(at: number, isProper: scheme != .bilou)
            open = (type, start)
        case (.bilou, "L") where continues, (.bilou, "E") where continues: break
        default: throw file.error(number, "\"\(tag)\" does not follow a tag of its mention, as \(scheme.rawValue) demands")
        }
        end = text.count
        if scheme == .bilou, "LEUS".contains(prefix) { try close(at: number, isProper: true) }
    }

    private var end = 0

    /// Ends the open mention behind the last token that belonged to it.
    private mutating func close(at number: Int, isProper: Bool) throws(CorpusError) {
        guard let mention = open else { return }
        guard isProper else { throw file.error(number, "the mention of type \(mention.type) before this line has no last token (L or E)") }
        annotations.append(Annotation(mention.start..<end, mention.type, text: String(String.UnicodeScalarView(text[mention.start..<end]))))
        open = nil
    }

    private mutating func endSentence(_ number: Int) throws(CorpusError) {
        try close(at: number, isProper: scheme != .bilou)
        isSentenceStart = true
        detokenizer.endSentence()
    }

    private mutating func comment(_ line: Substring, _ number: Int) throws(CorpusError) {
        let parts = line.dropFirst().split(separator: "=", maxSplits: 1)
        let key = parts.first.map(trimmed) ?? ""
        let value = parts.count > 1 ? trimmed(parts[1]) : ""
        if key == "global.columns" { miscColumn = value.split(separator: " ").firstIndex(of: "MISC") }
        if key == "newdoc id" || key == "newdoc" { try begin(id: value.isEmpty ? nil : value, number) }
    }

    private func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private mutating func begin(id: String?, _ number: Int) throws(CorpusError) {
        try endDocument(number)
        self.id = id
        line = number
    }

    private mutating func endDocument(_ number: Int) throws(CorpusError) {
        try endSentence(number)
        if hasTokens || id != nil {
            if miscColumn != nil, hasTokens, isSpaceStated { text += Array(pendingSpace.unicodeScalars) }
            documents.append(
                AnnotatedDocument(id: id ?? "#\(documents.count + 1)", text: CodePoints(text), annotations: annotations, location: SourceLocation(path: file.path, line: line)))
        }
        (text, annotations, id, hasTokens, pendingSpace, isSpaceStated) = ([], [], nil, false, "", false)
    }

    mutating func finish() throws(CorpusError) -> [AnnotatedDocument] {
        try endDocument((try file.lines().last?.number ?? 0) + 1)
        return documents
    }
}
