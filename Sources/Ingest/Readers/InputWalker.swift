import Glibc

/// A file to read, as the user named it or as a folder holds it.
public struct InputPath: Sendable, Hashable {
    /// The path's bytes: names need not be UTF-8.
    public var bytes: [UInt8]
    /// The path as records and messages give it.
    public var label: String { String(decoding: bytes, as: UTF8.self) }

    public init(_ path: String) { bytes = Array(path.utf8) }
    public init(bytes: [UInt8]) { self.bytes = bytes }

    var isStandardInput: Bool { bytes.elementsEqual("-".utf8) }

    func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
        (bytes + [0]).withUnsafeBufferPointer { pointer in
            pointer.withMemoryRebound(to: CChar.self) { chars in
                // The array holds at least the terminator.
                chars.baseAddress.map(body) ?? "".withCString(body)
            }
        }
    }

    /// A name in this folder.
    func appending(_ name: [UInt8]) -> InputPath {
        var path = bytes
        if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
        return InputPath(bytes: path + name)
    }
}

/// Lists what a path stands for: itself, or the files of a folder and the folders in it.
///
/// In order of the paths' bytes, without hidden files, without following links to folders (which may go in circles).
/// Memory: the names of the folders that lead to the current file.
public enum InputWalker {
    /// Calls `body` for each file until it gives `false`, and then gives `false` itself.
    ///
    /// - Parameter failure: called for folders that can't be listed.
    public static func forEachFile(under path: InputPath, failure: (InputPath, IngestError) -> Bool, _ body: (InputPath) -> Bool) -> Bool {
        path.isStandardInput || kind(of: path, followsLinks: true) != S_IFDIR ? body(path) : walk(path, failure, body)
    }

    private static func walk(_ folder: InputPath, _ failure: (InputPath, IngestError) -> Bool, _ body: (InputPath) -> Bool) -> Bool {
        guard let (names, error) = names(in: folder) else { return failure(folder, .system(.open, "the folder can't be listed")) }
        // A folder sorts as its files do: with the slash behind its name.
        var entries: [(name: [UInt8], path: InputPath, isFolder: Bool)] = []
        for name in names where name.first != UInt8(ascii: ".") {
            let path = folder.appending(name)
            switch kind(of: path, followsLinks: false) {
            case S_IFDIR: entries.append((name + [UInt8(ascii: "/")], path, true))
            case S_IFREG: entries.append((name, path, false))
            case S_IFLNK:
                // One that leads nowhere is told when it is opened.
                let target = kind(of: path, followsLinks: true)
                if target == S_IFREG || target == nil { entries.append((name, path, false)) }
            case nil: entries.append((name, path, false))
            default: break
            }
        }
        entries.sort { $0.name.lexicographicallyPrecedes($1.name) }
        for entry in entries {
            if !(entry.isFolder ? walk(entry.path, failure, body) : body(entry.path)) { return false }
        }
        if let error { return failure(folder, error) }
        return true
    }

    private static func kind(of path: InputPath, followsLinks: Bool) -> mode_t? {
        var status = stat()
        let result = path.withCString { followsLinks ? stat($0, &status) : lstat($0, &status) }
        return result == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The names in a folder, and why they may not be all.
    private static func names(in folder: InputPath) -> (names: [[UInt8]], error: IngestError?)? {
        guard let handle = folder.withCString({ opendir($0) }) else { return nil }
        defer { closedir(handle) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(handle) else { break }
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    Array(bytes.prefix { $0 != 0 })
                })
        }
        return (names, errno == 0 ? nil : .system(.open, "the folder can't be listed to its end"))
    }
}

extension IngestError {
    /// What the system call that just failed says.
    static func system(_ stage: Stage, _ what: String) -> IngestError {
        let number = errno
        let code: Code = number == ENOENT ? .notFound : .notReadable
        return IngestError(stage, code, "\(what): \(String(cString: strerror(number)))")
    }
}
