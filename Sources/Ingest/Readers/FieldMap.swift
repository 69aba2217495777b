/// Which fields of a JSON object, or columns of a table, mean what.
///
/// The presets are the names that news-please, CC-News, trafilatura, newspaper, Scrapy, Dolma and datatrove write. `--fields` replaces them field by field.
public struct FieldMap: Sendable {
    /// What a field can mean.
    public enum Field: String, Sendable, CaseIterable {
        case id, text, html, url, title, author, published, language, site, canonical, description
    }

    /// One name of a field; a dot steps into an object.
    struct Name: Sendable {
        var field: Field
        /// Where several names are present the lowest rank wins.
        var rank: Int
        var key: [UInt8]
        /// The holder may put pages here as well as text.
        var mayBeHTML: Bool
    }

    private static let presets: [(Field, [String])] = [
        (.id, ["id", "_id", "guid", "uuid", "doc_id", "docid", "article_id"]),
        (.text, ["text", "maintext", "article_text", "articleBody", "full_text", "fulltext", "main_text", "content", "body", "article", "raw_text"]),
        (.html, ["html", "raw_html", "page_html", "html_content", "content_html"]),
        (.url, ["url", "link", "source_url", "uri", "metadata.url", "source"]),
        (.title, ["title", "headline", "metadata.title"]),
        (.author, ["author", "authors", "byline", "creator", "metadata.author", "metadata.authors"]),
        (
            .published,
            ["published", "date_publish", "date_published", "published_at", "publish_date", "publication_date", "pubDate", "date", "metadata.published", "metadata.date"]
        ),
        (.language, ["language", "lang", "metadata.language"]),
        (.site, ["site", "source_domain", "sitename", "source-hostname", "hostname", "domain"]),
        (.canonical, ["canonical", "canonical_url"]),
        (.description, ["description", "excerpt", "summary"]),
    ]
    private static let mixedContent: Set<String> = ["content", "body", "article"]

    private(set) var names: [Name] = []
    private var indexesByLength: [[Int]] = []
    /// First parts of the dotted names.
    private(set) var prefixes: [[UInt8]] = []

    /// The presets.
    public init() {
        for (field, keys) in Self.presets {
            for (rank, key) in keys.enumerated() { names.append(Name(field: field, rank: rank, key: [UInt8](key.utf8), mayBeHTML: Self.mixedContent.contains(key))) }
        }
        index()
    }

    /// Takes `field` from `key` and from nothing else.
    public mutating func set(_ field: Field, to key: String) {
        names.removeAll { $0.field == field }
        names.append(Name(field: field, rank: 0, key: [UInt8](key.utf8), mayBeHTML: field == .text))
        index()
    }

    private mutating func index() {
        indexesByLength = Array(repeating: [], count: (names.map(\.key.count).max() ?? 0) + 1)
        prefixes = []
        for (index, name) in names.enumerated() {
            indexesByLength[name.key.count].append(index)
            if let dot = name.key.firstIndex(of: UInt8(ascii: ".")) {
                let prefix = Array(name.key[..<dot])
                if !prefixes.contains(prefix) { prefixes.append(prefix) }
            }
        }
    }

    /// The name spelled `key`.
    func name(_ key: UnsafeBufferPointer<UInt8>) -> Name? {
        guard key.count < indexesByLength.count else { return nil }
        for index in indexesByLength[key.count] where names[index].key.elementsEqual(key) { return names[index] }
        return nil
    }

    /// Names of `field`, for messages.
    func spellings(of field: Field) -> String {
        names.filter { $0.field == field }.map { String(decoding: $0.key, as: UTF8.self) }.joined(separator: ", ")
    }
}
