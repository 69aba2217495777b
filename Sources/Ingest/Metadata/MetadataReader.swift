import ExtractionVocabulary

/// Reads a page's metadata, each field from the most trusted place that has it:
/// JSON-LD, then `<meta>` in the order of `metadata.tsv`, then elements (itemprop, rel, time, byline), then the address.
struct MetadataReader: ~Copyable {
    /// The best value of each field so far, with its rank in the table.
    private var fields: [Field: (rank: Int, value: [UInt8])] = [:]
    private var authors: [(rank: Int, name: [UInt8])] = []
    /// The address that the page gives itself in a link.
    private var canonical: String?

    enum Field: String { case title, author, published, site, canonical, description, language, headline }

    /// Fills what `known` leaves open. One pass over the elements that may tell something.
    ///
    /// - Parameter isMojibake: the page's text was UTF-8 read as windows-1252 and encoded again: so are its fields.
    static func read(_ tree: borrowing PageTree, _ linked: LinkedDataArticle, known: ArticleMetadata, isMojibake: Bool = false) -> ArticleMetadata {
        var reader = MetadataReader()
        reader.readMeta(tree)
        var metadata = known
        let site = reader.line(.site).flatMap(Self.siteName) ?? linked.site.flatMap(Self.siteName)
        let siteName = site.map(Line.folded) ?? []
        let stated = reader.statedAuthors(linked, site: site)
        let canonical = reader.canonical ?? reader.line(.canonical)
        let urlDate = known.url.flatMap(DateParser.date(inURL:)) ?? canonical.flatMap(DateParser.date(inURL:))
        let statedDate = linked.published ?? reader.date(upTo: Self.firstModified)
        let metaTitle = reader.line(.title)
        let elements = PageElements(
            tree, site: siteName, statedTitle: metaTitle ?? linked.headline ?? known.title, statedLanguage: reader.line(.language) ?? linked.language,
            needsAuthors: known.author == nil && stated.isEmpty, needsBylines: known.author == nil,
            needsTimes: known.published == nil && (statedDate.map { $0.hasSuffix("Z") } ?? true),
            needsDates: known.published == nil && statedDate == nil)

        var chooser = TitleChooser(headline: linked.headline, metaTitle: metaTitle, site: site)
        chooser.headings = elements.headings
        chooser.areWhole = elements.areWhole
        chooser.subheadings = elements.subheadings
        chooser.documentTitle = elements.title
        chooser.markedHeading = reader.line(.headline)
        chooser.address = PageAddress(known.url ?? canonical ?? linked.url ?? "")
        metadata.title = known.title ?? chooser.title()
        metadata.site = known.site ?? site
        metadata.author = known.author ?? reader.author(stated, linked, elements, site: site)
        metadata.published =
            known.published ?? statedDate.map { Self.local($0, urlDate, elements.dates.shown) } ?? elements.dates.stated ?? urlDate ?? elements.dates.written ?? reader.date(
                upTo: .max)
            ?? linked.modified ?? elements.dates.modified
        metadata.canonical = known.canonical ?? canonical
        metadata.description = known.description ?? reader.line(.description) ?? linked.description
        metadata.language = known.language ?? elements.language ?? reader.line(.language) ?? linked.language
        if isMojibake {
            for field in [\ArticleMetadata.title, \.author, \.site, \.description] where known[keyPath: field] == nil {
                if let broken = metadata[keyPath: field], let repaired = Mojibake.repaired(Array(broken.utf8), evidence: 1) {
                    metadata[keyPath: field] = String(decoding: repaired, as: UTF8.self)
                }
            }
        }
        return metadata
    }

    /// A site's name without the signs of handles; an address names its host.
    private static func siteName(_ stated: String) -> String? {
        var name = stated[...]
        while name.utf8.first == UInt8(ascii: "@") || name.utf8.first == UInt8(ascii: "/") { name.removeFirst() }
        if name.hasPrefix("http"), let host = PageAddress(String(name)).host { return host }
        return name.isEmpty ? nil : String(name)
    }

    /// An instant in universal time as the publisher dates it, where the page shows its readers, or its address states, the day before or behind.
    private static func local(_ stated: String, _ urlDate: String?, _ shown: String?) -> String {
        if let shown, DateParser.isLocal(shown, of: stated) { return shown }
        if let urlDate, DateParser.isLocal(urlDate, of: stated) { return urlDate }
        return stated
    }

    private func line(_ field: Field) -> String? {
        fields[field].flatMap { Line.unescaped(Array($0.value.prefix(field == .title || field == .headline ? PageElements.longestTitle : .max))) }
    }

    private func date(upTo rank: Int) -> String? {
        guard let (found, value) = fields[.published], found < rank else { return nil }
        return DateParser.date(in: value)
    }

    /// The authors that JSON-LD or `<meta>` state. The site itself is none: any person's name is better.
    private func statedAuthors(_ linked: LinkedDataArticle, site: String?) -> [String] {
        let siteName = site.map(Line.folded) ?? []
        let siteWords = linked.authors.isEmpty && authors.isEmpty ? [] : site.map { Set(Line.words($0)) } ?? []
        func isAuthor(_ name: String) -> Bool { !AuthorParser.isLabel(name) && Line.folded(name) != siteName && !siteWords.isSuperset(of: Line.words(name)) }
        let linkedNames = linked.authors.filter(isAuthor)
        var names: [String] = []
        // Several fields of the best name are several authors; of the others the first that names one counts.
        let best = authors.map(\.rank).min()
        let areSeveral = authors.count { $0.rank == best } > 1
        for (rank, stated) in authors.sorted(by: { $0.rank < $1.rank }) where names.isEmpty || (areSeveral && rank == best) {
            guard let line = Line.unescaped(stated), !Array(line.utf8).contains(run: Self.schemeEnd) else { continue }
            for name in AuthorParser.names(inField: line, site: siteName) where isAuthor(name) && !names.contains(name) { names.append(name) }
        }
        // JSON-LD is the surest, but for a field that names its authors and more.
        guard !linkedNames.isEmpty, !(names.count > linkedNames.count && linkedNames.allSatisfy(names.contains) && names.allSatisfy(AuthorParser.isFull)) else { return names }
        return linkedNames
    }

    private func author(_ stated: [String], _ linked: LinkedDataArticle, _ elements: PageElements, site: String?) -> String? {
        let found = elements.bylines.authors, line = elements.bylines.stated
        var names = stated.isEmpty ? found : stated
        // The page's own byline beats what its fields say: a handle is less than a name, one author less than all of them, and
        // who entered an article is not always who wrote it.
        if !stated.isEmpty, !line.isEmpty {
            let same = line.map { name in stated.first { AuthorParser.areSame($0, name) } }
            let isNew = same.allSatisfy { $0 == nil }, isMore = line.count > stated.count && same.count { $0 != nil } >= stated.count
            if isNew || isMore { names = zip(line, same).map { $1 ?? $0 } }
        }
        // Jane Doe's pages: the site or the title bears her name, and so does the notice of copyright.
        if names.isEmpty, let holder = elements.bylines.holder, [site, elements.title].contains(where: { Self.isOwned($0, by: holder) }) { names = [holder] }
        if names.isEmpty { names = linked.authors }
        if names.isEmpty {
            // The site itself, where the page names it as its author.
            for (_, name) in authors.sorted(by: { $0.rank < $1.rank }) where names.isEmpty {
                if let line = Line.unescaped(name), !Array(line.utf8).contains(run: Self.schemeEnd) { names = AuthorParser.names(inField: line, site: []) }
            }
        }
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }

    private static func isOwned(_ line: String?, by holder: String) -> Bool {
        guard let line else { return false }
        let bytes = Array(line.utf8)
        return bytes.contains(run: Array((holder + "'s").utf8)) || bytes.contains(run: Array((holder + "’s").utf8))
    }

    private static let schemeEnd = Array("://".utf8)

    // MARK: <meta>

    private mutating func readMeta(_ tree: borrowing PageTree) {
        for node in tree.metaNodes.lazy.map(Int.init) {
            guard tree.nodes[node].tag == .meta else {
                if canonical == nil, let rel = tree.attribute(.rel, of: node), rel.equalsIgnoringCase("canonical") {
                    canonical = tree.attribute(.href, of: node).flatMap { Line.clean($0) }
                }
                continue
            }
            guard let content = tree.attribute(.content, of: node), !content.isEmpty else { continue }
            for attribute: PageTree.AttributeName in [.property, .name, .itemprop, .httpEquiv] {
                guard let name = tree.attribute(attribute, of: node), name.count < 64 else { continue }
                let lower = name.map(\.asciiLowercased)
                guard let (field, rank) = Self.names[lower] ?? (Self.headlineEnds.contains { lower.suffix(9).elementsEqual($0) } ? (.headline, Int.max - 1) : nil) else { continue }
                if field == .author { authors.append((rank, Array(content))) }
                if field == .published, DateParser.date(in: content) == nil { continue }
                if rank < fields[field]?.rank ?? .max { fields[field] = (rank, Array(content)) }
            }
        }
    }

    private static let headlineEnds = [Array(":headline".utf8), Array(".headline".utf8)]

    private static let names: [[UInt8]: (Field, Int)] = {
        var names: [[UInt8]: (Field, Int)] = [:]
        for (rank, row) in EmbeddedTable(tl_metadata_table()).rows.enumerated() where row.count == 2 {
            if let field = Field(rawValue: row[0]) { names[Array(row[1].utf8)] = (field, rank) }
        }
        return names
    }()

    /// The rank from which dates tell of changes, not of publication.
    private static let firstModified =
        ["last-modified", "article:modified_time", "og:updated_time", "datemodified", "lastmod"].compactMap { names[Array($0.utf8)]?.1 }.min() ?? .max
}
