/// What a page's elements say of its article: headings, bylines, times, links.
struct PageElements {
    private(set) var title: String?
    private(set) var headings: [String] = []
    /// Of each heading, whether it is one text, without elements in it that set parts of it apart.
    private(set) var areWhole: [Bool] = []
    private(set) var subheadings: [String] = []
    private(set) var language: String?
    private(set) var dates = DateFinder()
    private(set) var bylines: BylineFinder
    /// Texts since the headline; `nil` before it. Bylines and dates stand near it.
    private var sinceHeading: Int?
    private static let nearHeading = 60, closeToHeading = 8
    /// No title is longer, in bytes.
    static let longestTitle = 2048

    /// One pass over the elements. Bylines and written dates cost most, and are looked for only where they are needed.
    ///
    /// - Parameters:
    ///   - site: the folded name of the site.
    ///   - needsTimes: elements that mean times are read; `needsDates`: lines, too.
    init(_ tree: borrowing PageTree, site: [UInt8], needsAuthors: Bool, needsTimes: Bool, needsDates: Bool) {
        bylines = BylineFinder(site: site)
        for i in tree.nodes.indices {
            let node = tree.nodes[i]
            let isNear = sinceHeading.map { $0 < Self.nearHeading } ?? false
            switch node.tag {
            case .text:
                if needsDates { dates.readText(tree, node, isNear: isNear) }
                if needsAuthors { bylines.readText(tree, i, isNear: isNear, isClose: sinceHeading.map { $0 < Self.closeToHeading } ?? false, isEarly: sinceHeading == nil) }
                if let since = sinceHeading, isNear { sinceHeading = since + 1 }
                continue
            case .html: if language == nil { language = tree.attribute(.lang, of: i).flatMap { Line.clean($0) } }
            case .title: if title == nil { title = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)].prefix(Self.longestTitle)) }
            case .h1, .h2, .h3: readHeading(tree, node, i)
            default: break
            }
            guard !node.hints.isEmpty || tree.hasAttributes(i) || node.tag == .time else { continue }
            if needsTimes { dates.readElement(tree, i, isNear: isNear) }
            if needsAuthors { bylines.readElement(tree, i, isNear: isNear, isAfter: sinceHeading != nil) }
        }
    }

    private mutating func readHeading(_ tree: borrowing PageTree, _ node: PageTree.Node, _ i: Int) {
        if node.tag == .h1 || node.tag == .h2 && sinceHeading == nil {
            if sinceHeading == nil { bylines.readHeadline() }
            sinceHeading = 0
        }
        guard node.textEnd - node.textStart < 600, headings.count < 4 || subheadings.count < 16,
            let heading = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)])
        else { return }
        if node.tag == .h1, headings.count < 4 {
            headings.append(heading)
            areWhole.append((i..<Int(node.end)).count { tree.nodes[$0].tag == .text && tree.nodes[$0].textEnd > tree.nodes[$0].textStart + 1 } == 1)
        } else if subheadings.count < 16 { subheadings.append(heading) }
    }
}
