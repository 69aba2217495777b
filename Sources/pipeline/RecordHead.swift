import Ingest
import JSON

/// What a record and its line have in common: id and source. By it a line is known to be that of a record.
enum RecordHead {
    /// The beginning of the line of `record`, up to the brace that ends its source.
    static func bytes(of record: DumpRecord) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.head(id: record.id, source: record.source)
        return writer.bytes
    }

    /// The same part of a line of output; `nil` where the line isn't one, or isn't whole.
    static func bytes(of line: UnsafeBufferPointer<UInt8>, using tape: inout JSONTape) -> [UInt8]? {
        do throws(JSONSyntaxError) { try tape.scan(line) } catch { return nil }
        guard let root = tape.nodes.first, root.kind == .object, tape.nodes.count > 4, root.range == 0..<line.count else { return nil }
        // {"id":…,"source":{…} as keys and values in this order.
        let source = tape.nodes[2].next + 1
        guard source < tape.nodes.count, line[tape.nodes[1].range].elementsEqual("id".utf8), line[tape.nodes[source - 1].range].elementsEqual("source".utf8),
            tape.nodes[source].kind == .object
        else { return nil }
        return Array(line[..<tape.nodes[source].range.upperBound])
    }

    /// Whether a line that has a head, just scanned by `tape`, says that its record could not be read.
    static func isErrorRecord(_ line: UnsafeBufferPointer<UInt8>, _ tape: JSONTape) -> Bool {
        let key = tape.nodes[tape.nodes[2].next + 1].next
        return key < tape.nodes.count && line[tape.nodes[key].range].elementsEqual("error".utf8)
    }

    /// The head as people read it.
    static func label(_ head: [UInt8]) -> String {
        guard let value = try? JSONValue(parsing: head + [UInt8(ascii: "}")]), let source = value["source"] else { return String(decoding: head, as: UTF8.self) }
        return "\(RecordSource(source).label) (id \(String(decoding: value["id"]?.serialized ?? [], as: UTF8.self)))"
    }
}

/// A running FNV-1a (Fowler, Noll, Vo), 64 bit, over the heads of records in order: equal where the same records came in the same order.
struct HeadDigest {
    private(set) var count = 0
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ head: [UInt8]) {
        for byte in head { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ 0x0A) &* 0x0000_0100_0000_01B3
        count += 1
    }

    var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension RecordSource {
    /// The place that a line's `source` names, read again.
    init(_ source: JSONValue) {
        self.init(path: source["path"]?.string ?? "?", member: source["member"]?.string, line: source["line"]?.int, offset: source["offset"]?.int)
    }
}
