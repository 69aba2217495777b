import Glibc

/// A file's name and bytes: what the formats read and write.
public struct CorpusFile: Sendable, Hashable {
    /// Path, as errors show it.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// The file at `path`; `-` is standard input.
    ///
    /// - Throws: `CorpusError` where it can't be read.
    public init(reading path: String) throws(CorpusError) {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CorpusError(SourceLocation(path: path, line: 0), "can't be opened: \(String(cString: strerror(errno)))") }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw CorpusError(SourceLocation(path: path, line: 0), "can't be read: \(String(cString: strerror(errno)))")
            }
            bytes.append(contentsOf: piece[..<count])
        }
        self.init(path: path, bytes: bytes)
    }

    /// The file at `path`, or all files below it whose names `isWanted`, sorted by path; hidden ones left out.
    ///
    /// - Throws: `CorpusError` where one can't be read.
    public static func reading(_ path: String, where isWanted: (String) -> Bool = { _ in true }) throws(CorpusError) -> [CorpusFile] {
        guard isFolder(path) else { return [try CorpusFile(reading: path)] }
        var files: [CorpusFile] = []
        for name in try names(in: path) {
            let inner = path.hasSuffix("/") ? path + name : path + "/" + name
            if isFolder(inner) || isWanted(name) { files += try reading(inner, where: isWanted) }
        }
        return files
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Names in the folder at `path`, without hidden ones, sorted by their bytes.
    private static func names(in path: String) throws(CorpusError) -> [String] {
        guard let folder = opendir(path) else { throw CorpusError(SourceLocation(path: path, line: 0), "can't be opened: \(String(cString: strerror(errno)))") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) } }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The name behind the last slash.
    var name: Substring { path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...] }
    /// What follows the name's last point, in lower case.
    var suffix: String { name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? "" }
    /// The path up to the suffix.
    var stem: Substring {
        guard let point = name.lastIndex(of: "."), point > name.startIndex else { return path[...] }
        return path[..<point]
    }

    /// The text, without a byte order mark.
    ///
    /// - Throws: `CorpusError` with the line where it is not UTF-8.
    func text() throws(CorpusError) -> String {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return text }
        for (number, line) in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() where String(validating: line, as: UTF8.self) == nil {
            throw error(number + 1, "not valid UTF-8; convert the file (iconv -t UTF-8)")
        }
        throw error(0, "not valid UTF-8; convert the file (iconv -t UTF-8)")
    }

    /// The lines of the text with their numbers from 1, without their ends (LF or CRLF); a last empty one is left out.
    func lines() throws(CorpusError) -> [(number: Int, text: Substring)] {
        var lines: [(number: Int, text: Substring)] = []
        // By bytes: "\r\n" is one Character, and a combining mark would join the line break.
        let text = try self.text()
        let utf8 = text.utf8
        var start = utf8.startIndex
        while start < utf8.endIndex {
            let end = utf8[start...].firstIndex(of: 0x0A) ?? utf8.endIndex
            var last = end
            if last > start, utf8[utf8.index(before: last)] == 0x0D { last = utf8.index(before: last) }
            lines.append((lines.count + 1, text[start..<last]))
            start = end == utf8.endIndex ? end : utf8.index(after: end)
        }
        return lines
    }

    func error(_ line: Int, _ message: String) -> CorpusError { CorpusError(SourceLocation(path: path, line: line), message) }
}
