/// A checked JSON text as a flat list of its values in reading order, each a slice of the text.
///
/// Strict by RFC 8259: UTF-8, number grammar, escapes and surrogate pairs are all checked, also in the parts that nobody reads.
/// Nothing is copied or converted, so numbers stay as they are spelled. One tape can scan many texts; its memory is reused.
///
/// Cost: one pass, about 1 GB/s on article dumps, most of whose bytes are long strings.
public struct JSONTape: Sendable {
    /// One value, or one key of an object.
    public struct Node: Sendable {
        public enum Kind: UInt8, Sendable { case object, array, string, number, bool, null }

        public var kind: Kind
        /// A string that holds escapes: `JSONTape.unescape` gives its characters.
        public var isEscaped: Bool
        /// Bytes of the text; a string's are those between its quotes.
        public var range: Range<Int>
        /// Index of the node behind this one and all that it holds.
        public var next: Int
    }

    /// The values. An object's node is followed by key, value, key, value …; an array's by its elements.
    public private(set) var nodes: [Node] = []
    /// Objects and arrays inside one another: more is an error, so that no input can exhaust the stack.
    public static let maximumDepth = 512

    public init() {}

    /// Reads one JSON value with nothing but white space around it.
    ///
    /// - Throws: `JSONSyntaxError` at the first byte that is not JSON.
    public mutating func scan(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        nodes.removeAll(keepingCapacity: true)
        var scanner = JSONScanner(text: text, position: 0)
        scanner.skipSpace()
        try scanner.value(depth: 0, into: &nodes)
        scanner.skipSpace()
        if scanner.position != text.count { throw JSONSyntaxError(.trailingText, at: scanner.position) }
    }

    /// Calls `body` with the index of each key and of its value, in the order of the object at `index`.
    @inlinable public func forEachField(ofObjectAt index: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
        var key = index + 1
        while key < nodes[index].next {
            body(key, key + 1)
            key = nodes[key + 1].next
        }
    }

    /// Calls `body` with the index of each element of the array at `index`.
    @inlinable public func forEachElement(ofArrayAt index: Int, _ body: (Int) -> Void) {
        var element = index + 1
        while element < nodes[index].next {
            body(element)
            element = nodes[element].next
        }
    }

    /// The bytes of the string at `index`, escapes resolved: valid UTF-8.
    ///
    /// - Parameter text: the text that was scanned.
    public func string(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let node = nodes[index]
        let slice = UnsafeBufferPointer(rebasing: text[node.range])
        return node.isEscaped ? JSONScanner.unescape(slice) : [UInt8](slice)
    }
}
