import Knowledge

/// The lexicon and rule files that a recogniser is made from: the embedded ones, or a user's.
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

        fileprivate init(embedded name: String, _ bytes: KnowledgeBytes) {
            self.name = name
            path = name
            self.bytes = bytes
        }

        /// The file's content.
        public var content: [UInt8] { Array(bytes.buffer) }
        var stem: String { String(name.prefix { $0 != "." }) }
        var isLexicon: Bool { name.hasSuffix(".tsv") }
        var isRules: Bool { name.hasSuffix(".rules") }
    }

    /// A user's additional entries for one lexicon; they beat the embedded ones.
    public struct Addition: Sendable {
        var lexicon: String
        var file: File

        /// - Parameter lexicon: the lexicon that the entries join, such as `firm`.
        public init(lexicon: String, file: File) {
            self.lexicon = lexicon
            self.file = file
        }
    }

    public var files: [File]
    public var additions: [Addition] = []

    public init(_ files: [File], additions: [Addition] = []) {
        self.files = files
        self.additions = additions
    }

    /// The files inside the binary. Costs nothing: their bytes are not copied.
    public static var embedded: KnowledgeFiles {
        var count = 0
        guard let table = tl_knowledge_files(&count) else { return KnowledgeFiles([]) }
        return KnowledgeFiles((0..<count).map { k in
            File(embedded: String(cString: table[k].name), KnowledgeBytes(static: UnsafeBufferPointer(start: table[k].bytes, count: table[k].size)))
        })
    }

    /// A fingerprint of all bytes (FNV-1a, 64 bits), for `--version` and journals. Linear in the bytes.
    public var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for file in files.sorted(by: { $0.name < $1.name }) + additions.map(\.file) {
            for byte in Array(file.name.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            for byte in file.bytes.buffer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Bytes that never move: embedded in the binary, or a copy that lives as long as this object.
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
