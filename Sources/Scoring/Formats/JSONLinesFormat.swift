import JSON

/// Annotated documents as JSON Lines, in the shapes that tools give them: Tagline's `entities`, spaCy's and Prodigy's `spans` with `label`
/// and its training tuples, doccano's `label` triples and `start_offset` objects, and lists called `amounts`.
///
/// One reader takes them all, since a field's name says what it is. A file that is one JSON array is read as well.
/// Offsets count code points, or what the record's `offsets` field says.
enum JSONLinesFormat {
    static func read(_ file: CorpusFile) throws(CorpusError) -> [AnnotatedDocument] {
        let lines = try file.lines()
        if let array = try? wholeArray(file, lines) { return try read(array.map { (1, $0) }, file) }
        var records: [(line: Int, value: JSONValue)] = []
        for line in lines where !line.text.utf8.allSatisfy({ $0 <= 0x20 }) {
            do throws(JSONSyntaxError) {
                records.append((line.number, try JSONValue(parsing: Array(line.text.utf8))))
            } catch {
                throw file.error(line.number, "not JSON: \(error.reason.rawValue), at byte \(error.offset + 1) of the line")
            }
        }
        return try read(records, file)
    }

    /// The elements of a file that is one array over several lines.
    private static func wholeArray(_ file: CorpusFile, _ lines: [(number: Int, text: Substring)]) throws -> [JSONValue]? {
        guard let first = lines.first(where: { !$0.text.utf8.allSatisfy { $0 <= 0x20 } }), first.text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else { return nil }
        if case .array(let elements)? = try? JSONValue(parsing: Array(first.text.utf8)), elements.first?.object == nil { return nil }
        return try JSONValue(parsing: file.text()).array
    }

    private static func read(_ records: [(line: Int, value: JSONValue)], _ file: CorpusFile) throws(CorpusError) -> [AnnotatedDocument] {
        var documents: [AnnotatedDocument] = []
        for (number, record) in records.enumerated() {
            var reader = RecordReader(record: record.value, file: file, line: record.line, number: number + 1)
            if let document = try reader.document() { documents.append(document) }
        }
        return documents
    }

    static func write(_ documents: [AnnotatedDocument], _ dialect: CorpusFormat) throws(CorpusError) -> CorpusFile {
        var writer = JSONWriter()
        for document in documents { try write(document, dialect, to: &writer) }
        return CorpusFile(path: "corpus.jsonl", bytes: writer.bytes)
    }

    private static func write(_ document: AnnotatedDocument, _ dialect: CorpusFormat, to writer: inout JSONWriter) throws(CorpusError) {
        writer.beginObject()
        func writeIdentity() {
            writer.key("id")
            writer.string(document.id)
            if let source = document.source {
                writer.key("source")
                writer.string(source)
            }
        }
        if dialect == .prodigy {
            writer.key("meta")
            writer.beginObject()
            writeIdentity()
            writer.endObject()
            writer.key("answer")
            writer.string("accept")
        } else {
            writeIdentity()
        }
        for field in document.fields.sorted(by: { $0.key < $1.key }) {
            writer.key(quoting: field.key)
            writer.string(field.value)
        }
        if let title = document.title {
            writer.key("title")
            writer.string(title)
        }
        if document.isDuplicate {
            writer.key("dup")
            writer.bool(true)
        }
        if let error = document.error {
            writer.key("error")
            writer.string(error)
        }
        if let text = document.text {
            writer.key("text")
            writer.string(text.string)
        }
        writer.key(quoting: dialect == .prodigy ? "spans" : "entities")
        write(document.annotations, dialect, to: &writer)
        if !document.titleAnnotations.isEmpty {
            writer.key("title_entities")
            write(document.titleAnnotations, dialect, to: &writer)
        }
        writer.endObject()
        writer.endLine()
    }

    private static func write(_ annotations: [Annotation], _ dialect: CorpusFormat, to writer: inout JSONWriter) {
        writer.beginArray()
        for (number, annotation) in annotations.enumerated() {
            writer.beginObject()
            if dialect == .doccano {
                writer.key("id")
                writer.integer(number)
            }
            writer.key(quoting: dialect == .jsonl ? "type" : "label")
            writer.string(annotation.type)
            writer.key(quoting: dialect == .doccano ? "start_offset" : "start")
            writer.integer(annotation.range.lowerBound)
            writer.key(quoting: dialect == .doccano ? "end_offset" : "end")
            writer.integer(annotation.range.upperBound)
            writer.key("text")
            writer.string(annotation.text)
            for name in AttributeName.allCases {
                guard let value = annotation.attributes[name] else { continue }
                writer.key(quoting: name.rawValue)
                writer.string(value.isEmpty ? nil : value)
            }
            if annotation.isOptional {
                writer.key("opt")
                writer.bool(true)
            }
            if let alternative = annotation.alternative {
                writer.key("alt")
                writer.string(alternative)
            }
            writer.endObject()
        }
        writer.endArray()
    }
}

/// Reads one record of a JSON Lines corpus.
private struct RecordReader {
    let record: JSONValue
    let file: CorpusFile
    let line: Int
    let number: Int

    /// The document; `nil` where an annotator rejected it.
    mutating func document() throws(CorpusError) -> AnnotatedDocument? {
        // spaCy's training tuple: ["text", {"entities": [[0, 4, "ORG"]]}].
        if let text = record[0]?.string, let marks = record[1], marks.object != nil { return try document(marks, text: text) }
        guard record.object != nil else { throw file.error(line, "expected a JSON object with \"text\" and \"entities\"") }
        if let answer = record["answer"]?.string, answer != "accept" { return nil }
        return try document(record, text: (record["text"] ?? record["data"])?.string)
    }

    private func document(_ fields: JSONValue, text: String?) throws(CorpusError) -> AnnotatedDocument {
        let meta = fields["meta"]
        let text = text.map { CodePoints($0) }
        let unit = fields["offsets"]?.string
        let title = fields["title"]?.string
        var document = AnnotatedDocument(
            id: identifier(fields["id"] ?? meta?["id"] ?? meta?["doc_id"]), text: text,
            annotations: try annotations(try list(fields, ["entities", "spans", "ents", "labels", "label", "amounts"]) ?? [], in: text, unit),
            title: title, source: source(fields["source"] ?? meta?["source"]), location: SourceLocation(path: file.path, line: line))
        try link(fields["relations"]?.array ?? [], fields["entities"]?.array ?? [], &document.annotations)
        document.relations = relations(fields["relations"]?.array ?? [], fields["entities"]?.array ?? [], document.annotations)
        document.annotations += try annotations(try list(fields, ["ignore"]) ?? [], in: text, unit).map {
            var ignored = $0
            ignored.isOptional = true
            return ignored
        }
        document.titleAnnotations = try annotations(try list(fields, ["title_entities"]) ?? [], in: title.map { CodePoints($0) }, unit)
        document.isDuplicate = isTrue(fields["dup"])
        if let error = fields["error"], !error.isNull {
            document.error = error.string ?? [error["stage"]?.string, error["code"]?.string, error["message"]?.string].compactMap { $0 }.joined(separator: ": ")
        }
        for member in fields.object ?? [] {
            if let value = member.value.string, !["id", "text", "data", "title", "source", "offsets", "error", "answer"].contains(member.key) {
                document.fields[member.key] = value
            }
        }
        return document
    }

    /// doccano's relations of type holder and org, between the `id`s of entities; others are passed over.
    private func link(_ relations: [JSONValue], _ entities: [JSONValue], _ annotations: inout [Annotation]) throws(CorpusError) {
        for relation in relations {
            guard let name = relation["type"]?.string.flatMap({ AttributeName(rawValue: $0.lowercased()) }), name == .holder || name == .org else { continue }
            guard let from = relation["from_id"], let to = relation["to_id"] else { continue }
            func index(of id: JSONValue) throws(CorpusError) -> Int {
                guard let index = entities.firstIndex(where: { $0["id"] == id }) else { throw file.error(line, "a relation names an id that no entity has") }
                return index
            }
            let target = try index(of: to)
            annotations[try index(of: from)].attributes[name] = annotations[target].text
        }
    }

    /// Tagline's own relations: the ids of entities by part. Members that are no entities of the text are left out.
    private func relations(_ relations: [JSONValue], _ entities: [JSONValue], _ annotations: [Annotation]) -> [AnnotatedRelation] {
        guard !relations.isEmpty, entities.count == annotations.count else { return [] }
        var byID: [Int: Annotation] = [:]
        for (entity, annotation) in zip(entities, annotations) { if let id = entity["id"]?.int { byID[id] = annotation } }
        return relations.compactMap { relation in
            guard let type = relation["type"]?.string, relation["from_id"] == nil else { return nil }
            let agents = relation["agents"]?.array?.map { ("agent", $0.int) } ?? []
            let parts = agents + ["role", "holder", "org", "target", "amount", "seller"].map { ($0, relation[$0]?.int) }
            let members = parts.compactMap { part, id in id.flatMap { byID[$0] }.map { AnnotatedRelation.Member(part, $0) } }
            return members.isEmpty ? nil : AnnotatedRelation(type, members)
        }
    }

    private func list(_ fields: JSONValue, _ names: [String]) throws(CorpusError) -> [JSONValue]? {
        for name in names {
            guard let value = fields[name], !value.isNull else { continue }
            guard let list = value.array else { throw file.error(line, "\"\(name)\" is no array") }
            return list
        }
        return nil
    }

    private func identifier(_ value: JSONValue?) -> String {
        switch value {
        case .string(let id), .number(let id): id
        default: "#\(number)"
        }
    }

    private func source(_ value: JSONValue?) -> String? { value?.string ?? value?["path"]?.string }

    private func isTrue(_ value: JSONValue?) -> Bool {
        switch value {
        case .bool(let flag): flag
        case .array(let list): !list.isEmpty
        case .string(let text): !text.isEmpty
        case .number(let spelling): Double(spelling) != 0
        default: false
        }
    }

    private func annotations(_ list: [JSONValue], in text: CodePoints?, _ unit: String?) throws(CorpusError) -> [Annotation] {
        if list.isEmpty { return [] }
        let offsets = try self.offsets(unit, text)
        var texts: [String: String] = [:]
        for entity in list {
            if case .number(let id)? = entity["id"], let text = entity["text"]?.string { texts[id] = text }
        }
        var annotations: [Annotation] = []
        for (index, entity) in list.enumerated() { annotations.append(try annotation(entity, index + 1, text, offsets, texts)) }
        return annotations
    }

    /// From the record's offsets to code points; `nil` where they are that already.
    private func offsets(_ unit: String?, _ text: CodePoints?) throws(CorpusError) -> [Int]? {
        switch unit {
        case nil, "codepoint": return nil
        case "utf8", "utf16":
            guard let text else { throw file.error(line, "offsets in \(unit ?? "") can't be read without a \"text\"") }
            return unit == "utf8" ? text.offsetsOfUTF8 : text.offsetsOfUTF16
        default: throw file.error(line, "\"offsets\" is \"\(unit ?? "")\"; expected codepoint, utf16 or utf8")
        }
    }

    private func annotation(_ entity: JSONValue, _ index: Int, _ text: CodePoints?, _ offsets: [Int]?, _ texts: [String: String]) throws(CorpusError) -> Annotation {
        let isTriple = entity.array != nil
        guard var start = (isTriple ? entity[0] : entity["start"] ?? entity["start_offset"])?.int, var end = (isTriple ? entity[1] : entity["end"] ?? entity["end_offset"])?.int else {
            throw file.error(line, "entity \(index) has no whole numbers for start and end")
        }
        let isAmount = record["amounts"] != nil
        guard let type = isTriple ? entity[2]?.string : (entity["type"] ?? entity["label"])?.string ?? (isAmount ? "amount" : nil) else {
            throw file.error(line, "entity \(index) has no type (\"type\" or \"label\")")
        }
        if let offsets {
            guard offsets.indices.contains(start), offsets.indices.contains(end) else { throw file.error(line, "entity \(index): \(start)..\(end) is outside the text") }
            (start, end) = (offsets[start], offsets[end])
        }
        guard start >= 0, start < end else { throw file.error(line, "entity \(index): start \(start) and end \(end) are no range") }
        var surface = entity["text"]?.string
        if let text {
            guard end <= text.count else { throw file.error(line, "entity \(index): \(start)..\(end) is outside the text of \(text.count) code points") }
            let found = text.string(in: start..<end)
            if let surface, surface != found { throw file.error(line, "entity \(index): the text at \(start)..\(end) is \"\(found)\", the entity says \"\(surface)\"") }
            surface = found
        }
        return Annotation(
            start..<end, type, text: surface ?? "", attributes: attributes(entity, texts), isOptional: isTrue(entity["opt"]), alternative: entity["alt"]?.string)
    }

    private func attributes(_ entity: JSONValue, _ texts: [String: String]) -> [AttributeName: String] {
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases {
            guard let value = name == .high ? entity["high"] ?? entity["value_high"] : entity[name.rawValue] else { continue }
            switch value {
            case .null:
                // "unit" without a currency: the annotator left open which dollar it is.
                if name != .currency || entity["unit"] == nil { attributes[name] = "" }
            case .string(let text): attributes[name] = text
            case .number(let spelling): attributes[name] = name == .holder || name == .org ? texts[spelling] ?? "" : spelling
            default: continue
            }
        }
        return attributes
    }
}
