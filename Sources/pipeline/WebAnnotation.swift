import Ingest
import JSON
import NER

/// W3C Web Annotation (https://www.w3.org/TR/annotation-model/): a page of annotations a line.
///
/// Mentions are tags at positions in code points and at quotations with what stands around them. A link between two mentions (a role's holder, a deal's
/// target) is an annotation whose target is the one's annotation and whose body points to the other's and names the link.
struct WebAnnotation {
    let record: AnnotatedRecord
    /// The article's address, or the path of its file as a relative one.
    private let source: String
    private let name: StableName

    init(_ record: AnnotatedRecord) {
        self.record = record
        source = record.article.metadata.url ?? Self.reference(to: record.article.source.path)
        name = StableName(record)
    }

    func write(_ spans: [ForeignRecord.Span], _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter) {
        writer.key("@context")
        writer.string("http://www.w3.org/ns/anno.jsonld")
        writer.key("id")
        writer.string(name.urn(0))
        writer.key("type")
        writer.string("AnnotationPage")
        writer.key("items")
        writer.beginArray()
        for span in spans { tag(span, text, &writer) }
        var number = 1 << 32
        for link in links(among: Set(spans.map(\.mention.id))) {
            self.link(link, number, &writer)
            number += 1
        }
        writer.endArray()
    }

    private func tag(_ span: ForeignRecord.Span, _ text: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.string(name.urn(span.mention.id))
        writer.key("type")
        writer.string("Annotation")
        writer.key("motivation")
        writer.string("tagging")
        writer.key("body")
        body(span.mention.type.rawValue, &writer)
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
            writer.key(quoting: key)
            writer.string(utf8: UnsafeBufferPointer(rebasing: text[range]))
        }
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endObject()
    }

    private func body(_ value: String, _ writer: inout JSONWriter) {
        writer.beginObject()
        for (key, value) in [("type", "TextualBody"), ("purpose", "tagging"), ("value", value)] {
            writer.key(quoting: key)
            writer.string(value)
        }
        writer.endObject()
    }

    private struct Link: Hashable {
        var name: String
        var from: Int
        var to: Int
    }

    /// Roles' own links and those that the relations add, each once.
    private func links(among shown: Set<Int>) -> [Link] {
        var links: [Link] = []
        func add(_ name: String, _ from: Int?, _ to: Int?) {
            guard let from, let to, shown.contains(from), shown.contains(to) else { return }
            let link = Link(name: name, from: from, to: to)
            if !links.contains(link) { links.append(link) }
        }
        for mention in record.recognition.mentions {
            guard case .role(let role) = mention.attributes else { continue }
            add("holder", mention.id, role.holder)
            add("org", mention.id, role.org)
        }
        for relation in record.recognition.relations {
            switch relation {
            case .role(let held):
                add("holder", held.role, held.holder)
                add("org", held.role, held.org)
            case .deal(let deal):
                for agent in deal.agents { add(deal.kind.rawValue, agent, deal.target) }
                add("\(deal.kind.rawValue)-amount", deal.target ?? deal.agents.first, deal.amount)
                add("\(deal.kind.rawValue)-seller", deal.target ?? deal.agents.first, deal.seller)
            }
        }
        return links
    }

    private func link(_ link: Link, _ number: Int, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.string(name.urn(number))
        writer.key("type")
        writer.string("Annotation")
        writer.key("motivation")
        writer.string("linking")
        writer.key("body")
        writer.beginArray()
        body(link.name, &writer)
        writer.beginObject()
        for (key, value) in [("type", "SpecificResource"), ("purpose", "linking"), ("source", name.urn(link.to))] {
            writer.key(quoting: key)
            writer.string(value)
        }
        writer.endObject()
        writer.endArray()
        writer.key("target")
        writer.string(name.urn(link.from))
        writer.endObject()
    }

    /// A path as a relative reference by RFC 3986.
    static func reference(to path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            if (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || "-._~/".utf8.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
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

/// Names for the things in one record that are the same in every run: UUIDs of version 8 (RFC 9562) made from its id, source and a number.
private struct StableName {
    private let high: UInt64
    private let low: UInt64

    init(_ record: AnnotatedRecord) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.head(id: record.article.id, source: record.article.source)
        // FNV-1a over the head, once as it is and once from another basis.
        func hash(_ basis: UInt64) -> UInt64 { writer.bytes.reduce(basis) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } }
        (high, low) = (hash(0xCBF2_9CE4_8422_2325), hash(0x6C62_272E_07BB_0142))
    }

    func urn(_ number: Int) -> String {
        // A bijective mixing step (MurmurHash3's finaliser) keeps the numbers of one record apart.
        var mixed = low ^ UInt64(number)
        mixed = (mixed ^ mixed >> 33) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ mixed >> 33) &* 0xC4CE_B9FE_1A85_EC53
        mixed ^= mixed >> 33
        let first = high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let second = mixed & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func digits(_ value: UInt64) -> String {
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        let all = Array((digits(first) + digits(second)).utf8)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: all[$0], as: UTF8.self) }
        return "urn:uuid:" + groups.joined(separator: "-")
    }
}
