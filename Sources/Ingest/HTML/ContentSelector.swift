/// Decides which blocks of a page are the article.
///
/// 1. Elements that say what they are (navigation, comments, related links, …) are put aside, unless they hold most of the
///    page's prose.
/// 2. The article's container: from the body down, as long as one child holds nearly all the prose.
/// 3. Inside it, lists of links, captions and boilerplate lines are put aside.
/// 4. The edges: headline, byline and date before the first paragraph; related links, credits and notes after the last.
struct ContentSelector {
    /// Marks the verdicts on `blocks`. A few passes over blocks and elements.
    static func select(_ tree: borrowing PageTree, _ blocks: inout PageBlocks) {
        dropElements(tree, &blocks, within: 0..<tree.nodes.count)
        blocks.sum()
        guard blocks.letters.last ?? 0 > 0 else { return }
        let root = container(tree, blocks)
        let kept = blocks.range(tree.nodes[root], at: root)
        for i in blocks.blocks.indices where !kept.contains(i) && blocks[verdict: i] == .kept { blocks[verdict: i] = .outside }
    }

    // MARK: Elements

    private static let negative: ClassHints = [
        .navigation, .footer, .sidebar, .related, .comments, .share, .newsletter, .advert, .promotion, .overlay, .breadcrumb, .biography,
        .hidden, .toolbar, .tags, .disclaimer, .byline, .date, .credit, .meta,
    ]

    private static func dropElements(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, within range: Range<Int>) {
        let total = max(1, Int(blocks.prose.last ?? 0))
        var i = range.lowerBound
        while i < range.upperBound {
            let node = tree.nodes[i]
            if node.tag == .text { i += 1; continue }
            let inside = blocks.range(node, at: i)
            if inside.isEmpty { i = node.tag.traits.contains(.skipped) ? Int(node.end) : i + 1; continue }
            var isNegative = false
            switch node.tag {
            case .nav, .footer, .aside, .button, .dialog, .menu, .label, .legend: isNegative = true
            default: break
            }
            if !node.hints.isDisjoint(with: negative) { isNegative = true }
            if isNegative {
                let share = Double(blocks.sum(blocks.prose, inside)) / Double(total)
                if share < 0.4 {
                    for block in inside { blocks[verdict: block] = .boilerplateElement }
                    i = Int(node.end)
                    continue
                }
            }
            i += 1
        }
    }

    // MARK: Container

    /// The node that holds the article.
    private static func container(_ tree: borrowing PageTree, _ blocks: PageBlocks) -> Int {
        var root = 0
        let useProse = blocks.prose.last ?? 0 > 0
        let sums = useProse ? blocks.prose : blocks.letters
        func weight(_ i: Int) -> Int { blocks.sum(sums, blocks.range(tree.nodes[i], at: i)) }
        var whole = Int(sums.last ?? 0)
        descent: while true {
            var child = root + 1
            while child < Int(tree.nodes[root].end) {
                let node = tree.nodes[child]
                if node.tag.traits.contains(.container) || node.tag == .unknown, weight(child) * 100 >= whole * 85 {
                    root = child
                    whole = weight(child)
                    continue descent
                }
                child = Int(node.end)
            }
            break
        }
        return root
    }
}
