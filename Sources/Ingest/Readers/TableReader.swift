/// Reads CSV (RFC 4180) and TSV: a header row that names the columns, then a record a row.
///
/// A row that a stray quote breaks costs itself only: reading goes on at the next line.
struct TableReader {
    let input: BufferedInput
    let place: RecordSource
    let options: ReaderOptions
    let emitter: RecordEmitter
    private var delimiter: UInt8
    private var line = 1
    private var columns: [FieldMap.Name?] = []

    init(_ input: BufferedInput, at place: RecordSource, isTabbed: Bool?, _ options: ReaderOptions, _ emitter: RecordEmitter) {
        self.input = input
        self.place = place
        self.options = options
        self.emitter = emitter
        delimiter = isTabbed == true ? 0x09 : UInt8(ascii: ",")
        if isTabbed != true {
            input.fill(4096)
            let head = input.bytes.prefix(4096).prefix { $0 != 0x0A }
            func count(_ byte: UInt8) -> Int { head.reduce(0) { $0 + ($1 == byte ? 1 : 0) } }
            for other in [UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")] where count(other) > count(delimiter) { delimiter = other }
        }
    }

    /// Behind damage: rows are taken for rows again once one is surely a row (`isSureRow`).
    private var isLost = false
    private var hasStrayQuote = false
    private var hasQuotedCell = false
    /// Whether cells of this table were seen to hold line ends: then a line as wide as the header may be one of a text.
    private var hasCellsOfSeveralLines = false
    /// Whether the input ended inside a row.
    private var isRowCut = false

    private enum Row { case cells([[UInt8]]), broken(String), tooLong, end }

    mutating func run() {
        guard case .cells(let names) = nextRow() else {
            emit(IngestError(.parse, .corrupt, "no header row that names the columns"), line: 1)
            return
        }
        let fields = options.fields
        columns = names.map { name in name.withUnsafeBufferPointer { fields.name($0) } }
        if !columns.contains(where: { $0?.field == .text || $0?.field == .html }) {
            emit(
                IngestError(
                    .parse, .noText,
                    "no column with a text (\(options.fields.spellings(of: .text))) or a page; name yours with --fields text=NAME. Columns: \(names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", "))"
                ), line: 1)
            return
        }
        input.stopsAtDamage = true
        while !emitter.isStopped {
            let start = line
            let row = nextRow()
            if isLost {
                switch row {
                case .cells(let cells) where isSureRow(cells): isLost = false
                case .cells, .broken, .tooLong: continue
                case .end: break
                }
            }
            switch row {
            case .cells(let cells): if cells.count > 1 || cells.first?.isEmpty == false { emit(cells, line: start) }
            case .broken(let why): emit(IngestError(.parse, .corrupt, why), line: start)
            case .tooLong: emit(.tooLarge(options.maximumRecordBytes), line: start)
            case .end:
                if let failure = input.failure { emit(failure, line: line) }
                let isCut = isRowCut || input.isCutAtDamage
                if input.passDamage() {
                    if isCut {
                        // The rest of a line that began in what is lost.
                        skipLine()
                        isLost = true
                    }
                    continue
                }
                for fault in input.takeFaults() { emit(fault.error, line: line) }
                return
            }
        }
    }

    /// Whether the row just read can't be a line inside a quoted cell whose opening quote is lost: there, quotes stand doubled and begin no cell.
    private func isSureRow(_ cells: [[UInt8]]) -> Bool {
        cells.count == columns.count && !hasStrayQuote && (hasQuotedCell || !hasCellsOfSeveralLines)
    }

    private func emit(_ error: IngestError, line: Int) {
        var source = place
        source.line = line
        emitter.emit(DumpRecord(unreadable: error, at: source))
    }

    private func emit(_ cells: [[UInt8]], line: Int) {
        var source = place
        source.line = line
        var best: [FieldMap.Field: (rank: Int, cell: [UInt8], name: FieldMap.Name)] = [:]
        for (name, cell) in zip(columns, cells) {
            guard let name, !cell.isEmpty, best[name.field].map({ name.rank < $0.rank }) ?? true else { continue }
            best[name.field] = (name.rank, cell, name)
        }
        func value(_ field: FieldMap.Field) -> String? { best[field].map { String(decoding: $0.cell, as: UTF8.self) } }
        let body: DumpRecord.Body
        if let text = best[.text] {
            body = .text(bytes: text.cell, charset: options.charset)
        } else if let html = best[.html] {
            body = .html(bytes: html.cell, charset: options.charset)
        } else {
            emit(IngestError(.parse, .noText, "the row has no text"), line: line)
            return
        }
        var record = DumpRecord(id: value(.id).map(RecordID.string) ?? source.id, source: source, body: body)
        record.metadata.url = value(.url)
        record.metadata.title = value(.title)
        record.metadata.author = value(.author)
        record.metadata.published = value(.published).flatMap { NewsDate($0)?.description }
        record.metadata.site = value(.site)
        record.metadata.canonical = value(.canonical)
        record.metadata.description = value(.description)
        record.metadata.language = value(.language)
        emitter.emit(record, size: cells.reduce(0) { $0 + $1.count })
    }

    /// Drops what is left of the line at the beginning of the window, however far it goes.
    private mutating func skipLine() {
        repeat {
            if let end = input.bytes.firstIndex(of: 0x0A) {
                input.consume(end + 1)
                break
            }
            input.consume(input.count)
        } while input.readMore()
        line += 1
    }

    /// Reads a row. A quoted cell may hold anything, its own quotes doubled.
    private mutating func nextRow() -> Row {
        var cells: [[UInt8]] = []
        var cell: [UInt8] = []
        var position = 0
        var lines = 0
        var isQuoted = false
        var wasQuoted = false
        hasStrayQuote = false
        hasQuotedCell = false
        /// The row is dropped to the end of its first line.
        func giveUp(_ why: String) -> Row {
            skipLine()
            return .broken(why)
        }
        while true {
            if position == input.count {
                if input.count > options.maximumRecordBytes {
                    skipLine()
                    return .tooLong
                }
                if !input.readMore() {
                    isRowCut = input.count > 0
                    if lines > 0, !isLost { hasCellsOfSeveralLines = true }
                    if !isRowCut { return .end }
                    if isQuoted, input.failure == nil { return giveUp("a quote is never closed") }
                    if input.failure != nil {
                        input.consume(input.count)
                        return .end
                    }
                    cells.append(cell)
                    input.consume(input.count)
                    line += lines + 1
                    return .cells(cells)
                }
            }
            let byte = input.bytes[position]
            position += 1
            if isQuoted {
                if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                    wasQuoted = true
                    if !cell.isEmpty { hasQuotedCell = true }
                } else {
                    if byte == 0x0A { lines += 1 }
                    cell.append(byte)
                }
            } else if byte == 0x0A {
                if cell.last == 0x0D { cell.removeLast() }
                cells.append(cell)
                input.consume(position)
                line += lines + 1
                // What is read while lost may be quoted the wrong way round.
                if lines > 0, !isLost { hasCellsOfSeveralLines = true }
                return position > options.maximumRecordBytes ? .tooLong : .cells(cells)
            } else if byte == delimiter {
                cells.append(cell)
                cell = []
                wasQuoted = false
            } else if byte == UInt8(ascii: "\""), wasQuoted || cell.isEmpty {
                // Doubled inside quotes, or opening a cell.
                if wasQuoted { cell.append(byte) }
                wasQuoted = false
                isQuoted = true
            } else if wasQuoted, byte != 0x0D {
                return giveUp("text behind a closing quote")
            } else {
                if byte == UInt8(ascii: "\"") { hasStrayQuote = true }
                cell.append(byte)
            }
        }
    }
}
