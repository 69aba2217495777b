/// Why one record could not be read. Its line in the output carries this; the run goes on.
public struct IngestError: Error, Sendable, Hashable {
    /// The step that failed.
    public enum Stage: String, Sendable, CaseIterable { case open, decompress, read, parse, decode, extract }
    /// What went wrong: a closed list, documented in the README.
    public enum Code: String, Sendable, CaseIterable {
        case notFound = "not-found"
        case notReadable = "not-readable"
        case unknownFormat = "unknown-format"
        case invalidJSON = "invalid-json"
        case noText = "no-text"
        case invalidUTF8 = "invalid-utf8"
        case unknownCharset = "unknown-charset"
        case tooLarge = "too-large"
        case truncated = "truncated"
        case corrupt = "corrupt"
    }

    public var stage: Stage
    public var code: Code
    /// What, where, and what to do about it.
    public var message: String

    public init(_ stage: Stage, _ code: Code, _ message: String) {
        self.stage = stage
        self.code = code
        self.message = message
    }
}
