import Ingest
import JSON
import NER

/// A line of output, read again to be shown.
struct ReportRecord {
    struct Mention {
        var id: Int
        var type: EntityType
        /// Offsets in UTF-16, which scripts of pages count in.
        var start: Int
        var end: Int
        /// The same in bytes of UTF-8.
        var bytes: Range<Int>
        var rule: String
        var score: Int?
        /// What only some types have, as far as it says something.
        var attributes: [JSONValue.Member]
    }

    /// What the page shows of the article, by its name there.
    var fields: [(key: String, value: String?)]
    var text: [UInt8]
    var title: [UInt8]
    var mentions: [Mention] = []
    var titleMentions: [Mention] = []
    var relations: JSONValue?
    var error: JSONValue?
    /// Mentions left out, since their text does not stand where they say.
    var strayCount = 0

    private static let attributeNames = ["name", "value", "high", "currency", "kind", "per", "holder", "org", "status", "converts"]

    /// - Returns: `nil` where `line` is no record.
    init?(_ line: UnsafeBufferPointer<UInt8>) {
        guard let value = try? JSONValue(parsing: Array(line)), let source = value["source"] else { return nil }
        let id = value["id"].map { $0.string ?? String(decoding: $0.serialized, as: UTF8.self) }
        fields = [("id", id), ("source", RecordSource(source).label)]
        error = value["error"]
        text = Array((value["text"]?.string ?? "").utf8)
        title = Array((value["title"]?.string ?? "").utf8)
        if error != nil { return }
        guard value["text"]?.string != nil, value["entities"]?.array != nil else { return nil }
        for key in ["url", "title", "author", "published", "site", "language", "text"] { fields.append((key, value[key]?.string)) }
        let unit = OffsetUnit(rawValue: value["offsets"]?.string ?? "") ?? .codepoint
        mentions = Self.mentions(value["entities"], in: text, unit, &strayCount)
        titleMentions = Self.mentions(value["title_entities"], in: title, unit, &strayCount)
        relations = value["relations"]
    }

    private static func mentions(_ entities: JSONValue?, in text: [UInt8], _ unit: OffsetUnit, _ strayCount: inout Int) -> [Mention] {
        var places = OffsetWalk(text: text, unit: unit)
        var mentions: [Mention] = []
        for entity in entities?.array ?? [] {
            guard let type = EntityType(rawValue: entity["type"]?.string ?? ""), let start = entity["start"]?.int, let end = entity["end"]?.int, start < end,
                let first = places.place(at: start), let last = places.place(at: end), text[first.byte..<last.byte].elementsEqual((entity["text"]?.string ?? "").utf8)
            else {
                strayCount += 1
                continue
            }
            let attributes = attributeNames.compactMap { name in entity[name].flatMap { $0.isNull ? nil : JSONValue.Member(name, $0) } }
            mentions.append(
                Mention(
                    id: entity["id"]?.int ?? 0, type: type, start: first.utf16, end: last.utf16, bytes: first.byte..<last.byte, rule: entity["rule"]?.string ?? "",
                    score: entity["score"]?.int,
                    attributes: attributes))
        }
        return mentions
    }
}

/// Turns offsets that rise into bytes and UTF-16, in one pass over the text.
struct OffsetWalk {
    struct Place: Hashable {
        var byte: Int
        var utf16: Int
    }

    let text: [UInt8]
    let unit: OffsetUnit
    private var place = Place(byte: 0, utf16: 0)
    private var offset = 0

    init(text: [UInt8], unit: OffsetUnit) {
        self.text = text
        self.unit = unit
    }

    /// Where `offset` is; `nil` where it is behind the text, within a character, or before the last one asked for.
    mutating func place(at target: Int) -> Place? {
        guard target >= offset else { return nil }
        while offset < target, place.byte < text.count {
            let lead = text[place.byte]
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            let width = length == 4 ? 2 : 1
            switch unit {
            case .codepoint: offset += 1
            case .utf16: offset += width
            case .utf8: offset += length
            }
            place.byte += length
            place.utf16 += width
        }
        return offset == target && place.byte <= text.count ? place : nil
    }
}
