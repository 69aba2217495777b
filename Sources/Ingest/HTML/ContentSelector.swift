/// Decides which blocks of a page are the article.
///
/// 1. Elements that say what they are (navigation, comments, related links, …) are put aside, unless they hold most of the
///    page's prose.
/// 2. The article's container: from the body down, as long as one child holds nearly all the prose.
/// 3. Inside it, lists of links, captions and boilerplate lines are put aside.
/// 4. The edges: headline, byline and date before the first paragraph; related links, credits and notes after the last.
struct ContentSelector: ~Copyable {
    /// The container is entered further while one child holds this share of the prose, in percent.
    private static let nearlyAll = 85
    /// A child that says it is the article's text, or is an `<article>`, is entered with this share of it.
    private static let most = 50

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

    // MARK: Elements

    /// The largest share of a page's prose that an element with these hints may hold and still be put aside, in percent.
    private static let largestBoilerplate: [(hints: ClassHints, percent: Int)] = [
        ([.promotion, .date, .byline, .credit, .tags, .disclaimer, .toolbar, .infobox], 20),
        ([.sidebar, .share, .newsletter, .advert, .overlay, .breadcrumb, .biography], 40),
        ([.related, .navigation, .footer, .comments], 65),
    ]
    private static let negative = largestBoilerplate.reduce(into: ClassHints()) { $0.formUnion($1.hints) }

    private static func dropElements(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        let total = max(1, Int(blocks.prose.last ?? 0))
        var captions: [Int] = []
        var i = 0
        while i < tree.nodes.count {
            let node = tree.nodes[i]
            if node.tag == .text { i += 1; continue }
            let inside = blocks.range(node, at: i)
            if inside.isEmpty { i = node.tag.traits.contains(.skipped) ? Int(node.end) : i + 1; continue }
            var largest = 0
            switch node.tag {
            case .nav, .footer, .menu: largest = 65
            case .noscript, .noframes: largest = 40
            case .aside, .button, .dialog, .label, .legend: largest = 40
            case .figcaption, .caption: captions.append(i)
            default: if node.hints.contains(.caption) { captions.append(i) }
            }
            if !node.tag.traits.contains(.block), !covers(node, inside, blocks) {
                // Part of a line: only what is not for reading.
                if !node.hints.isDisjoint(with: [.hidden, .share, .overlay, .toolbar]) { blocks.dropInline(i) }
                i += 1
                continue
            }
            if node.hints.contains(.hidden), isToStayHidden(tree, blocks, inside, total) { largest = 100 }
            let hints = node.hints.intersection(negative)
            if !hints.isEmpty { for (some, percent) in largestBoilerplate where !hints.isDisjoint(with: some) { largest = max(largest, percent) } }
            if largest > 0, blocks.sum(blocks.prose, inside) * 100 < total * largest {
                for block in inside { blocks.drop(block, as: .boilerplateElement, because: i) }
                i = Int(node.end)
                continue
            }
            i += 1
        }
        // Captions go, unless they are what the page is about: a gallery.
        let inCaptions = captions.reduce(0) { $0 + blocks.sum(blocks.prose, blocks.range(tree.nodes[$1], at: $1)) }
        guard inCaptions * 100 < total * 70 else { return }
        for caption in captions { for block in blocks.range(tree.nodes[caption], at: caption) { blocks.drop(block, as: .caption, because: caption) } }
    }

    /// Whether a hidden element is not the article waiting for a click: it holds little, or what is visible too.
    private static func isToStayHidden(_ tree: borrowing PageTree, _ blocks: borrowing PageBlocks, _ inside: Range<Int>, _ total: Int) -> Bool {
        let share = blocks.sum(blocks.prose, inside) * 100 / total
        if share < 10 { return true }
        if share > 90 { return false }
        var hidden: [UInt8] = []
        for i in inside { hidden += blocks.folded(i, tree, upTo: .max) }
        let visible = blocks.blocks.indices.filter { !inside.contains($0) && blocks.blocks[$0].prose > 60 }.prefix(8)
        let repeated = visible.filter { hidden.contains(run: blocks.folded($0, tree, upTo: 40)) }
        return repeated.count * 2 >= max(1, visible.count)
    }

    /// Whether an inline element makes up nearly all of the blocks that start in it.
    private static func covers(_ node: PageTree.Node, _ inside: Range<Int>, _ blocks: borrowing PageBlocks) -> Bool {
        Int(node.textEnd - node.textStart) * 10 >= blocks.sum(blocks.letters, inside) * 8
    }

    /// Puts aside streams of teasers: prose in many small pieces, beside an article whose paragraphs stand together.
    private static func dropTeasers(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        let total = Int(blocks.prose.last ?? 0)
        guard total > 2000 else { return }
        // The prose of paragraphs that share a parent.
        var clusters: [Int32: Int32] = [:]
        func parent(_ block: PageBlocks.Block) -> Int32 {
            let tag = tree.nodes[Int(block.owner)].tag
            return tag == .p || tag == .blockquote || tag == .li || tag == .pre ? tree.nodes[Int(block.owner)].parent : block.owner
        }
        // Items of plain lists and tables are the article's own.
        func mayBeTeaser(_ block: PageBlocks.Block) -> Bool {
            let tag = tree.nodes[Int(block.owner)].tag
            return tag != .li && tag != .dd && tag != .dt && tag != .td && tag != .th && tag != .pre
        }
        for block in blocks.blocks where block.verdict == .kept && block.prose > 0 && mayBeTeaser(block) { clusters[parent(block), default: 0] += block.prose }
        guard let largest = clusters.values.max() else { return }
        // A teaser's headline is a link, beside its text.
        let weak = clusters.filter { parent, prose in
            guard prose * 5 < largest else { return false }
            let around = blocks.range(tree.nodes[Int(parent)], at: Int(parent))
            return blocks.sum(blocks.linked, around) * 7 > blocks.sum(blocks.letters, around)
        }
        guard weak.count > 5, weak.values.reduce(0, +) * 100 > Int32(total) * 25 else { return }
        for i in blocks.blocks.indices where blocks[verdict: i] == .kept && mayBeTeaser(blocks.blocks[i]) && weak[parent(blocks.blocks[i])] != nil {
            blocks.drop(i, as: .teaser, because: Int(blocks.blocks[i].owner))
        }
        blocks.sum()
    }

    // MARK: Container

    /// The node that holds the article.
    private static func container(_ tree: borrowing PageTree, _ blocks: borrowing PageBlocks) -> Int {
        let useProse = blocks.prose.last ?? 0 > 0
        let sums = useProse ? blocks.prose : blocks.letters
        func weight(_ i: Int) -> Int { Int(sums[Int(blocks.firstBlock[Int(tree.nodes[i].end)])] - sums[Int(blocks.firstBlock[i])]) }
        var root = 0
        var whole = Int(sums.last ?? 0)
        descent: while true {
            var child = root + 1
            var best: (node: Int, weight: Int)?
            while child < Int(tree.nodes[root].end) {
                let node = tree.nodes[child]
                guard node.tag != .text else { child += 1; continue }
                if node.tag.traits.contains(.container) || node.tag == .unknown {
                    let held = weight(child)
                    if held * 100 >= whole * nearlyAll, !goesOn(tree, child, within: root, weight: weight) {
                        root = child
                        whole = held
                        continue descent
                    }
                    if held > best?.weight ?? 0 { best = (child, held) }
                }
                child = Int(node.end)
            }
            // No child holds nearly all: one that says it is the text, with most of it, somewhere below.
            if let found = declared(tree, within: root, whole: whole, weight: weight) {
                root = found
                whole = weight(found)
                continue
            }
            break
        }
        return root
    }

    private static func declared(_ tree: borrowing PageTree, within root: Int, whole: Int, weight: (Int) -> Int) -> Int? {
        var i = root + 1
        while i < Int(tree.nodes[root].end) {
            let node = tree.nodes[i]
            if node.tag == .article || node.tag == .main || node.hints.contains(.body), weight(i) * 100 >= whole * most {
                return goesOn(tree, i, within: root, weight: weight) ? nil : i
            }
            i += 1
        }
        return nil
    }

    /// Whether the text of an element that says it is the article's goes on in others of its kind.
    private static func goesOn(_ tree: borrowing PageTree, _ node: Int, within root: Int, weight: (Int) -> Int) -> Bool {
        let element = tree.nodes[node]
        guard element.hints.contains(.body) else { return false }
        var others = 0
        var i = root + 1
        while i < Int(tree.nodes[root].end) {
            let other = tree.nodes[i]
            if other.tag == element.tag, other.hints == element.hints, i != node {
                if i < node && Int(other.end) > node { i += 1; continue }
                others += weight(i)
                i = Int(other.end)
            } else {
                i = i == node ? Int(element.end) : i + 1
            }
        }
        return others * 100 > weight(node) * 4
    }

    // MARK: Around it

    /// Keeps what stands between the headline and the container where it is more than one sentence: key points, an abstract,
    /// the first paragraphs. A single sentence is a standfirst: the headline's, not the text's.
    private static func keepStandfirst(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, before inside: Range<Int>) {
        guard let headline = (0..<inside.lowerBound).last(where: { tree.nodes[Int(blocks.blocks[$0].owner)].tag == .h1 }), headline + 1 < inside.lowerBound else { return }
        let candidates = (headline + 1..<inside.lowerBound).filter {
            let block = blocks.blocks[$0]
            return block.verdict == .kept && block.kind != .heading && block.letters >= 40 && block.sentences > 0 && block.linkDensity < 0.3
        }
        let letters = candidates.reduce(0) { $0 + Int(blocks.blocks[$1].letters) }
        guard candidates.count > 1 || letters > 400 else { return }
        for i in candidates { blocks.markStandfirst(i) }
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
            if linked * 100 > letters * 60, letters * 100 < whole * 50, node.tag != .li {
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
        for i in blocks.blocks.indices where blocks[verdict: i] == .kept && blocks.blocks[i].letters >= 30 && blocks.blocks[i].kind != .tableCell {
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

    /// Puts aside headline, byline and date.
    private static func trimHead(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, _ inside: Range<Int>) {
        guard let first = blocks.blocks.indices.first(where: { blocks[verdict: $0] == .kept && isText(blocks.blocks[$0]) }) else { return }
        var adjacent = true
        for i in (0..<first).reversed() where blocks[verdict: i] == .kept {
            let block = blocks.blocks[i]
            let tag = tree.nodes[Int(block.owner)].tag
            if adjacent, block.kind == .heading, tag != .h1 { continue }
            adjacent = false
            if block.kind != .heading, block.sentences > 0 && block.words >= 5 || block.words >= 15 || block.kind == .tableCell || block.kind == .preformatted || block.kind == .term { continue }
            blocks.drop(i, as: .head, because: Int(block.owner))
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
