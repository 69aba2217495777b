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
        repeat {
            for fault in input.takeFaults() { stepOver(fault) }
            emitWholeLines()
            if input.count > options.maximumRecordBytes { skipLongLine() }
        } while !emitter.isStopped && input.readMore()
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
        guard let last = bytes[searched...].lastIndex(of: 0x0A) else {
            searched = bytes.count
            return
        }
        emitBlock(last + 1)
        if options.isLineBuffered { emitter.flush() }
    }

    private mutating func emitBlock(_ count: Int) {
        let bytes = Array(input.bytes[..<count])
        emitter.emit(.lines(LineBlock(bytes: bytes, kind: kind, place: place, firstLine: line, options: options)), size: count)
        line += bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        input.consume(count)
        searched = 0
    }

    /// What stands before the damage can't be a whole line.
    private mutating func stepOver(_ fault: StreamFault) {
        let before = fault.offset - input.offset
        if before >= 0, before <= input.count {
            if let last = input.bytes[..<before].lastIndex(of: 0x0A) { emitBlock(last + 1) }
            input.consume(fault.offset - input.offset)
            searched = 0
        }
        emitter.emit(DumpRecord(unreadable: fault.error, at: here))
    }

    private mutating func skipLongLine() {
        emitter.emit(DumpRecord(unreadable: .tooLarge(options.maximumRecordBytes), at: here))
        while true {
            if let end = input.bytes.firstIndex(of: 0x0A) {
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
                let end = text[start...].firstIndex(of: 0x0A) ?? text.count
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
