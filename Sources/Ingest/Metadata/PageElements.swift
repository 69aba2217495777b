/// What a page's elements say of its article: headings, bylines, times, links.
struct PageElements {
    private(set) var title: String?
    private(set) var headings: [String] = []
    /// Of each heading, whether it is one text, without elements in it that set parts of it apart.
    private(set) var areWhole: [Bool] = []
    private(set) var subheadings: [String] = []
    private(set) var language: String?
    private(set) var dates: DateFinder
    private(set) var bylines: BylineFinder
    /// Texts since the headline; `nil` before it. Bylines and dates stand near it.
    private var sinceHeading: Int?
    private let statedTitle: String?
    /// The stated title was among the headings and texts.
    private var hasHeadline = false
    private static let nearHeading = 60, closeToHeading = 8
    /// No title is longer, in bytes.
    static let longestTitle = 2048

    /// One pass over the elements. Bylines and written dates cost most, and are looked for only where they are needed.
    ///
    /// - Parameters:
    ///   - site: the folded name of the site.
    ///   - statedTitle: what a field states: a text that is the same is the headline, whatever element it stands in.
    ///   - statedLanguage: what a field states; the root element's own says more.
    ///   - needsBylines: lines near the headline are read for authors; `needsAuthors`: all places that may name any.
    ///   - needsTimes: elements that mean times are read; `needsDates`: lines, too.
    init(_ tree: borrowing PageTree, site: [UInt8], statedTitle: String?, statedLanguage: String?, needsAuthors: Bool, needsBylines: Bool, needsTimes: Bool, needsDates: Bool) {
        bylines = BylineFinder(site: site)
        self.statedTitle = statedTitle
        dates = DateFinder(isDayFirst: DateParser.isDayFirst(language: statedLanguage ?? ""))
        var stated = Array((statedTitle ?? "").utf8)
        for i in tree.nodes.indices {
            let node = tree.nodes[i]
            let isNear = sinceHeading.map { $0 < Self.nearHeading } ?? false
            switch node.tag {
            case .text:
                if Int(node.textEnd - node.textStart) >= stated.count, stated.count > 12, !hasHeadline, node.parent >= 0, tree.nodes[Int(node.parent)].tag != .title,
                    Self.isText(tree, node, stated)
                {
                    readHeadline()
                    hasHeadline = true
                }
                if needsDates || needsTimes && isNear { dates.readText(tree, i, isNear: isNear, isEarly: sinceHeading == nil) }
                if needsAuthors || needsBylines && isNear && !bylines.hasLine {
                    bylines.readText(tree, i, isNear: isNear, isClose: sinceHeading.map { $0 < Self.closeToHeading } ?? false, isEarly: sinceHeading == nil)
                }
                if let since = sinceHeading, isNear { sinceHeading = since + 1 }
                continue
            case .html:
                if language == nil, let stated = tree.attribute(.lang, of: i).flatMap({ Line.clean($0) }) {
                    language = stated
                    dates.isDayFirst = DateParser.isDayFirst(language: stated)
                }
            case .title:
                if title == nil { title = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)].prefix(Self.longestTitle)) }
                if stated.isEmpty, let title { stated = Array(title.utf8) }
            case .h1, .h2, .h3: readHeading(tree, node, i)
            default: break
            }
            guard !node.hints.isEmpty || tree.hasAttributes(i) || node.tag == .time else { continue }
            if needsDates || needsTimes && node.tag == .time { dates.readElement(tree, i, isNear: isNear) }
            if needsAuthors { bylines.readElement(tree, i, isNear: isNear, isAfter: sinceHeading != nil) }
        }
    }

    private mutating func readHeadline() {
        if sinceHeading == nil {
            bylines.readHeadline()
            dates.readHeadline()
        }
        sinceHeading = 0
    }

    /// Whether a text is `line`, blanks around it aside.
    private static func isText(_ tree: borrowing PageTree, _ node: PageTree.Node, _ line: [UInt8]) -> Bool {
        var start = Int(node.textStart), end = Int(node.textEnd)
        while start < end, tree.text[start].isHTMLBlank { start += 1 }
        while start < end, tree.text[end - 1].isHTMLBlank { end -= 1 }
        return end - start == line.count && tree.text[start..<end].elementsEqual(line)
    }

    private mutating func readHeading(_ tree: borrowing PageTree, _ node: PageTree.Node, _ i: Int) {
        if node.tag == .h1 || node.tag == .h2 && sinceHeading == nil {
            readHeadline()
        }
        guard node.textEnd - node.textStart < 600, headings.count < 4 || subheadings.count < 16,
            let heading = Line.clean(tree.text[Int(node.textStart)..<Int(node.textEnd)])
        else { return }
        if heading == statedTitle { hasHeadline = true }
        if node.tag == .h1, headings.count < 4 {
            headings.append(heading)
            areWhole.append((i..<Int(node.end)).count { tree.nodes[$0].tag == .text && tree.nodes[$0].textEnd > tree.nodes[$0].textStart + 1 } == 1)
        } else if subheadings.count < 16 {
            subheadings.append(heading)
        }
    }
}
