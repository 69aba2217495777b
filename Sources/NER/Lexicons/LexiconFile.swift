/// A lexicon file: its header, and its rows on demand. The format: `Sources/Knowledge/lexicons/README.md`.
struct LexiconFile {
    /// One form of an entry as the file spells it.
    struct Form {
        /// Bytes of the file.
        var range: Range<Int>
        /// Marked `?`: on its own at least as often something else.
        var ambiguous: Bool
    }

    struct Row {
        /// From 1.
        var line: Int
        /// Bytes of the file, a range for each column that the row reaches.
        var cells: [Range<Int>]
    }

    let name: String
    /// What error messages call the file.
    let file: String
    let bytes: UnsafeBufferPointer<UInt8>
    /// Whether upper and lower case are the same.
    private(set) var foldsCase = false
    private(set) var columns: [String] = []
    private var aliasColumn: Int?
    private var firstRow = (offset: 0, line: 0)

    /// Reads the header of `bytes`, which must outlive the value.
    ///
    /// - Throws: `KnowledgeError` where it breaks the format.
    init(name: String, file: String, bytes: UnsafeBufferPointer<UInt8>) throws(KnowledgeError) {
        self.name = name
        self.file = file
        self.bytes = bytes
        var start = 0, line = 0, declared = false
        while start < bytes.count {
            line += 1
            let stop = endOfLine(start)
            let text = start..<stop
            start = stop + 1
            if text.isEmpty || bytes[text.lowerBound] == UInt8(ascii: "#") { continue }
            if bytes[text.lowerBound] == UInt8(ascii: "@") {
                switch String(decoding: bytes[text], as: UTF8.self) {
                case "@case any": foldsCase = true
                case "@case exact": foldsCase = false
                default: throw KnowledgeError(file: file, line: line, column: 1, message: "unknown directive; write “@case exact” or “@case any”")
                }
                declared = true
                continue
            }
            columns = cells(text).map { String(decoding: bytes[$0], as: UTF8.self) }
            guard columns[0] == "phrase" else {
                throw KnowledgeError(file: file, line: line, column: 1, message: "the first column must be “phrase”, not “\(columns[0])”")
            }
            guard declared else {
                throw KnowledgeError(file: file, line: line, message: "no “@case exact” or “@case any” line before the header")
            }
            aliasColumn = columns.firstIndex(of: "aliases")
            firstRow = (start, line)
            return
        }
        throw KnowledgeError(file: file, line: max(line, 1), message: "no header line: expected “phrase” and further column names, separated by tabs")
    }

    /// Calls `body` with every row.
    ///
    /// - Throws: `KnowledgeError` at the first row that breaks the format.
    /// - Complexity: linear in the bytes.
    func forEachRow(_ body: (borrowing Row) throws(KnowledgeError) -> Void) throws(KnowledgeError) {
        var start = firstRow.offset
        var row = Row(line: firstRow.line, cells: [])
        while start < bytes.count {
            row.line += 1
            let stop = endOfLine(start)
            let text = start..<stop
            start = stop + 1
            if text.isEmpty || bytes[text.lowerBound] == UInt8(ascii: "#") { continue }
            row.cells.removeAll(keepingCapacity: true)
            cut(text, into: &row.cells)
            if bytes[stop - 1] == 0x0D { throw KnowledgeError(file: file, line: row.line, message: "carriage return at the end of the line; use plain line feeds") }
            guard row.cells.count <= columns.count else {
                throw KnowledgeError(file: file, line: row.line, message: "\(row.cells.count) columns, but the header names \(columns.count)")
            }
            guard !row.cells[0].isEmpty, bytes[row.cells[0].lowerBound] != 0x20 else {
                throw KnowledgeError(file: file, line: row.line, column: 1, message: "the phrase is empty or begins with a blank")
            }
            try body(row)
        }
    }

    /// Calls `body` with every form of every row and the row's line, where nothing else of a row is asked for: as `forEachRow` and `forEachForm`, without
    /// making rows.
    ///
    /// - Throws: `KnowledgeError` at the first row that breaks the format.
    /// - Complexity: linear in the bytes.
    func forEachForm(_ body: (Form, Int) throws(KnowledgeError) -> Void) throws(KnowledgeError) {
        var start = firstRow.offset, line = firstRow.line
        while start < bytes.count {
            line += 1
            let first = start
            var k = start, column = 0, cell = start, phrase = start..<start, aliases = start..<start
            while true {
                let isEnd = k == bytes.count || bytes[k] == 0x0A
                if isEnd || bytes[k] == 0x09 {
                    if column == 0 { phrase = cell..<k } else if column == aliasColumn { aliases = cell..<k }
                    column += 1
                    cell = k + 1
                    if isEnd { break }
                }
                k += 1
            }
            start = k + 1
            // Empty lines, comments, and rows that break the format are for the slower reader of rows.
            if k == first || bytes[first] == UInt8(ascii: "#") { continue }
            guard column <= columns.count, bytes[k - 1] != 0x0D, !phrase.isEmpty, bytes[first] != 0x20 else { return try forEachRow { _ in } }
            try body(form(phrase), line)
            if !aliases.isEmpty { try forEachAlias(in: aliases) { alias throws(KnowledgeError) in try body(alias, line) } }
        }
    }

    private func endOfLine(_ start: Int) -> Int {
        var stop = start
        while stop < bytes.count, bytes[stop] != 0x0A { stop += 1 }
        return stop
    }

    private func cells(_ text: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        cut(text, into: &result)
        return result
    }

    private func cut(_ text: Range<Int>, into cells: inout [Range<Int>]) {
        var cell = text.lowerBound
        for k in text.lowerBound...text.upperBound where k == text.upperBound || bytes[k] == 0x09 {
            cells.append(cell..<k)
            cell = k + 1
        }
    }

    /// Calls `body` with all forms of a row: its phrase, then its aliases.
    func forEachForm(of row: borrowing Row, _ body: (Form) throws(KnowledgeError) -> Void) throws(KnowledgeError) {
        try body(form(row.cells[0]))
        guard let aliasColumn, aliasColumn < row.cells.count, !row.cells[aliasColumn].isEmpty else { return }
        try forEachAlias(in: row.cells[aliasColumn], body)
    }

    private func forEachAlias(in cell: Range<Int>, _ body: (Form) throws(KnowledgeError) -> Void) throws(KnowledgeError) {
        var start = cell.lowerBound
        for k in cell.lowerBound...cell.upperBound where k == cell.upperBound || bytes[k] == UInt8(ascii: "|") {
            var range = start..<k
            while let first = range.first, bytes[first] == 0x20 { range = (first + 1)..<range.upperBound }
            while let last = range.last, bytes[last] == 0x20 { range = range.lowerBound..<last }
            if !range.isEmpty { try body(form(range)) }
            start = k + 1
        }
    }

    private func form(_ range: Range<Int>) -> Form {
        bytes[range.lowerBound] == UInt8(ascii: "?") && range.count > 1
            ? Form(range: (range.lowerBound + 1)..<range.upperBound, ambiguous: true)
            : Form(range: range, ambiguous: false)
    }

    /// The value of a named column in a row; empty where the row does not reach it.
    func value(_ column: String, of row: borrowing Row) -> String {
        guard let k = columns.firstIndex(of: column), k < row.cells.count else { return "" }
        return String(decoding: bytes[row.cells[k]], as: UTF8.self)
    }

    /// The bytes of a named column in the row that begins at a byte; empty where the row does not reach it. Makes no copy.
    func cell(_ column: String, at offset: Int) -> UnsafeBufferPointer<UInt8> {
        guard let number = columns.firstIndex(of: column) else { return UnsafeBufferPointer(start: nil, count: 0) }
        var start = offset
        for _ in 0..<number {
            while start < bytes.count, bytes[start] != 0x09, bytes[start] != 0x0A { start += 1 }
            guard start < bytes.count, bytes[start] == 0x09 else { return UnsafeBufferPointer(start: nil, count: 0) }
            start += 1
        }
        var stop = start
        while stop < bytes.count, bytes[stop] != 0x09, bytes[stop] != 0x0A { stop += 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<stop])
    }

    /// The row that begins at a byte, as `forEachRow` gave it.
    func row(at offset: Int) -> Row { Row(line: 0, cells: cells(offset..<endOfLine(offset))) }
}
