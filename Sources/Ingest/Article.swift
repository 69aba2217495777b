/// An article ready for the recogniser: its own text, normalised, and its metadata.
public struct Article: Sendable {
    public var id: RecordID
    public var source: RecordSource
    public var metadata: ArticleMetadata
    /// The article's text: valid UTF-8, NFC, `\n` between lines, an empty line between paragraphs.
    public var text: [UInt8]
    /// Whether the text had been decoded wrongly once before (UTF-8 read as windows-1252), and was set right.
    public var isMojibakeRepaired = false

    public init(id: RecordID, source: RecordSource, metadata: ArticleMetadata, text: [UInt8]) {
        self.id = id
        self.source = source
        self.metadata = metadata
        self.text = text
    }
}
