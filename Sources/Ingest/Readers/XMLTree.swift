/// A small piece of XML as a tree: one record of a feed, a wiki dump, a newswire file.
///
/// Forgiving about what doesn't matter here (namespaces are dropped, tags may close out of turn) and strict about what does: entities of
/// a document's own are never expanded and external ones never loaded, so that neither an entity bomb nor a named file can do anything.
struct XMLElement: Sendable {
    enum Node: Sendable {
        case element(XMLElement)
        case text([UInt8])
    }

    /// Without prefix.
    var name: String
    var attributes: [(name: String, value: String)] = []
    var children: [Node] = []

    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

    /// The child elements called `name`.
    func elements(_ name: String) -> [XMLElement] {
        children.compactMap { if case .element(let element) = $0, element.name == name { element } else { nil } }
    }

    func element(_ name: String) -> XMLElement? {
        for case .element(let element) in children where element.name == name { return element }
        return nil
    }

    /// The first element at the end of `path`.
    func element(at path: String...) -> XMLElement? {
        var current: XMLElement? = self
        for name in path { current = current?.element(name) }
        return current
    }

    /// The first element called `name` at any depth, in reading order.
    func descendant(_ name: String) -> XMLElement? {
        for case .element(let element) in children {
            if element.name == name { return element }
            if let found = element.descendant(name) { return found }
        }
        return nil
    }

    /// All text inside.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        appendText(to: &result)
        return result
    }

    private func appendText(to result: inout [UInt8]) {
        for child in children {
            switch child {
            case .text(let bytes): result += bytes
            case .element(let element): element.appendText(to: &result)
            }
        }
    }

    /// All text inside, runs of white space as one space, none at the ends; `nil` where nothing is left.
    var line: String? { String(line: bytes) }

    /// What is inside, as markup again.
    var markup: [UInt8] {
        var result: [UInt8] = []
        for child in children {
            switch child {
            case .text(let bytes):
                for byte in bytes {
                    switch byte {
                    case UInt8(ascii: "<"): result += "&lt;".utf8
                    case UInt8(ascii: "&"): result += "&amp;".utf8
                    default: result.append(byte)
                    }
                }
            case .element(let element):
                result += "<\(element.name)>".utf8
                result += element.markup
                result += "</\(element.name)>".utf8
            }
        }
        return result
    }
}

extension String {
    /// `bytes` with runs of white space as one space and none at the ends; `nil` where nothing is left.
    init?(line bytes: [UInt8]) {
        let words = bytes.split { $0 <= 0x20 }
        if words.isEmpty { return nil }
        self.init(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
    }
}

/// Parses XML text, valid UTF-8, into elements.
struct XMLParser {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether text was left out because it stood in entities of the document's own.
    private var hasUnknownEntities = false
    private static let maximumDepth = 256

    /// The first element of `text`, and whether it used entities that XML doesn't define; those are left out.
    ///
    /// - Throws: where elements nest without measure.
    static func parse(_ text: [UInt8]) throws(IngestError) -> (element: XMLElement, hasUnknownEntities: Bool)? {
        var result: Result<(element: XMLElement, hasUnknownEntities: Bool)?, IngestError> = .success(nil)
        text.withUnsafeBufferPointer { buffer in
            var parser = XMLParser(text: buffer)
            do throws(IngestError) {
                result = .success(try parser.document().map { ($0, parser.hasUnknownEntities) })
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    private mutating func document() throws(IngestError) -> XMLElement? {
        var stack: [XMLElement] = []
        while position < text.count {
            if text[position] != UInt8(ascii: "<") {
                let end = text[position...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
                if !stack.isEmpty { stack[stack.count - 1].children.append(.text(resolve(text[position..<end]))) }
                position = end
            } else if starts("<!--") {
                skip(past: "-->")
            } else if starts("<![CDATA[") {
                let start = position + 9
                skip(past: "]]>")
                if !stack.isEmpty { stack[stack.count - 1].children.append(.text(Array(text[start..<max(start, position - 3)]))) }
            } else if starts("<?") {
                skip(past: "?>")
            } else if starts("<!") {
                skipDeclaration()
            } else if starts("</") {
                skip(past: ">")
                guard let closed = stack.popLast() else { continue }
                if stack.isEmpty { return closed }
                stack[stack.count - 1].children.append(.element(closed))
            } else {
                let (element, isClosed) = startTag()
                if isClosed {
                    if stack.isEmpty { return element }
                    stack[stack.count - 1].children.append(.element(element))
                } else {
                    if stack.count >= Self.maximumDepth { throw IngestError(.parse, .corrupt, "elements are nested more than \(Self.maximumDepth) deep") }
                    stack.append(element)
                }
            }
        }
        // Cut: what is there closes by itself.
        while let closed = stack.popLast() {
            if stack.isEmpty { return closed }
            stack[stack.count - 1].children.append(.element(closed))
        }
        return nil
    }

    private func starts(_ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard position + count <= text.count else { return false }
        for offset in 0..<count where text[position + offset] != prefix.utf8Start[offset] { return false }
        return true
    }

    private mutating func skip(past end: StaticString) {
        while position < text.count {
            if starts(end) {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
    }

    /// A document type with its own declarations in brackets.
    private mutating func skipDeclaration() {
        var depth = 0
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">"):
                if depth <= 0 {
                    position += 1
                    return
                }
            default: break
            }
            position += 1
        }
    }

    private mutating func startTag() -> (XMLElement, isClosed: Bool) {
        position += 1
        var element = XMLElement(name: name())
        while position < text.count {
            skipSpace()
            guard position < text.count else { break }
            if text[position] == UInt8(ascii: ">") {
                position += 1
                return (element, false)
            }
            if starts("/>") {
                position += 2
                return (element, true)
            }
            let attribute = name()
            skipSpace()
            if !attribute.isEmpty, position < text.count, text[position] == UInt8(ascii: "=") {
                position += 1
                skipSpace()
                element.attributes.append((attribute, String(decoding: attributeValue(), as: UTF8.self)))
            } else if attribute.isEmpty {
                position += 1
            }
        }
        return (element, true)
    }

    private mutating func attributeValue() -> [UInt8] {
        guard position < text.count else { return [] }
        let quote = text[position]
        let start: Int
        let end: Int
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            start = position + 1
            end = text[start...].firstIndex(of: quote) ?? text.count
            position = min(end + 1, text.count)
        } else {
            start = position
            end = text[start...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") } ?? text.count
            position = end
        }
        return resolve(text[start..<end])
    }

    /// A name without its prefix.
    private mutating func name() -> String {
        var start = position
        while position < text.count {
            let byte = text[position]
            if byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "/") { break }
            position += 1
            if byte == UInt8(ascii: ":") { start = position }
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while position < text.count, text[position] <= 0x20 { position += 1 }
    }

    /// Text with its character references resolved. XML's five entities and HTML's commonest are known; others are left out.
    private mutating func resolve(_ raw: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "&")) else { return Array(raw) }
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var position = raw.startIndex
        while position < raw.endIndex {
            let byte = raw[position]
            guard byte == UInt8(ascii: "&"), let end = raw[position...].prefix(34).firstIndex(of: UInt8(ascii: ";")) else {
                result.append(byte)
                position += 1
                continue
            }
            let name = String(decoding: raw[(position + 1)..<end], as: UTF8.self)
            if let scalar = Self.character(name) {
                if let encoded = UTF8.encode(scalar) { result += encoded }
            } else if name.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "<") }), !name.isEmpty {
                hasUnknownEntities = true
            } else {
                result.append(byte)
                position += 1
                continue
            }
            position = end + 1
        }
        return result
    }

    private static func character(_ name: String) -> Unicode.Scalar? {
        if name.hasPrefix("#x") || name.hasPrefix("#X") { return UInt32(name.dropFirst(2), radix: 16).map { Unicode.Scalar($0) ?? "\u{FFFD}" } }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).map { Unicode.Scalar($0) ?? "\u{FFFD}" } }
        return names[name]
    }

    private static let names: [String: Unicode.Scalar] = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
        "rdquo": "”", "hellip": "…", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "copy": "©", "reg": "®", "trade": "™", "bull": "•", "middot": "·",
        "laquo": "«", "raquo": "»", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "uuml": "ü", "ouml": "ö", "auml": "ä", "szlig": "ß", "ntilde": "ñ",
    ]
}
