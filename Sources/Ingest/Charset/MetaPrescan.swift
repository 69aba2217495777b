/// The HTML standard's "prescan a byte stream to determine its encoding": the charset that a page's `<meta>` declares.
struct MetaPrescan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    /// The declared encoding in the first `limit` bytes of `bytes`; `nil` where none is declared.
    /// Labels that are unknown are passed over; UTF-16 means UTF-8, as the declaration itself could be read.
    static func encoding(in bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> TextEncoding? {
        var scan = MetaPrescan(bytes: UnsafeBufferPointer(rebasing: bytes.prefix(limit)))
        return scan.run()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private func has(_ text: StaticString, at offset: Int) -> Bool {
        let end = offset + text.utf8CodeUnitCount
        return end <= bytes.count && bytes[offset..<end].equalsIgnoringCase(text)
    }

    private mutating func run() -> TextEncoding? {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else { at += 1; continue }
            if has("<!--", at: at) {
                // "<!-->" is a whole comment: the dashes may overlap.
                at += 2
                while at < bytes.count, !has("-->", at: at) { at += 1 }
                at += 3
            } else if has("<meta", at: at), at + 5 < bytes.count, bytes[at + 5].isHTMLBlank || bytes[at + 5] == UInt8(ascii: "/") {
                at += 5
                if let found = metaElement() { return found }
            } else if at + 1 < bytes.count, bytes[at + 1].isASCIILetter || (bytes[at + 1] == UInt8(ascii: "/") && at + 2 < bytes.count && bytes[at + 2].isASCIILetter) {
                while at < bytes.count, !bytes[at].isHTMLBlank, bytes[at] != UInt8(ascii: ">") { at += 1 }
                while attribute() != nil {}
                at += 1
            } else if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "!") || bytes[at + 1] == UInt8(ascii: "/") || bytes[at + 1] == UInt8(ascii: "?") {
                while at < bytes.count, bytes[at] != UInt8(ascii: ">") { at += 1 }
                at += 1
            } else {
                at += 1
            }
        }
        return nil
    }

    private mutating func metaElement() -> TextEncoding? {
        var isContentType = false
        var fromContent: [UInt8]?
        var fromCharset: [UInt8]?
        while let (name, value) = attribute() {
            if name.equalsIgnoringCase("http-equiv") {
                if value.equalsIgnoringCase("content-type") { isContentType = true }
            } else if name.equalsIgnoringCase("content") {
                fromContent = fromContent ?? Self.charset(inContentType: value)
            } else if name.equalsIgnoringCase("charset") {
                fromCharset = fromCharset ?? value
            }
        }
        guard let label = fromCharset ?? (isContentType ? fromContent : nil), let encoding = TextEncoding(label: label) else { return nil }
        return encoding.isUTF16 ? .utf8 : encoding
    }

    /// The standard's "get an attribute".
    private mutating func attribute() -> (name: [UInt8], value: [UInt8])? {
        while at < bytes.count, bytes[at].isHTMLBlank || bytes[at] == UInt8(ascii: "/") { at += 1 }
        guard at < bytes.count, bytes[at] != UInt8(ascii: ">") else { return nil }
        var name: [UInt8] = [], value: [UInt8] = []
        while at < bytes.count, !bytes[at].isHTMLBlank, bytes[at] != UInt8(ascii: "/"), bytes[at] != UInt8(ascii: ">"),
            bytes[at] != UInt8(ascii: "=") || name.isEmpty
        {
            name.append(bytes[at].asciiLowercased)
            at += 1
        }
        while at < bytes.count, bytes[at].isHTMLBlank { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return (name, value) }
        at += 1
        while at < bytes.count, bytes[at].isHTMLBlank { at += 1 }
        guard at < bytes.count else { return nil }
        let quote = bytes[at]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            at += 1
            while at < bytes.count, bytes[at] != quote {
                value.append(bytes[at])
                at += 1
            }
            at += 1
        } else {
            while at < bytes.count, !bytes[at].isHTMLBlank, bytes[at] != UInt8(ascii: ">") {
                value.append(bytes[at])
                at += 1
            }
        }
        return (name, value)
    }

    /// The label in a `content` such as `text/html; charset=utf-8`.
    static func charset(inContentType content: [UInt8]) -> [UInt8]? {
        var i = 0
        while i + 7 <= content.count {
            guard content[i..<(i + 7)].equalsIgnoringCase("charset") else { i += 1; continue }
            i += 7
            while i < content.count, content[i].isHTMLBlank { i += 1 }
            guard i < content.count, content[i] == UInt8(ascii: "=") else { continue }
            i += 1
            while i < content.count, content[i].isHTMLBlank { i += 1 }
            guard i < content.count else { return nil }
            if content[i] == UInt8(ascii: "\"") || content[i] == UInt8(ascii: "'") {
                guard let end = content[(i + 1)...].firstIndex(of: content[i]) else { return nil }
                return Array(content[(i + 1)..<end])
            }
            return Array(content[i...].prefix { !$0.isHTMLBlank && $0 != UInt8(ascii: ";") })
        }
        return nil
    }
}
