/// Builds a `PageTree` from a parser's events. Keeps its buffers and what it learnt of class words between pages.
struct TreeBuilder {
    var tree = PageTree()

    /// The open elements' nodes.
    private var open: [Int32] = []
    /// How many of the open elements hide their content; nothing is recorded in them.
    private var skipped = 0
    private var skippedTag = Tag.unknown
    /// The text node that more text would extend: the last node, while no element began or ended since.
    private var growing = false
    private var linkedDataStart: Int?
    /// Hints by hash of the attribute's value: a page repeats its class attributes.
    private var hintCache = HashTable(capacity: 4096)
    /// Keeps the words of class and id attributes in the tree: only explanations need them.
    var keepsClasses = false

    mutating func begin(pageSize: Int) {
        tree.removeAll()
        tree.text.reserveCapacity(pageSize / 4)
        tree.nodes.reserveCapacity(pageSize / 32)
        open.removeAll(keepingCapacity: true)
        skipped = 0
        growing = false
        linkedDataStart = nil
        if hintCache.count > 1 << 15 { hintCache = HashTable(capacity: 4096) }
    }

    mutating func finish() {
        while let node = open.popLast() { close(Int(node)) }
    }

    /// `attributes`: pairs of C strings, value `nil` where the attribute has none; ends with a `nil` name.
    mutating func start(_ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
        let tag = Tag(name: name)
        // Blocks end a drawing that was never closed, as in the standard's parser.
        if skipped > 0, skippedTag == .svg, tag.traits.contains(.block) {
            skipped = 0
            while let node = open.popLast() {
                close(Int(node))
                if tree.nodes[Int(node)].tag == .svg { break }
            }
        }
        if skipped > 0, skippedTag != .head {
            if tag == skippedTag { skipped += 1 }
            return
        }
        // What belongs to a page's head: kept whatever hides it.
        if skipped > 0, tag != .meta, tag != .link, tag != .title, tag != .script {
            if tag == skippedTag { skipped += 1 }
            // A head that was never closed.
            guard skippedTag == .head, tag == .body || tag == .div || tag == .main || tag == .article else { return }
            skipped = 0
        }
        growing = false
        let index = Int32(truncatingIfNeeded: tree.nodes.count)
        let at = Int32(truncatingIfNeeded: tree.text.count)
        tree.nodes.append(
            .init(tag: tag, hints: [], parent: open.last ?? -1, end: index + 1, textStart: at, textEnd: at, attributes: Int32(truncatingIfNeeded: tree.attributes.count)))
        if let attributes { read(attributes, of: tag, at: Int(index)) }
        switch tag {
        case .meta, .link:
            tree.metaNodes.append(index)
        case .script:
            linkedDataStart = isLinkedData(Int(index)) ? tree.scriptBytes.count : nil
        default: break
        }
        open.append(index)
        if tag.traits.contains(.skipped), skipped == 0 {
            skipped = 1
            skippedTag = tag
        }
    }

    mutating func end(_ name: UnsafePointer<UInt8>) {
        let tag = Tag(name: name)
        if skipped > 0, tag == skippedTag {
            skipped -= 1
            if skipped > 0 { return }
        } else if skipped > 0, tag != .meta, tag != .link, tag != .title, tag != .script {
            return
        }
        if tag == .script, let start = linkedDataStart {
            tree.linkedData.append(start..<tree.scriptBytes.count)
            linkedDataStart = nil
        }
        growing = false
        // libxml2 ends what it began, in order; a search guards against the exception.
        guard let place = open.lastIndex(where: { tree.nodes[Int($0)].tag == tag }) else { return }
        while open.count > place, let node = open.popLast() { close(Int(node)) }
    }

    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        if skipped > 0 {
            if linkedDataStart != nil { tree.scriptBytes.append(contentsOf: bytes) ; return }
            guard let last = open.last, tree.nodes[Int(last)].tag == .title, skippedTag == .head else { return }
        }
        if !growing {
            let index = Int32(truncatingIfNeeded: tree.nodes.count)
            let at = Int32(truncatingIfNeeded: tree.text.count)
            tree.nodes.append(
                .init(tag: .text, hints: [], parent: open.last ?? -1, end: index + 1, textStart: at, textEnd: at, attributes: Int32(truncatingIfNeeded: tree.attributes.count)))
            growing = true
        }
        tree.text.append(contentsOf: bytes)
        tree.nodes[tree.nodes.count - 1].textEnd = Int32(truncatingIfNeeded: tree.text.count)
    }

    private mutating func close(_ node: Int) {
        tree.nodes[node].end = Int32(truncatingIfNeeded: tree.nodes.count)
        tree.nodes[node].textEnd = Int32(truncatingIfNeeded: tree.text.count)
    }

    private func isLinkedData(_ node: Int) -> Bool {
        guard let type = tree.attribute(.type, of: node) else { return false }
        return type.prefix(19).equalsIgnoringCase("application/ld+json")
    }

    // MARK: Attributes

    private mutating func read(_ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>, of tag: Tag, at node: Int) {
        var i = 0
        var hints: ClassHints = []
        while let name = attributes[i] {
            defer { i += 2 }
            guard let kind = AttributeKind(name) else { continue }
            if kind == .hidden { hints.formUnion(.hidden); continue }
            guard let value = attributes[i + 1] else { continue }
            let bytes = UnsafeBufferPointer(start: value, count: length(value))
            switch kind {
            case .hidden: break
            case .title: if tag == .abbr || tag == .time { append(.title, bytes) }
            case .words(let keep):
                // An id of many words is a heading's text, made an anchor.
                if name[0] != UInt8(ascii: "i") || !Self.isSlug(bytes) { hints.formUnion(cachedHints(bytes)) }
                if let keep { append(keep, bytes) } else if keepsClasses { append(.classes, bytes) }
            case .style: if Self.hides(bytes) { hints.formUnion(.hidden) }
            case .ariaHidden: if bytes.first == UInt8(ascii: "t") { hints.formUnion(.hidden) }
            case .kept(let keep, let onlyMeta):
                if !onlyMeta || tag == .meta || tag == .link || tag == .time || tag == .script || tag == .html { append(keep, bytes) }
            }
        }
        tree.nodes[node].hints = hints
    }

    private static func isSlug(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count > 16 && bytes.count(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) > 3
    }

    private mutating func append(_ name: PageTree.AttributeName, _ bytes: UnsafeBufferPointer<UInt8>) {
        let start = Int32(truncatingIfNeeded: tree.attributeBytes.count)
        tree.attributeBytes.append(contentsOf: bytes)
        tree.attributes.append(.init(name: name, start: start, end: Int32(truncatingIfNeeded: tree.attributeBytes.count)))
    }

    private mutating func cachedHints(_ bytes: UnsafeBufferPointer<UInt8>) -> ClassHints {
        guard bytes.count < 1024 else { return ClassHints.of(UnsafeBufferPointer(rebasing: bytes.prefix(1024))) }
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        let raw = UnsafeRawBufferPointer(bytes)
        var i = 0
        while i + 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)) &* 0x9DDF_EA08_EB38_2D69
            hash ^= hash >> 29
            i += 8
        }
        while i < raw.count {
            hash = (hash ^ UInt64(raw[i])) &* 0x9DDF_EA08_EB38_2D69
            hash ^= hash >> 29
            i += 1
        }
        if let known = hintCache[hash] { return ClassHints(rawValue: known) }
        let hints = ClassHints.of(bytes)
        hintCache.set(hash, hints.rawValue)
        return hints
    }

    /// Whether an inline style hides the element: `display:none` or `visibility:hidden`, blanks aside.
    private static func hides(_ style: UnsafeBufferPointer<UInt8>) -> Bool {
        guard style.count >= 12, style.contains(UInt8(ascii: ":")) else { return false }
        var packed: [UInt8] = []
        packed.reserveCapacity(style.count)
        for byte in style where !byte.isHTMLBlank { packed.append(byte.asciiLowercased) }
        return packed.contains(run: hidingStyles.0) || packed.contains(run: hidingStyles.1)
    }

    private static let hidingStyles = (Array("display:none".utf8), Array("visibility:hidden".utf8))
}

/// What an attribute is read for.
private enum AttributeKind: Equatable {
    /// Words that hint at the element's content; also kept under a name.
    case words(PageTree.AttributeName?)
    case kept(PageTree.AttributeName, onlyOnMeta: Bool)
    case style, hidden, ariaHidden
    /// Dates of the hAtom microformat stand here.
    case title

    @inline(__always)
    init?(_ name: UnsafePointer<UInt8>) {
        switch name[0] {
        case UInt8(ascii: "c"):
            if Self.equal(name, "class") { self = .words(nil) } else if Self.equal(name, "content") { self = .kept(.content, onlyOnMeta: false) } else { return nil }
        case UInt8(ascii: "i"):
            if Self.equal(name, "id") { self = .words(nil) } else if Self.equal(name, "itemprop") { self = .words(.itemprop) }
            else if Self.equal(name, "itemtype") { self = .kept(.itemtype, onlyOnMeta: false) } else { return nil }
        case UInt8(ascii: "r"):
            if Self.equal(name, "rel") { self = .kept(.rel, onlyOnMeta: false) } else if Self.equal(name, "role") { self = .words(nil) } else { return nil }
        case UInt8(ascii: "h"):
            if Self.equal(name, "href") { self = .kept(.href, onlyOnMeta: false) } else if Self.equal(name, "hidden") { self = .hidden }
            else if Self.equal(name, "http-equiv") { self = .kept(.httpEquiv, onlyOnMeta: true) } else { return nil }
        case UInt8(ascii: "s"): if Self.equal(name, "style") { self = .style } else { return nil }
        case UInt8(ascii: "a"): if Self.equal(name, "aria-hidden") { self = .ariaHidden } else { return nil }
        case UInt8(ascii: "n"): if Self.equal(name, "name") { self = .kept(.name, onlyOnMeta: true) } else { return nil }
        case UInt8(ascii: "p"): if Self.equal(name, "property") { self = .kept(.property, onlyOnMeta: false) } else { return nil }
        case UInt8(ascii: "l"): if Self.equal(name, "lang") { self = .kept(.lang, onlyOnMeta: true) } else { return nil }
        case UInt8(ascii: "t"):
            if Self.equal(name, "title") { self = .title }
            else if Self.equal(name, "type") { self = .kept(.type, onlyOnMeta: true) } else { return nil }
        case UInt8(ascii: "d"):
            if Self.equal(name, "datetime") { self = .kept(.datetime, onlyOnMeta: false) }
            else if Self.equal(name, "data-testid") || Self.equal(name, "data-component") || Self.equal(name, "data-qa") { self = .words(nil) } else { return nil }
        default: return nil
        }
    }

    @inline(__always)
    private static func equal(_ name: UnsafePointer<UInt8>, _ known: StaticString) -> Bool {
        let text = known.utf8Start
        var i = 0
        while i < known.utf8CodeUnitCount {
            if name[i] != text[i] { return false }
            i += 1
        }
        return name[i] == 0
    }
}

private func length(_ string: UnsafePointer<UInt8>) -> Int {
    var i = 0
    while string[i] != 0 { i += 1 }
    return i
}
