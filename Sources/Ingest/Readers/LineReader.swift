import JSON

/// Cuts a stream into blocks of whole lines. Memory: a block, or the longest line up to the limit.
struct LineReader {
    let input: BufferedInput
    let place: RecordSource
    let kind: LineBlock.Kind
    let options: ReaderOptions
    let emitter: RecordEmitter
    private var line = 1
    /// Bytes at the start of the window that are known to hold no line end.
    private var searched = 0

    init(_ input: BufferedInput, at place: RecordSource, _ kind: LineBlock.Kind, _ options: ReaderOptions, _ emitter: RecordEmitter) {
        self.input = input
        self.place = place
        self.kind = kind
        self.options = options
        self.emitter = emitter
    }

    mutating func run() {
        if let range = options.range {
            skipLines(before: range.lowerBound)
            if isBehindRange { return }
        }
        repeat {
            for fault in input.takeFaults() { stepOver(fault) }
            emitWholeLines()
            if input.count > options.maximumRecordBytes { skipLongLine() }
        } while !emitter.isStopped && !isBehindRange && input.readMore()
        if isBehindRange { return }
        for fault in input.takeFaults() { stepOver(fault) }
        if let failure = input.failure {
            input.consume(input.count)
            emitter.emit(DumpRecord(unreadable: failure, at: here))
        } else if input.count > 0 {
            emitBlock(input.count)
        }
    }

    private var here: RecordSource {
        var here = place
        here.line = line
        return here
    }

    private mutating func emitWholeLines() {
        let bytes = input.bytes
        guard let last = ByteScan.lastIndex(of: 0x0A, in: UnsafeBufferPointer(rebasing: bytes[searched...])) else {
            searched = bytes.count
            return
        }
        emitBlock(searched + last + 1)
        if options.isLineBuffered { emitter.flush() }
    }

    /// Whether the next line starts behind the range that is asked for.
    private var isBehindRange: Bool { options.range.map { input.offset >= $0.upperBound } ?? false }

    /// Goes to the first line that starts at `start` or later; lines are counted on the way, so that they keep their numbers.
    private mutating func skipLines(before start: Int) {
        while input.offset < start, input.fill(1) > 0 {
            // The line that holds the byte before the start is another range's, to its end.
            let count = min(input.count, start - 1 - input.offset)
            line += ByteScan.count(of: 0x0A, in: UnsafeBufferPointer(rebasing: input.bytes[..<count]))
            input.consume(count)
            guard input.offset == start - 1 else { continue }
            while input.fill(1) > 0 {
                let end = ByteScan.firstIndex(of: 0x0A, in: input.bytes)
                input.consume(end.map { $0 + 1 } ?? input.count)
                if end != nil {
                    line += 1
                    return
                }
            }
        }
    }

    private mutating func emitBlock(_ count: Int) {
        var count = count
        if let range = options.range, input.offset + count > range.upperBound {
            // Up to the end of the line that holds the last byte of the range.
            let last = max(0, range.upperBound - 1 - input.offset)
            count = ByteScan.firstIndex(of: 0x0A, in: UnsafeBufferPointer(rebasing: input.bytes[..<count]), from: last).map { $0 + 1 } ?? count
        }
        let bytes = Array(input.bytes[..<count])
        emitter.emit(.lines(LineBlock(bytes: bytes, kind: kind, place: place, firstLine: line, options: options)), size: count)
        line += bytes.withUnsafeBufferPointer { ByteScan.count(of: 0x0A, in: $0) }
        input.consume(count)
        searched = 0
    }

    /// What stands before the damage can't be a whole line.
    private mutating func stepOver(_ fault: StreamFault) {
        let before = fault.offset - input.offset
        if before >= 0, before <= input.count {
            if let last = ByteScan.lastIndex(of: 0x0A, in: UnsafeBufferPointer(rebasing: input.bytes[..<before])) { emitBlock(last + 1) }
            input.consume(fault.offset - input.offset)
            searched = 0
        }
        emitter.emit(DumpRecord(unreadable: fault.error, at: here))
    }

    private mutating func skipLongLine() {
        emitter.emit(DumpRecord(unreadable: .tooLarge(options.maximumRecordBytes), at: here))
        while true {
            if let end = ByteScan.firstIndex(of: 0x0A, in: input.bytes) {
                input.consume(end + 1)
                break
            }
            input.consume(input.count)
            if !input.readMore() { break }
        }
        line += 1
        searched = 0
    }
}

extension IngestError {
    static func tooLarge(_ limit: Int) -> IngestError {
        IngestError(.read, .tooLarge, "the record is over \(limit) bytes; raise --max-record-bytes to read it")
    }
}

/// Whole lines of one stream; the last may lack its end.
struct LineBlock: Sendable {
    enum Kind: Sendable { case json, text }

    var bytes: [UInt8]
    var kind: Kind
    var place: RecordSource
    var firstLine: Int
    var options: ReaderOptions

    /// Hands the record of each line to `body` until that gives `false`, and then gives `false` itself.
    func forEachRecord(_ body: (DumpRecord) -> Bool) -> Bool {
        var parser = JSONRecordParser(fields: options.fields)
        return bytes.withUnsafeBufferPointer { text in
            var source = place
            var line = firstLine
            var start = 0
            while start < text.count {
                let end = ByteScan.firstIndex(of: 0x0A, in: text, from: start) ?? text.count
                var stop = end
                if stop > start, text[stop - 1] == 0x0D { stop -= 1 }
                let slice = UnsafeBufferPointer(rebasing: text[start..<stop])
                source.line = line
                line += 1
                start = end + 1
                if kind == .json, slice.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                let record: DumpRecord
                if slice.count > options.maximumRecordBytes {
                    record = DumpRecord(unreadable: .tooLarge(options.maximumRecordBytes), at: source)
                } else if kind == .json {
                    record = parser.record(from: slice, at: source)
                } else {
                    record = DumpRecord(id: source.id, source: source, body: .text(bytes: Array(slice), charset: options.charset))
                }
                if !body(record) { return false }
            }
            return true
        }
    }
}
