/// The XML formats that articles come in, and how each says what.
enum XMLArticleFormat: Sendable {
    case feed, nitf, newsml, mediawiki

    /// Elements that are an article each.
    var elements: [String] {
        switch self {
        case .feed: ["item", "entry"]
        case .nitf: ["nitf"]
        case .newsml: ["newsItem"]
        case .mediawiki: ["page"]
        }
    }

    /// Whether an element is an article at all: of a wiki, redirects and pages outside the articles' namespace aren't.
    func isArticle(_ element: [UInt8]) -> Bool {
        guard self == .mediawiki else { return true }
        // All that decides stands before the revision.
        var head = element[...]
        if let text = Self.index(of: "<revision", in: element) { head = element[..<text] }
        if Self.index(of: "<redirect", in: Array(head)) != nil { return false }
        guard let open = Self.index(of: "<ns>", in: Array(head)) else { return true }
        return head[(open + 4)...].starts(with: "0<".utf8)
    }

    private static func index(of mark: StaticString, in bytes: [UInt8]) -> Int? {
        let mark = UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount)
        var position = 0
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            if bytes[open...].starts(with: mark) { return open }
            position = open + 1
        }
        return nil
    }

    /// The record that `element` holds.
    func record(from element: XMLElement, at source: RecordSource) throws(IngestError) -> DumpRecord {
        switch self {
        case .feed: try Self.feedItem(element, source)
        case .nitf: try Self.nitf(element, source)
        case .newsml: try Self.newsItem(element, source)
        case .mediawiki: Self.wikiPage(element, source)
        }
    }

    // RSS 2.0, RSS 1.0 and Atom (RFC 4287).
    private static func feedItem(_ item: XMLElement, _ source: RecordSource) throws(IngestError) -> DumpRecord {
        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        if let id = item.element("guid")?.line ?? item.element("id")?.line { record.id = .string(id) }
        record.metadata.title = item.element("title")?.line
        let links = item.elements("link")
        record.metadata.url = (links.first { $0["rel"] == "alternate" || $0["rel"] == nil } ?? links.first).flatMap { $0["href"] ?? $0.line }
        record.metadata.author =
            item.element(at: "author", "name")?.line ?? item.element("creator")?.line ?? item.element("author")?.line
        record.metadata.published = ["pubDate", "published", "date", "issued", "updated"].lazy.compactMap { item.element($0)?.line }.first
        let summary = item.element("description") ?? item.element("summary")
        if let content = item.element("encoded") ?? item.element("content") {
            record.body = .decodedText(try text(of: content))
            record.metadata.description = try summary.flatMap { element throws(IngestError) in String(decoding: try text(of: element), as: UTF8.self) }
        } else if let summary {
            record.body = .decodedText(try text(of: summary))
        } else if record.metadata.title == nil {
            throw IngestError(.parse, .noText, "an item without content, description or title")
        }
        return record
    }

    /// The text of an element that holds text, markup, or markup that is escaped.
    private static func text(of element: XMLElement) throws(IngestError) -> [UInt8] {
        if element["type"] == "text" { return element.bytes }
        let hasElements = element.children.contains { if case .element = $0 { true } else { false } }
        return try HTMLFragment.text(hasElements ? element.markup : element.bytes)
    }

    // IPTC NITF 3.x.
    private static func nitf(_ nitf: XMLElement, _ source: RecordSource) throws(IngestError) -> DumpRecord {
        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        let head = nitf.element("head")
        let bodyHead = nitf.element(at: "body", "body.head")
        if let id = head?.element(at: "docdata", "doc-id")?["id-string"] { record.id = .string(id) }
        record.metadata.title = bodyHead?.element(at: "hedline", "hl1")?.line ?? head?.element("title")?.line
        record.metadata.url = head?.element("pubdata")?["ex-ref"]
        record.metadata.author = bodyHead?.element("byline").flatMap(byline)
        record.metadata.published =
            head?.element(at: "docdata", "date.issue")?["norm"] ?? bodyHead?.element(at: "dateline", "story.date")?["norm"] ?? head?.element("pubdata")?["date.publication"]
        guard let content = nitf.descendant("body.content") else { throw IngestError(.parse, .noText, "no <body.content> in it") }
        record.body = .decodedText(try HTMLFragment.text(content.markup))
        return record
    }

    private static func byline(_ byline: XMLElement) -> String? {
        if let person = byline.element("person")?.line { return person }
        guard let line = byline.line else { return nil }
        return line.lowercased().hasPrefix("by ") ? String(line.dropFirst(3)) : line
    }

    // IPTC NewsML-G2.
    private static func newsItem(_ item: XMLElement, _ source: RecordSource) throws(IngestError) -> DumpRecord {
        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        let content = item.element("contentMeta")
        let inline = item.element(at: "contentSet", "inlineXML")
        if let nitf = inline?.element("nitf") { record = try Self.nitf(nitf, source) }
        if let guid = item["guid"] { record.id = .string(guid) }
        record.metadata.title = content?.element("headline")?.line ?? record.metadata.title
        record.metadata.author = content?.element("by")?.line ?? content?.element(at: "creator", "name")?.line ?? record.metadata.author
        record.metadata.published =
            content?.element("contentCreated")?.line ?? item.element(at: "itemMeta", "firstCreated")?.line ?? item.element(at: "itemMeta", "versionCreated")?.line
        record.metadata.language = content?.element("language")?["tag"] ?? item["lang"]
        record.metadata.url = item.element("itemMeta")?.elements("link").first { $0["rel"] == "irel:seeAlso" }?["href"] ?? record.metadata.url
        if let body = inline?.element(at: "html", "body") {
            record.body = .decodedText(try HTMLFragment.text(body.markup))
        } else if let data = item.element(at: "contentSet", "inlineData") {
            record.body = .decodedText(try HTMLFragment.text(data.bytes))
        } else if inline?.element("nitf") == nil {
            throw IngestError(.parse, .noText, "no text inside (inline NITF or XHTML)")
        }
        return record
    }

    // A MediaWiki export.
    private static func wikiPage(_ page: XMLElement, _ source: RecordSource) -> DumpRecord {
        var record = DumpRecord(id: source.id, source: source, body: .decodedText([]))
        if let id = page.element("id")?.line { record.id = .string(id) }
        record.metadata.title = page.element("title")?.line
        // Where there are several revisions the last is the latest.
        let revision = page.elements("revision").last
        record.metadata.published = revision?.element("timestamp")?.line
        record.body = .decodedText(Wikitext.plain(revision?.element("text")?.bytes ?? []))
        return record
    }
}

/// Markup that is the article itself and nothing around it: all its blocks are kept.
enum HTMLFragment {
    static func text(_ bytes: [UInt8]) throws(IngestError) -> [UInt8] {
        if !bytes.contains(UInt8(ascii: "<")), !bytes.contains(UInt8(ascii: "&")) { return bytes }
        var worker = ArticleExtractor.Worker(options: .init(extract: .all, normalize: .none))
        let record = DumpRecord(id: .string(""), source: RecordSource(path: ""), body: .decodedHTML(bytes))
        return try worker.article(from: record).text
    }
}
