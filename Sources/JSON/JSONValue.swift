/// A JSON value as a tree, for texts that are small or read once: gold files, tests, settings.
public enum JSONValue: Sendable, Hashable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    /// As spelled, so that no digit is lost.
    case number(String)
    case bool(Bool)
    case null

    /// A key with its value. An object keeps their order, and all of them where a key comes twice.
    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSONValue
    }

    /// The value that `bytes` spell.
    ///
    /// - Throws: `JSONSyntaxError` where they are not one JSON value.
    public init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        var tape = JSONTape()
        var failure: JSONSyntaxError?
        var value = JSONValue.null
        bytes.withUnsafeBufferPointer { text in
            do throws(JSONSyntaxError) {
                try tape.scan(text)
                value = JSONValue(tape, at: 0, of: text)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        self = value
    }

    /// The value that `text` spells.
    public init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: [UInt8](text.utf8)) }

    private init(_ tape: JSONTape, at index: Int, of text: UnsafeBufferPointer<UInt8>) {
        let node = tape.nodes[index]
        func string(_ index: Int) -> String { String(decoding: tape.string(at: index, of: text), as: UTF8.self) }
        switch node.kind {
        case .object:
            var members: [Member] = []
            tape.forEachField(ofObjectAt: index) { key, value in
                members.append(Member(key: string(key), value: JSONValue(tape, at: value, of: text)))
            }
            self = .object(members)
        case .array:
            var elements: [JSONValue] = []
            tape.forEachElement(ofArrayAt: index) { elements.append(JSONValue(tape, at: $0, of: text)) }
            self = .array(elements)
        case .string: self = .string(string(index))
        case .number: self = .number(String(decoding: text[node.range], as: UTF8.self))
        case .bool: self = .bool(text[node.range.lowerBound] == UInt8(ascii: "t"))
        case .null: self = .null
        }
    }

    /// The value of `key` (the last, where there are several); `nil` where this is no object or has no such key.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The element at `index`; `nil` where this is no array or is shorter.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var int: Int? { if case .number(let spelling) = self { Int(spelling) } else { nil } }
    public var double: Double? { if case .number(let spelling) = self { Double(spelling) } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: [Member]? { if case .object(let value) = self { value } else { nil } }
    public var isNull: Bool { self == .null }
}

extension JSONValue.Member {
    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}
