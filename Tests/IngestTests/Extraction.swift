import Ingest

/// The article in a page given as UTF-8 text that was decoded already.
func article(_ html: String, extract: ArticleExtractor.Options.Extent = .article, normalize: NormalForm = .nfc) throws -> Article {
    let record = DumpRecord(id: .string("t"), source: .init(path: "t.html"), body: .decodedHTML(Array(html.utf8)))
    return try ArticleExtractor(options: .init(extract: extract, normalize: normalize)).article(from: record)
}

/// The article in a page given as bytes, as a server sent them.
func article(bytes: [UInt8], charset: String? = nil) throws -> Article {
    let record = DumpRecord(id: .string("t"), source: .init(path: "t.html"), body: .html(bytes: bytes, charset: charset))
    return try ArticleExtractor().article(from: record)
}

extension Article {
    /// The text, checked to be valid UTF-8.
    var string: String { String(validating: text, as: UTF8.self) ?? "(not UTF-8)" }
    var paragraphs: [String] { string.split(separator: "\n\n", omittingEmptySubsequences: true).map(String.init) }
}

/// Paragraphs that read like an article's, each of its own words.
func prose(_ count: Int, about topic: String = "the harbour") -> [String] {
    let openings = [
        "The council said on Monday that", "Residents have long complained that", "A spokeswoman added, after a short pause, that", "Nobody expected, a year ago, that",
        "According to a report seen by this paper,", "Engineers, who began their work in May, found that", "In the end, and against all advice,", "It is still unclear, officials admit, whether",
    ]
    return (0..<count).map { "\(openings[$0 % openings.count]) \(topic) would need at least \($0 + 3) more years of repairs, and that the money had run out." }
}

func paragraphs(_ texts: [String]) -> String { texts.map { "<p>\($0)</p>" }.joined(separator: "\n") }
