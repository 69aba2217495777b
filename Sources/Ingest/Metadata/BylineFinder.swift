/// Finds an article's authors in its page's elements and lines, by where they stand.
struct BylineFinder {
    /// Names by the kind of place, the surest first.
    private var item: [String] = [], rel: [String] = [], marked: [String] = [], line: [String] = [], link: [String] = []
    private var early: [String] = [], far: [String] = [], box: [String] = []
    /// The node behind the elements that gave names of each kind: what follows at once may name more.
    private var itemEnd = -1, relEnd = -1, markedEnd = -1
    private var earlyAge = 0
    /// The first person whom a notice of copyright names.
    private(set) var holder: String?
    /// The folded name of the site.
    let site: [UInt8]

    private let words = BylineWords.shared

    init(site: [UInt8]) { self.site = site }

    /// The best names: the surest place with a first and a last name, else the surest place; the site where nobody else is named.
    var authors: [String] {
        let all = [item, rel, marked, line, link, early, far, box]
        let people = all.map { $0.filter { site.isEmpty || Line.folded($0) != site } }
        let places = people.contains { !$0.isEmpty } ? people : all
        return places.first { $0.contains(where: AuthorParser.isFull) } ?? places.first { $0.contains { !BylineSegments.isInitials($0) } } ?? []
    }

    /// The full names that a line with "by" right at the headline states.
    var stated: [String] { isSaid && line.allSatisfy(AuthorParser.isFull) ? line : [] }
    /// Whether a line near the headline named authors.
    var hasLine: Bool { !line.isEmpty }
    /// The line has a "by", not a label.
    private var isSaid = false

    // MARK: Lines

    /// A text of the page. `isNear`, `isClose`: it follows the headline, so far; `isEarly`: the headline is still to come.
    mutating func readText(_ tree: borrowing PageTree, _ i: Int, isNear: Bool, isClose: Bool, isEarly: Bool) {
        let node = tree.nodes[i]
        let end = Int(node.textEnd)
        var start = Int(node.textStart)
        while start < end, Self.isLitter(tree.text[start]) { start += 1 }
        guard start < end else { return }
        if isEarly { earlyAge += 1 }
        guard end - start < 400 else { return }
        if holder == nil, tree.text[start] | 0x20 == UInt8(ascii: "c") || tree.text[start] == 0xC2, Self.isNotice(tree.text[start..<end]) {
            holder = AuthorParser.holder(in: tree.text[start..<end])
        }
        let text = tree.text[start..<end]
        let mayLead = words.mayLead(tree.text[start], isNear: isNear || isEarly)
        guard let lead = (mayLead ? lead(of: text, isNear: isNear || isEarly) : nil) ?? Self.editLead(of: text) else { return }
        guard isNear && line.isEmpty || isEarly || lead.isAnywhere && far.isEmpty else { return }
        let segments = BylineSegments(tree, in: i..<min(tree.nodes.count, i + 40), longest: max(200, end - Int(node.textStart)))
        let names = segments.names(site: site, isStrict: true, needsLead: true)
        guard !names.isEmpty else { return }
        if isNear {
            guard line.isEmpty, !lead.isLabel || isClose || lead.isBare, lead.isAnywhere || lead.isBare || names.allSatisfy(AuthorParser.isFull) else { return }
            line = names
            isSaid = !lead.isLabel
        } else if isEarly {
            guard lead.isBare || names.allSatisfy(AuthorParser.isFull) else { return }
            early = names
            earlyAge = 0
        } else if lead.isAnywhere {
            far = names
        }
    }

    /// The headline is there: what stood long before it is no byline.
    mutating func readHeadline() { if earlyAge > 12 { early = [] } }

    private struct Lead {
        var isAnywhere = false
        /// "Author", not "by".
        var isLabel = false
        /// Nothing stands behind it in the same text.
        var isBare = false
    }

    private static func isLitter(_ byte: UInt8) -> Bool {
        byte.isHTMLBlank || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "~")
    }

    /// Whether a line may name its author: it begins with "by" and the like, or with a date, and "by" later.
    private func lead(of line: ArraySlice<UInt8>, isNear: Bool) -> Lead? {
        if let lead = words.lead(of: line) {
            guard lead.suffix(3).elementsEqual(Self.byEnd) || lead.count == 2 && lead.elementsEqual(Self.by) || words.leadsAnywhere.contains(lead) || Self.isLabel(lead, of: line)
            else { return nil }
            let isBare = line.dropFirst(lead.count).allSatisfy { $0.isHTMLBlank || $0 == UInt8(ascii: ":") }
            return Lead(isAnywhere: words.leadsAnywhere.contains(lead), isLabel: words.labelLeads.contains(lead), isBare: isBare)
        }
        guard line.count < 160 else { return nil }
        let isDated = words.isDated(line)
        guard isDated || isNear && (line.first.map(\.isASCIIDigit) == true || DateParser.beginsDate(line.prefix { $0.isASCIILetter }.map(\.asciiLowercased))),
            let place = Self.byAfterBlank(line)
        else { return nil }
        return Lead(isAnywhere: isDated, isBare: line[(place + 3)...].allSatisfy(\.isHTMLBlank))
    }

    /// Wikis' lines about the last change: "(last edited 2019-11-10 by".
    private static func editLead(of line: ArraySlice<UInt8>) -> Lead? {
        var end = line.endIndex
        while end > line.startIndex, line[end - 1].isHTMLBlank { end -= 1 }
        guard end - line.startIndex > 16, line[end - 1] == UInt8(ascii: "y"), line[end - 2] == UInt8(ascii: "b"), line[end - 3].isHTMLBlank, Array(line).contains(run: lastEdited)
        else { return nil }
        return Lead(isAnywhere: true, isBare: true)
    }

    private static let lastEdited = Array("last edited".utf8)

    /// Whether a line begins as a notice of copyright does.
    private static func isNotice(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: [0xC2, 0xA9]) || line.prefix(9).equalsIgnoringCase("copyright")
    }

    /// Where a blank, "by" and a blank or the end stand in a line.
    private static func byAfterBlank(_ line: ArraySlice<UInt8>) -> Int? {
        var i = line.startIndex
        while i + 2 < line.endIndex {
            if line[i].isHTMLBlank, line[i + 1] | 0x20 == UInt8(ascii: "b"), line[i + 2] | 0x20 == UInt8(ascii: "y"), i + 3 == line.endIndex || line[i + 3].isHTMLBlank { return i }
            i += 1
        }
        return nil
    }

    /// Whether a word such as "Author" leads in a name: with a colon behind it, or alone on its line.
    private static func isLabel(_ lead: [UInt8], of line: ArraySlice<UInt8>) -> Bool {
        guard BylineWords.shared.labelLeads.contains(lead) else { return false }
        let next = line.dropFirst(lead.count).first { !$0.isHTMLBlank }
        return next == nil || next == UInt8(ascii: ":")
    }

    private static let by = Array("by".utf8), byEnd = Array(" by".utf8)

    // MARK: Elements

    /// An element of the page. `isNear`, `isAfter`: it follows the headline, closely or anyhow.
    mutating func readElement(_ tree: borrowing PageTree, _ i: Int, isNear: Bool, isAfter: Bool) {
        let node = tree.nodes[i]
        if node.tag != .meta, node.tag != .link {
            if item.isEmpty || i - itemEnd < 12, tree.hasAttributes(i), Self.isAuthorItem(tree, i), !Self.isOther(tree, i) { readItem(tree, i) }
            if node.tag == .a { readLink(tree, i, isNear: isNear) }
        }
        guard node.hints.contains(.byline), node.hints.isDisjoint(with: [.comments, .related]) else { return }
        guard !Self.isOther(tree, i) else { return }
        if node.hints.isDisjoint(with: .biography), marked.isEmpty || i >= markedEnd && i - markedEnd < 6, let segments = Self.segments(tree, i, longest: 160) {
            let names = segments.names(site: site, isStrict: false)
            if marked.allSatisfy(BylineSegments.isInitials) { marked = [] }
            if marked.isEmpty || names.allSatisfy(AuthorParser.isFull) { Self.add(names, to: &marked) }
            if !names.isEmpty { markedEnd = Int(node.end) }
        }
        // A box about the author: the name comes first.
        if box.isEmpty, isAfter, node.textEnd - node.textStart < 1500, Int(node.end) - i < 256 {
            let names = BylineSegments(tree, in: i..<Int(node.end), longest: 160).names(site: site, isStrict: true)
            if names.allSatisfy(AuthorParser.isFull) { box = names }
        }
    }

    private static func isAuthorItem(_ tree: borrowing PageTree, _ i: Int) -> Bool {
        (tree.attribute(.itemprop, of: i) ?? tree.attribute(.property, of: i))?.hasWord(of: authorItems) ?? false
    }

    private static let authorItems: [StaticString] = ["author", "schema:author", "dc:creator", "foaf:maker"]

    private mutating func readItem(_ tree: borrowing PageTree, _ i: Int) {
        let node = tree.nodes[i]
        // The name inside, where it is marked as such.
        for k in (i + 1)..<max(i + 1, min(Int(node.end), i + 64)) {
            guard let name = tree.attribute(.itemprop, of: k), name.equalsIgnoringCase("name"), tree.nodes[k].tag != .meta || tree.attribute(.content, of: k) != nil else {
                continue
            }
            let names: [String]
            if tree.nodes[k].tag == .meta {
                names = tree.attribute(.content, of: k).flatMap { Line.clean($0) }.map { AuthorParser.names(inField: $0, site: site) } ?? []
            } else {
                names = Self.segments(tree, k, longest: 120)?.names(site: site, isStrict: false) ?? []
            }
            if !names.isEmpty { return add(item: names, end: Int(node.end)) }
        }
        if let names = Self.segments(tree, i, longest: 160)?.names(site: site, isStrict: false), !names.isEmpty { add(item: names, end: Int(node.end)) }
    }

    private mutating func add(item names: [String], end: Int) {
        if item.isEmpty || names.allSatisfy(AuthorParser.isFull) { Self.add(names, to: &item) }
        itemEnd = end
    }

    private mutating func readLink(_ tree: borrowing PageTree, _ i: Int, isNear: Bool) {
        if rel.isEmpty || i - relEnd < 6, let value = tree.attribute(.rel, of: i), value.hasWord(of: ["author"]),
            let names = Self.segments(tree, i, longest: 80)?.names(site: site, isStrict: false), !names.isEmpty
        {
            Self.add(names, to: &rel)
            relEnd = Int(tree.nodes[i].end)
        }
        if link.isEmpty, isNear, let address = tree.attribute(.href, of: i), Self.isAuthorAddress(address), !Self.isOther(tree, i) {
            link = Self.segments(tree, i, longest: 60)?.names(site: site, isStrict: false) ?? []
        }
    }

    /// Whether the text before an element leads in somebody who is not the author: "Reviewed by".
    private static func isOther(_ tree: borrowing PageTree, _ i: Int) -> Bool {
        for k in stride(from: i - 1, through: max(0, i - 6), by: -1) where tree.nodes[k].tag == .text {
            var text = tree.text[Int(tree.nodes[k].textStart)..<Int(tree.nodes[k].textEnd)]
            while let last = text.last, last.isHTMLBlank || last == UInt8(ascii: ":") { text.removeLast() }
            guard !text.isEmpty else { continue }
            guard text.last.map({ $0 | 0x20 == UInt8(ascii: "y") || $0 | 0x20 == UInt8(ascii: "d") }) == true else { return false }
            let lower = text.suffix(40).map(\.asciiLowercased)
            return BylineWords.shared.otherLeads.contains { lower.suffix($0.count).elementsEqual($0) }
        }
        return false
    }

    private static func add(_ names: [String], to list: inout [String]) {
        for name in names where !list.contains(name) && list.count < 24 { list.append(name) }
    }

    /// An element's segments, where it is short. Bounded: such elements may nest, each with all that follows in it.
    private static func segments(_ tree: borrowing PageTree, _ i: Int, longest: Int) -> BylineSegments? {
        let node = tree.nodes[i]
        guard node.textEnd > node.textStart, Int(node.textEnd - node.textStart) < longest * 3, Int(node.end) - i < 256 else { return nil }
        let blanks = tree.text[Int(node.textStart)..<Int(node.textEnd)].count(where: \.isHTMLBlank)
        guard Int(node.textEnd - node.textStart) - blanks <= longest else { return nil }
        return BylineSegments(tree, in: i..<Int(node.end), longest: longest * 3)
    }

    /// Whether a link leads to an author's page.
    private static func isAuthorAddress(_ address: ArraySlice<UInt8>) -> Bool {
        let lower = address.map(\.asciiLowercased)
        return authorPaths.contains { lower.contains(run: $0) }
    }

    private static let authorPaths = ["/author/", "/authors/", "/reporters/", "/writers/", "/contributors/", "/staff/"].map { Array($0.utf8) }
}
