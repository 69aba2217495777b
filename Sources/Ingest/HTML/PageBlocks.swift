/// A page's text cut into blocks: runs of text that no block element or double line break interrupts.
struct PageBlocks {
    struct Block {
        /// Text nodes and inline elements.
        var start: Int32
        var end: Int32
        /// The nearest block element around it.
        var owner: Int32
        /// Bytes that are not blank: all, those in links, those in bold, italics or the like.
        var letters: Int32 = 0
        var linked: Int32 = 0
        var emphasised: Int32 = 0
        var words: Int32 = 0
        /// Full stops, question and exclamation marks that end a sentence; commas.
        var sentences: Int16 = 0
        var commas: Int16 = 0
        /// The last character that is not blank, as a byte.
        var last: UInt8 = 0
        var kind: Kind = .paragraph
        /// Hints of the inline elements in it.
        var hints: ClassHints = []
        var verdict: Verdict = .kept
        /// The element that the verdict is about.
        var cause: Int32 = -1
        var isStandfirst = false

        var linkDensity: Double { letters == 0 ? 0 : Double(linked) / Double(letters) }

        /// How much prose there is in it: its letters where it reads like sentences, less or nothing where it does not.
        var prose: Int32 {
            if kind == .heading || linked * 2 > letters || letters < 30 { return 0 }
            return sentences > 0 || commas > 1 ? letters : letters / 4
        }
    }

    enum Kind: UInt8 { case paragraph, heading, listItem, tableCell, quotation, preformatted, caption, term }

    private(set) var blocks: [Block] = []
    /// Inline elements whose text is left out of their block, in document order.
    private(set) var droppedInline: [Int32] = []
    /// For each node, and one past the last: how many blocks start before it.
    private(set) var firstBlock: [Int32] = []
    /// Running sums over the blocks.
    private(set) var letters: [Int32] = []
    private(set) var linked: [Int32] = []
    private(set) var prose: [Int32] = []

    // The open block elements and links, by their ends.
    private var owners: [(node: Int32, end: Int32, kind: Kind)] = []

    subscript(verdict block: Int) -> Verdict { blocks[block].verdict }

    /// Puts a block aside, unless it is already.
    mutating func drop(_ block: Int, as verdict: Verdict, because element: Int) {
        guard blocks[block].verdict == .kept else { return }
        blocks[block].verdict = verdict
        blocks[block].cause = Int32(element)
    }

    mutating func dropInline(_ node: Int) { droppedInline.append(Int32(node)) }

    mutating func markStandfirst(_ block: Int) { blocks[block].isStandfirst = true }
    mutating func restoreStandfirst() {
        for i in blocks.indices where blocks[i].isStandfirst { blocks[i].verdict = .kept }
    }

    /// The blocks in a node's subtree.
    func range(_ node: PageTree.Node, at index: Int) -> Range<Int> { Int(firstBlock[index])..<Int(firstBlock[Int(node.end)]) }

    func sum(_ sums: [Int32], _ range: Range<Int>) -> Int { Int(sums[range.upperBound] - sums[range.lowerBound]) }

    /// Cuts `tree`. One pass over its nodes and its text.
    mutating func segment(_ tree: borrowing PageTree) {
        blocks.removeAll(keepingCapacity: true)
        firstBlock.removeAll(keepingCapacity: true)
        firstBlock.reserveCapacity(tree.nodes.count + 1)
        owners.removeAll(keepingCapacity: true)
        droppedInline.removeAll(keepingCapacity: true)
        var current = Block(start: -1, end: 0, owner: 0)
        var linkEnd: Int32 = 0, emphasisEnd: Int32 = 0, breaks = 0
        // The first node since the last block ended.
        var lead: Int32 = 0
        tree.text.withUnsafeBufferPointer { text in
            tree.nodes.withUnsafeBufferPointer { nodes in
                var i = 0
                while i < nodes.count {
                    while let open = owners.last, Int(open.end) <= i {
                        flush(&current, at: i)
                        lead = Int32(i)
                        owners.removeLast()
                    }
                    firstBlock.append(Int32(blocks.count + (current.start >= 0 ? 1 : 0)))
                    let node = nodes[i]
                    if node.tag == .text {
                        let measured = Self.measure(text, Int(node.textStart), Int(node.textEnd), &current, lead, inLink: i < linkEnd, emphasised: i < emphasisEnd)
                        if measured { breaks = 0 }
                        i += 1
                        continue
                    }
                    let traits = node.tag.traits
                    if traits.contains(.skipped) || node.tag == .title {
                        while firstBlock.count < Int(node.end) { firstBlock.append(Int32(blocks.count + (current.start >= 0 ? 1 : 0))) }
                        i = Int(node.end)
                        continue
                    }
                    if traits.contains(.block) {
                        flush(&current, at: i)
                        lead = Int32(i + 1)
                        firstBlock[i] = Int32(blocks.count)
                        var kind = Self.kind(node.tag) ?? owners.last?.kind ?? .paragraph
                        // A heading that was never closed.
                        if kind == .heading, node.tag == .p || node.tag == .ul { kind = .paragraph }
                        owners.append((Int32(i), node.end, kind))
                        breaks = 0
                    } else {
                        switch node.tag {
                        case .br:
                            breaks += 1
                            if breaks > 1 {
                                flush(&current, at: i)
                                lead = Int32(i + 1)
                            }
                        case .a: if tree.attribute(.href, of: i) != nil { linkEnd = max(linkEnd, node.end) }
                        case .b, .strong, .em, .i, .u: emphasisEnd = max(emphasisEnd, node.end)
                        default: break
                        }
                        if current.start >= 0 { current.hints.formUnion(node.hints) }
                    }
                    i += 1
                }
                flush(&current, at: nodes.count)
            }
        }
        firstBlock.append(Int32(blocks.count))
        sum()
    }

    /// The letters and digits of a block, ASCII in lower case, up to a number of bytes: for comparing blocks.
    func folded(_ block: Int, _ tree: borrowing PageTree, upTo limit: Int) -> [UInt8] {
        var result: [UInt8] = []
        for node in Int(blocks[block].start)..<Int(blocks[block].end) where tree.nodes[node].tag == .text {
            for at in Int(tree.nodes[node].textStart)..<Int(tree.nodes[node].textEnd) {
                let byte = tree.text[at]
                if byte.isASCIIAlphanumeric { result.append(byte.asciiLowercased) } else if byte >= 0x80 { result.append(byte) }
                if result.count >= limit { return result }
            }
        }
        return result
    }

    /// A hash of what `folded` gives.
    func fingerprint(_ block: Int, _ tree: borrowing PageTree) -> UInt64 {
        var hash = ClassVocabulary.seed
        for node in Int(blocks[block].start)..<Int(blocks[block].end) where tree.nodes[node].tag == .text {
            for at in Int(tree.nodes[node].textStart)..<Int(tree.nodes[node].textEnd) {
                let byte = tree.text[at]
                if byte.isASCIIAlphanumeric { hash = ClassVocabulary.hash(hash, byte | 0x20) } else if byte >= 0x80 { hash = ClassVocabulary.hash(hash, byte) }
            }
        }
        return hash
    }

    /// Takes back the verdicts for which `condition` holds.
    mutating func restore(where condition: (Block) -> Bool) {
        for i in blocks.indices where blocks[i].verdict != .kept && condition(blocks[i]) {
            blocks[i].verdict = .kept
            blocks[i].cause = -1
        }
    }

    /// Letters of the blocks that are kept.
    var keptLetters: Int { blocks.reduce(0) { $0 + ($1.verdict == .kept ? Int($1.letters) : 0) } }

    /// Sums again over the blocks that are still kept.
    mutating func sum() {
        letters.removeAll(keepingCapacity: true)
        linked.removeAll(keepingCapacity: true)
        prose.removeAll(keepingCapacity: true)
        var (l, k, p): (Int32, Int32, Int32) = (0, 0, 0)
        letters.append(0)
        linked.append(0)
        prose.append(0)
        for block in blocks {
            if block.verdict == .kept {
                l += block.letters
                k += block.linked
                p += block.prose
            }
            letters.append(l)
            linked.append(k)
            prose.append(p)
        }
    }

    private mutating func flush(_ current: inout Block, at end: Int) {
        guard current.start >= 0 else { return }
        current.end = Int32(end)
        current.owner = owners.last?.node ?? 0
        current.kind = owners.last?.kind ?? .paragraph
        blocks.append(current)
        current = Block(start: -1, end: 0, owner: 0)
    }

    private static func kind(_ tag: Tag) -> Kind? {
        switch tag {
        case .h1, .h2, .h3, .h4, .h5, .h6: .heading
        case .li: .listItem
        case .td, .th: .tableCell
        case .blockquote: .quotation
        case .pre, .xmp: .preformatted
        case .figcaption, .caption, .figure: .caption
        case .dt, .dd: .term
        case .article, .section, .main, .body, .aside, .html: .paragraph
        default: nil
        }
    }

    /// Adds the measures of a piece of text to a block; false where it is blank.
    @inline(__always)
    private static func measure(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ block: inout Block, _ node: Int32, inLink: Bool, emphasised: Bool
    ) -> Bool {
        var letters: Int32 = 0, words: Int32 = 0, sentences: Int16 = 0, commas: Int16 = 0
        var last: UInt8 = 0
        var wasBlank = true
        var i = start
        while i < end {
            let byte = text[i]
            if byte <= 0x20 {
                if last == UInt8(ascii: ".") || last == UInt8(ascii: "!") || last == UInt8(ascii: "?"), !wasBlank { sentences &+= 1 }
                wasBlank = true
            } else if byte == 0xC2, i + 1 < end, text[i + 1] == 0xA0 {
                wasBlank = true
                i += 1
            } else {
                if wasBlank { words += 1 }
                wasBlank = false
                letters += 1
                if byte == UInt8(ascii: ",") { commas &+= 1 }
                // The CJK full stop and comma, U+3002 and U+3001.
                if byte == 0x82 || byte == 0x81, i >= start + 2, text[i - 1] == 0x80, text[i - 2] == 0xE3 {
                    if byte == 0x82 { sentences &+= 1 } else { commas &+= 1 }
                }
                last = byte
            }
            i += 1
        }
        guard letters > 0 else { return false }
        if !wasBlank, last == UInt8(ascii: ".") || last == UInt8(ascii: "!") || last == UInt8(ascii: "?") { sentences &+= 1 }
        if block.start < 0 { block.start = node }
        block.letters &+= letters
        block.words &+= words
        block.sentences &+= sentences
        block.commas &+= commas
        block.last = last
        if inLink { block.linked &+= letters }
        if emphasised { block.emphasised &+= letters }
        return true
    }
}

/// What extraction decided about a block, and why.
enum Verdict: UInt8, CaseIterable {
    case kept
    /// In an element whose tag or hints say it is not the article.
    case boilerplateElement
    /// Outside the element that holds the article.
    case outside
    /// Mostly links.
    case links
    /// Before the article's text: its headline, byline, date.
    case head
    /// After the article's text: related links, credits, notes.
    case tail
    /// A caption of a picture.
    case caption
    /// A line that says boilerplate.
    case phrase
    /// A heading without text beneath it.
    case emptyHeading
    /// Repeats an earlier block.
    case repetition
    /// One of many teasers, beside an article of many paragraphs.
    case teaser
}
