/// Reads `resolution.weights`: a weight a line, `NAME VALUE # REASON`; lines that begin with `#` are comments.
enum WeightFileParser {
    /// A weight as its file has it.
    struct Line: Sendable {
        var name: ResolutionWeights.Name
        var value: Int
        var reason: String
        var file: String
        var line: Int
        /// Where the value stands, in bytes of the line, from 0.
        var place: Range<Int>
    }

    /// The weights that `files` give.
    ///
    /// - Parameter folder: where they are missed if there is none; empty, or ends in `/`.
    /// - Throws: `KnowledgeError` at the first fault of a line, or where a weight is missing.
    static func weights(of files: [KnowledgeFiles.File], in folder: String) throws(KnowledgeError) -> ResolutionWeights {
        let lines = try lines(of: files)
        var weights = ResolutionWeights()
        for name in ResolutionWeights.Name.allCases {
            guard let line = lines.first(where: { $0.name == name }) else {
                guard let file = files.first else { throw KnowledgeError(file: folder + "resolution.weights", line: 1, message: "this file is missing; copy the project's own") }
                throw KnowledgeError(file: file.path, line: 1, message: "“\(name.spelling)” is missing; add “\(name.spelling) VALUE # REASON”, \(expected(name))")
            }
            weights[name] = line.value
        }
        return weights
    }

    /// The lines of `files`, in their order; a weight may be missing.
    ///
    /// - Throws: `KnowledgeError` at the first fault of a line.
    static func lines(of files: [KnowledgeFiles.File]) throws(KnowledgeError) -> [Line] {
        var lines: [Line] = []
        for file in files {
            for (k, bytes) in file.content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                guard let line = try line(Array(bytes), file.path, k + 1) else { continue }
                if let twin = lines.first(where: { $0.name == line.name }) {
                    throw KnowledgeError(file: file.path, line: line.line, message: "“\(line.name.spelling)” stands at \(twin.file):\(twin.line) already")
                }
                lines.append(line)
            }
        }
        return lines
    }

    /// - Returns: `nil` for a comment or an empty line.
    private static func line(_ bytes: [UInt8], _ file: String, _ number: Int) throws(KnowledgeError) -> Line? {
        let hash = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        let words = words(bytes[..<hash])
        guard let first = words.first else { return nil }
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        func fault(_ message: String, _ column: Int) -> KnowledgeError { KnowledgeError(file: file, line: number, column: column + 1, message: message) }
        guard let name = ResolutionWeights.Name(spelling: text(first)) else {
            let known = ResolutionWeights.Name.allCases.map(\.spelling)
            let near = Spelling.nearest(to: text(first), among: known).map { "; did you mean “\($0)”?" } ?? "; there are \(known.joined(separator: ", "))"
            throw fault("unknown weight “\(text(first))”\(near)", first.lowerBound)
        }
        guard words.count > 1 else { throw fault("a value is missing behind “\(name.spelling)”: \(expected(name))", first.upperBound) }
        if words.count > 2 { throw fault("“\(text(words[2]))” stands behind the value; the reason begins with “#”", words[2].lowerBound) }
        guard let value = Int(text(words[1])) else { throw fault("“\(text(words[1]))” is no whole number: \(expected(name))", words[1].lowerBound) }
        guard name.range.contains(value) else { throw fault("\(value) is out of range for “\(name.spelling)”: \(expected(name))", words[1].lowerBound) }
        let reason = bytes[hash...].dropFirst().split { Self.isBlank($0) }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        guard !reason.isEmpty else { throw fault("say why “\(name.spelling)” is \(value): \(name.spelling) \(value) # REASON", first.lowerBound) }
        return Line(name: name, value: value, reason: reason, file: file, line: number, place: words[1])
    }

    private static func expected(_ name: ResolutionWeights.Name) -> String { "a whole number from \(name.range.lowerBound) to \(name.range.upperBound)" }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func words(_ bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        bytes.split { isBlank($0) }.map { $0.startIndex..<$0.endIndex }
    }
}
