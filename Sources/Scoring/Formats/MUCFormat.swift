/// The SGML of the Message Understanding Conferences and of NIST's IE-ER: `<ENAMEX TYPE="ORGANIZATION">…</ENAMEX>`, also as
/// `<b_enamex type="…">…<e_enamex>`; NUMEX and TIMEX likewise.
///
/// A document is a `DOC` (the file, where there is none), its id the `DOCNO` or `DOCID`, its text the `TEXT` (or all of it) without the line breaks at both
/// ends; other tags fall away. STATUS="OPT" marks optional mentions, ALT another form; of TYPE="A|B" the first counts. The attributes of
/// `AttributeName` are read and written in tags of their own names.
enum MUCFormat {
    static func read(_ file: CorpusFile, id: String) throws(CorpusError) -> [AnnotatedDocument] {
        var parser = SGMLParser(text: Array(try file.text().unicodeScalars), file: file)
        return try parser.documents(fileID: id)
    }

    static func write(_ documents: [AnnotatedDocument]) throws(CorpusError) -> CorpusFile {
        var output = ""
        for document in documents {
            let text = try document.requireText()
            output += "<DOC>\n<DOCNO> \(escaped(document.id)) </DOCNO>\n<TEXT>\n"
            var position = 0
            for annotation in try document.flatAnnotations() {
                output += escaped(text.string(in: position..<annotation.range.lowerBound))
                let element = element(of: annotation.type)
                output += "<\(element) TYPE=\"\(escaped(annotation.type))\""
                if annotation.isOptional { output += " STATUS=\"OPT\"" }
                if let alternative = annotation.alternative { output += " ALT=\"\(escaped(alternative))\"" }
                for name in AttributeName.allCases {
                    // STATUS is taken: a role's goes by another name.
                    if let value = annotation.attributes[name] { output += " \(name == .status ? "ROLESTATUS" : name.rawValue.uppercased())=\"\(escaped(value))\"" }
                }
                output += ">\(escaped(text.string(in: annotation.range)))</\(element)>"
                position = annotation.range.upperBound
            }
            output += escaped(text.string(in: position..<text.count))
            output += "\n</TEXT>\n</DOC>\n"
        }
        return CorpusFile(path: "corpus.sgm", bytes: Array(output.utf8))
    }

    private static func element(of type: String) -> String {
        switch type.uppercased() {
        case "MONEY", "PERCENT", "AMOUNT": "NUMEX"
        case "DATE", "TIME", "DURATION": "TIMEX"
        default: "ENAMEX"
        }
    }

    private static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

private struct SGMLParser {
    let text: [Unicode.Scalar]
    let file: CorpusFile
    private var position = 0
    private var line = 1

    init(text: [Unicode.Scalar], file: CorpusFile) {
        self.text = text
        self.file = file
    }

    /// What one document has come to.
    private struct Draft {
        var id: String?
        var line: Int
        var text: [Unicode.Scalar] = []
        var annotations: [Annotation] = []
        var open: [(element: String, annotation: Annotation, line: Int)] = []
        var isInID = false
        var hasText = false

        mutating func beginText() {
            // What stood before the TEXT was the header.
            if !hasText { (text, annotations) = ([], []) }
            hasText = true
        }
    }

    mutating func documents(fileID: String) throws(CorpusError) -> [AnnotatedDocument] {
        var documents: [AnnotatedDocument] = []
        var draft: Draft?
        var isPastText = false
        func finish(_ draft: Draft, _ number: Int) throws(CorpusError) -> AnnotatedDocument {
            if let open = draft.open.last { throw file.error(open.line, "<\(open.element)> is never closed") }
            return document(draft, id: draft.id ?? (number == 0 ? fileID : "\(fileID)#\(number + 1)"))
        }
        while position < text.count {
            guard text[position] == "<", let tag = try tag() else {
                let scalar = character()
                if draft == nil, !scalar.properties.isWhitespace { draft = Draft(line: line) }
                guard draft != nil else { continue }
                if draft?.isInID == true { draft?.id?.unicodeScalars.append(scalar) } else if !isPastText { draft?.text.append(scalar) }
                continue
            }
            switch (tag.name, tag.isEnd) {
            case ("DOC", _), ("DOCUMENT", _):
                if let finished = draft { documents.append(try finish(finished, documents.count)) }
                draft = tag.isEnd ? nil : Draft(line: line)
                isPastText = false
            case ("DOCNO", let isEnd), ("DOCID", let isEnd):
                if draft == nil { draft = Draft(line: line) }
                draft?.isInID = !isEnd
                if !isEnd { draft?.id = "" }
            case ("TEXT", false), ("TXT", false):
                if draft == nil { draft = Draft(line: line) }
                draft?.beginText()
                isPastText = false
            case ("TEXT", true), ("TXT", true): isPastText = true
            case ("ENAMEX", false), ("NUMEX", false), ("TIMEX", false):
                if draft == nil { draft = Draft(line: line) }
                guard !isPastText else { continue }
                let start = draft?.text.count ?? 0
                draft?.open.append((tag.name, try annotation(tag, at: start), line))
            case ("ENAMEX", true), ("NUMEX", true), ("TIMEX", true):
                guard !isPastText else { continue }
                guard var mention = draft?.open.popLast(), mention.element == tag.name else { throw file.error(line, "</\(tag.name)> closes no <\(tag.name)>") }
                let end = draft?.text.count ?? 0
                guard mention.annotation.range.lowerBound < end else { throw file.error(mention.line, "a <\(tag.name)> without text") }
                mention.annotation.range = mention.annotation.range.lowerBound..<end
                draft?.annotations.append(mention.annotation)
            default: continue
            }
        }
        if let finished = draft { documents.append(try finish(finished, documents.count)) }
        return documents
    }

    private func document(_ draft: Draft, id: String) -> AnnotatedDocument {
        // The line break behind <TEXT> and the one before </TEXT> belong to the markup.
        var start = 0
        var end = draft.text.count
        if end > start, draft.text[start] == "\n" { start += 1 }
        if end > start, draft.text[end - 1] == "\n" { end -= 1 }
        let text = CodePoints(Array(draft.text[start..<end]))
        let annotations = draft.annotations.compactMap { annotation -> Annotation? in
            let range = (annotation.range.lowerBound - start..<annotation.range.upperBound - start).clamped(to: 0..<text.count)
            if range.isEmpty { return nil }
            var moved = annotation
            moved.range = range
            moved.text = text.string(in: range)
            return moved
        }
        let name = String(String.UnicodeScalarView(id.unicodeScalars.drop { $0.properties.isWhitespace }.reversed().drop { $0.properties.isWhitespace }.reversed()))
        return AnnotatedDocument(id: name, text: text, annotations: annotations.sorted(by: Annotation.precedes), location: SourceLocation(path: file.path, line: draft.line))
    }

    private func annotation(_ tag: Tag, at start: Int) throws(CorpusError) -> Annotation {
        guard let type = tag.attributes["TYPE"]?.split(separator: "|").first else { throw file.error(line, "<\(tag.name)> without a TYPE") }
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = tag.attributes[name == .status ? "ROLESTATUS" : name.rawValue.uppercased()] }
        return Annotation(
            start..<start, String(type), text: "", attributes: attributes, isOptional: tag.attributes["STATUS"]?.uppercased() == "OPT", alternative: tag.attributes["ALT"])
    }

    private struct Tag {
        var name: String
        var isEnd: Bool
        var attributes: [String: String] = [:]
    }

    /// The tag at `position`; `nil` where the `<` is a character of the text.
    private mutating func tag() throws(CorpusError) -> Tag? {
        var cursor = position + 1
        func isName(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "-" }
        var isEnd = false
        if cursor < text.count, text[cursor] == "/" {
            isEnd = true
            cursor += 1
        }
        if cursor < text.count, text[cursor] == "!" || text[cursor] == "?" { isEnd = false } else if cursor >= text.count || !text[cursor].properties.isAlphabetic { return nil }
        guard let close = text[cursor...].firstIndex(of: ">") else { throw file.error(line, "a tag without its \">\"") }
        let nameEnd = text[cursor..<close].firstIndex { !isName($0) } ?? close
        var name = String(String.UnicodeScalarView(text[cursor..<nameEnd])).uppercased()
        // IE-ER: <b_enamex …> and <e_enamex>.
        if name.hasPrefix("B_") { name.removeFirst(2) } else if name.hasPrefix("E_") {
            name.removeFirst(2)
            isEnd = true
        }
        var tag = Tag(name: name, isEnd: isEnd)
        cursor = nameEnd
        while cursor < close {
            guard isName(text[cursor]) else {
                cursor += 1
                continue
            }
            let end = text[cursor..<close].firstIndex { !isName($0) } ?? close
            let key = String(String.UnicodeScalarView(text[cursor..<end])).uppercased()
            cursor = end
            while cursor < close, text[cursor] == " " || text[cursor] == "=" { cursor += 1 }
            guard cursor < close else { break }
            let quote: Unicode.Scalar? = text[cursor] == "\"" || text[cursor] == "'" ? text[cursor] : nil
            if quote != nil { cursor += 1 }
            let valueEnd = text[cursor..<close].firstIndex { if let quote { $0 == quote } else { $0.properties.isWhitespace } } ?? close
            tag.attributes[key] = Self.decoded(text[cursor..<valueEnd])
            cursor = min(valueEnd + 1, close)
        }
        line += text[position...close].count { $0 == "\n" }
        position = close + 1
        return tag
    }

    /// The character at `position`, its reference resolved.
    private mutating func character() -> Unicode.Scalar {
        let scalar = text[position]
        if scalar == "\n" { line += 1 }
        if scalar == "&", let (decoded, length) = Self.reference(text[position...]) {
            position += length
            return decoded
        }
        position += 1
        return scalar
    }

    private static func decoded(_ text: ArraySlice<Unicode.Scalar>) -> String {
        var output = String.UnicodeScalarView()
        var rest = text
        while let first = rest.first {
            let found = first == "&" ? reference(rest) : nil
            output.append(found?.scalar ?? first)
            rest = rest.dropFirst(found?.length ?? 1)
        }
        return String(output)
    }

    private static func reference(_ text: ArraySlice<Unicode.Scalar>) -> (scalar: Unicode.Scalar, length: Int)? {
        for (name, scalar) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")] as [(String, Unicode.Scalar)] where text.starts(with: name.unicodeScalars) {
            return (scalar, name.unicodeScalars.count)
        }
        return nil
    }
}
