import Glibc
import NER

/// Part of the build: `compile-knowledge OUTPUT.swift FILE…` compiles lexicons (`.tsv`) and rules (`.rules`, `.weights`) into a Swift constant.
@main enum CompileKnowledge {
    static func main() {
        let paths = Array(CommandLine.arguments.dropFirst(2))
        guard CommandLine.arguments.count > 1 else { fail("usage: compile-knowledge OUTPUT.swift FILE…") }
        var pathOf: [String: String] = [:]
        var files: [KnowledgeFiles.File] = []
        for path in paths {
            let name = String(path.split(separator: "/").last ?? "")
            guard let content = content(of: path) else { fail("\(path):1: error: can't be read") }
            // An empty file is one that is only begun.
            if content.isEmpty { continue }
            pathOf[name] = path
            // By its name, which is all that the program knows of it later.
            files.append(.init(name: name, path: name, bytes: content))
        }
        do throws(KnowledgeError) {
            write(try KnowledgeImage.source(of: KnowledgeFiles(files)), to: CommandLine.arguments[1])
        } catch {
            let place = error.column > 0 ? "\(error.line):\(error.column)" : "\(error.line)"
            fail("\(pathOf[error.file] ?? error.file):\(place): error: \(error.message)")
        }
    }

    private static func content(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var content: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return ferror(file) == 0 ? content : nil }
            content += chunk[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w"), fwrite(bytes, 1, bytes.count, file) == bytes.count, fclose(file) == 0 else { fail("\(path):1: error: can't be written") }
    }

    /// Says what is wrong the way compilers do, and ends the build.
    private static func fail(_ message: String) -> Never {
        print(message)
        exit(1)
    }
}
