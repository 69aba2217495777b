/// An article ready for the recogniser: its own text, normalised, and its metadata.
public struct Article: Sendable {
    public var id: RecordID
    public var source: RecordSource
    public var metadata: ArticleMetadata
    /// The article's text: valid UTF-8, NFC, `\n` between lines, an empty line between paragraphs.
    public var text: [UInt8]

    public init(id: RecordID, source: RecordSource, metadata: ArticleMetadata, text: [UInt8]) {
        self.id = id
        self.source = source
        self.metadata = metadata
        self.text = text
    }
}
