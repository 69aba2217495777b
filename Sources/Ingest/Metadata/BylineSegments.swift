/// What stands together in a byline's elements: one line for each run of text that no element, block or line break sets apart.
///
/// `By <a>Jane Doe</a> of the Gazette` is one segment; `<b>Jane Doe</b> <i>Editor</i>` are two, and so are two links side by side.
struct BylineSegments {
    /// What a segment's first text stands in: names of one list stand in elements of one kind.
    struct Element: Equatable {
        var tag: Tag
        var hints: ClassHints
    }

    struct Segment {
        var line: String
        var element: Element
    }

    private(set) var segments: [Segment] = []
    /// The node after the last text that was read.
    private(set) var end: Int

    /// The segments in the nodes of `range`, up to `longest` bytes of text and eight segments.
    init(_ tree: borrowing PageTree, in range: Range<Int>, longest: Int) {
        end = range.lowerBound
        var bytes: [UInt8] = []
        var element = Element(tag: .unknown, hints: [])
        var last = -1, total = 0, isBroken = false
        for i in range {
            let node = tree.nodes[i]
            guard node.tag == .text else {
                if node.tag == .br { isBroken = true }
                // A new block begins: the rest of a page's text is none of the byline's.
                if last >= 0, node.tag == .h1 || node.tag == .h2 || node.tag == .article { break }
                continue
            }
            let text = tree.text[Int(node.textStart)..<Int(node.textEnd)]
            guard let first = text.first(where: { !$0.isHTMLBlank }) else { if !bytes.isEmpty { bytes.append(0x20) }; continue }
            total += text.count
            if last >= 0, total > longest { break }
            let isApart = last >= 0 && first != UInt8(ascii: ",") && (isBroken || Self.isApart(tree, last, i))
            if isApart {
                append(bytes, element)
                bytes = []
                if segments.count == 8 { break }
            }
            if bytes.isEmpty, node.parent >= 0 {
                element = Element(tag: tree.nodes[Int(node.parent)].tag, hints: tree.nodes[Int(node.parent)].hints)
            }
            bytes += text
            last = i
            end = i + 1
            isBroken = false
        }
        append(bytes, element)
        joinSingleWords()
    }

    private mutating func append(_ bytes: [UInt8], _ element: Element) {
        if segments.count < 8, let line = Line.clean(bytes) { segments.append(.init(line: line, element: element)) }
    }

    /// First and last names in elements of their own.
    private mutating func joinSingleWords() {
        guard segments.count > 1 else { return }
        var joined: [Segment] = []
        for segment in segments {
            if let last = joined.last, last.element == segment.element, !last.element.tag.traits.contains(.block), last.element.tag != .a,
                Self.isCapitalWord(last.line), Self.isCapitalWord(segment.line)
            {
                joined[joined.count - 1].line += " " + segment.line
            } else {
                joined.append(segment)
            }
        }
        segments = joined
    }

    private static func isCapitalWord(_ line: String) -> Bool {
        guard let first = line.utf8.first, first &- 0x41 < 26, line.utf8.count > 2 else { return false }
        return line.utf8.allSatisfy { $0.isASCIILetter || $0 >= 0x80 } && !AuthorParser.isLabel(line)
    }

    /// Whether two texts stand in elements beside each other, or in other blocks.
    private static func isApart(_ tree: borrowing PageTree, _ a: Int, _ b: Int) -> Bool {
        guard tree.nodes[a].parent >= 0 else { return false }
        var closed = 0, opened = 0
        var node = Int(tree.nodes[a].parent)
        // "<a>Jane Doe</a> Business Reporter"
        if tree.nodes[node].tag == .a, Int(tree.nodes[node].end) <= b,
            tree.text[Int(tree.nodes[b].textStart)..<Int(tree.nodes[b].textEnd)].first(where: { !$0.isHTMLBlank }).map({ $0 &- 0x41 < 26 }) == true
        {
            return true
        }
        while node >= 0, Int(tree.nodes[node].end) <= b {
            if tree.nodes[node].tag.traits.contains(.block) { return true }
            closed += 1
            node = Int(tree.nodes[node].parent)
        }
        node = Int(tree.nodes[b].parent)
        while node > a {
            if tree.nodes[node].tag.traits.contains(.block) { return true }
            opened += 1
            node = Int(tree.nodes[node].parent)
        }
        return closed > 0 && opened > 0
    }

    /// The names in the segments: the first that holds any, and what stands behind it in elements of the same kind.
    ///
    /// - Parameters:
    ///   - isStrict: names must look like names.
    ///   - needsLead: names count behind "by" or the like only.
    func names(site: [UInt8], isStrict: Bool, needsLead: Bool = false) -> [String] {
        var names: [String] = []
        var kind: Element?
        var isLed = false, skipsNext = false
        for segment in segments {
            let reading = AuthorParser.read(segment.line, site: site, isStrict: isStrict || kind != nil, follows: kind != nil)
            if reading.isOther {
                if kind != nil { break }
                skipsNext = true
                continue
            }
            if skipsNext {
                skipsNext = false
                if !reading.isLed { continue }
            }
            let mayName = !needsLead || isLed || reading.isLed
            isLed = needsLead && reading.isBare && reading.isLed
            guard !reading.names.isEmpty else {
                // "and" between two links.
                if kind != nil ? segment.line.utf8.count > 4 : needsLead && !isLed { break }
                continue
            }
            // A heading in a byline's element may be another article's.
            if kind == nil, segment.element.tag.isHeading, segment.line.utf8.count(where: { $0 == UInt8(ascii: " ") }) > 4 { return [] }
            guard let kind else {
                if !mayName { return [] }
                names = reading.names
                kind = segment.element
                continue
            }
            guard segment.element == kind || segment.line.utf8.starts(with: "and ".utf8), reading.names.allSatisfy(AuthorParser.isFull), names.allSatisfy(AuthorParser.isFull)
            else { break }
            for name in reading.names where !names.contains(name) { names.append(name) }
        }
        let known = names.filter { !BylineSegments.isInitials($0) }
        return known.isEmpty ? names : known
    }

    /// Whether a name is a picture's stand-in: "JD".
    static func isInitials(_ name: String) -> Bool { name.utf8.count < 4 && name.utf8.allSatisfy { $0 &- 0x41 < 26 } }
}
