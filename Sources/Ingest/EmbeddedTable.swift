import ExtractionVocabulary

/// A tab-separated table embedded in the binary: `#` starts a comment line, empty lines are skipped.
struct EmbeddedTable {
    /// Rows of fields, in the file's order.
    let rows: [[String]]

    /// Parses an embedded table. Linear; each table is parsed once, by the value that keeps what it needs of it.
    init(_ table: tl_table) {
        let bytes = UnsafeBufferPointer(start: table.bytes, count: table.count)
        var rows: [[String]] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            rows.append(line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) })
        }
        self.rows = rows
    }
}
