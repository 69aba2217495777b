import Glibc
import Ingest

/// What must hold of every dump: however its bytes arrive, the same records come of it.
struct DumpCheck {
    var name: String
    var format: InputFormat?
    /// Damage of compressed data is seen sooner or later as the pieces are: there the records may differ.
    var isPacked = false

    func run(_ bytes: [UInt8]) {
        let whole = digest(of: bytes, inPiecesOf: .max)
        if isPacked { return }
        // Short pieces of long dumps would take too long.
        let step = bytes.count < 256 ? 1 : bytes.count / 61
        if whole != digest(of: bytes, inPiecesOf: step) {
            print("whole:\n\(list(of: bytes, inPiecesOf: .max))\nin pieces of \(step):\n\(list(of: bytes, inPiecesOf: step))")
            fflush(nil)
            preconditionFailure("other records where the bytes come in pieces")
        }
    }

    private func list(of bytes: [UInt8], inPiecesOf step: Int) -> String {
        var lines: [String] = []
        read(bytes, inPiecesOf: step) { record in
            switch record.body {
            case .html(let bytes, _), .text(let bytes, _), .decodedHTML(let bytes), .decodedText(let bytes):
                lines.append("\(record.id) \(record.source.label): \(bytes.count) bytes \(String(decoding: bytes.prefix(60), as: UTF8.self).debugDescription) \(record.metadata)")
            case .unreadable(let error): lines.append("\(record.id) \(record.source.label): \(error)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func digest(of bytes: [UInt8], inPiecesOf step: Int) -> Int {
        var hasher = Hasher()
        read(bytes, inPiecesOf: step) { record in
            hasher.combine(record.id)
            hasher.combine(record.source)
            hasher.combine(record.metadata)
            switch record.body {
            case .html(let bytes, let charset), .text(let bytes, let charset):
                hasher.combine(bytes)
                hasher.combine(charset)
            case .decodedHTML(let bytes), .decodedText(let bytes):
                precondition(String(validating: bytes, as: UTF8.self) != nil, "a reader calls text decoded that is not UTF-8")
                hasher.combine(bytes)
            case .unreadable(let error):
                hasher.combine(error.stage)
                hasher.combine(error.code)
            }
        }
        return hasher.finalize()
    }

    private func read(_ bytes: [UInt8], inPiecesOf step: Int, _ body: @escaping (DumpRecord) -> Void) {
        var options = ReaderOptions()
        options.format = format
        // So low that the limits are reached.
        options.maximumRecordBytes = 1 << 15
        options.maximumExpansion = 100
        options.expansionAllowance = 1 << 20
        let emitter = RecordEmitter { batch in
            batch.forEachRecord { record in
                body(record)
                return true
            }
            return true
        }
        var position = 0
        DumpReader(options: options, emitter: emitter).read(named: name) { buffer in
            let count = min(buffer.count, step, bytes.count - position)
            bytes.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[position..<position + count])) }
            position += count
            return count
        }
        emitter.flush()
    }
}
