/// One line of metadata: blanks collapsed, characters by `CharacterPolicy`, composed.
enum Line {
    /// `bytes` (valid UTF-8) as one line; `nil` where nothing is left.
    static func clean(_ bytes: some Collection<UInt8>, form: NormalForm = .nfc) -> String? {
        var input: [UInt8] = []
        input.reserveCapacity(bytes.count)
        // Nearly all lines are ASCII: only their blanks may change.
        for byte in bytes {
            if byte > 0x20 { input.append(byte) } else if let last = input.last, last != 0x20 { input.append(0x20) }
        }
        if input.last == 0x20 { input.removeLast() }
        if input.withUnsafeBufferPointer({ $0.endOfPrintableASCII(from: 0) }) == input.count {
            return input.isEmpty ? nil : String(decoding: input, as: UTF8.self)
        }
        var output: [UInt8] = []
        output.reserveCapacity(input.count)
        input.withUnsafeBufferPointer { buffer in
            var reader = ScalarReader(buffer, at: 0, to: buffer.count)
            var previous: UInt32 = 0
            while let scalar = reader.next() {
                var isBlank = scalar <= 0x20
                if !isBlank {
                    switch CharacterPolicy.action(for: scalar, after: previous) {
                    case .keep: output.append(scalar: scalar)
                    case .remove: break
                    case .space, .lineFeed: isBlank = true
                    case .replace(let other): output.append(scalar: other)
                    }
                }
                if isBlank, let last = output.last, last != 0x20 { output.append(0x20) }
                previous = scalar
            }
        }
        if output.last == 0x20 { output.removeLast() }
        output.normalize(to: form)
        return output.isEmpty ? nil : String(decoding: output, as: UTF8.self)
    }

    /// A string of JSON-LD as one line: such strings often hold escaped markup.
    static func unescaped(_ bytes: [UInt8]) -> String? {
        guard bytes.contains(UInt8(ascii: "&")) || bytes.contains(UInt8(ascii: "<")) else { return clean(bytes) }
        var output: [UInt8] = []
        var i = 0
        while i < bytes.count {
            if bytes[i] == UInt8(ascii: "<"), i + 1 < bytes.count, bytes[i + 1].isASCIILetter || bytes[i + 1] == UInt8(ascii: "/"),
                let end = bytes[i...].firstIndex(of: UInt8(ascii: ">"))
            {
                i = end + 1
            } else if bytes[i] == UInt8(ascii: "&"), let (scalars, end) = reference(bytes, i) {
                for scalar in scalars { output.append(scalar: scalar) }
                i = end
            } else {
                output.append(bytes[i])
                i += 1
            }
        }
        return clean(output)
    }

    /// A text of JSON-LD as paragraphs: its lines, without markup.
    static func paragraphs(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let paragraph = unescaped(Array(line)) else { continue }
            if !output.isEmpty { output.append(contentsOf: [UInt8(ascii: "\n"), UInt8(ascii: "\n")]) }
            output.append(contentsOf: paragraph.utf8)
        }
        return output
    }

    private static func reference(_ bytes: [UInt8], _ start: Int) -> (scalars: [UInt32], end: Int)? {
        guard let semicolon = bytes[start...].prefix(34).firstIndex(of: UInt8(ascii: ";")), semicolon > start + 1 else { return nil }
        let name = bytes[(start + 1)..<semicolon]
        if name.first == UInt8(ascii: "#") {
            let digits = name.dropFirst()
            let isHex = digits.first == UInt8(ascii: "x") || digits.first == UInt8(ascii: "X")
            guard let value = UInt32(String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self), radix: isHex ? 16 : 10),
                Unicode.Scalar(value) != nil, value != 0
            else { return nil }
            return ([value], semicolon + 1)
        }
        return CharacterReferences.shared.scalars(of: String(decoding: name, as: UTF8.self)).map { ($0, semicolon + 1) }
    }

    /// Letters and digits only, ASCII in lower case: for comparing lines that differ in punctuation.
    static func folded(_ line: String) -> [UInt8] {
        var result: [UInt8] = []
        var iterator = line.utf8.makeIterator()
        while let byte = iterator.next() {
            if byte.isASCIIAlphanumeric {
                result.append(byte.asciiLowercased)
            } else if byte == 0xE2 {
                // Dashes, quotes and other signs of U+2000 to U+2FFF: three bytes.
                _ = iterator.next()
                _ = iterator.next()
            } else if byte >= 0x80 {
                result.append(byte)
            }
        }
        return result
    }

    /// Words of letters and digits, folded: apart by blanks, hyphens, dashes and slashes.
    static func words(_ line: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        var iterator = line.utf8.makeIterator()
        while let byte = iterator.next() {
            var isEnd = false
            if byte.isASCIIAlphanumeric {
                word.append(byte.asciiLowercased)
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
                isEnd = true
            } else if byte == 0xE2 {
                // As in `folded`; U+2013 and U+2014 are dashes.
                let second = iterator.next(), third = iterator.next()
                isEnd = second == 0x80 && (third == 0x93 || third == 0x94)
            } else if byte >= 0x80 {
                word.append(byte)
            }
            if isEnd, !word.isEmpty {
                words.append(word)
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}
