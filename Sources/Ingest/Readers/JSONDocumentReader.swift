/// Reads JSON that is not a line a record: an array of objects, or objects one behind the other, over as many lines as they like.
struct JSONDocumentReader {
    let input: BufferedInput
    let place: RecordSource
    let options: ReaderOptions
    let emitter: RecordEmitter

    init(_ input: BufferedInput, at place: RecordSource, _ options: ReaderOptions, _ emitter: RecordEmitter) {
        self.input = input
        self.place = place
        self.options = options
        self.emitter = emitter
    }

    func run() {
        // How objects of this dump begin: the only sure sign of one behind damage, which may lie in the middle of a string.
        var opening: [UInt8] = []
        input.readParts(until: { emitter.isStopped }, report: emit, resume: { seekObject(opening) }) { readValues(&opening) }
    }

    /// Reads up to the end, or to damage.
    private func readValues(_ opening: inout [UInt8]) {
        while !emitter.isStopped, skipBetween() {
            let start = input.offset
            guard let length = valueLength(), length <= options.maximumRecordBytes else {
                if input.count > options.maximumRecordBytes {
                    emit(.tooLarge(options.maximumRecordBytes), at: start)
                    skipValue()
                } else {
                    if input.failure == nil { emit(IngestError(.parse, .truncated, "the file ends inside a JSON value"), at: start) }
                    input.consume(input.count)
                }
                continue
            }
            let bytes = Array(input.bytes[..<length])
            input.consume(length)
            if opening.isEmpty { opening = Self.opening(of: bytes) }
            var source = place
            source.offset = start
            let fields = options.fields
            emitter.emit(
                .deferred { [source] in
                    var parser = JSONRecordParser(fields: fields)
                    return bytes.withUnsafeBufferPointer { parser.record(from: $0, at: source) }
                }, size: length)
        }
    }

    /// An object's bracket and first key, without white space; empty where there is none.
    private static func opening(of value: [UInt8]) -> [UInt8] {
        guard value.first == UInt8(ascii: "{"), let quote = value.firstIndex(where: { $0 > 0x20 && $0 != UInt8(ascii: "{") }), value[quote] == UInt8(ascii: "\"") else { return [] }
        guard let end = value[(quote + 1)...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }), value[end] == UInt8(ascii: "\"") else { return [] }
        return [UInt8(ascii: "{")] + value[quote...end]
    }

    /// Consumes up to the next object that begins with `opening`; `false` where there is none before the end or the next damage. Behind damage at the very
    /// beginning any object will do.
    private func seekObject(_ opening: [UInt8]) -> Bool {
        while true {
            let bytes = input.bytes
            var position = 0
            while let open = bytes[position...].firstIndex(of: UInt8(ascii: "{")) {
                // Enough to tell what begins here.
                if open + opening.count + 256 > bytes.count, !input.isAtEnd { break }
                let rest = bytes[(open + 1)...].drop { $0 <= 0x20 }
                if opening.isEmpty ? rest.first == UInt8(ascii: "\"") : rest.starts(with: opening.dropFirst()) {
                    input.consume(open)
                    return true
                }
                position = open + 1
            }
            input.consume(bytes[position...].firstIndex(of: UInt8(ascii: "{")) ?? bytes.count)
            if input.readMore() { continue }
            if let failure = input.failure { emit(failure, at: input.offset) }
            // The next damage may lie behind this one with nothing between.
            guard input.passDamage() else { return false }
        }
    }

    private func emit(_ error: IngestError, at offset: Int) {
        var source = place
        source.offset = offset
        emitter.emit(DumpRecord(unreadable: error, at: source))
    }

    /// Skips white space, commas and the array's own brackets; `false` at the end.
    private func skipBetween() -> Bool {
        while input.fill(1) > 0 {
            let between = input.bytes.prefix { [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]")].contains($0) }.count
            input.consume(between)
            if input.count > 0 { return true }
        }
        return false
    }

    /// How long the value at the start of the window is, which it then holds whole; `nil` at the end and over the limit.
    private func valueLength() -> Int? {
        var scan = JSONBoundary()
        var position = 0
        while true {
            if let end = scan.end(in: input.bytes, from: position) { return end }
            position = input.count
            if input.count > options.maximumRecordBytes { return nil }
            if !input.readMore() { return scan.isScalar ? input.count : nil }
        }
    }

    private func skipValue() {
        var scan = JSONBoundary()
        while true {
            if let end = scan.end(in: input.bytes, from: 0) {
                input.consume(end)
                return
            }
            input.consume(input.count)
            if !input.readMore() { return }
        }
    }
}

/// Finds where a JSON value ends by its brackets and quotes alone.
struct JSONBoundary {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var hasBegun = false
    /// The value is a number or a word: only what follows ends it.
    private(set) var isScalar = false

    /// The end of the value, in bytes that continue the last ones.
    mutating func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        for position in start..<max(start, bytes.count) {
            let byte = bytes[position]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if depth == 0 { return position + 1 }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                hasBegun = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if isScalar { return position }
                depth += 1
                hasBegun = true
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isScalar { return position }
                depth -= 1
                if depth <= 0 { return position + 1 }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                if isScalar { return position }
            default:
                if !hasBegun {
                    isScalar = true
                    hasBegun = true
                }
            }
        }
        return nil
    }
}
