import ArgumentParser
import Glibc
import Knowledge
import NER

/// The options that say which rules and lexicons the recogniser is made from.
struct KnowledgeArguments: ParsableArguments {
    @Option(help: ArgumentHelp("A folder that replaces the embedded rules and lexicons: its lexicons/*.tsv, rules/*.rules and rules/*.weights.", valueName: "folder"))
    var data: String?
    @Option(help: ArgumentHelp("More entries for a lexicon, such as firm=names.tsv: a phrase a line, or a file with a header. Repeats.", valueName: "type=file"))
    var lexicon: [String] = []

    /// Makes something from the files that the options name.
    ///
    /// - Throws: `KnowledgeError` where a file cannot be read, or `body` finds a fault in it.
    func make<Result>(_ body: (KnowledgeFiles) throws(KnowledgeError) -> Result) throws(KnowledgeError) -> Result {
        var added: [String: Int] = [:]
        let files = try files(&added)
        do throws(KnowledgeError) {
            return try body(files)
        } catch {
            // A list that got its header here has its lines as its author counts them.
            var error = error
            error.line = max(1, error.line - added[error.file, default: 0])
            throw error
        }
    }

    /// The recogniser from these files.
    func recognizer() throws(KnowledgeError) -> EntityRecognizer {
        try make { files throws(KnowledgeError) in try EntityRecognizer(files) }
    }

    /// - Parameter added: receives how many lines were put before a file's own.
    private func files(_ added: inout [String: Int]) throws(KnowledgeError) -> KnowledgeFiles {
        var knowledge = KnowledgeFiles.builtIn
        if let data {
            var files: [KnowledgeFiles.File] = []
            for (folder, ending) in [("lexicons", ".tsv"), ("rules", ".rules"), ("rules", ".examples"), ("rules", ".weights")] {
                for name in try Self.names(in: "\(data)/\(folder)") where name.hasSuffix(ending) {
                    let path = "\(data)/\(folder)/\(name)"
                    files.append(.init(name: name, path: path, bytes: try Self.content(of: path)))
                }
            }
            if files.isEmpty { throw KnowledgeError(file: data, line: 1, message: "no lexicons/*.tsv and no rules/*.rules in this folder") }
            knowledge = KnowledgeFiles(files)
        }
        for pair in lexicon {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex, pair.index(after: equals) != pair.endIndex else {
                throw KnowledgeError(file: "--lexicon \(pair)", line: 1, message: "expected TYPE=FILE, such as firm=names.tsv")
            }
            let path = String(pair[pair.index(after: equals)...])
            var bytes = try Self.content(of: path)
            added[path] = Self.addHeader(to: &bytes)
            let file = KnowledgeFiles.File(name: path, path: path, bytes: bytes)
            knowledge.additions.append(.init(lexicon: Self.lexiconName(String(pair[..<equals])), file: file))
        }
        return knowledge
    }

    /// A lexicon may be called by the type of entity that it lists.
    private static func lexiconName(_ type: String) -> String {
        switch type {
        case "org": "organisation"
        case "person": "given-name"
        case "place": "landmark"
        case "role": "role-head"
        default: type
        }
    }

    /// The longest header that a plain list gets.
    private static let header = "@case exact\nphrase\taliases\n"

    /// A plain list of phrases gets the header that says so. In place: such lists can be long.
    ///
    /// - Returns: how many lines it has.
    private static func addHeader(to bytes: inout [UInt8]) -> Int {
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let line = bytes[start..<end]
            if line.starts(with: "@case".utf8) { return 0 }
            if !line.isEmpty, line.first != UInt8(ascii: "#") { break }
            start = end + 1
        }
        let hasColumns = bytes[min(start, bytes.count)...].starts(with: "phrase".utf8)
        bytes.insert(contentsOf: hasColumns ? "@case exact\n".utf8 : header.utf8, at: 0)
        return hasColumns ? 1 : 2
    }

    private static func names(in folder: String) throws(KnowledgeError) -> [String] {
        guard let directory = opendir(folder) else {
            throw KnowledgeError(file: folder, line: 1, message: "this folder can't be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } })
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func content(of path: String) throws(KnowledgeError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw KnowledgeError(file: path, line: 1, message: "can't be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var status = stat()
        // Where the size is known, nothing is moved while the file is read, nor for a header.
        if fstat(descriptor, &status) == 0, status.st_size > 0 { content.reserveCapacity(Int(status.st_size) + header.utf8.count) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw KnowledgeError(file: path, line: 1, message: "reading failed: \(String(cString: strerror(errno)))") }
            if count == 0 { return content }
            content += chunk[..<count]
        }
    }
}
