import Glibc

/// Lexicons and rules as the build compiled them: their files, and the tables that recognition reads, as constants of the program.
///
/// The plug-in `CompileKnowledge` writes one in Swift from the files of its target. What it holds is exactly what compiling the files anew would give.
public struct KnowledgeImage: Sendable {
    let fingerprint: String
    /// Name and size of each file, in the order in which `text` begins with them.
    let files: [(name: String, size: Int)]
    /// The files, and the other text that `tables` refers to.
    let text: StaticString
    /// The tables, as `SevenBitCode`.
    let tables: StaticString

    /// - Parameter fingerprint: `KnowledgeFiles.fingerprint` of the files.
    public init(fingerprint: String, files: [(name: String, size: Int)], text: StaticString, tables: StaticString) {
        self.fingerprint = fingerprint
        self.files = files
        self.text = text
        self.tables = tables
    }

    var textBytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) }
    var tableCharacters: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: tables.utf8Start, count: tables.utf8CodeUnitCount) }

    /// The Swift source of an image of `files`, as an extension of this type with the constant `builtIn`.
    ///
    /// - Throws: `KnowledgeError` at the first fault of a file.
    /// - Complexity: linear in the bytes of the files.
    public static func source(of knowledge: KnowledgeFiles) throws(KnowledgeError) -> [UInt8] {
        for file in knowledge.files where String(validating: file.bytes.buffer, as: UTF8.self) == nil {
            throw KnowledgeError(file: file.path, line: 1, message: "not UTF-8")
        }
        var compiled = try CompiledKnowledge(compiling: knowledge)
        let (text, tables) = compiled.image(of: knowledge)
        var source = Array("// Lexicons and rules, compiled. Written by the build; do not edit.\nimport NER\n\nextension KnowledgeImage {\n".utf8)
        source += Array("    static let builtIn = KnowledgeImage(\n        fingerprint: \"\(knowledge.fingerprint)\",\n        files: [\n".utf8)
        for file in knowledge.files { source += Array("            (\"\(file.name)\", \(file.bytes.buffer.count)),\n".utf8) }
        source += Array("        ],\n        text: \"".utf8)
        append(text, to: &source)
        source += Array("\",\n        tables: \"".utf8)
        append(SevenBitCode.encode(tables), to: &source)
        source += Array("\")\n}\n".utf8)
        return source
    }

    /// Appends UTF-8 as it stands in a string literal.
    private static func append(_ text: [UInt8], to source: inout [UInt8]) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): source += [UInt8(ascii: "\\"), byte]
            case 0x0A: source += "\\n".utf8
            case 0x09: source += "\\t".utf8
            case 0x00..<0x20, 0x7F: source += "\\u{\(String(byte, radix: 16))}".utf8
            default: source.append(byte)
            }
        }
    }
}

/// Memory that tables lie in, kept alive for those who point into it.
struct TableMemory: @unchecked Sendable {
    /// Nothing of them is changed any more.
    let owners: [AnyObject]
}

/// The decoded tables of an image.
final class ImageMemory {
    private var words: GrowingBuffer<UInt64>

    init(_ image: KnowledgeImage) {
        let characters = image.tableCharacters
        Self.fetch(characters)
        words = GrowingBuffer(count: SevenBitCode.wordCount(characters)) { SevenBitCode.decode(characters, to: $0) }
    }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(words.view) }

    /// Asks for all pages of the program's file that hold `characters` at once, where the system can: they are not met one by one then.
    private static func fetch(_ characters: UnsafeBufferPointer<UInt8>) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        guard let base = characters.baseAddress, page > 0 else { return }
        let start = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: base) / UInt(page) * UInt(page))
        // MADV_POPULATE_READ, Linux 5.14. Older ones refuse it, which costs nothing.
        madvise(start, characters.count + page - 1, 22)
    }
}
