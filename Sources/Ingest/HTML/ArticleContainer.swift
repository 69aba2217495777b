/// The second step of the selection: the element that holds the article, and what stands between it and the headline.
extension ContentSelector {
    /// The container is entered further while one child holds this share of the prose, in percent.
    private static let nearlyAll = 85
    /// A child that says it is the article's text, or is an `<article>`, is entered with this share of it.
    private static let most = 50

    /// The node that holds the article.
    static func container(_ tree: borrowing PageTree, _ blocks: borrowing PageBlocks) -> Int {
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

    /// Keeps what stands between the headline and the container where it is more than one sentence: key points, an abstract,
    /// the first paragraphs. A single sentence is a standfirst: the headline's, not the text's.
    static func keepStandfirst(_ tree: borrowing PageTree, _ blocks: inout PageBlocks, before inside: Range<Int>) {
        guard let headline = (0..<inside.lowerBound).last(where: { tree.nodes[Int(blocks.blocks[$0].owner)].tag == .h1 }), headline + 1 < inside.lowerBound else { return }
        let candidates = (headline + 1..<inside.lowerBound).filter {
            let block = blocks.blocks[$0]
            return block.verdict == .kept && block.kind != .heading && block.letters >= 40 && block.sentences > 0 && block.linkDensity < 0.3
        }
        let letters = candidates.reduce(0) { $0 + Int(blocks.blocks[$1].letters) }
        let areMany = candidates.count > 1 || letters > 400
        for i in candidates where areMany || isInBody(tree, Int(blocks.blocks[i].owner)) { blocks.markStandfirst(i) }
    }

    /// Whether an element around `node` says that it holds the article's text.
    private static func isInBody(_ tree: borrowing PageTree, _ node: Int) -> Bool {
        var at = node
        // Bounded: nesting is the page's choice.
        for _ in 0..<32 where at >= 0 {
            if tree.nodes[at].hints.contains(.body) { return true }
            at = Int(tree.nodes[at].parent)
        }
        return false
    }
}
