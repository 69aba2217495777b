/// What a page's JSON-LD (schema.org) says of its article.
struct LinkedDataArticle {
    var headline: String?
    var authors: [String] = []
    var published: String?
    var modified: String?
    var site: String?
    var description: String?
    var language: String?
    var url: String?
    var body: [UInt8]?

    private var people: [[UInt8]: String] = [:]
    private var organizations: [[UInt8]: String] = [:]
    private var isArticle = false

    /// Reads the blocks of `tree`, the first article in them first.
    init(_ tree: borrowing PageTree) {
        var values: [LinkedDataValue] = []
        tree.scriptBytes.withUnsafeBufferPointer { bytes in
            for range in tree.linkedData {
                if let value = LinkedDataParser.parse(UnsafeBufferPointer(rebasing: bytes[range])) { collect(value, into: &values, depth: 0) }
            }
        }
        for value in values { note(value) }
        for value in values where Self.type(value).contains(where: Self.isArticleType) { read(value) }
        for value in values where Self.type(value).contains(where: { Self.isWebPage($0) }) { read(value) }
    }

    /// The objects at the top, in arrays and in `@graph`.
    private func collect(_ value: LinkedDataValue, into values: inout [LinkedDataValue], depth: Int) {
        guard depth < 6 else { return }
        switch value {
        case .array(let members): for member in members { collect(member, into: &values, depth: depth + 1) }
        case .object:
            values.append(value)
            if let graph = value["@graph"] { collect(graph, into: &values, depth: depth + 1) }
            if let main = value["mainEntity"] { collect(main, into: &values, depth: depth + 1) }
            if let review = value["review"], Self.type(value).contains(where: { $0 == Array("Product".utf8) }) { collect(review, into: &values, depth: depth + 1) }
        default: break
        }
    }

    private static func type(_ value: LinkedDataValue) -> [[UInt8]] { value["@type"]?.elements.compactMap(\.string) ?? [] }

    private static func isArticleType(_ type: [UInt8]) -> Bool {
        let name = String(decoding: type, as: UTF8.self)
        return name.hasSuffix("Article") || name.hasSuffix("BlogPosting") || name.hasSuffix("Posting") && !name.hasPrefix("Job") || name == "Report" || name == "Review"
            || name == "Recipe" || name == "Blog"
            || name == "HowTo"
    }

    private static func isWebPage(_ type: [UInt8]) -> Bool {
        let name = String(decoding: type, as: UTF8.self)
        return name.hasSuffix("WebPage") || name == "ItemPage" || name == "FAQPage"
    }

    /// Remembers persons and organisations by their `@id`.
    private mutating func note(_ value: LinkedDataValue) {
        guard let id = value["@id"]?.string, let name = value["name"]?.string.flatMap(Line.unescaped) else { return }
        let types = Self.type(value).map { String(decoding: $0, as: UTF8.self) }
        if types.contains("Person") { people[id] = name }
        if types.contains(where: { $0.hasSuffix("Organization") || $0 == "WebSite" }) { organizations[id] = name }
    }

    private mutating func read(_ value: LinkedDataValue) {
        headline = headline ?? (value["headline"] ?? value["name"])?.string.flatMap { Line.unescaped(Array($0.prefix(PageElements.longestTitle))) }
        published = published ?? value["datePublished"]?.string.flatMap { DateParser.date(in: $0) } ?? value["dateCreated"]?.string.flatMap { DateParser.date(in: $0) }
        modified = modified ?? value["dateModified"]?.string.flatMap { DateParser.date(in: $0) }
        description = description ?? value["description"]?.string.flatMap(Line.unescaped)
        language = language ?? value["inLanguage"]?.string.flatMap { Line.clean($0) }
        if url == nil { url = (value["url"]?.string ?? value["mainEntityOfPage"]?["@id"]?.string ?? value["mainEntityOfPage"]?.string).flatMap { Line.clean($0) } }
        if let text = value["articleBody"]?.string, text.count > body?.count ?? 0 { body = text }
        if let publisher = value["publisher"] ?? value["isPartOf"], site == nil {
            site = publisher["name"]?.string.flatMap(Line.unescaped) ?? publisher["@id"]?.string.flatMap { organizations[$0] }
        }
        for author in [value["author"], value["creator"]] {
            guard authors.isEmpty, let author else { continue }
            for one in author.elements {
                var stated = (one["name"] ?? one).elements.compactMap { $0.string.flatMap(Line.unescaped) }
                if stated.isEmpty, let known = one["@id"]?.string.flatMap({ people[$0] ?? organizations[$0] }) { stated = [known] }
                for named in stated {
                    for name in AuthorParser.names(inField: named, site: site.map(Line.folded) ?? []) where !authors.contains(name) { authors.append(name) }
                }
            }
        }
    }
}
