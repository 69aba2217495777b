/// An element whose content is no markup, or no text for a reader, found in a page's bytes: a script, a style, a drawing, or text as it stands.
struct RawElement {
    private enum Kind { case script, style, svg, xmp, plaintext }

    private let kind: Kind
    /// The start tag.
    private let start: Int
    private let end: Int
    private let isSelfClosed: Bool

    /// The element whose start tag is at `at`; `nil` where there is none, or it is cut.
    init?(_ at: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        if Self.hasName("script", at + 1, bytes) { kind = .script } else if Self.hasName("style", at + 1, bytes) { kind = .style } else if Self.hasName("svg", at + 1, bytes) { kind = .svg } else if Self.hasName("xmp", at + 1, bytes) { kind = .xmp } else if Self.hasName("plaintext", at + 1, bytes) { kind = .plaintext } else { return nil }
        // The tag's end, past quoted values; bounded, as a quote may never be closed.
        var i = at + 4
        var quote: UInt8 = 0
        let limit = min(bytes.count, at + 8192)
        while i < limit {
            let byte = bytes[i]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                if bytes[i - 1] == UInt8(ascii: "=") || bytes[i - 1].isHTMLBlank { quote = byte }
            } else if byte == UInt8(ascii: ">") {
                start = at
                end = i + 1
                isSelfClosed = bytes[i - 1] == UInt8(ascii: "/")
                return
            }
            i += 1
        }
        return nil
    }

    /// Whether a script is a block of JSON-LD.
    func isLinkedData(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        kind == .script && bytes[start..<end].map(\.asciiLowercased).contains(run: Array("ld+json".utf8))
    }

    /// Whether the content is text that a reader sees as it stands, brackets and all.
    var isLiteral: Bool { kind == .xmp || kind == .plaintext }

    /// The range of the content, up to the end tag; `nil` where there is no end tag.
    func content(in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        let close: Int?
        switch kind {
        case .script: close = scriptEnd(in: bytes)
        case .style: close = Self.endTag("style", from: end, bytes)
        case .svg: close = isSelfClosed ? nil : svgEnd(in: bytes)
        case .xmp: close = Self.endTag("xmp", from: end, bytes)
        case .plaintext: close = bytes.count
        }
        return close.map { end..<$0 }
    }

    /// Where the script's end tag begins: not within `<!-- … <script> … -->`, which the standard calls "double escaped".
    private func scriptEnd(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var from = end
        var escapedUntil = 0
        // Up to here no comment ends.
        var unescapedUntil = 0
        var isDoubleEscaped = false
        while let at = MarkupRepair.index(of: UInt8(ascii: "<"), in: bytes, from: from) {
            from = at + 1
            if Self.hasName("/script", from, bytes) {
                if !isDoubleEscaped || at >= escapedUntil { return at }
                isDoubleEscaped = false
            } else if at < escapedUntil {
                if Self.hasName("script", from, bytes) { isDoubleEscaped = true }
            } else if at >= unescapedUntil, from + 2 < bytes.count, bytes[from] == UInt8(ascii: "!"), bytes[from + 1] == UInt8(ascii: "-"), bytes[from + 2] == UInt8(ascii: "-") {
                escapedUntil = Self.dashesEnd(from + 3, bytes)
                if escapedUntil == 0 { unescapedUntil = from + Self.longestComment }
                isDoubleEscaped = false
            }
        }
        return nil
    }

    private static let longestComment = 1 << 16

    /// Where `-->` stands, at most `longestComment` bytes on; 0 where it does not.
    private static func dashesEnd(_ from: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var search = from
        let limit = min(bytes.count, from + longestComment)
        while search < limit, let at = MarkupRepair.index(of: UInt8(ascii: ">"), in: UnsafeBufferPointer(rebasing: bytes[..<limit]), from: search) {
            if at >= 2, bytes[at - 1] == UInt8(ascii: "-"), bytes[at - 2] == UInt8(ascii: "-") { return at }
            search = at + 1
        }
        return 0
    }

    private func svgEnd(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var from = end
        var depth = 1
        // A drawing is not longer; one that was never closed must not swallow the page.
        let limit = min(bytes.count, end + (1 << 18))
        while let at = MarkupRepair.index(of: UInt8(ascii: "<"), in: bytes, from: from), at < limit {
            from = at + 1
            if Self.hasName("/svg", from, bytes) {
                depth -= 1
                if depth == 0 { return at }
            } else if Self.hasName("svg", from, bytes) {
                depth += 1
            } else if Self.hasName("div", from, bytes) || Self.hasName("p", from, bytes) || Self.hasName("script", from, bytes) {
                // What a drawing does not hold: leave it to the parser.
                return nil
            }
        }
        return nil
    }

    private static func endTag(_ name: StaticString, from start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var from = start
        while let at = MarkupRepair.index(of: UInt8(ascii: "<"), in: bytes, from: from) {
            from = at + 1
            if from < bytes.count, bytes[from] == UInt8(ascii: "/"), hasName(name, from + 1, bytes) { return at }
        }
        return nil
    }

    /// Whether a tag's name stands at `at`, case aside, and ends there.
    private static func hasName(_ name: StaticString, _ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = name.utf8CodeUnitCount
        guard at + count < bytes.count else { return false }
        let known = name.utf8Start
        for i in 0..<count where bytes[at + i].asciiLowercased != known[i] { return false }
        let next = bytes[at + count]
        return next.isHTMLBlank || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
    }
}
