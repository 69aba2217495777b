import JSON

/// Facts between spans, as JSON Lines after KnowledgeNet (Mesquita, Cannaviccio, Schmidek, Mirza, Barbosa 2019): `relations` with `type`, `subject` and
/// `object`, and in `exhaustive`, passage by passage, the properties of which all facts were annotated. Offsets count code points.
enum KnowledgeNetFormat {
    static func read(_ file: CorpusFile) throws(CorpusError) -> [AnnotatedDocument] {
        var documents: [AnnotatedDocument] = []
        for line in try file.lines() where !line.text.utf8.allSatisfy({ $0 <= 0x20 }) {
            let record: JSONValue
            do throws(JSONSyntaxError) {
                record = try JSONValue(parsing: Array(line.text.utf8))
            } catch {
                throw file.error(line.number, "not JSON: \(error.reason.rawValue), at byte \(error.offset + 1) of the line")
            }
            documents.append(try document(record, file, line.number, number: documents.count + 1))
        }
        return documents
    }

    private static func document(_ record: JSONValue, _ file: CorpusFile, _ line: Int, number: Int) throws(CorpusError) -> AnnotatedDocument {
        guard let text = record["text"]?.string.map({ CodePoints($0) }), let relations = record["relations"]?.array, let exhaustive = record["exhaustive"]?.array else {
            throw file.error(line, "expected an object with \"text\", \"relations\" and \"exhaustive\"")
        }
        func range(_ value: JSONValue?, _ what: String) throws(CorpusError) -> Range<Int> {
            guard let start = value?["start"]?.int, let end = value?["end"]?.int, start >= 0, start < end, end <= text.count else {
                throw file.error(line, "\(what) has no start and end within the text of \(text.count) code points")
            }
            if let words = value?["text"]?.string, words != text.string(in: start..<end) {
                throw file.error(line, "\(what): the text at \(start)..\(end) is \"\(text.string(in: start..<end))\", the record says \"\(words)\"")
            }
            return start..<end
        }
        var stated = StatedFacts(facts: [], passages: [])
        for (k, relation) in relations.enumerated() {
            guard let type = relation["type"]?.string else { throw file.error(line, "relation \(k + 1) has no type") }
            stated.facts.append(
                .init(type, subject: try range(relation["subject"], "the subject of relation \(k + 1)"), object: try range(relation["object"], "the object of relation \(k + 1)")))
        }
        for (k, passage) in exhaustive.enumerated() {
            let properties = Set(passage["properties"]?.array?.compactMap(\.string) ?? [])
            stated.passages.append(.init(try range(passage, "passage \(k + 1)"), properties: properties))
        }
        var document = AnnotatedDocument(id: record["id"]?.string ?? "#\(number)", text: text, source: record["source"]?.string, location: SourceLocation(path: file.path, line: line))
        document.stated = stated
        return document
    }
}
