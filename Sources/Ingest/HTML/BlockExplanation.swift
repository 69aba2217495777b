/// Why one block of a page was kept or dropped: for whoever tunes the extraction.
public struct BlockExplanation: Sendable {
    /// `kept`, or the reason for dropping it.
    public var verdict: String
    /// The block's elements from the body down, with their classes and ids: `body/div.entry-content/p`.
    public var path: String
    /// The path of the element that the verdict is about; empty where the block was kept.
    public var cause: String
    /// The block's text, as the article would hold it.
    public var text: [UInt8]
}

extension PageTree {
    /// The element's tag and hints.
    func hints(of node: Int) -> String { "\(nodes[node].tag) [\(nodes[node].hints.description)]" }

    /// The elements from the page's root to `node`, with what they say of themselves.
    func path(to node: Int) -> String {
        var steps: [String] = []
        var at = node
        while at >= 0 {
            var step = "\(nodes[at].tag)"
            for classes in attributes(.classes, of: at) {
                for word in classes.split(whereSeparator: \.isHTMLBlank) { step += "." + String(decoding: word, as: UTF8.self) }
            }
            steps.append(step)
            at = Int(nodes[at].parent)
        }
        return steps.reversed().joined(separator: "/")
    }
}
