/// Writes a page's text: paragraphs apart by an empty line, blanks collapsed, characters by `CharacterPolicy`.
struct TextRenderer {
    private var output: [UInt8] = []
    /// What stands between the last character written and the next one.
    private enum Gap { case none, space, line, paragraph }
    private var gap = Gap.none
    private var previous: UInt32 = 0

    /// The text, without blanks at its ends.
    consuming func finish() -> [UInt8] { output }

    /// A block as a paragraph of its own.
    mutating func render(_ block: PageBlocks.Block, of tree: borrowing PageTree, without dropped: [Int32] = []) {
        breakParagraph()
        tree.text.withUnsafeBufferPointer { text in
            var i = Int(block.start)
            while i < Int(block.end) {
                let node = tree.nodes[i]
                if node.tag == .text {
                    write(text, Int(node.textStart), Int(node.textEnd), preformatted: block.kind == .preformatted)
                } else if node.tag.traits.contains(.skipped) || !dropped.isEmpty && dropped.containsSorted(Int32(i)) {
                    i = Int(node.end)
                    continue
                } else if node.tag == .br {
                    breakLine()
                }
                i += 1
            }
        }
        breakParagraph()
    }

    /// Ends a paragraph.
    mutating func breakParagraph() { gap = output.isEmpty ? .none : .paragraph }
    /// Ends a line.
    mutating func breakLine() { if !output.isEmpty, gap != .paragraph { gap = .line } }

    private mutating func write(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, preformatted: Bool) {
        var i = start
        while i < end {
            let byte = text[i]
            if byte > 0x20 && byte < 0x7F {
                put(byte)
                i += 1
                continue
            }
            if byte < 0x80 {
                if preformatted, byte == 0x0A || byte == 0x0D { breakLine() } else if byte.isHTMLBlank { blank() }
                i += 1
                continue
            }
            var reader = ScalarReader(text, at: i, to: end)
            guard let scalar = reader.next() else { return }
            i = reader.at
            switch CharacterPolicy.action(for: scalar, after: previous) {
            case .keep: put(scalar: scalar)
            case .remove: break
            case .space: blank()
            case .lineFeed: breakLine()
            case .replace(let other): put(scalar: other)
            }
        }
    }

    @inline(__always)
    private mutating func blank() { if gap == .none, !output.isEmpty { gap = .space } }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        if gap != .none { closeGap() }
        output.append(byte)
        previous = UInt32(byte)
    }

    private mutating func put(scalar: UInt32) {
        if gap != .none { closeGap() }
        output.append(scalar: scalar)
        previous = scalar
    }

    private mutating func closeGap() {
        switch gap {
        case .none: break
        case .space: output.append(UInt8(ascii: " "))
        case .line: output.append(UInt8(ascii: "\n"))
        case .paragraph: output.append(contentsOf: [UInt8(ascii: "\n"), UInt8(ascii: "\n")])
        }
        gap = .none
        previous = 0
    }
}

extension [Int32] {
    /// Whether a sorted array holds `value`. Logarithmic.
    fileprivate func containsSorted(_ value: Int32) -> Bool {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value
    }
}
