#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Rewrites, before libxml2 sees a page, the few constructs that it reads otherwise than the HTML standard says, and takes
/// out what no reader sees: the content of scripts (JSON-LD stays), styles and drawings, and comments. That is half of a
/// page's bytes, and libxml2 reads them one by one.
///
/// - NUL (loses the rest of the document inside a tag): removed.
/// - References: 0x80…0x9F mean windows-1252; zero, surrogates and numbers beyond Unicode mean U+FFFD; names that only
///   HTML 5 has, and names without their semicolon.
/// - Comments: `<!-->` and `<!--->` are whole comments; `--!>` ends one.
/// - `<xmp>` and `<plaintext>`: their brackets are text. `</br>` means `<br>`.
/// - `</p>` with no paragraph before it to end is a paragraph of its own, and so keeps the words on both sides apart.
/// - `<![CDATA[` and `<![if …]>` outside comments are comments up to the next `>`.
struct MarkupRepair {
    private struct Edit {
        var range: Range<Int>
        var replacement: [UInt8]
    }

    private var edits: [Edit] = []
    /// How far the page was searched for angle brackets, and whether the last one opens a tag.
    private var bracketsSearched = 0
    private var isTag = false
    /// A comment was found that nothing ends; so no later one is ended either.
    private var isNeverEnded = false

    /// `page` with those constructs rewritten; `page` itself, uncopied, where there are none. `page` must be valid UTF-8.
    /// Three passes at the speed of memchr.
    static func repaired(_ page: [UInt8]) -> [UInt8] {
        page.withUnsafeBufferPointer { bytes -> [UInt8]? in
            var repair = MarkupRepair()
            repair.findDeclarations(bytes)
            repair.findNULs(bytes)
            repair.findReferences(bytes)
            return repair.edits.isEmpty ? nil : repair.applied(to: bytes)
        } ?? page
    }

    private mutating func findNULs(_ bytes: UnsafeBufferPointer<UInt8>) {
        var from = 0
        while let at = Self.index(of: 0, in: bytes, from: from) {
            edits.append(Edit(range: at..<(at + 1), replacement: []))
            from = at + 1
        }
    }

    private mutating func findReferences(_ bytes: UnsafeBufferPointer<UInt8>) {
        // What is taken out has no references.
        let cuts = edits.filter { $0.replacement.isEmpty && $0.range.count > 1 }.map(\.range)
        var cut = 0
        var from = 0
        while let at = Self.index(of: UInt8(ascii: "&"), in: bytes, from: from) {
            while cut < cuts.count, cuts[cut].upperBound <= at { cut += 1 }
            if cut < cuts.count, cuts[cut].lowerBound <= at {
                from = cuts[cut].upperBound
                continue
            }
            from = at + 1
            guard from < bytes.count else { return }
            if bytes[from] == UInt8(ascii: "#") {
                numericReference(at, in: bytes)
            } else if bytes[from].isASCIILetter {
                namedReference(at, in: bytes)
            }
        }
    }

    private mutating func numericReference(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var i = start + 2
        let isHex = i < bytes.count && bytes[i] | 0x20 == UInt8(ascii: "x")
        if isHex { i += 1 }
        let digits = i
        var value: UInt32 = 0
        while i < bytes.count {
            let digit: UInt32
            switch bytes[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(bytes[i] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: digit = UInt32(bytes[i] - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: digit = UInt32(bytes[i] - UInt8(ascii: "A") + 10)
            default: digit = .max
            }
            if digit == .max { break }
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            i += 1
        }
        guard i > digits else {
            // No reference at all; libxml2 would drop it.
            replace(start..<(start + 1), by: [UInt32(UInt8(ascii: "&"))])
            return
        }
        let meant: UInt32
        switch value {
        case 0x80...0x9F:
            let mapped = UInt32(CharacterPolicy.windows1252[Int(value - 0x80)])
            if mapped == 0 { return }
            meant = mapped
        case 0, 0xD800...0xDFFF, 0x11_0000...: meant = 0xFFFD
        default: return
        }
        if i < bytes.count, bytes[i] == UInt8(ascii: ";") { i += 1 }
        replace(start..<i, by: [meant])
    }

    private mutating func namedReference(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var end = start + 1
        let limit = min(bytes.count, start + 33)
        while end < limit, bytes[end].isASCIIAlphanumeric { end += 1 }
        let name = bytes[(start + 1)..<end]
        let isTerminated = end < bytes.count && bytes[end] == UInt8(ascii: ";")
        if isTerminated {
            // The three that make up nearly all of them.
            switch name.count {
            case 2 where name[start + 2] == UInt8(ascii: "t"): return
            case 3 where name[start + 1] == UInt8(ascii: "a") && name[start + 2] == UInt8(ascii: "m"): return
            case 4 where name[start + 1] == UInt8(ascii: "n") && name[start + 2] == UInt8(ascii: "b"): return
            default: break
            }
            if let scalars = CharacterReferences.shared.unknownToParser(name) {
                replace(start..<(end + 1), by: scalars)
                return
            }
        }
        guard let (length, scalars) = CharacterReferences.shared.unterminatedPrefix(of: name) else { return }
        if isTerminated && length == name.count { return }
        // In attributes (addresses above all) "&copy=" and "&section" stay.
        let after = start + 1 + length
        if after < bytes.count, bytes[after] == UInt8(ascii: "=") || bytes[after].isASCIIAlphanumeric, isInTag(start, in: bytes) { return }
        replace(start..<after, by: scalars)
    }

    /// Whether `place` lies inside a tag: the nearest angle bracket before it opens one. Places must come in order: linear
    /// over all.
    private mutating func isInTag(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var i = place - 1
        while i >= bracketsSearched {
            if bytes[i] == UInt8(ascii: ">") || bytes[i] == UInt8(ascii: "<") {
                isTag = bytes[i] == UInt8(ascii: "<")
                break
            }
            i -= 1
        }
        bracketsSearched = place
        return isTag
    }

    /// Replaces `range` by numeric references, which are safe in any context.
    private mutating func replace(_ range: Range<Int>, by scalars: [UInt32]) {
        edits.append(Edit(range: range, replacement: scalars.flatMap { Array("&#\($0);".utf8) }))
    }

    /// Raw elements that were none, or never ended: a page with more of them is left to the parser.
    private static let mostFailures = 64

    /// Whether a name that begins with s may be that of a raw element: `sc`, `sty` or `sv`.
    private static func mayBeRaw(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at + 1 < bytes.count else { return false }
        let second = bytes[at + 1] | 0x20
        return second == UInt8(ascii: "c") || second == UInt8(ascii: "v") || second == UInt8(ascii: "t") && at + 2 < bytes.count && bytes[at + 2] | 0x20 == UInt8(ascii: "y")
    }

    private mutating func findDeclarations(_ bytes: UnsafeBufferPointer<UInt8>) {
        var from = 0
        var failures = 0
        var isParagraphOpen = false
        // The last opening bracket: a script in an attribute's value follows one that no bracket closed.
        var previous: Int?
        while let at = Self.index(of: UInt8(ascii: "<"), in: bytes, from: from) {
            defer { previous = at }
            from = at + 1
            guard from < bytes.count else { return }
            switch bytes[from] {
            case UInt8(ascii: "!"): from = declarationEnd(at, in: bytes)
            case UInt8(ascii: "/"):
                if from + 2 < bytes.count, bytes[from + 1] | 0x20 == UInt8(ascii: "p"), bytes[from + 2] == UInt8(ascii: ">") || bytes[from + 2].isHTMLBlank {
                    if !isParagraphOpen { edits.append(Edit(range: at..<at, replacement: Array("<p>".utf8))) }
                    isParagraphOpen = false
                } else if from + 3 < bytes.count, bytes[from + 1] | 0x20 == UInt8(ascii: "b"), bytes[from + 2] | 0x20 == UInt8(ascii: "r"), bytes[from + 3] == UInt8(ascii: ">") || bytes[from + 3].isHTMLBlank {
                    edits.append(Edit(range: from..<(from + 1), replacement: []))
                }
            case UInt8(ascii: "p"), UInt8(ascii: "P"), UInt8(ascii: "x"), UInt8(ascii: "X"):
                if from + 1 < bytes.count, bytes[from + 1] == UInt8(ascii: ">") || bytes[from + 1].isHTMLBlank {
                    isParagraphOpen = isParagraphOpen || bytes[from] | 0x20 == UInt8(ascii: "p")
                    continue
                }
                guard failures < Self.mostFailures, from + 2 < bytes.count, bytes[from + 1] | 0x20 == UInt8(ascii: "l") && bytes[from + 2] | 0x20 == UInt8(ascii: "a") || bytes[from + 1] | 0x20 == UInt8(ascii: "m") else { continue }
                failures += 1
                guard let element = RawElement(at, in: bytes), element.isLiteral, let content = element.content(in: bytes) else { continue }
                failures -= 1
                // The tag's own bracket with it, so that no edit of the content stands before this one.
                edits.append(Edit(range: at..<content.upperBound, replacement: Array("<pre>".utf8) + Self.escaped(UnsafeBufferPointer(rebasing: bytes[content])) + Array("</pre>".utf8)))
                from = content.upperBound
            case UInt8(ascii: "s"), UInt8(ascii: "S"):
                guard failures < Self.mostFailures, Self.mayBeRaw(bytes, from) else { continue }
                failures += 1
                guard let element = RawElement(at, in: bytes), previous.map({ (Self.index(of: UInt8(ascii: ">"), in: bytes, from: $0) ?? at) < at }) ?? true,
                    let content = element.content(in: bytes)
                else { continue }
                failures -= 1
                if !element.isLinkedData(in: bytes), !content.isEmpty { edits.append(Edit(range: content, replacement: [])) }
                from = content.upperBound
            default: continue
            }
        }
    }

    /// Text that libxml2 reads as it stands.
    private static func escaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 8)
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case 0: break
            default: result.append(byte)
            }
        }
        return result
    }

    /// Judges a declaration or a comment; returns where to go on.
    private mutating func declarationEnd(_ at: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var from = at + 2
        guard from < bytes.count else { return from }
        if bytes[from] == UInt8(ascii: "[") {
            guard let end = Self.index(of: UInt8(ascii: ">"), in: bytes, from: from) else { return bytes.count }
            edits.append(Edit(range: at..<(end + 1), replacement: []))
            return end + 1
        }
        guard bytes[from] == UInt8(ascii: "-"), from + 1 < bytes.count, bytes[from + 1] == UInt8(ascii: "-") else { return from }
        from += 2
        if from < bytes.count, bytes[from] == UInt8(ascii: ">") {
            edits.append(Edit(range: at..<(from + 1), replacement: []))
        } else if from + 1 < bytes.count, bytes[from] == UInt8(ascii: "-"), bytes[from + 1] == UInt8(ascii: ">") {
            edits.append(Edit(range: at..<(from + 2), replacement: []))
        } else if let end = commentEnd(in: bytes, from: from) {
            edits.append(Edit(range: at..<end, replacement: []))
            from = end
        }
        return from
    }

    /// The end of the comment whose content starts at `from`; `nil` where nothing ends it.
    private mutating func commentEnd(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        if isNeverEnded { return nil }
        var search = from + 2
        while let at = Self.index(of: UInt8(ascii: ">"), in: bytes, from: search) {
            if bytes[at - 1] == UInt8(ascii: "-"), bytes[at - 2] == UInt8(ascii: "-") { return at + 1 }
            if bytes[at - 1] == UInt8(ascii: "!"), at - 3 >= from, bytes[at - 2] == UInt8(ascii: "-"), bytes[at - 3] == UInt8(ascii: "-") {
                return at + 1
            }
            search = at + 1
        }
        isNeverEnded = true
        return nil
    }

    private func applied(to bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64 + edits.count * 8)
        var from = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where edit.range.lowerBound >= from {
            result.append(contentsOf: bytes[from..<edit.range.lowerBound])
            result.append(contentsOf: edit.replacement)
            from = edit.range.upperBound
        }
        result.append(contentsOf: bytes[from...])
        return result
    }

    static func index(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        guard let base = bytes.baseAddress, from < bytes.count, let found = memchr(base + from, Int32(byte), bytes.count - from) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
