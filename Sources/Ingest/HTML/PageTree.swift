/// A page as flat arrays: nodes in document order, each with the end of its subtree, and the text in one piece.
///
/// A node's subtree is a range of nodes and a range of text, so that walking and measuring are single passes without
/// pointers or recursion.
struct PageTree {
    struct Node {
        var tag: Tag
        /// What class, id, role and the like say.
        var hints: ClassHints
        var parent: Int32
        /// The node after the last one of this subtree.
        var end: Int32
        /// The subtree's text.
        var textStart: Int32
        var textEnd: Int32
        /// The element's first kept attribute; the following node's first one ends them.
        var attributes: Int32
    }

    /// The attributes that extraction reads.
    enum AttributeName: UInt8 { case href, rel, name, property, content, itemprop, itemtype, datetime, type, lang, httpEquiv, title, classes }

    struct Attribute {
        var name: AttributeName
        var start: Int32
        var end: Int32
    }

    var nodes: [Node] = []
    var text: [UInt8] = []
    var attributes: [Attribute] = []
    var attributeBytes: [UInt8] = []
    /// `<meta>` elements and `<link>`s, wherever they stand (nodes in `nodes`, outside any text).
    var metaNodes: [Int32] = []
    /// Blocks of JSON-LD, as ranges of `scriptBytes`.
    var linkedData: [Range<Int>] = []
    var scriptBytes: [UInt8] = []

    mutating func removeAll() {
        nodes.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        attributeBytes.removeAll(keepingCapacity: true)
        metaNodes.removeAll(keepingCapacity: true)
        linkedData.removeAll(keepingCapacity: true)
        scriptBytes.removeAll(keepingCapacity: true)
    }

    /// Whether the element has any kept attribute.
    @inline(__always)
    func hasAttributes(_ node: Int) -> Bool {
        Int(nodes[node].attributes) < (node + 1 < nodes.count ? Int(nodes[node + 1].attributes) : attributes.count)
    }

    /// All kept attributes of one name.
    func attributes(_ name: AttributeName, of node: Int) -> [ArraySlice<UInt8>] {
        let to = node + 1 < nodes.count ? Int(nodes[node + 1].attributes) : attributes.count
        return attributes[Int(nodes[node].attributes)..<to].filter { $0.name == name }.map { attributeBytes[Int($0.start)..<Int($0.end)] }
    }

    /// The bytes of a kept attribute; `nil` where the element has none of that name.
    func attribute(_ name: AttributeName, of node: Int) -> ArraySlice<UInt8>? {
        let from = Int(nodes[node].attributes)
        let to = node + 1 < nodes.count ? Int(nodes[node + 1].attributes) : attributes.count
        for i in from..<to where attributes[i].name == name { return attributeBytes[Int(attributes[i].start)..<Int(attributes[i].end)] }
        return nil
    }
}
