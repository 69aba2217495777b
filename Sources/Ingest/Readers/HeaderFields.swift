/// The header of a WARC record, an HTTP message or a mail: named lines, some folded over several (RFC 5322, 2.2; RFC 9110, 5).
struct HeaderFields: Sendable {
    private var fields: [(name: String, value: [UInt8])] = []

    /// Reads lines up to an empty one.
    ///
    /// - Parameter length: receives the bytes read, the empty line included.
    init(_ bytes: ArraySlice<UInt8>, length: inout Int) {
        var position = bytes.startIndex
        while position < bytes.endIndex {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[position..<end]
            if line.last == 0x0D { line.removeLast() }
            position = min(end + 1, bytes.endIndex)
            if line.isEmpty { break }
            if let first = line.first, first == 0x20 || first == 0x09, !fields.isEmpty {
                fields[fields.count - 1].value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 }
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                fields.append((name, Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
            }
        }
        length = position - bytes.startIndex
    }

    /// The bytes of the first field called `name` (in lower case).
    func bytes(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    /// The field as text, blanks behind it removed.
    subscript(name: String) -> String? {
        guard var value = bytes(name) else { return nil }
        while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }
}

/// A Content-Type or Content-Disposition: a value with parameters.
struct ParameterizedValue: Sendable {
    /// In lower case.
    let value: String
    private let parameters: [(name: String, value: String)]

    init(_ text: String) {
        var parts: [String] = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() } else if character == ";", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        value = Self.trimmed(parts[0]).lowercased()
        parameters = parts.dropFirst().compactMap { part in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            return (Self.trimmed(String(part[..<equals])).lowercased(), Self.trimmed(String(part[part.index(after: equals)...])))
        }
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
