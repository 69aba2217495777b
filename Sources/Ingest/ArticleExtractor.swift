/// From a dump's record to an article: decode, strip, normalise.
public struct ArticleExtractor: Sendable {
    public init() {}

    /// The article in `record`.
    ///
    /// - Throws: `IngestError` where the record holds no readable article.
    public func article(from record: DumpRecord) throws(IngestError) -> Article {
        switch record.body {
        case .unreadable(let error): throw error
        case .decodedText(let bytes), .text(let bytes, _), .decodedHTML(let bytes), .html(let bytes, _):
            return Article(id: record.id, source: record.source, metadata: record.metadata, text: bytes)
        }
    }
}
