import CICU
import CLibXML
import Knowledge

/// What `--version` shows.
enum Version {
    static let number = "0.1.0"

    /// Versions of the program and its libraries, and a fingerprint of the embedded rules and lexicons.
    static var description: String {
        "tagline \(number) (knowledge \(knowledgeFingerprint); libxml2 \(LIBXML_DOTTED_VERSION), ICU \(String(cString: tl_icu_version())))"
    }

    /// FNV-1a, 64 bit, over the names and bytes of all embedded files (Fowler, Noll, Vo).
    static var knowledgeFingerprint: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        var count = 0
        guard let files = tl_knowledge_files(&count) else { return "none" }
        for file in UnsafeBufferPointer(start: files, count: count) {
            for byte in String(cString: file.name).utf8 { add(byte) }
            for byte in UnsafeBufferPointer(start: file.bytes, count: file.size) { add(byte) }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
