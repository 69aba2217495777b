import ExtractionVocabulary

/// Lines that are no part of an article whatever page they stand on: "Read more: …", "Follow us on …".
struct BoilerplatePhrases: Sendable {
    static let shared = BoilerplatePhrases()

    private struct Phrase {
        /// Lower-case ASCII letters and digits, single blanks between words.
        var words: [UInt8]
        /// The longest block that it speaks for, in letters.
        var longest: Int
        /// Only where most of the block is a link.
        var needsLink: Bool
        /// Only after the article's last paragraph.
        var onlyAtEnd = false
    }

    /// The phrases by their first letter.
    private var byFirst = [[Phrase]](repeating: [], count: 256)

    private init() {
        for row in EmbeddedTable(tl_phrases_table()).rows where row.count == 2 {
            let words = Array(row[1].utf8)
            guard let first = words.first else { continue }
            switch row[0] {
            case "line": byFirst[Int(first)].append(Phrase(words: words, longest: 90, needsLink: false))
            case "start": byFirst[Int(first)].append(Phrase(words: words, longest: 400, needsLink: false))
            case "end": byFirst[Int(first)].append(Phrase(words: words, longest: 500, needsLink: false, onlyAtEnd: true))
            case "link": byFirst[Int(first)].append(Phrase(words: words, longest: 400, needsLink: true))
            default: continue
            }
        }
    }

    /// Whether `block` begins with a phrase that speaks for all of it.
    func matches(_ block: PageBlocks.Block, in tree: borrowing PageTree) -> Bool { matches(block, in: tree, atEnd: false) }

    /// Whether `block`, with nothing of the article behind it, begins with a phrase that ends articles.
    func ends(_ block: PageBlocks.Block, in tree: borrowing PageTree) -> Bool { matches(block, in: tree, atEnd: true) }

    private func matches(_ block: PageBlocks.Block, in tree: borrowing PageTree, atEnd: Bool) -> Bool {
        guard block.letters <= 500 else { return false }
        var start: [UInt8] = []
        start.reserveCapacity(64)
        Self.collect(&start, block, tree)
        guard let first = start.first else { return false }
        return byFirst[Int(first)].contains { phrase in
            (atEnd || !phrase.onlyAtEnd) && block.letters <= phrase.longest && (!phrase.needsLink || block.linked * 10 >= block.letters * 3)
                && start.starts(with: phrase.words)
                && (start.count == phrase.words.count || !start[phrase.words.count].isASCIIAlphanumeric)
        }
    }

    /// The first words of a block: lower-case, all but letters and digits as single blanks, so that "Don’t" is "don t".
    private static func collect(_ start: inout [UInt8], _ block: PageBlocks.Block, _ tree: borrowing PageTree) {
        for i in Int(block.start)..<Int(block.end) where tree.nodes[i].tag == .text {
            var at = Int(tree.nodes[i].textStart)
            let end = Int(tree.nodes[i].textEnd)
            while at < end {
                let byte = tree.text[at]
                at += 1
                // Quotes, dashes and bullets of U+2000 to U+203F, the no-break space and the copyright sign are no letters either.
                let isSign = byte == 0xE2 && at < end && tree.text[at] == 0x80 || byte == 0xC2
                if isSign { at = min(end, at + (byte == 0xC2 ? 1 : 2)) }
                if !isSign, byte.isASCIIAlphanumeric || byte >= 0x80 {
                    start.append(byte.asciiLowercased)
                } else if let last = start.last, last != UInt8(ascii: " ") {
                    start.append(UInt8(ascii: " "))
                }
                if start.count >= 60 { return }
            }
        }
        if start.last == UInt8(ascii: " ") { start.removeLast() }
    }
}
