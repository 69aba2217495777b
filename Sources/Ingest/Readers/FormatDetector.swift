/// What a stream is, by its first bytes and then by its name.
struct FormatDetector {
    enum Packing { case gzip, zstd, bzip2, xz, other }
    enum Finding: Equatable {
        case format(InputFormat)
        /// A zip or tar archive.
        case archive
        case empty
        /// Nothing that holds articles; the value says what it looks like.
        case unknown(String)
    }

    /// First bytes of compressed files. The common ones are unpacked by their own libraries, the others by libarchive.
    private static let magics: [(bytes: [UInt8], packing: Packing)] = [
        ([0x1F, 0x8B, 0x08], .gzip), ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x42, 0x5A, 0x68], .bzip2), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
        ([0x04, 0x22, 0x4D, 0x18], .other), ([0x1F, 0x9D], .other), ([0x4C, 0x5A, 0x49, 0x50], .other),
    ]

    /// How the stream at `input` is compressed. Reads no further than a first doubt demands.
    static func packing(_ input: BufferedInput) -> Packing? {
        input.fill(1)
        for magic in magics {
            var known = 0
            while known < magic.bytes.count {
                if known >= input.count, input.fill(known + 1) <= known { break }
                if input.bytes[known] != magic.bytes[known] { break }
                known += 1
            }
            if known == magic.bytes.count { return magic.packing }
        }
        return nil
    }

    /// Whether the stream is a zip or tar archive.
    static func isArchive(_ input: BufferedInput, name: String) -> Bool {
        let isNamedTar = name.hasSuffix(".tar") || name.hasSuffix(".tgz") || name.contains(".tar.")
        // A tar header holds zero bytes early on, which text doesn't: no need to wait for more of a slow stream.
        if isNamedTar || input.bytes.prefix(512).contains(0) { input.fill(512) }
        let bytes = input.bytes
        if bytes.count >= 262, bytes[257..<262].elementsEqual("ustar".utf8) { return true }
        guard bytes.first == UInt8(ascii: "P") else { return false }
        input.fill(4)
        return input.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || input.bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    /// What the first bytes `head` of a text or binary stream called `name` are.
    static func detect(_ head: UnsafeBufferPointer<UInt8>, name: String) -> Finding {
        if head.isEmpty { return .empty }
        let name = nameWithoutPacking(name)
        let suffix = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
        let named = suffixes[suffix]
        let isUTF16 = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        if isUTF16 { return named.map(Finding.format) ?? .unknown("UTF-16 text") }
        var text = head[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        text = text.drop { $0 <= 0x20 && $0 != 0 }
        if let found = byContent(UnsafeBufferPointer(rebasing: text), suffix: suffix) { return .format(found) }
        if let binary = binaryKind(head) {
            // Lines of a broken JSON Lines file may hold anything; each is reported by itself.
            return named == .jsonl ? .format(.jsonl) : .unknown(binary)
        }
        if let named { return .format(named) }
        if text.isEmpty { return .empty }
        if suffix.isEmpty || !name.contains(".") || name == "-" { return .format(.text) }
        return .unknown("a \".\(suffix)\" file")
    }

    private static let suffixes: [String: InputFormat] = [
        "html": .html, "htm": .html, "xhtml": .html, "jsonl": .jsonl, "ndjson": .jsonl, "json": .json, "csv": .csv, "tsv": .tsv, "tab": .tsv, "warc": .warc, "wet": .wet, "rss": .feed, "atom": .feed, "nitf": .nitf, "mbox": .mbox, "eml": .eml, "txt": .text, "text": .text,
    ]

    static func nameWithoutPacking(_ name: String) -> String {
        for suffix in [".gz", ".zst", ".bz2", ".xz", ".lz4", ".lzma", ".Z"] where name.hasSuffix(suffix) { return String(name.dropLast(suffix.count)) }
        return name
    }

    private static func byContent(_ text: UnsafeBufferPointer<UInt8>, suffix: String) -> InputFormat? {
        guard let first = text.first else { return nil }
        if text.starts(with: "WARC/".utf8) { return .warc }
        if first == UInt8(ascii: "{") {
            var boundary = JSONBoundary()
            let line = text.prefix { $0 != 0x0A }
            // An object that goes on behind its first line is no JSON Lines; but that line may also be a broken one of JSON Lines.
            let isWhole = line.count == text.count || boundary.end(in: UnsafeBufferPointer(rebasing: line), from: 0) != nil
            let isOpening = line.dropFirst().allSatisfy { $0 <= 0x20 }
            return !isWhole && (isOpening || suffix == "json") ? .json : .jsonl
        }
        if first == UInt8(ascii: "["), suffix == "json" || text.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return .json }
        if first == UInt8(ascii: "<") { return markup(text) }
        if text.starts(with: "From ".utf8), text.prefix(200).contains(UInt8(ascii: "@")) || suffix == "mbox" { return .mbox }
        return isMailHeader(text) ? .eml : nil
    }

    /// What a text that begins with a tag is, by the first tag that tells.
    private static func markup(_ text: UnsafeBufferPointer<UInt8>) -> InputFormat? {
        let opening = String(decoding: text.prefix(4096), as: UTF8.self).lowercased()
        let marks: [(String, InputFormat)] = [
            ("<!doctype html", .html), ("<html", .html), ("<head", .html), ("<body", .html), ("<meta", .html), ("<title", .html), ("<rss", .feed), ("<feed", .feed), ("<rdf:rdf", .feed),
            ("<nitf", .nitf), ("<newsmessage", .newsml), ("<newsitem", .newsml), ("<mediawiki", .mediawiki), ("<!doctype lewis", .reuters), ("<reuters", .reuters),
        ]
        var first: (index: String.Index, format: InputFormat)?
        for (mark, format) in marks {
            guard let index = opening.range(of: mark), first.map({ index < $0.index }) ?? true else { continue }
            first = (index, format)
        }
        return first?.format
    }

    /// Whether the text begins with a mail's header: lines of known names.
    private static func isMailHeader(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let names: Set<String> = [
            "from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "content-type", "delivered-to", "reply-to", "sender", "x-mailer", "cc",
        ]
        var known = 0
        for line in text.prefix(4096).split(separator: 0x0A).prefix(12) {
            if line.first == 0x20 || line.first == 0x09 { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { break }
            let name = String(decoding: line[line.startIndex..<colon], as: UTF8.self).lowercased()
            if names.contains(name) { known += 1 } else if name.contains(" ") { break }
        }
        return known >= 2
    }

    private static func binaryKind(_ head: UnsafeBufferPointer<UInt8>) -> String? {
        let kinds: [([UInt8], String)] = [
            ([0x89, 0x50, 0x4E, 0x47], "a PNG image"), ([0xFF, 0xD8, 0xFF], "a JPEG image"), (Array("GIF8".utf8), "a GIF image"), (Array("%PDF".utf8), "a PDF file"),
            ([0x7F, 0x45, 0x4C, 0x46], "a program"), (Array("SQLite".utf8), "an SQLite file"), (Array("PAR1".utf8), "a Parquet file"),
        ]
        if let kind = kinds.first(where: { head.starts(with: $0.0) }) { return kind.1 }
        return head.prefix(8192).contains(0) ? "binary data" : nil
    }
}

extension String {
    /// Where `part` first stands.
    fileprivate func range(of part: String) -> String.Index? {
        let bytes = Array(part.utf8)
        var start = utf8.startIndex
        while let found = utf8[start...].firstIndex(of: bytes[0]) {
            if utf8[found...].starts(with: bytes) { return found }
            start = utf8.index(after: found)
        }
        return nil
    }
}
