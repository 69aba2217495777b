import ExtractionVocabulary

/// Reads a page's metadata, each field from the most trusted place that has it:
/// JSON-LD, then `<meta>` in the order of `metadata.tsv`, then elements (itemprop, rel, time, byline), then the address.
struct MetadataReader: ~Copyable {
    /// The best value of each field so far, with its rank in the table.
    private var fields: [Field: (rank: Int, value: [UInt8])] = [:]
    private var authors: [(rank: Int, name: [UInt8])] = []

    enum Field: String { case title, author, published, site, canonical, description, language }

    /// Fills what `known` leaves open. One pass over the elements that may tell something.
    static func read(_ tree: borrowing PageTree, _ linked: LinkedDataArticle, known: ArticleMetadata) -> ArticleMetadata {
        var reader = MetadataReader()
        reader.readMeta(tree)
        var metadata = known
        let site = reader.line(.site).map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 } ?? linked.site
        var chooser = TitleChooser(headline: linked.headline, metaTitle: reader.line(.title), site: site)
        let elements = PageElements(tree)
        chooser.headings = elements.headings
        chooser.documentTitle = elements.title
        metadata.title = known.title ?? chooser.title()
        metadata.site = known.site ?? site
        metadata.author = known.author ?? reader.author(linked, elements, site: site)
        metadata.published =
            known.published ?? linked.published ?? reader.date(upTo: Self.firstModified) ?? elements.publishedDate ?? known.url.flatMap(DateParser.date(inURL:))
            ?? (elements.canonical ?? reader.line(.canonical)).flatMap(DateParser.date(inURL:)) ?? elements.writtenDate ?? reader.date(upTo: .max) ?? linked.modified
        metadata.canonical = known.canonical ?? elements.canonical ?? reader.line(.canonical)
        metadata.description = known.description ?? reader.line(.description) ?? linked.description
        metadata.language = known.language ?? elements.language ?? reader.line(.language) ?? linked.language
        return metadata
    }

    private func line(_ field: Field) -> String? { fields[field].flatMap { Line.unescaped($0.value) } }

    private func date(upTo rank: Int) -> String? {
        guard let (found, value) = fields[.published], found < rank else { return nil }
        return DateParser.date(in: value)
    }

    private func author(_ linked: LinkedDataArticle, _ elements: PageElements, site: String?) -> String? {
        // The site itself as its author: any person's name is better.
        let name = site.map(Line.folded) ?? []
        let stated = linked.authors.filter { !AuthorParser.isLabel($0) }
        var names = stated.filter { name.isEmpty || !name.contains(run: Line.folded($0)) }
        if names.isEmpty {
            for (_, name) in authors.sorted(by: { $0.rank < $1.rank }) {
                guard let line = Line.unescaped(name), !line.contains("://") else { continue }
                let found = AuthorParser.names(in: line)
                if !found.isEmpty, names.isEmpty || authors.filter({ $0.rank == authors.map(\.rank).min() }).count > 1 { names += found.filter { !names.contains($0) } }
            }
        }
        if names.isEmpty { names = elements.authors }
        if names.isEmpty { names = stated }
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }

    // MARK: <meta>

    private mutating func readMeta(_ tree: borrowing PageTree) {
        for node in tree.metaNodes.lazy.map(Int.init) where tree.nodes[node].tag == .meta {
            guard let content = tree.attribute(.content, of: node), !content.isEmpty else { continue }
            for attribute: PageTree.AttributeName in [.property, .name, .itemprop, .httpEquiv] {
                guard let name = tree.attribute(attribute, of: node), name.count < 64 else { continue }
                guard let (field, rank) = Self.names[String(decoding: name.map(\.asciiLowercased), as: UTF8.self)] else { continue }
                if field == .author { authors.append((rank, Array(content))) }
                if field == .published, DateParser.date(in: content) == nil { continue }
                if rank < fields[field]?.rank ?? .max { fields[field] = (rank, Array(content)) }
            }
        }
    }

    private static let names: [String: (Field, Int)] = {
        var names: [String: (Field, Int)] = [:]
        for (rank, row) in EmbeddedTable(tl_metadata_table()).rows.enumerated() where row.count == 2 {
            if let field = Field(rawValue: row[0]) { names[row[1]] = (field, rank) }
        }
        return names
    }()

    /// The rank from which dates tell of changes, not of publication.
    private static let firstModified = ["last-modified", "article:modified_time", "og:updated_time", "datemodified"].compactMap { names[$0]?.1 }.min() ?? .max
}
