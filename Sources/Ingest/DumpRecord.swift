/// One article as a dump holds it: bytes and what the dump itself says about them.
public struct DumpRecord: Sendable {
    /// What the bytes are.
    public enum Body: Sendable {
        /// A page as a server sent it. `charset`: the transport's label, if any (`--charset`, an HTTP header).
        case html(bytes: [UInt8], charset: String?)
        /// A page that is text already, as in JSON: valid UTF-8; a charset declared inside it means nothing.
        case decodedHTML([UInt8])
        /// Plain text. `charset` as above.
        case text(bytes: [UInt8], charset: String?)
        /// Plain text that is valid UTF-8 already.
        case decodedText([UInt8])
        /// The reader could not read this record.
        case unreadable(IngestError)
    }

    public var id: RecordID
    public var source: RecordSource
    public var body: Body
    /// What the dump says beside the article: it beats what the page says.
    public var metadata: ArticleMetadata

    public init(id: RecordID, source: RecordSource, body: Body, metadata: ArticleMetadata = .init()) {
        self.id = id
        self.source = source
        self.body = body
        self.metadata = metadata
    }
}

/// A record's id: the input's own, kept verbatim, or one made from its place.
public enum RecordID: Sendable, Hashable {
    case string(String)
    /// A JSON value that is no string, as its source bytes spell it.
    case json([UInt8])
}

/// Where a record came from.
public struct RecordSource: Sendable, Hashable {
    /// The path as given, joined with the path below it; `-` for standard input.
    public var path: String
    /// The member of an archive.
    public var member: String?
    /// Line in the (decompressed) file, from 1.
    public var line: Int?
    /// Offset of the record in the file, in bytes.
    public var offset: Int?
    /// When a crawler fetched it, as the crawl's record says.
    public var fetched: String?

    public init(path: String, member: String? = nil, line: Int? = nil, offset: Int? = nil) {
        self.path = path
        self.member = member
        self.line = line
        self.offset = offset
    }
}

/// What is known about an article beside its text; `nil` where unknown.
public struct ArticleMetadata: Sendable, Hashable {
    public var url: String?
    public var title: String?
    public var author: String?
    /// `YYYY-MM-DD`, with the time behind it where known.
    public var published: String?
    public var site: String?
    public var canonical: String?
    public var description: String?
    public var language: String?

    public init() {}
}
