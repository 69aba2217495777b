/// Writes a page's text: paragraphs apart by an empty line, blanks collapsed, characters by `CharacterPolicy`.
struct TextRenderer {
    private var output: [UInt8] = []
    /// What stands between the last character written and the next one.
    private enum Gap { case none, space, line, paragraph }
    private var gap = Gap.none
    private var previous: UInt32 = 0

    /// The text, without blanks at its ends.
    consuming func finish() -> [UInt8] { output }

    /// Every visible block of `tree`.
    mutating func renderAll(_ tree: PageTree) {
        render(tree, 0..<tree.nodes.count) { _ in true }
    }

    /// Ends a paragraph.
    mutating func breakParagraph() { gap = output.isEmpty ? .none : .paragraph }
    /// Ends a line.
    mutating func breakLine() { if !output.isEmpty, gap != .paragraph { gap = .line } }

    /// The nodes of `range`; `keep` says which elements to enter.
    mutating func render(_ tree: PageTree, _ range: Range<Int>, keep: (Int) -> Bool) {
        tree.text.withUnsafeBufferPointer { text in
            // The ends of the open blocks, at which a paragraph ends.
            var open: [Int] = []
            var preformattedUntil = 0
            var i = range.lowerBound
            while i < range.upperBound {
                while let end = open.last, end <= i {
                    open.removeLast()
                    breakParagraph()
                }
                let node = tree.nodes[i]
                if node.tag == .text {
                    write(text, Int(node.textStart), Int(node.textEnd), preformatted: i < preformattedUntil)
                    i += 1
                    continue
                }
                let traits = node.tag.traits
                if traits.contains(.skipped) || node.tag == .title || !keep(i) {
                    i = Int(node.end)
                    continue
                }
                if node.tag == .br { breakLine() }
                if traits.contains(.block) {
                    breakParagraph()
                    open.append(Int(node.end))
                    if traits.contains(.preformatted) { preformattedUntil = max(preformattedUntil, Int(node.end)) }
                }
                i += 1
            }
            breakParagraph()
        }
    }

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
