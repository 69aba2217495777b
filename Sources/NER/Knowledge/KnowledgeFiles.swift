/// The lexicon and rule files that a recogniser is made from: the built-in ones, or a user's.
public struct KnowledgeFiles: Sendable {
    /// One file and its bytes.
    public struct File: Sendable {
        /// Such as `firm.tsv` or `names.rules`.
        public var name: String
        /// What error messages call it: a path, or the name.
        public var path: String
        let bytes: KnowledgeBytes

        /// - Parameter bytes: copied; they live as long as the value.
        public init(name: String, path: String, bytes: [UInt8]) {
            self.name = name
            self.path = path
            self.bytes = KnowledgeBytes(copying: bytes)
        }

        fileprivate init(builtIn name: String, _ bytes: UnsafeBufferPointer<UInt8>) {
            self.name = name
            path = name
            self.bytes = KnowledgeBytes(static: bytes)
        }

        /// The file's content.
        public var content: [UInt8] { Array(bytes.buffer) }
        var stem: String { String(name.prefix { $0 != "." }) }
        var isLexicon: Bool { name.hasSuffix(".tsv") }
        var isRules: Bool { name.hasSuffix(".rules") }
        /// What the resolution of names counts with.
        var isWeights: Bool { name.hasSuffix(".weights") }
        /// Examples of the amount grammar, which only `rules check` and the tests read.
        var isExamples: Bool { name.hasSuffix(".examples") }
    }

    /// A user's additional entries for one lexicon; they beat the built-in ones.
    public struct Addition: Sendable {
        var lexicon: String
        var file: File

        /// - Parameter lexicon: the lexicon that the entries join, such as `firm`.
        public init(lexicon: String, file: File) {
            self.lexicon = lexicon
            self.file = file
        }
    }

    public var files: [File] { didSet { image = nil } }
    public var additions: [Addition] = [] { didSet { image = nil } }
    /// The same files compiled, where they come so and were not changed since.
    private(set) var image: KnowledgeImage?

    public init(_ files: [File], additions: [Addition] = []) {
        self.files = files
        self.additions = additions
    }

    /// The files of an image. Costs next to nothing: their bytes are not copied, and a recogniser of them needs no compiling.
    public init(_ image: KnowledgeImage) {
        var start = 0
        files = image.files.map { file in
            defer { start += file.size }
            return File(builtIn: file.name, UnsafeBufferPointer(rebasing: image.textBytes[start..<(start + file.size)]))
        }
        self.image = image
    }

    /// A fingerprint of all bytes (FNV-1a, 64 bits), for `--version` and journals. Linear in the bytes; an image knows its own.
    public var fingerprint: String {
        if let image { return image.fingerprint }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for file in files.sorted(by: { $0.name < $1.name }) + additions.map(\.file) {
            for byte in Array(file.name.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            for byte in file.bytes.buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Bytes of all lexicon files: about 20 to a spelling.
    var lexiconSize: Int { (files.filter(\.isLexicon) + additions.map(\.file)).reduce(0) { $0 + $1.bytes.buffer.count } }

    /// The lexicon files in the order in which they are read: lists of ordinary words first, so that what is known about the words that most text
    /// consists of lies close together in memory.
    var lexiconsInReadingOrder: [File] {
        let words = ["function-word.tsv", "common-word.tsv"]
        return words.flatMap { name in files.filter { $0.name == name } } + files.filter { $0.isLexicon && !words.contains($0.name) }
    }
}

/// Bytes that never move: in the binary, or a copy that lives as long as this object.
final class KnowledgeBytes: @unchecked Sendable {
    let buffer: UnsafeBufferPointer<UInt8>
    private let owned: UnsafeMutableBufferPointer<UInt8>?

    init(static buffer: UnsafeBufferPointer<UInt8>) {
        self.buffer = buffer
        owned = nil
    }

    init(copying bytes: [UInt8]) {
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        owned = copy
        buffer = UnsafeBufferPointer(copy)
    }

    deinit { owned?.deallocate() }
}
