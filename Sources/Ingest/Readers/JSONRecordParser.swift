import JSON

/// Makes a record of one JSON object. Keep one parser for many: its memory is reused.
struct JSONRecordParser {
    let fields: FieldMap
    private var tape = JSONTape()
    /// The best node found for each field, with its name.
    private var found: [(node: Int, name: FieldMap.Name)?]

    init(fields: FieldMap) {
        self.fields = fields
        found = Array(repeating: nil, count: FieldMap.Field.allCases.count)
    }

    /// The record that `text` holds; one with an error as its body where it holds none.
    mutating func record(from text: UnsafeBufferPointer<UInt8>, at source: RecordSource) -> DumpRecord {
        do throws(IngestError) {
            return try parse(text, at: source)
        } catch {
            return DumpRecord(unreadable: error, at: source)
        }
    }

    private mutating func parse(_ text: UnsafeBufferPointer<UInt8>, at source: RecordSource) throws(IngestError) -> DumpRecord {
        do throws(JSONSyntaxError) {
            try tape.scan(text)
        } catch {
            let isEncoding = error.reason == .invalidUTF8
            throw IngestError(
                isEncoding ? .decode : .parse, isEncoding ? .invalidUTF8 : .invalidJSON,
                "not JSON: \(error.reason.rawValue), at byte \(error.offset + 1) of the record")
        }
        guard tape.nodes[0].kind == .object else { throw IngestError(.parse, .noText, "a JSON \(tape.nodes[0].kind), not an object with a text") }
        for index in found.indices { found[index] = nil }
        var wrongKind: (name: FieldMap.Name, kind: JSONTape.Node.Kind)?
        look(into: 0, prefix: [], text, &wrongKind)

        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        if let id = node(.id) {
            switch tape.nodes[id].kind {
            case .string: record.id = .string(string(id, text))
            default: record.id = .json([UInt8](text[tape.nodes[id].range]))
            }
        }
        record.metadata = metadata(text)
        record.body = try body(text, wrongKind)
        return record
    }

    private func body(_ text: UnsafeBufferPointer<UInt8>, _ wrongKind: (name: FieldMap.Name, kind: JSONTape.Node.Kind)?) throws(IngestError) -> DumpRecord.Body {
        if let (index, name) = found[.text], !(tape.nodes[index].range.isEmpty && node(.html) != nil) {
            let bytes = tape.string(at: index, of: text)
            return name.mayBeHTML && Self.looksLikeHTML(bytes) ? .decodedHTML(bytes) : .decodedText(bytes)
        }
        if let index = node(.html) { return .decodedHTML(tape.string(at: index, of: text)) }
        if let wrongKind {
            throw IngestError(.parse, .noText, "the field \"\(String(decoding: wrongKind.name.key, as: UTF8.self))\" holds a JSON \(wrongKind.kind), not a string")
        }
        throw IngestError(
            .parse, .noText,
            "no field with a text (\(fields.spellings(of: .text))) or a page (\(fields.spellings(of: .html))); name yours with --fields text=NAME or html=NAME")
    }

    /// Finds the best node of each field among the keys of the object at `object`.
    private mutating func look(
        into object: Int, prefix: [UInt8], _ text: UnsafeBufferPointer<UInt8>, _ wrongKind: inout (name: FieldMap.Name, kind: JSONTape.Node.Kind)?
    ) {
        var key = object + 1
        let end = tape.nodes[object].next
        while key < end {
            let value = key + 1
            defer { key = tape.nodes[value].next }
            let kind = tape.nodes[value].kind
            if prefix.isEmpty, !tape.nodes[key].isEscaped {
                let name = UnsafeBufferPointer(rebasing: text[tape.nodes[key].range])
                consider(value, fields.name(name), text, &wrongKind)
                if kind == .object, let prefix = fields.prefixes.first(where: { $0.elementsEqual(name) }) { look(into: value, prefix: prefix, text, &wrongKind) }
            } else {
                let name = (prefix.isEmpty ? [] : prefix + [UInt8(ascii: ".")]) + tape.string(at: key, of: text)
                name.withUnsafeBufferPointer { consider(value, fields.name($0), text, &wrongKind) }
            }
        }
    }

    private mutating func consider(
        _ value: Int, _ name: FieldMap.Name?, _ text: UnsafeBufferPointer<UInt8>, _ wrongKind: inout (name: FieldMap.Name, kind: JSONTape.Node.Kind)?
    ) {
        guard let name else { return }
        let node = tape.nodes[value]
        if node.kind == .null { return }
        switch name.field {
        case .text, .html:
            if node.kind != .string {
                if wrongKind.map({ name.rank < $0.name.rank }) ?? true { wrongKind = (name, node.kind) }
                return
            }
        case .id: break
        case .author: if node.kind != .string && node.kind != .array { return }
        case .published: if node.kind != .string && node.kind != .number { return }
        case .url:
            // "source" holds an address in some dumps and a data set's name in others.
            if node.kind != .string || (name.key.elementsEqual("source".utf8) && !text[node.range].starts(with: "http".utf8)) { return }
        default: if node.kind != .string { return }
        }
        if let (old, oldName) = found[name.field] {
            // An empty text gives way to any other; of equal names the last wins.
            let oldIsEmpty = tape.nodes[old].range.isEmpty
            if oldIsEmpty == node.range.isEmpty ? oldName.rank < name.rank : !oldIsEmpty { return }
        }
        found[name.field] = (value, name)
    }

    private func node(_ field: FieldMap.Field) -> Int? { found[field]?.node }

    private func string(_ index: Int, _ text: UnsafeBufferPointer<UInt8>) -> String {
        if tape.nodes[index].isEscaped { return String(decoding: tape.string(at: index, of: text), as: UTF8.self) }
        return String(decoding: text[tape.nodes[index].range], as: UTF8.self)
    }

    private func metadata(_ text: UnsafeBufferPointer<UInt8>) -> ArticleMetadata {
        func value(_ field: FieldMap.Field) -> String? {
            guard let index = node(field), !tape.nodes[index].range.isEmpty else { return nil }
            return string(index, text)
        }
        var metadata = ArticleMetadata()
        metadata.url = value(.url)
        metadata.title = value(.title)
        metadata.author = author(text)
        metadata.published = node(.published).flatMap { NewsDate(string($0, text))?.description }
        metadata.language = value(.language)
        metadata.site = value(.site)
        metadata.canonical = value(.canonical)
        metadata.description = value(.description)
        return metadata
    }

    /// One author, or several joined; objects give their `name`.
    private func author(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        guard let index = node(.author) else { return nil }
        if tape.nodes[index].kind == .string { return tape.nodes[index].range.isEmpty ? nil : string(index, text) }
        var authors: [String] = []
        tape.forEachElement(ofArrayAt: index) { element in
            if tape.nodes[element].kind == .string { authors.append(string(element, text)) }
            if tape.nodes[element].kind == .object {
                tape.forEachField(ofObjectAt: element) { key, value in
                    if tape.nodes[value].kind == .string, string(key, text) == "name" { authors.append(string(value, text)) }
                }
            }
        }
        authors.removeAll(where: \.isEmpty)
        return authors.isEmpty ? nil : authors.joined(separator: "; ")
    }

    /// Whether text that may be a page is one: it begins with a tag and closes one.
    private static func looksLikeHTML(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.firstIndex(where: { $0 > 0x20 }), bytes[first] == UInt8(ascii: "<"), first + 1 < bytes.count else { return false }
        let next = bytes[first + 1]
        guard next == UInt8(ascii: "!") || (next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z")) else { return false }
        return zip(bytes[first...], bytes[(first + 1)...]).contains { $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "/") }
    }
}

extension Array<(node: Int, name: FieldMap.Name)?> {
    fileprivate subscript(field: FieldMap.Field) -> Element {
        get { self[field.index] }
        set { self[field.index] = newValue }
    }
}

extension FieldMap.Field {
    fileprivate var index: Int {
        switch self {
        case .id: 0
        case .text: 1
        case .html: 2
        case .url: 3
        case .title: 4
        case .author: 5
        case .published: 6
        case .language: 7
        case .site: 8
        case .canonical: 9
        case .description: 10
        }
    }
}

extension DumpRecord {
    /// The record that stands for one that could not be read.
    init(unreadable error: IngestError, at source: RecordSource) {
        var error = error
        error.message = "\(source.label): \(error.message)"
        self.init(id: source.id, source: source, body: .unreadable(error))
    }
}

extension RecordSource {
    /// The id of a record that brings none: path, `#member`, `#line`; the offset where neither tells records apart.
    var id: RecordID {
        var id = path
        if let member { id += "#" + member }
        if let line { id += "#\(line)" } else if let offset { id += "#\(offset)" }
        return .string(id)
    }

    /// The place as messages name it.
    public var label: String {
        var label = path == "-" ? "standard input" : path
        if let member { label += "#" + member }
        if let line { label += ":\(line)" } else if let offset { label += ", byte \(offset)" }
        return label
    }
}
