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
    /// A database, for those who want to ask.
    case sqlite

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
            case .jsonl, .sqlite: record.write(to: &writer, options)
            case .tsv, .csv: TableFormat(isTabbed: options.format == .tsv).write(spans, of: record, text, to: &writer)
            case .conll: TokenFormat.write(spans, of: record, text, to: &writer)
            case .inline: InlineFormat.write(spans, of: record, text, to: &writer)
            case .spacy, .doccano, .labelstudio, .gate, .w3c: writeJSON(spans, text, to: &writer)
            }
        }
    }

    private func spans(in text: UnsafeBufferPointer<UInt8>) -> [Span] {
        var byte = 0
        var offset = 0
        return record.recognition.mentions.filter { options.types.contains($0.type) }.map { mention in
            offset += options.offsetUnit.length(of: text[byte..<mention.range.lowerBound])
            let start = offset
            offset += options.offsetUnit.length(of: text[mention.range])
            byte = mention.range.upperBound
            return Span(mention: mention, start: start, end: offset, bytes: mention.range)
        }
    }

    private func writeJSON(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        writer.beginObject()
        switch options.format {
        case .spacy: spacy(spans, text, &writer)
        case .doccano: doccano(spans, text, &writer)
        case .labelstudio: labelStudio(spans, text, &writer)
        case .gate: gate(spans, text, &writer)
        default: webAnnotation(spans, text, &writer)
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
                writer.key(key)
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
        for type in EntityType.allCases where spans.contains(where: { $0.mention.type == type }) {
            writer.key(type.rawValue)
            writer.beginArray()
            for span in spans where span.mention.type == type {
                writer.beginObject()
                writer.key("indices")
                writer.beginArray()
                writer.integer(span.start)
                writer.integer(span.end)
                writer.endArray()
                writer.key("rule")
                writer.string(span.mention.rule)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }

    /// https://www.w3.org/TR/annotation-model/: positions in code points, quotations with what stands around them.
    private func webAnnotation(_ spans: [Span], _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        let source = record.article.metadata.url ?? record.article.source.path
        writer.key("@context")
        writer.string("http://www.w3.org/ns/anno.jsonld")
        writer.key("type")
        writer.string("AnnotationPage")
        writer.key("items")
        writer.beginArray()
        for span in spans {
            writer.beginObject()
            writer.key("type")
            writer.string("Annotation")
            writer.key("body")
            writer.beginObject()
            for (key, value) in [("type", "TextualBody"), ("purpose", "tagging"), ("value", span.mention.type.rawValue)] {
                writer.key(key)
                writer.string(value)
            }
            writer.endObject()
            writer.key("target")
            writer.beginObject()
            writer.key("source")
            writer.string(source)
            writer.key("selector")
            writer.beginArray()
            writer.beginObject()
            writer.key("type")
            writer.string("TextPositionSelector")
            writer.key("start")
            writer.integer(span.start)
            writer.key("end")
            writer.integer(span.end)
            writer.endObject()
            writer.beginObject()
            writer.key("type")
            writer.string("TextQuoteSelector")
            for (key, range) in [("exact", span.bytes), ("prefix", Self.before(span.bytes.lowerBound, in: text)), ("suffix", Self.behind(span.bytes.upperBound, in: text))] {
                writer.key(key)
                writer.string(utf8: UnsafeBufferPointer(rebasing: text[range]))
            }
            writer.endObject()
            writer.endArray()
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
    }

    /// Bytes around a quotation, never within a character.
    private static let contextLength = 32

    private static func before(_ position: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = max(0, position - contextLength)
        while start < position, text[start] & 0xC0 == 0x80 { start += 1 }
        return start..<position
    }

    private static func behind(_ position: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var end = min(text.count, position + contextLength)
        while end > position, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        return position..<end
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
