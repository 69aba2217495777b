/// The first step of the selection: elements that say what they are, and that it is not the article.
extension ContentSelector {
    /// The largest share of a page's prose that an element with these hints may hold and still be put aside, in percent.
    private static let largestBoilerplate: [(hints: ClassHints, percent: Int)] = [
        ([.promotion, .date, .byline, .credit, .tags, .disclaimer, .toolbar, .infobox], 20),
        ([.sidebar, .share, .newsletter, .advert, .overlay, .breadcrumb, .biography], 40),
        ([.navigation, .footer], 65),
        ([.related, .comments], 80),
    ]
    private static let negative = largestBoilerplate.reduce(into: ClassHints()) { $0.formUnion($1.hints) }

    static func dropElements(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        let total = max(1, Int(blocks.prose.last ?? 0))
        // Pages that unfold on a click hide much of their text in small pieces.
        let isFolded = hiddenProse(tree, blocks) * 100 > total * 35
        var captions: [Int] = []
        // The end of the hidden element that was found to hold the article: what is hidden in it is not judged again.
        var shownUntil = 0
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
            if node.hints.contains(.hidden), i >= shownUntil, !unfolds(tree, i) {
                if isToStayHidden(tree, blocks, inside, total, isFolded) { largest = 100 } else { shownUntil = Int(node.end) }
            }
            let hints = node.hints.intersection(negative)
            if !hints.isEmpty { for (some, percent) in largestBoilerplate where !hints.isDisjoint(with: some) { largest = max(largest, percent) } }
            // An element that says it holds the text goes only where it holds little of it.
            if node.hints.contains(.body), !node.hints.contains(.comments) { largest = min(largest, 25) }
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

    /// Whether a hidden element is a part that opens on a click: it, its parent or its first child says so.
    private static func unfolds(_ tree: borrowing PageTree, _ node: Int) -> Bool {
        let parent = Int(tree.nodes[node].parent)
        return tree.nodes[node].hints.contains(.folding) || (parent >= 0 && tree.nodes[parent].hints.contains(.folding))
            || (node + 1 < tree.nodes.count && tree.nodes[node + 1].hints.contains(.folding))
    }

    /// The prose in hidden elements.
    private static func hiddenProse(_ tree: borrowing PageTree, _ blocks: borrowing PageBlocks) -> Int {
        var sum = 0
        var i = 0
        while i < tree.nodes.count {
            if tree.nodes[i].hints.contains(.hidden) {
                sum += blocks.sum(blocks.prose, blocks.range(tree.nodes[i], at: i))
                i = Int(tree.nodes[i].end)
            } else {
                i += 1
            }
        }
        return sum
    }

    /// Whether a hidden element is not the article waiting for a click: it holds little, or what is visible too.
    private static func isToStayHidden(_ tree: borrowing PageTree, _ blocks: borrowing PageBlocks, _ inside: Range<Int>, _ total: Int, _ isFolded: Bool) -> Bool {
        let share = blocks.sum(blocks.prose, inside) * 100 / total
        if share < 10 && !isFolded { return true }
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
    static func dropTeasers(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        let total = Int(blocks.prose.last ?? 0)
        guard total > 2000 else { return }
        // The prose of paragraphs that share a parent.
        var clusters: [Int32: Int32] = [:]
        func parent(_ block: PageBlocks.Block) -> Int32 {
            let owner = tree.nodes[Int(block.owner)]
            // What stands behind the end of a page has no parent.
            let isPart = owner.parent >= 0 && (owner.tag == .p || owner.tag == .blockquote || owner.tag == .li || owner.tag == .pre)
            return isPart ? owner.parent : block.owner
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
        guard weak.count > 5, weak.values.reduce(0, { $0 + Int($1) }) * 100 > total * 25 else { return }
        for i in blocks.blocks.indices where blocks[verdict: i] == .kept && mayBeTeaser(blocks.blocks[i]) && weak[parent(blocks.blocks[i])] != nil {
            blocks.drop(i, as: .teaser, because: Int(blocks.blocks[i].owner))
        }
        blocks.sum()
    }
}
