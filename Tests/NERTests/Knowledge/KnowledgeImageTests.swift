import Knowledge
import Testing
@testable import NER

/// The compiled knowledge is what its files say.
@Suite struct KnowledgeImageTests {
    /// Both parts of an image.
    struct Parts: Equatable {
        var text: [UInt8]
        var tables: [UInt8]

        init(_ parts: (text: [UInt8], tables: [UInt8])) { (text, tables) = parts }
    }

    /// The files of the source folder under the names by which the build knows them.
    static let files = KnowledgeFiles(SourceKnowledge.files.files.map { .init(name: $0.name, path: $0.name, bytes: $0.content) })

    static let compiled = Result {
        var knowledge = try CompiledKnowledge(compiling: files)
        return Parts(knowledge.image(of: files))
    }

    /// Byte for byte, though another process compiled them, with other seeds of hashing and other garbage in its memory.
    @Test func builtInTablesAreThoseOfTheFiles() throws {
        guard let image = KnowledgeFiles.builtIn.image else { Issue.record("no image"); return }
        let parts = try Self.compiled.get()
        #expect(Array(image.textBytes) == parts.text)
        let memory = ImageMemory(image)
        let tables = withExtendedLifetime(memory) { Array(memory.bytes) }
        #expect(Array(tables.prefix(parts.tables.count)) == parts.tables)
        #expect(tables.dropFirst(parts.tables.count).allSatisfy { $0 == 0 })
    }

    /// Reading finds everything that writing wrote: what was read writes the same again.
    @Test func whatWasReadWritesTheSame() throws {
        var read = try CompiledKnowledge(.builtIn)
        #expect(try Parts(read.image(of: .builtIn)) == Self.compiled.get())
    }

    /// All that is found in the rules' examples is found alike with the built-in tables and with tables just compiled.
    @Test func recognisesTheSame() throws {
        let examples = try SourceKnowledge.checker.get().examples.map { Array($0.example.text.utf8) }
        let builtIn = EntityRecognizer.Worker(try EntityRecognizer()), compiled = EntityRecognizer.Worker(try EntityRecognizer(Self.files))
        #expect(examples.count > 250)
        for text in examples { #expect("\(builtIn.recognize(text: text))" == "\(compiled.recognize(text: text))") }
    }

    /// Changed files are compiled anew, whatever image they came with.
    @Test func changedFilesAreCompiledAnew() throws {
        var knowledge = KnowledgeFiles.builtIn
        #expect(knowledge.image != nil)
        knowledge.files.removeAll { $0.name == "names.rules" }
        #expect(knowledge.image == nil)
        #expect(try EntityRecognizer(knowledge).recognize(text: Array("Siemens AG said so.".utf8)).mentions.isEmpty)
    }

    static let cuts: [Int] = (try? compiled.get()).map { parts in [0, 7, 8, 9, 100] + (1..<40).map { parts.tables.count * $0 / 40 } + [parts.tables.count - 8] } ?? [-1]

    /// An image that is cut short is refused, wherever it ends.
    @Test(arguments: cuts) func truncatedImageIsRefused(_ count: Int) throws {
        let parts = try Self.compiled.get()
        let words = GrowingBuffer<UInt64>(count: (count + 7) / 8) { words in
            UnsafeMutableRawPointer(words).copyMemory(from: Array(parts.tables.prefix(count)), byteCount: count)
        }
        let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(words.view)[..<count])
        parts.text.withUnsafeBufferPointer { text in
            _ = #expect(throws: KnowledgeError.self) { try CompiledKnowledge(Self.files, text: text, tables: bytes, KnowledgeBytes(copying: [])) }
        }
    }

    /// So is one of another format.
    @Test func foreignImageIsRefused() {
        let image = KnowledgeImage(fingerprint: "", files: [], text: "  ", tables: "A0b1C2d3E4f5G6h7I8j9K0l1M2n3O4p5A0b1C2d3E4f5G6h7I8j9K0l1M2n3O4p5")
        let error = #expect(throws: KnowledgeError.self) { try EntityRecognizer(KnowledgeFiles(image)) }
        #expect(error?.message == "does not belong to this program: build it again")
    }

    /// The source that the build compiles has the tables as a literal, and keeps quotes, tabs and lines of the files.
    @Test func sourceIsSwift() throws {
        let source = String(decoding: try KnowledgeImage.source(of: Self.files), as: UTF8.self)
        #expect(source.contains("\"\(Self.files.fingerprint)\""))
        #expect(source.contains("@case exact\\nphrase\\t"))
        #expect(!source.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    /// A fault in a file is the build's error, with its place.
    @Test func faultHasItsPlace() {
        let files = SmallKnowledge.files(["city": "Bern\tBerne\tx\ty\tz\tz\n"])
        let error = #expect(throws: KnowledgeError.self) { try KnowledgeImage.source(of: files) }
        #expect(error?.file == "city.tsv" && error?.line == 3)
        let notText = KnowledgeFiles([.init(name: "a.tsv", path: "a.tsv", bytes: [0x70, 0xFF])])
        #expect(throws: KnowledgeError(file: "a.tsv", line: 1, message: "not UTF-8")) { try KnowledgeImage.source(of: notText) }
    }
}
