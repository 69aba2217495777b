/// The formats of annotated corpora that can be read and written.
public enum CorpusFormat: String, Sendable, CaseIterable {
    /// Tagline's own records and gold files: JSON Lines with `entities`.
    case jsonl
    /// spaCy's and Prodigy's JSON Lines: `spans`, `ents` or `entities` with `label`.
    case prodigy
    /// doccano's JSON Lines: `label` or `labels` with triples, or `entities` with `start_offset`.
    case doccano
    /// CoNLL columns, the scheme seen from the tags: IOB1, IOB2 or BILOU (IOBES).
    case conll
    case iob1, iob2, bilou
    /// brat standoff: `.ann` beside `.txt`.
    case brat
    /// MUC's and IEER's SGML.
    case muc
    /// Text with mentions in square brackets.
    case inline
    /// Facts between spans, as JSON Lines: no mentions, and only read.
    case knowledgenet

    /// The formats of mentions, which are written as well as read.
    public static let ofMentions = allCases.filter { $0 != .knowledgenet }

    /// The format of `file`, by its suffix and its first bytes.
    ///
    /// - Throws: `CorpusError` where neither tells.
    public static func detect(_ file: CorpusFile) throws(CorpusError) -> CorpusFormat {
        let first = file.bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        switch file.suffix {
        case "ann": return .brat
        case "jsonl", "json", "ndjson": return .jsonl
        case "conll", "iob", "iob1", "iob2", "bio", "bilou", "tsv", "conllu": return .conll
        case "sgm", "sgml", "muc", "ieer": return .muc
        case "txt", "text", "inline": if first != UInt8(ascii: "{"), first != UInt8(ascii: "<") { return looksLikeColumns(file) ? .conll : .inline }
        default: break
        }
        switch first {
        case UInt8(ascii: "{"): return .jsonl
        case UInt8(ascii: "<"): return .muc
        case nil: throw file.error(0, "empty file")
        default:
            if looksLikeColumns(file) { return .conll }
            throw file.error(0, "unknown format; name it with --format: \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    /// Whether the first line with a token ends in a tag such as `B-ORG` or `O`, behind a blank.
    private static func looksLikeColumns(_ file: CorpusFile) -> Bool {
        for line in file.bytes.prefix(1 << 16).split(separator: 0x0A).prefix(50) {
            let columns = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            guard columns.count > 1, let tag = columns.last else { continue }
            if tag.elementsEqual("O".utf8) || tag.elementsEqual("-X-".utf8) { continue }
            return tag.count > 2 && tag[tag.startIndex + 1] == UInt8(ascii: "-") && "BILUES".utf8.contains(tag[tag.startIndex])
                && columns.count <= 12
        }
        return false
    }

    /// What files in a folder may be part of a corpus, by their suffix.
    static func isCorpusFile(_ name: String) -> Bool {
        guard let point = name.lastIndex(of: ".") else { return false }
        return ["ann", "txt", "jsonl", "ndjson", "conll", "iob", "iob1", "iob2", "bio", "bilou", "conllu", "sgm", "sgml", "muc", "ieer", "inline"]
            .contains(name[name.index(after: point)...].lowercased())
    }

    /// Reads a corpus from a file, a folder, or standard input (`-`).
    ///
    /// - Parameter format: `nil` to see it from each file.
    /// - Throws: `CorpusError` at the first fault, with file and line.
    public static func read(_ path: String, as format: CorpusFormat? = nil) throws(CorpusError) -> [AnnotatedDocument] {
        let isFolder = CorpusFile.isFolder(path)
        var files = try CorpusFile.reading(path, where: { isCorpusFile($0) })
        if isFolder, files.isEmpty { throw CorpusError(SourceLocation(path: path, line: 0), "the folder holds no corpus files") }
        if !isFolder, let file = files.first, format == .brat || (format == nil && (file.suffix == "ann" || file.suffix == "txt")) {
            files += try companion(of: file)
        }
        return try read(files, as: format, below: isFolder ? path : nil)
    }

    /// Reads a corpus from files in memory.
    ///
    /// - Parameter folder: a path that ids made from file names leave out.
    public static func read(_ files: [CorpusFile], as format: CorpusFormat? = nil, below folder: String? = nil) throws(CorpusError) -> [AnnotatedDocument] {
        let stems = Set(files.lazy.filter { $0.suffix == "ann" }.map(\.stem))
        var documents: [AnnotatedDocument] = []
        for file in files {
            // The text of a standoff file is read with it.
            if file.suffix == "txt", stems.contains(file.stem), format == nil || format == .brat { continue }
            let id = name(of: file, below: folder)
            let detected = if let format { format } else { try detect(file) }
            switch detected {
            case .jsonl, .prodigy, .doccano: documents += try JSONLinesFormat.read(file)
            case .conll: documents += try CoNLLFormat.read(file, nil)
            case .iob1: documents += try CoNLLFormat.read(file, .iob1)
            case .iob2: documents += try CoNLLFormat.read(file, .iob2)
            case .bilou: documents += try CoNLLFormat.read(file, .bilou)
            case .brat:
                guard let text = files.first(where: { $0.suffix == "txt" && $0.stem == file.stem }) else {
                    throw file.error(0, "its text, \(file.stem).txt, is not beside it")
                }
                documents.append(try BratFormat.read(file, text: text, id: id))
            case .muc: documents += try MUCFormat.read(file, id: id)
            case .inline: documents.append(try InlineGold.read(file, id: id))
            case .knowledgenet: documents += try KnowledgeNetFormat.read(file)
            }
        }
        return documents
    }

    /// Writes `documents`: one file, or for the formats with a file a document (brat, inline) several.
    ///
    /// - Throws: `CorpusError` where a document does not fit: overlapping mentions in CoNLL, MUC and inline text; a document without text; and for KnowledgeNet, which holds no mentions.
    public func write(_ documents: [AnnotatedDocument]) throws(CorpusError) -> [CorpusFile] {
        switch self {
        case .jsonl, .prodigy, .doccano: return [try JSONLinesFormat.write(documents, self)]
        case .conll, .iob2: return [try CoNLLFormat.write(documents, .iob2)]
        case .iob1: return [try CoNLLFormat.write(documents, .iob1)]
        case .bilou: return [try CoNLLFormat.write(documents, .bilou)]
        case .muc: return [try MUCFormat.write(documents)]
        case .brat:
            var files: [CorpusFile] = []
            for document in documents { files += try BratFormat.write(document) }
            return files
        case .inline:
            var files: [CorpusFile] = []
            for document in documents { files.append(try InlineGold.write(document)) }
            return files
        case .knowledgenet: throw CorpusError(documents.first?.location ?? SourceLocation(path: rawValue, line: 0), "knowledgenet holds facts, no mentions; it is only read")
        }
    }

    private static func companion(of file: CorpusFile) throws(CorpusError) -> [CorpusFile] {
        let other = file.stem + (file.suffix == "ann" ? ".txt" : ".ann")
        if file.suffix == "ann" { return [try CorpusFile(reading: String(other))] }
        return (try? CorpusFile(reading: String(other))).map { [$0] } ?? []
    }

    /// The file's path below the folder without its suffix, or its name.
    private static func name(of file: CorpusFile, below folder: String?) -> String {
        guard var folder, file.stem.hasPrefix(folder) else { return String(file.stem[file.name.startIndex...]) }
        if !folder.hasSuffix("/") { folder += "/" }
        return String(file.stem.dropFirst(folder.count))
    }
}

extension AnnotatedDocument {
    /// The document's text, for writers that need one.
    func requireText() throws(CorpusError) -> CodePoints {
        guard let text else { throw CorpusError(location, "document \(id) has no text to write") }
        return text
    }

    /// The annotations in order, for formats that can't hold overlapping ones.
    func flatAnnotations() throws(CorpusError) -> [Annotation] {
        let sorted = annotations.sorted(by: Annotation.precedes)
        for (before, after) in zip(sorted, sorted.dropFirst()) where before.range.overlaps(after.range) {
            throw CorpusError(location, "document \(id): \"\(before.text)\" and \"\(after.text)\" overlap; this format can't hold that (jsonl and brat can)")
        }
        return sorted
    }
}
