import Ingest
import JSON
import NER

/// The formats that annotations can be written in.
enum OutputFormat: String, Sendable, CaseIterable {
    /// Tagline's own record, which holds everything.
    case jsonl
    /// A mention a line, with a header line.
    case tsv, csv
    /// Tokens with IOB2 tags and offsets.
    case conll
    /// The text with tags around the mentions, as XML.
    case inline
    /// For spaCy and Prodigy: text and spans.
    case spacy
    case doccano
    case labelstudio
    /// GATE's JSON: offsets by type.
    case gate
    /// W3C Web Annotation, a page of annotations a line.
    case w3c
    /// brat's standoff: a text and a file of annotations for each article, in a folder or a tar archive.
    case brat
    /// A database, for those who want to ask.
    case sqlite

    /// Whether the run's lines are our own records, which whoever writes the output makes something else of.
    var isMadeFromRecords: Bool { self == .jsonl || self == .sqlite || self == .brat }

    /// What the readers of the format count offsets in.
    var ownUnit: OffsetUnit {
        switch self {
        case .labelstudio, .gate: .utf16
        default: .codepoint
        }
    }

    /// What stands before the first record.
    var header: String {
        switch self {
        case .tsv: TableFormat.columns.joined(separator: "\t") + "\n"
        case .csv: TableFormat.columns.joined(separator: ",") + "\n"
        default: ""
        }
    }
}

/// An annotated article on its way to a format that is not our own.
struct ForeignRecord {
    var record: AnnotatedRecord
    var options: OutputOptions

    /// A mention with its offsets in the format's unit.
    struct Span {
        var mention: Mention
        var start: Int
        var end: Int
        var bytes: Range<Int>
    }

    func write(to writer: inout JSONWriter) {
        record.article.text.withUnsafeBufferPointer { text in
            let spans = spans(in: text)
            switch options.format {
            case .jsonl, .sqlite, .brat: record.write(to: &writer, options)
            case .tsv, .csv: TableFormat(isTabbed: options.format == .tsv).write(spans, of: record, text, to: &writer)
            case .conll: TokenFormat.write(spans, of: record, text, in: options.offsetUnit, to: &writer)
            case .inline: InlineFormat.write(spans, of: record, text, to: &writer)
            case .spacy, .doccano, .labelstudio, .gate, .w3c: writeJSON(spans, text, to: &writer)
            }
        }
    }

    private func spans(in text: UnsafeBufferPointer<UInt8>) -> [Span] {
        var counter = OffsetCounter(options.offsetUnit)
        return record.recognition.mentions.filter { options.types.contains($0.type) }.map { mention in
            let offsets = counter.offsets(of: mention.range, in: text)
            return Span(mention: mention, start: offsets.lowerBound, end: offsets.upperBound, bytes: mention.range)
        }
    }

    private func writeJSON(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        writer.beginObject()
        switch options.format {
        case .spacy: spacy(spans, text, &writer)
        case .doccano: doccano(spans, text, &writer)
        case .labelstudio: labelStudio(spans, text, &writer)
        case .gate: gate(spans, text, &writer)
        default: WebAnnotation(record).write(spans, text, to: &writer)
        }
        writer.endObject()
        writer.endLine()
    }

    private func spacy(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.key("text")
        writer.string(utf8: text)
        writer.key("spans")
        writer.beginArray()
        for span in spans {
            writer.beginObject()
            writer.key("start")
            writer.integer(span.start)
            writer.key("end")
            writer.integer(span.end)
            writer.key("label")
            writer.string(span.mention.type.rawValue)
            writer.endObject()
        }
        writer.endArray()
        writer.key("meta")
        writer.beginObject()
        writer.head(id: record.article.id, source: record.article.source)
        writer.endObject()
    }

    private func doccano(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.head(id: record.article.id, source: record.article.source)
        writer.key("text")
        writer.string(utf8: text)
        writer.key("label")
        writer.beginArray()
        for span in spans {
            writer.beginArray()
            writer.integer(span.start)
            writer.integer(span.end)
            writer.string(span.mention.type.rawValue)
            writer.endArray()
        }
        writer.endArray()
    }

    private func labelStudio(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.key("data")
        writer.beginObject()
        writer.key("text")
        writer.string(utf8: text)
        writer.head(id: record.article.id, source: record.article.source)
        writer.endObject()
        writer.key("predictions")
        writer.beginArray()
        writer.beginObject()
        writer.key("model_version")
        writer.string("tagline \(Version.number)")
        writer.key("result")
        writer.beginArray()
        for span in spans {
            writer.beginObject()
            writer.key("id")
            writer.string("\(span.mention.id)")
            for (key, value) in [("from_name", "label"), ("to_name", "text"), ("type", "labels")] {
                writer.key(quoting: key)
                writer.string(value)
            }
            writer.key("value")
            writer.beginObject()
            writer.key("start")
            writer.integer(span.start)
            writer.key("end")
            writer.integer(span.end)
            writer.key("text")
            writer.string(utf8: UnsafeBufferPointer(rebasing: text[span.bytes]))
            writer.key("labels")
            writer.beginArray()
            writer.string(span.mention.type.rawValue)
            writer.endArray()
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        writer.endArray()
    }

    private func gate(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.head(id: record.article.id, source: record.article.source)
        writer.key("text")
        writer.string(utf8: text)
        writer.key("entities")
        writer.beginObject()
        let shown = Set(spans.map(\.mention.id))
        for type in EntityType.allCases where spans.contains(where: { $0.mention.type == type }) {
            writer.key(quoting: type.rawValue)
            writer.beginArray()
            for span in spans where span.mention.type == type {
                writer.beginObject()
                writer.key("indices")
                writer.beginArray()
                writer.integer(span.start)
                writer.integer(span.end)
                writer.endArray()
                features(of: span.mention, among: shown, &writer)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }

    /// What GATE takes as features of an annotation; links are ids of others.
    private func features(of mention: Mention, among shown: Set<Int>, _ writer: inout JSONWriter) {
        writer.key("id")
        writer.integer(mention.id)
        switch mention.attributes {
        case .none: break
        case .name(let name):
            writer.key("name")
            writer.string(name)
        case .amount(let amount):
            for (key, value) in [("value", amount.value), ("high", amount.high), ("currency", amount.currency), ("amountKind", amount.kind.rawValue)] {
                guard let value else { continue }
                writer.key(quoting: key)
                writer.string(value)
            }
        case .role(let role):
            for (key, id) in [("holder", role.holder), ("org", role.org)] {
                guard let id, shown.contains(id) else { continue }
                writer.key(quoting: key)
                writer.integer(id)
            }
            writer.key("status")
            writer.string(role.status.rawValue)
        }
        writer.key("rule")
        writer.string(mention.rule)
    }
}

extension RecordID {
    /// The id as plain text.
    var plain: String {
        switch self {
        case .string(let id): id
        case .json(let spelling): String(decoding: spelling, as: UTF8.self)
        }
    }
}
