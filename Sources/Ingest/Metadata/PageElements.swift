/// What a page's elements say of its article: headings, bylines, times, links.
struct PageElements {
    var title: String?
    var headings: [String] = []
    var authors: [String] = []
    /// From a `<time>` or an itemprop that means publication.
    var publishedDate: String?
    /// From the text of an element that looks like a date line.
    var writtenDate: String?
    var canonical: String?
    var language: String?

    init(_ tree: borrowing PageTree) {
        var anyTime: String?, nearDate: String?, saidDate: String?
        var itemAuthors: [String] = [], relAuthors: [String] = [], bylineAuthors: [String] = []
        var sinceHeading: Int?
        var i = 0
        while i < tree.nodes.count {
            let node = tree.nodes[i]
            defer { i += 1 }
            switch node.tag {
            case .text:
                // A date alone on its line, not far below the headline.
                if let since = sinceHeading, since < 60, nearDate == nil {
                    sinceHeading = since + 1
                    if node.textEnd - node.textStart < 80 { nearDate = Self.date(tree, node) }
                } else if saidDate == nil, node.textEnd - node.textStart < 120, Self.saysDate(tree, node) {
                    saidDate = Self.date(tree, node)
                }
                continue
            case .html: if language == nil { language = tree.attribute(.lang, of: i).flatMap { Line.clean($0) } }
            case .title: if title == nil { title = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)]) }
            case .link:
                if let rel = tree.attribute(.rel, of: i), rel.equalsIgnoringCase("canonical"), canonical == nil {
                    canonical = tree.attribute(.href, of: i).flatMap { Line.clean($0) }
                }
            case .h1, .h2:
                if node.tag == .h1 || sinceHeading == nil { sinceHeading = 0 }
                guard node.tag == .h1 else { break }
                if headings.count < 4, let heading = Self.text(tree, node, longest: 400) { headings.append(heading) }
            case .time, .abbr:
                if let stated = (tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)).flatMap({ DateParser.date(in: $0) }) ?? (node.tag == .time ? Self.date(tree, node) : nil) {
                    if let item = tree.attribute(.itemprop, of: i), item.equalsIgnoringCase("datepublished") { publishedDate = publishedDate ?? stated }
                    anyTime = anyTime ?? stated
                }
            default: break
            }
            if let item = tree.attribute(.itemprop, of: i) {
                if item.equalsIgnoringCase("datepublished") || item.equalsIgnoringCase("datecreated") {
                    publishedDate = publishedDate ?? (tree.attribute(.content, of: i) ?? tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)).flatMap { DateParser.date(in: $0) } ?? Self.date(tree, node)
                } else if item.equalsIgnoringCase("author"), node.tag != .meta, itemAuthors.isEmpty, let line = Self.text(tree, node, longest: 120) {
                    itemAuthors = AuthorParser.names(in: line)
                }
            }
            if node.tag == .a, relAuthors.isEmpty, let rel = tree.attribute(.rel, of: i), rel.split(whereSeparator: \.isHTMLBlank).contains(where: { $0.equalsIgnoringCase("author") }),
                let line = Self.text(tree, node, longest: 80)
            {
                relAuthors = AuthorParser.names(in: line)
            }
            if node.hints.contains(.byline), bylineAuthors.isEmpty, node.hints.isDisjoint(with: [.comments, .related, .biography]), let line = Self.text(tree, node, longest: 160) {
                bylineAuthors = AuthorParser.names(in: line)
            }
            if writtenDate == nil, node.hints.contains(.date), node.hints.isDisjoint(with: [.comments, .related]), node.textEnd - node.textStart < 200 { writtenDate = Self.date(tree, node) }
        }
        publishedDate = publishedDate ?? anyTime
        writtenDate = nearDate ?? writtenDate ?? saidDate
        authors = [itemAuthors, relAuthors, bylineAuthors].first { !$0.isEmpty } ?? []
    }

    /// Whether a line speaks of publication: "last edited 2019-11-10".
    private static func saysDate(_ tree: borrowing PageTree, _ node: PageTree.Node) -> Bool {
        let bytes = tree.text[Int(node.textStart)..<Int(node.textEnd)]
        guard bytes.contains(where: \.isASCIIDigit) else { return false }
        let lower = bytes.map(\.asciiLowercased)
        return publicationWords.contains { lower.contains(run: $0) }
    }

    private static let publicationWords = ["posted", "published", "updated", "edited", "modified", "date:"].map { Array($0.utf8) }

    private static func text(_ tree: borrowing PageTree, _ node: PageTree.Node, longest: Int) -> String? {
        guard node.textEnd - node.textStart < longest * 3, let line = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)]), line.utf8.count <= longest else { return nil }
        return line
    }

    private static func date(_ tree: borrowing PageTree, _ node: PageTree.Node) -> String? {
        guard node.textEnd - node.textStart < 400 else { return nil }
        return DateParser.date(in: tree.text[Int(node.textStart)..<Int(node.textEnd)].filter { $0 > 0x20 || $0 == 0x20 })
    }
}
