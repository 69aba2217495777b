/// Why a text is not JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Hashable {
    public enum Reason: String, Sendable {
        case unexpectedEnd = "the text ends inside a value"
        case expectedValue = "expected a value"
        case expectedKey = "expected a key in double quotes"
        case expectedColon = "expected ':'"
        case expectedCommaOrEnd = "expected ',' or the end of the object or array"
        case trailingText = "unexpected text behind the value"
        case invalidNumber = "a number that JSON does not allow"
        case invalidLiteral = "expected true, false or null"
        case invalidEscape = "an escape that JSON does not know"
        case loneSurrogate = "half of a surrogate pair"
        case controlCharacter = "a control character inside a string"
        case invalidUTF8 = "bytes that are not UTF-8"
        case tooDeep = "nested too deep"
    }

    public var reason: Reason
    /// Byte in the scanned text, from 0.
    public var offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
