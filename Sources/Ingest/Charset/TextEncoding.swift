import ExtractionVocabulary

/// An encoding of the WHATWG Encoding standard.
struct TextEncoding: Hashable, Sendable {
    /// The standard's name, such as `windows-1252`.
    let name: String
    /// ICU's converter that decodes it; `nil` for the standard's "replacement", which decodes nothing.
    let converter: String?
    /// The characters of bytes A0 to FF, for a single-byte encoding that ICU does not have.
    let upperHalf: [UInt32]

    static let utf8 = TextEncoding(name: "UTF-8", converter: "UTF-8")
    static let utf16LE = TextEncoding(name: "UTF-16LE", converter: "UTF-16LE")
    static let utf16BE = TextEncoding(name: "UTF-16BE", converter: "UTF-16BE")
    /// What bytes that say nothing and are not UTF-8 are taken for, as browsers in Western locales do.
    static let windows1252 = TextEncoding(name: "windows-1252", converter: "windows-1252")

    var isUTF16: Bool { name.hasPrefix("UTF-16") }

    /// The encoding that `label` stands for: blanks around it and its case do not matter. `nil` for unknown labels.
    init?(label: some Sequence<UInt8>) {
        var trimmed = label.map { $0.asciiLowercased }
        while let last = trimmed.last, last.isHTMLBlank { trimmed.removeLast() }
        let start = trimmed.firstIndex { !$0.isHTMLBlank } ?? trimmed.endIndex
        guard let known = Self.byLabel[String(decoding: trimmed[start...], as: UTF8.self)] else { return nil }
        self = known
    }

    private init(name: String, converter: String?, upperHalf: [UInt32] = []) {
        self.name = name
        self.converter = converter
        self.upperHalf = upperHalf
    }

    private static let byLabel: [String: TextEncoding] = {
        var labels: [String: TextEncoding] = [:]
        for row in EmbeddedTable(tl_encodings_table()).rows where row.count == 3 {
            let hasTable = row[1].utf8.first == UInt8(ascii: "=")
            let encoding = TextEncoding(
                name: row[0], converter: hasTable || row[1] == "-" ? nil : row[1],
                upperHalf: hasTable ? row[1].dropFirst().split(separator: " ").compactMap { UInt32($0, radix: 16) } : [])
            for label in row[2].split(separator: " ") { labels[String(label)] = encoding }
        }
        return labels
    }()
}
