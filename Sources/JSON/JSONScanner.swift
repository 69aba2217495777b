/// The strict recursive-descent reader behind `JSONTape`. The one place of this module that works on raw pointers.
struct JSONScanner {
    let text: UnsafeBufferPointer<UInt8>
    var position: Int

    private typealias Node = JSONTape.Node

    mutating func skipSpace() {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    mutating func value(depth: Int, into nodes: inout [JSONTape.Node]) throws(JSONSyntaxError) {
        guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
        switch text[position] {
        case UInt8(ascii: "{"): try container(.object, depth: depth, into: &nodes)
        case UInt8(ascii: "["): try container(.array, depth: depth, into: &nodes)
        case UInt8(ascii: "\""): try string(into: &nodes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(into: &nodes)
        case UInt8(ascii: "t"): try literal("true", .bool, into: &nodes)
        case UInt8(ascii: "f"): try literal("false", .bool, into: &nodes)
        case UInt8(ascii: "n"): try literal("null", .null, into: &nodes)
        default: throw JSONSyntaxError(.expectedValue, at: position)
        }
    }

    private mutating func container(_ kind: JSONTape.Node.Kind, depth: Int, into nodes: inout [JSONTape.Node]) throws(JSONSyntaxError) {
        guard depth < JSONTape.maximumDepth else { throw JSONSyntaxError(.tooDeep, at: position) }
        let index = nodes.count
        let start = position
        let end = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        nodes.append(Node(kind: kind, isEscaped: false, range: start..<start, next: 0))
        position += 1
        skipSpace()
        if position < text.count, text[position] == end {
            position += 1
        } else {
            while true {
                if kind == .object {
                    guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
                    guard text[position] == UInt8(ascii: "\"") else { throw JSONSyntaxError(.expectedKey, at: position) }
                    try string(into: &nodes)
                    skipSpace()
                    guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
                    guard text[position] == UInt8(ascii: ":") else { throw JSONSyntaxError(.expectedColon, at: position) }
                    position += 1
                    skipSpace()
                }
                try value(depth: depth + 1, into: &nodes)
                skipSpace()
                guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
                if text[position] == end {
                    position += 1
                    break
                }
                guard text[position] == UInt8(ascii: ",") else { throw JSONSyntaxError(.expectedCommaOrEnd, at: position) }
                position += 1
                skipSpace()
            }
        }
        nodes[index].range = start..<position
        nodes[index].next = nodes.count
    }

    private mutating func literal(_ word: StaticString, _ kind: JSONTape.Node.Kind, into nodes: inout [JSONTape.Node]) throws(JSONSyntaxError) {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
            guard text[position] == word.utf8Start[offset] else { throw JSONSyntaxError(.invalidLiteral, at: start) }
            position += 1
        }
        nodes.append(Node(kind: kind, isEscaped: false, range: start..<position, next: nodes.count + 1))
    }

    private mutating func number(into nodes: inout [JSONTape.Node]) throws(JSONSyntaxError) {
        let start = position
        if text[position] == UInt8(ascii: "-") { position += 1 }
        let integer = digits()
        if integer == 0 || (integer > 1 && text[position - integer] == UInt8(ascii: "0")) { throw JSONSyntaxError(.invalidNumber, at: start) }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            if digits() == 0 { throw JSONSyntaxError(.invalidNumber, at: start) }
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") { position += 1 }
            if digits() == 0 { throw JSONSyntaxError(.invalidNumber, at: start) }
        }
        nodes.append(Node(kind: .number, isEscaped: false, range: start..<position, next: nodes.count + 1))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < text.count, text[position] >= 0x30, text[position] <= 0x39 { position += 1 }
        return position - start
    }

    private mutating func string(into nodes: inout [JSONTape.Node]) throws(JSONSyntaxError) {
        position += 1
        let start = position
        var isEscaped = false
        while true {
            position = ByteScan.endOfPlainJSON(text, from: position)
            guard position < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: position) }
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "\""):
                nodes.append(Node(kind: .string, isEscaped: isEscaped, range: start..<position, next: nodes.count + 1))
                position += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case 0..<0x20:
                throw JSONSyntaxError(.controlCharacter, at: position)
            case 0x80...:
                let length = UTF8.sequenceLength(text, at: position)
                if length == 0 { throw JSONSyntaxError(.invalidUTF8, at: position) }
                position += length
            default:
                position += 1
            }
        }
    }

    private mutating func escape() throws(JSONSyntaxError) {
        let start = position
        guard position + 1 < text.count else { throw JSONSyntaxError(.unexpectedEnd, at: text.count) }
        position += 2
        switch text[position - 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return
        case UInt8(ascii: "u"): break
        default: throw JSONSyntaxError(.invalidEscape, at: start)
        }
        guard let unit = Self.hexUnit(text, at: position) else { throw JSONSyntaxError(.invalidEscape, at: start) }
        position += 4
        if unit & 0xF800 != 0xD800 { return }
        // A surrogate: the first half must be followed by the second.
        guard unit < 0xDC00, position + 6 <= text.count, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u"),
            let low = Self.hexUnit(text, at: position + 2), low & 0xFC00 == 0xDC00
        else { throw JSONSyntaxError(.loneSurrogate, at: start) }
        position += 6
    }

    private static func hexUnit(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32? {
        guard position + 4 <= text.count else { return nil }
        var unit: UInt32 = 0
        for offset in 0..<4 {
            let byte = text[position + offset]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// The characters of a string whose escapes `string(into:)` has checked.
    static func unescape(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        // Every escape is at least as long as its UTF-8: the result never outgrows its source.
        [UInt8](unsafeUninitializedCapacity: raw.count) { output, count in
            guard let source = raw.baseAddress, let target = output.baseAddress else { return }
            var read = 0
            var written = 0
            while read < raw.count {
                // Up to the next backslash the bytes stay as they are.
                if raw[read] != UInt8(ascii: "\\") {
                    let length = (ByteScan.firstIndex(of: UInt8(ascii: "\\"), in: raw, from: read) ?? raw.count) &- read
                    (target + written).update(from: source + read, count: length)
                    read &+= length
                    written &+= length
                    continue
                }
                let letter = raw[read + 1]
                read += 2
                switch letter {
                case UInt8(ascii: "b"): output[written] = 0x08
                case UInt8(ascii: "f"): output[written] = 0x0C
                case UInt8(ascii: "n"): output[written] = 0x0A
                case UInt8(ascii: "r"): output[written] = 0x0D
                case UInt8(ascii: "t"): output[written] = 0x09
                case UInt8(ascii: "u"):
                    var scalar = hexUnit(raw, at: read) ?? 0xFFFD
                    read += 4
                    if scalar & 0xFC00 == 0xD800 {
                        scalar = 0x10000 + (scalar & 0x3FF) << 10 + ((hexUnit(raw, at: read + 2) ?? 0xDC00) & 0x3FF)
                        read += 6
                    }
                    written += UTF8.encode(scalar, into: output, at: written) - 1
                default: output[written] = letter
                }
                written += 1
            }
            count = written
        }
    }
}

extension UTF8 {
    /// Length of the well-formed sequence of two to four bytes at `position`; 0 where there is none (Unicode, table 3-7).
    static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
        let left = bytes.count - position
        func isTail(_ offset: Int) -> Bool { bytes[position + offset] & 0xC0 == 0x80 }
        let lead = bytes[position]
        switch lead {
        case 0xC2...0xDF: return left >= 2 && isTail(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, isTail(1), isTail(2) else { return 0 }
            let second = bytes[position + 1]
            return (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ? 0 : 3
        case 0xF0...0xF4:
            guard left >= 4, isTail(1), isTail(2), isTail(3) else { return 0 }
            let second = bytes[position + 1]
            return (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90) ? 0 : 4
        default: return 0
        }
    }

    /// Writes `scalar` and gives the number of bytes.
    static func encode(_ scalar: UInt32, into output: UnsafeMutableBufferPointer<UInt8>, at position: Int) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
        switch scalar {
        case 0..<0x80:
            output[position] = UInt8(scalar)
            return 1
        case 0x80..<0x800:
            output[position] = UInt8(0xC0 | scalar >> 6)
            output[position + 1] = tail(0)
            return 2
        case 0x800..<0x10000:
            output[position] = UInt8(0xE0 | scalar >> 12)
            output[position + 1] = tail(6)
            output[position + 2] = tail(0)
            return 3
        default:
            output[position] = UInt8(0xF0 | scalar >> 18)
            output[position + 1] = tail(12)
            output[position + 2] = tail(6)
            output[position + 3] = tail(0)
            return 4
        }
    }
}
