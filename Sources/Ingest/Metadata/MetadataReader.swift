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
        let stated = reader.statedAuthors(linked, site: site)
        let statedDate = linked.published ?? reader.date(upTo: Self.firstModified)
        let elements = PageElements(tree, needsAuthors: known.author == nil && stated.isEmpty, needsDates: known.published == nil && statedDate == nil)
        chooser.headings = elements.headings
        chooser.subheadings = elements.subheadings
        chooser.documentTitle = elements.title
        metadata.title = known.title ?? chooser.title()
        metadata.site = known.site ?? site
        metadata.author = known.author ?? reader.author(stated, linked, elements)
        metadata.published =
            known.published ?? statedDate ?? elements.publishedDate ?? known.url.flatMap(DateParser.date(inURL:))
            ?? (elements.canonical ?? reader.line(.canonical)).flatMap(DateParser.date(inURL:)) ?? elements.writtenDate ?? reader.date(upTo: .max) ?? linked.modified
        metadata.canonical = known.canonical ?? elements.canonical ?? reader.line(.canonical)
        metadata.description = known.description ?? reader.line(.description) ?? linked.description
        metadata.language = known.language ?? elements.language ?? reader.line(.language) ?? linked.language
        return metadata
    }

    private func line(_ field: Field) -> String? {
        fields[field].flatMap { Line.unescaped(Array($0.value.prefix(field == .title ? PageElements.longestTitle : .max))) }
    }

    private func date(upTo rank: Int) -> String? {
        guard let (found, value) = fields[.published], found < rank else { return nil }
        return DateParser.date(in: value)
    }

    /// The authors that JSON-LD or `<meta>` state. The site itself is none: any person's name is better.
    private func statedAuthors(_ linked: LinkedDataArticle, site: String?) -> [String] {
        let siteName = site.map(Line.folded) ?? []
        var names = linked.authors.filter { !AuthorParser.isLabel($0) && (siteName.isEmpty || !siteName.contains(run: Line.folded($0))) }
        guard names.isEmpty else { return names }
        // Several fields of the best name are several authors; of the others the first that names one counts.
        let best = authors.map(\.rank).min()
        let areSeveral = authors.count { $0.rank == best } > 1
        for (rank, stated) in authors.sorted(by: { $0.rank < $1.rank }) where names.isEmpty || (areSeveral && rank == best) {
            guard let line = Line.unescaped(stated), !Array(line.utf8).contains(run: Array("://".utf8)) else { continue }
            for name in AuthorParser.names(inField: line, site: siteName) where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func author(_ stated: [String], _ linked: LinkedDataArticle, _ elements: PageElements) -> String? {
        let names = [stated, elements.authors, linked.authors].first { !$0.isEmpty } ?? []
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
