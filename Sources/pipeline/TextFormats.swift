import Ingest
import JSON
import NER

/// A mention a line, for spreadsheets and `cut`.
struct TableFormat {
    static let columns = ["id", "path", "line", "type", "start", "end", "text", "name", "value", "high", "currency", "kind", "holder", "org", "status", "rule"]

    var isTabbed: Bool

    func write(_ spans: [ForeignRecord.Span], of record: AnnotatedRecord, _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        var texts: [Int: String] = [:]
        for mention in record.recognition.mentions { texts[mention.id] = String(decoding: text[mention.range], as: UTF8.self) }
        for span in spans {
            var (name, value, high, currency, kind, holder, org, status) = ("", "", "", "", "", "", "", "")
            switch span.mention.attributes {
            case .none: break
            case .name(let full): name = full
            case .amount(let amount): (value, high, currency, kind) = (amount.value ?? "", amount.high ?? "", amount.currency ?? "", amount.kind.rawValue)
            case .role(let links):
                (holder, org, status) = (links.holder.flatMap { texts[$0] } ?? "", links.org.flatMap { texts[$0] } ?? "", links.status.rawValue)
            }
            let source = record.article.source
            row(
                [
                    record.article.id.plain, source.path + (source.member.map { "#" + $0 } ?? ""), source.line.map(String.init) ?? "", span.mention.type.rawValue, "\(span.start)",
                    "\(span.end)",
                    texts[span.mention.id] ?? "", name, value, high, currency, kind, holder, org, status, span.mention.rule,
                ], to: &writer)
        }
    }

    func row(_ cells: [String], to writer: inout JSONWriter) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { writer.append(isTabbed ? 0x09 : UInt8(ascii: ",")) }
            if isTabbed {
                // TSV has no quotes: a blank stands for what would break the line.
                writer.append(contentsOf: cell.utf8.map { $0 < 0x20 ? 0x20 : $0 })
            } else if cell.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 < 0x20 }) {
                writer.append(UInt8(ascii: "\""))
                for byte in cell.utf8 {
                    if byte == UInt8(ascii: "\"") { writer.append(byte) }
                    writer.append(byte)
                }
                writer.append(UInt8(ascii: "\""))
            } else {
                writer.append(contentsOf: cell.utf8)
            }
        }
        writer.append(0x0A)
    }
}

/// CoNLL columns: token, start, end, IOB2 tag; an empty line between paragraphs, a comment line with the id before each record.
enum TokenFormat {
    static func write(_ spans: [ForeignRecord.Span], of record: AnnotatedRecord, _ text: UnsafeBufferPointer<UInt8>, in unit: OffsetUnit, to writer: inout JSONWriter) {
        writer.append(contentsOf: "# id = \(record.article.id.plain.split(whereSeparator: \.isNewline).joined(separator: " "))\n".utf8)
        var position = 0
        var offset = 0
        var next = 0
        var newlines = 0
        while position < text.count {
            let byte = text[position]
            if byte <= 0x20 {
                newlines += byte == 0x0A ? 1 : 0
                position += 1
                offset += 1
                continue
            }
            if newlines > 1 { writer.append(0x0A) }
            newlines = 0
            while next < spans.count, spans[next].bytes.upperBound <= position { next += 1 }
            let span = next < spans.count && spans[next].bytes.lowerBound <= position ? spans[next] : nil
            let border = span?.bytes.upperBound ?? (next < spans.count ? spans[next].bytes.lowerBound : text.count)
            var end = position + 1
            if isWord(byte) { while end < border, isWord(text[end]) { end += 1 } }
            let length = unit.length(of: text[position..<end])
            let tag = span.map { ($0.bytes.lowerBound == position ? "B-" : "I-") + $0.mention.type.rawValue.uppercased() } ?? "O"
            writer.append(contentsOf: text[position..<end])
            writer.append(contentsOf: "\t\(offset)\t\(offset + length)\t\(tag)\n".utf8)
            position = end
            offset += length
        }
        writer.append(0x0A)
    }

    /// Letters, digits and anything outside ASCII, so that no character is divided.
    private static func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) }
}

/// `<article id="…">text with <firm id="1">mentions</firm></article>`.
enum InlineFormat {
    static func write(_ spans: [ForeignRecord.Span], of record: AnnotatedRecord, _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        writer.append(contentsOf: "<article id=\"".utf8)
        escape(Array(record.article.id.plain.utf8)[...], to: &writer)
        writer.append(contentsOf: "\">".utf8)
        var position = 0
        for span in spans {
            escape(Array(text[position..<span.bytes.lowerBound])[...], to: &writer)
            writer.append(contentsOf: "<\(span.mention.type.rawValue) id=\"\(span.mention.id)\">".utf8)
            escape(Array(text[span.bytes])[...], to: &writer)
            writer.append(contentsOf: "</\(span.mention.type.rawValue)>".utf8)
            position = span.bytes.upperBound
        }
        escape(Array(text[position...])[...], to: &writer)
        writer.append(contentsOf: "</article>\n".utf8)
    }

    static func escape(_ bytes: ArraySlice<UInt8>, to writer: inout JSONWriter) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): writer.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): writer.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): writer.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): writer.append(contentsOf: "&quot;".utf8)
            // XML 1.0 has no way to write these.
            case 0x00..<0x09, 0x0B, 0x0C, 0x0E..<0x20: writer.append(0x20)
            default: writer.append(byte)
            }
        }
    }
}

extension ErrorRecord {
    /// Writes the error as `format` can say it.
    func write(to writer: inout JSONWriter, as format: OutputFormat) {
        switch format {
        case .tsv, .csv:
            var cells = [String](repeating: "", count: TableFormat.columns.count)
            cells[0] = id.plain
            cells[1] = source.path
            cells[2] = source.line.map(String.init) ?? ""
            cells[3] = "error"
            cells[6] = error.message
            cells[15] = error.code.rawValue
            TableFormat(isTabbed: format == .tsv).row(cells, to: &writer)
        case .conll: writer.append(contentsOf: "# error = \(error.message.split(whereSeparator: \.isNewline).joined(separator: " "))\n\n".utf8)
        case .inline:
            writer.append(contentsOf: "<error code=\"\(error.code.rawValue)\">".utf8)
            InlineFormat.escape(Array(error.message.utf8)[...], to: &writer)
            writer.append(contentsOf: "</error>\n".utf8)
        default: write(to: &writer)
        }
    }
}
