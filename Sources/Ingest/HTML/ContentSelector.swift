/// Decides which blocks of a page are the article.
///
/// 1. Elements that say what they are (navigation, comments, related links, …) are put aside, unless they hold most of the
///    page's prose.
/// 2. The article's container: from the body down, as long as one child holds nearly all the prose.
/// 3. Inside it, lists of links, captions and boilerplate lines are put aside.
/// 4. The edges: headline, byline and date before the first paragraph; related links, credits and notes after the last.
struct ContentSelector: ~Copyable {
    /// Puts aside only what no reader sees: the fallbacks for browsers without scripts and frames, unless there is nothing else.
    static func selectVisible(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        for i in tree.nodes.indices where tree.nodes[i].tag == .noscript || tree.nodes[i].tag == .noframes {
            for block in blocks.range(tree.nodes[i], at: i) { blocks.drop(block, as: .boilerplateElement, because: i) }
        }
        if blocks.keptLetters == 0 { blocks.restore { _ in true } }
    }

    /// Marks the verdicts on `blocks`. A few passes over blocks and elements.
    static func select(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        let whole = blocks.keptLetters
        guard whole > 0 else { return }
        dropElements(tree, &blocks)
        blocks.sum()
        dropTeasers(tree, &blocks)
        let root = container(tree, blocks)
        let inside = blocks.range(tree.nodes[root], at: root)
        keepStandfirst(tree, &blocks, before: inside)
        for i in blocks.blocks.indices where !inside.contains(i) { blocks.drop(i, as: .outside, because: root) }
        blocks.restoreStandfirst()
        dropRepetitions(tree, &blocks)
        blocks.sum()
        if blocks.blocks.contains(where: { $0.verdict == .kept && isText($0) }) {
            dropLinkLists(tree, &blocks, within: root)
            dropLines(tree, &blocks, inside)
            trimHead(tree, &blocks, inside)
            trimTail(tree, &blocks, inside)
            dropEmptyHeadings(&blocks, inside)
        } else {
            // A page of a few words: all that is not boilerplate, or all there is.
            blocks.restore { $0.verdict == .outside || $0.verdict == .teaser }
            if blocks.keptLetters == 0 { blocks.restore { _ in true } }
        }
    }

    // MARK: Inside it

    /// Puts aside lists, tables and divisions that are mostly links.
    private static func dropLinkLists(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, within root: Int) {
        let whole = max(1, blocks.sum(blocks.letters, blocks.range(tree.nodes[root], at: root)))
        var i = root + 1
        while i < Int(tree.nodes[root].end) {
            let node = tree.nodes[i]
            guard node.tag != .text, node.tag.traits.contains(.block), !node.tag.isHeading else { i += 1; continue }
            let inside = blocks.range(node, at: i)
            let letters = blocks.sum(blocks.letters, inside)
            guard letters > 0 else { i = Int(node.end); continue }
            let linked = blocks.sum(blocks.linked, inside)
            let most = node.tag.traits.contains(.table) ? 80 : 60
            if linked * 100 > letters * most, node.tag != .p || letters < 60 || linked * 100 > letters * 95 || blocks.blocks[inside.lowerBound].sentences == 0, letters * 100 < whole * 50, node.tag != .li {
                for block in inside { blocks.drop(block, as: .links, because: i) }
                i = Int(node.end)
                continue
            }
            i += 1
        }
    }

    /// Puts aside blocks that repeat an earlier one: pages hold versions of a box for large and small screens.
    private static func dropRepetitions(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        var seen = HashTable(capacity: blocks.blocks.count)
        for i in blocks.blocks.indices where blocks[verdict: i] == .kept && blocks.blocks[i].letters >= 30 {
            let kind = blocks.blocks[i].kind
            if kind == .tableCell || kind == .heading || kind == .listItem { continue }
            let parent = tree.nodes[Int(blocks.blocks[i].owner)].parent
            let fingerprint = blocks.fingerprint(i, tree)
            if let first = seen[fingerprint] {
                if first != UInt64(UInt32(bitPattern: parent)) { blocks.drop(i, as: .repetition, because: Int(blocks.blocks[i].owner)) }
            } else {
                seen.set(fingerprint, UInt64(UInt32(bitPattern: parent)))
            }
        }
    }

    /// Puts aside lines that say boilerplate.
    private static func dropLines(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, _ inside: Range<Int>) {
        for i in inside where blocks[verdict: i] == .kept {
            if BoilerplatePhrases.shared.matches(blocks.blocks[i], in: tree) { blocks.drop(i, as: .phrase, because: Int(blocks.blocks[i].owner)) }
        }
    }

    /// Puts aside headline, byline and date: from the top, up to the first block that is text. Headings right before it stay.
    private static func trimHead(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, _ inside: Range<Int>) {
        var headings: [Int] = []
        for i in blocks.blocks.indices where blocks[verdict: i] == .kept {
            let block = blocks.blocks[i]
            if block.kind == .heading, tree.nodes[Int(block.owner)].tag != .h1 {
                headings.append(i)
                continue
            }
            if isContent(block) { return }
            for heading in headings { blocks.drop(heading, as: .head, because: Int(blocks.blocks[heading].owner)) }
            headings = []
            blocks.drop(i, as: .head, because: Int(block.owner))
        }
    }

    /// Whether a block is more than a headline or a byline.
    private static func isContent(_ block: PageBlocks.Block) -> Bool {
        switch block.kind {
        case .tableCell, .preformatted, .term: true
        case .heading: false
        // Scripts without blanks have no words to count.
        default: isText(block) || block.sentences > 0 && block.words >= 5 && block.linkDensity < 0.5 || block.words >= 15 || block.last == UInt8(ascii: ":") && block.words >= 4
        }
    }

    /// Whether a block is a paragraph of the article beyond doubt.
    private static func isText(_ block: PageBlocks.Block) -> Bool {
        block.kind != .heading && block.letters >= 50 && block.sentences > 0 && block.linkDensity < 0.5
    }

    /// Puts aside what follows the text.
    private static func trimTail(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, _ inside: Range<Int>) {
        for i in inside.reversed() where blocks[verdict: i] == .kept {
            let block = blocks.blocks[i]
            let isWeak = block.kind == .heading || block.linkDensity > 0.6 || (block.kind == .paragraph && block.letters < 40 && block.sentences == 0)
                || BoilerplatePhrases.shared.ends(block, in: tree)
            guard isWeak else { return }
            blocks.drop(i, as: .tail, because: Int(block.owner))
        }
    }

    /// Puts aside headings of what was put aside: nothing kept follows them up to the next heading.
    private static func dropEmptyHeadings(_ blocks: inout PageBlocks, _ inside: Range<Int>) {
        var heading: Int?
        var dropped = false
        for i in inside {
            let block = blocks.blocks[i]
            if block.verdict == .kept {
                if block.kind == .heading {
                    if let heading, dropped { blocks.drop(heading, as: .emptyHeading, because: Int(blocks.blocks[heading].owner)) }
                    heading = i
                } else {
                    heading = nil
                }
                dropped = false
            } else if block.verdict == .links || block.verdict == .boilerplateElement && block.letters > 20 || block.verdict == .phrase {
                dropped = true
            }
        }
    }
}
