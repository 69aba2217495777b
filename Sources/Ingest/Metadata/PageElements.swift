/// What a page's elements say of its article: headings, bylines, times, links.
struct PageElements {
    private(set) var title: String?
    private(set) var headings: [String] = []
    private(set) var subheadings: [String] = []
    private(set) var canonical: String?
    private(set) var language: String?
    private var dates = Dates()
    private var names = Names()
    private let needsAuthors: Bool
    private let needsDates: Bool
    /// Texts since the headline; `nil` before it. Bylines and dates stand near it.
    private var sinceHeading: Int?
    private static let nearHeading = 60
    /// No title is longer, in bytes.
    static let longestTitle = 2048

    /// Dates by where they stand.
    private struct Dates {
        var published: String?, anyTime: String?, near: String?, marked: String?, said: String?
    }

    /// Authors by where they stand.
    private struct Names {
        var item: [String] = [], rel: [String] = [], marked: [String] = [], line: [String] = [], link: [String] = []
        /// The last text was a lone "by".
        var isExpected = false
    }

    /// The authors that elements name, from the surest kind of element that names any.
    var authors: [String] { [names.item, names.rel, names.marked, names.line, names.link].first { !$0.isEmpty } ?? [] }
    /// From a `<time>` or an itemprop that means publication.
    var publishedDate: String? { dates.published ?? dates.anyTime }
    /// From the text of a line that looks like a date line.
    var writtenDate: String? { dates.near ?? dates.marked ?? dates.said }

    /// One pass over the elements. Bylines and written dates cost most, and are looked for only where they are needed.
    init(_ tree: borrowing PageTree, needsAuthors: Bool, needsDates: Bool) {
        self.needsAuthors = needsAuthors
        self.needsDates = needsDates
        for i in tree.nodes.indices {
            let node = tree.nodes[i]
            switch node.tag {
            case .text:
                if needsAuthors || needsDates { readText(tree, node) }
                continue
            case .html: if language == nil { language = tree.attribute(.lang, of: i).flatMap { Line.clean($0) } }
            case .title: if title == nil { title = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)].prefix(Self.longestTitle)) }
            case .link:
                if canonical == nil, let rel = tree.attribute(.rel, of: i), rel.equalsIgnoringCase("canonical") {
                    canonical = tree.attribute(.href, of: i).flatMap { Line.clean($0) }
                }
            case .h1, .h2, .h3: readHeading(tree, node)
            default: break
            }
            if needsDates { readDate(tree, node, i) }
            if needsAuthors { readAuthor(tree, node, i) }
        }
    }

    private mutating func readText(_ tree: borrowing PageTree, _ node: PageTree.Node) {
        let length = node.textEnd - node.textStart
        if let since = sinceHeading, since < Self.nearHeading {
            sinceHeading = since + 1
            if needsAuthors, names.line.isEmpty, length < 160 { Self.readByline(tree, node, &names.isExpected, &names.line) }
            // A date alone on its line.
            if needsDates, dates.near == nil, length < 80 { dates.near = Self.date(tree, node) }
        } else if needsDates, dates.said == nil, length < 120, Self.saysDate(tree, node) {
            dates.said = Self.date(tree, node)
        }
    }

    private mutating func readHeading(_ tree: borrowing PageTree, _ node: PageTree.Node) {
        if node.tag == .h1 || node.tag == .h2 && sinceHeading == nil { sinceHeading = 0 }
        guard node.textEnd - node.textStart < 600, headings.count < 4 || subheadings.count < 16,
            let heading = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)])
        else { return }
        if node.tag == .h1, headings.count < 4 { headings.append(heading) } else if subheadings.count < 16 { subheadings.append(heading) }
    }

    private mutating func readDate(_ tree: borrowing PageTree, _ node: PageTree.Node, _ i: Int) {
        if node.tag == .time || node.tag == .abbr, dates.anyTime == nil {
            dates.anyTime = (tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)).flatMap { DateParser.date(in: $0) } ?? (node.tag == .time ? Self.date(tree, node) : nil)
        }
        if dates.published == nil, let item = tree.attribute(.itemprop, of: i), item.equalsIgnoringCase("datepublished") || item.equalsIgnoringCase("datecreated") {
            let stated = tree.attribute(.content, of: i) ?? tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)
            dates.published = stated.flatMap { DateParser.date(in: $0) } ?? Self.date(tree, node)
        }
        if dates.marked == nil, node.hints.contains(.date), node.hints.isDisjoint(with: [.comments, .related]), node.textEnd - node.textStart < 200 {
            dates.marked = Self.date(tree, node)
        }
    }

    private mutating func readAuthor(_ tree: borrowing PageTree, _ node: PageTree.Node, _ i: Int) {
        if names.item.isEmpty, node.tag != .meta, let item = tree.attribute(.itemprop, of: i), item.equalsIgnoringCase("author") {
            names.item = Self.names(tree, node, at: i, longest: 120)
        }
        if node.tag == .a {
            if names.rel.isEmpty, let rel = tree.attribute(.rel, of: i), rel.split(whereSeparator: \.isHTMLBlank).contains(where: { $0.equalsIgnoringCase("author") }) {
                names.rel = Self.names(tree, node, at: i, longest: 80)
            }
            if names.link.isEmpty, let since = sinceHeading, since < Self.nearHeading, let address = tree.attribute(.href, of: i), Self.isAuthorAddress(address) {
                names.link = Self.names(tree, node, at: i, longest: 60)
            }
        }
        if names.marked.isEmpty, node.hints.contains(.byline), node.hints.isDisjoint(with: [.comments, .related, .biography]) {
            names.marked = Self.names(tree, node, at: i, longest: 160)
        }
    }

    private static func names(_ tree: borrowing PageTree, _ node: PageTree.Node, at index: Int, longest: Int) -> [String] {
        text(tree, node, at: index, longest: longest).map { AuthorParser.names(in: $0) } ?? []
    }

    /// Whether a line speaks of publication: "last edited 2019-11-10".
    private static func saysDate(_ tree: borrowing PageTree, _ node: PageTree.Node) -> Bool {
        let bytes = tree.text[Int(node.textStart)..<Int(node.textEnd)]
        guard bytes.contains(where: \.isASCIIDigit) else { return false }
        let lower = bytes.map(\.asciiLowercased)
        return publicationWords.contains { lower.contains(run: $0) }
    }

    private static let publicationWords = ["posted", "published", "updated", "edited", "modified", "date:"].map { Array($0.utf8) }

    /// Reads a line that begins with "by": the name behind it, or the next text where it stands alone.
    private static func readByline(_ tree: borrowing PageTree, _ node: PageTree.Node, _ expectsName: inout Bool, _ authors: inout [String]) {
        guard let line = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)]) else { return }
        if expectsName {
            expectsName = false
            authors = AuthorParser.names(in: line).filter { $0.contains(" ") }
            return
        }
        let lower = Array(line.utf8.map(\.asciiLowercased))
        guard let lead = bylineLeads.first(where: { lower.starts(with: $0) && (lower.count == $0.count || !lower[$0.count].isASCIIAlphanumeric) }) else { return }
        if lower.count <= lead.count + 1 { expectsName = true } else if lower.count < 80 { authors = AuthorParser.names(in: line).filter { $0.contains(" ") } }
    }

    private static let bylineLeads = ["written by", "posted by", "by"].map { Array($0.utf8) }

    /// Whether a link leads to an author's page.
    private static func isAuthorAddress(_ address: ArraySlice<UInt8>) -> Bool {
        let lower = address.map(\.asciiLowercased)
        return authorPaths.contains { lower.contains(run: $0) }
    }

    private static let authorPaths = ["/author/", "/authors/", "/reporters/", "/writers/", "/contributors/", "/staff/"].map { Array($0.utf8) }

    /// An element's text as one line, with a bar where two elements meet without a blank: "Jane Doe" and "Editor" are not one name.
    private static func text(_ tree: borrowing PageTree, _ node: PageTree.Node, at index: Int, longest: Int) -> String? {
        // Bounded: such elements may nest, each with all that follows in it.
        guard node.textEnd > node.textStart, Int(node.textEnd - node.textStart) < longest * 3, Int(node.end) - index < 256 else { return nil }
        var bytes: [UInt8] = []
        for i in index..<Int(node.end) where tree.nodes[i].tag == .text {
            let text = tree.text[Int(tree.nodes[i].textStart)..<Int(tree.nodes[i].textEnd)]
            if let last = bytes.last, last > 0x20, last != UInt8(ascii: "("), let first = text.first, first.isASCIIAlphanumeric || first >= 0x80, !"By".utf8.elementsEqual(bytes.suffix(2)) {
                bytes += Array(" | ".utf8)
            }
            bytes += text
        }
        guard let line = Line.clean(bytes), line.utf8.count <= longest else { return nil }
        return line
    }

    private static func date(_ tree: borrowing PageTree, _ node: PageTree.Node) -> String? {
        guard node.textEnd - node.textStart < 400 else { return nil }
        return DateParser.date(in: tree.text[Int(node.textStart)..<Int(node.textEnd)].filter { $0 > 0x20 || $0 == 0x20 })
    }
}
