import Ingest
import Testing

@Suite struct MetadataTests {
    static func metadata(_ head: String, body: String = "<p>Some text of the page, which says nothing else.") throws -> ArticleMetadata {
        try article("<html><head>\(head)</head><body>\(body)").metadata
    }

    @Test(arguments: [
        ("<title>Harbour closes early | The Gazette</title><meta property=og:site_name content='The Gazette'>", "", "Harbour closes early"),
        ("<title>The Gazette - Harbour closes early</title><meta property=og:site_name content='The Gazette'>", "", "Harbour closes early"),
        ("<title>Harbour closes early this winter – Unknown Name</title>", "", "Harbour closes early this winter"),
        ("<title>Harbour closes early | Gazette</title>", "<h1>Harbour closes early</h1>", "Harbour closes early"),
        ("<title>Harbour closes early | Gazette</title>", "<h1>Gazette</h1><h1>Harbour closes early</h1>", "Harbour closes early"),
        ("<title>x</title><meta property=og:title content='Harbour closes early'>", "<h1>Local news | Harbour closes early</h1>", "Harbour closes early"),
        ("<title>Gazette</title><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour &amp; quay\"}</script>", "<h1>Harbour &amp; quay</h1>", "Harbour & quay"),
        ("", "<h1>Only a heading</h1>", "Only a heading"),
        ("<title>Jane's log » The harbour and its long repairs</title>", "<h1>Jane's log</h1><h2>The harbour and its long repairs</h2>", "The harbour and its long repairs"),
        ("<title>Only &#8220;one&#8221; title</title>", "", "Only “one” title"),
    ])
    func title(_ head: String, _ body: String, _ expected: String) throws {
        #expect(try Self.metadata(head, body: body + "<p>Text.").title == expected)
    }

    @Test func noTitle() throws { #expect(try Self.metadata("").title == nil) }

    @Test(arguments: [
        ("<meta name=author content='Jane Doe'>", "", "Jane Doe"),
        ("<meta name=author content='By Jane Doe and John Roe, Staff Writers'>", "", "Jane Doe; John Roe"),
        ("<meta name=author content='https://example.com/jane'>", "<p class=byline>By Jane Doe | 9 May 2020</p>", "Jane Doe"),
        ("<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":[{\"@type\":\"Person\",\"name\":\"Jane Doe\"},{\"name\":\"John Roe\"}]}</script>", "", "Jane Doe; John Roe"),
        ("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#j\"}},{\"@type\":\"Person\",\"@id\":\"#j\",\"name\":\"Jane Doe\"}]}</script>", "", "Jane Doe"),
        ("", "<span itemprop=author><span itemprop=name>Jane Doe</span></span>", "Jane Doe"),
        ("", "<a rel=author href=/jane>Jane Doe</a>", "Jane Doe"),
        ("", "<div class='article-byline'>ByJane Doe Thursday, May 9</div>", "Jane Doe"),
        ("", "<div class='post-author'>Written by J. R. Doe Jr.</div>", "J. R. Doe Jr."),
        ("<meta name=author content='Jane Doe, MD'>", "", "Jane Doe, MD"),
        ("<meta name=author content='April Summer'>", "", "April Summer"),
        ("", "<h1>Head</h1><p>By <a href=/x>Jane Doe</a> of the Gazette</p>", "Jane Doe"),
        ("", "<h1>Head</h1><a href='/authors/jane'>Jane Doe</a>", "Jane Doe"),
        ("", "<div class=author><b>Jane Doe</b><i>Editor at large</i></div>", "Jane Doe"),
        ("", "<div class=byline>By Jane Doe Senior Writer</div>", "Jane Doe"), ("", "<div class=byline>By Jane Doe, Head of Marketing and News</div>", "Jane Doe"), ("", "<div class=byline>By Edith Head and John Roe</div>", "Edith Head; John Roe"),
        ("<meta name=author content=admin>", "<div class=byline>By Jane Doe</div>", "Jane Doe"),
        ("<meta property=og:site_name content='The Gazette'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"The Gazette\"}}</script>", "<p class=byline>By Jane Doe", "Jane Doe"),
    ])
    func author(_ head: String, _ body: String, _ expected: String) throws {
        #expect(try Self.metadata(head, body: body + "<p>Text.").author == expected)
    }

    @Test(arguments: [
        ("<meta property='article:published_time' content='2023-11-09T05:30:59+00:00'>", "", "2023-11-09T05:30:59Z"),
        ("<meta property='article:modified_time' content='2024-01-01'><meta name=date content='9 Nov 2023'>", "", "2023-11-09"),
        ("<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"datePublished\":\"2023-11-09T10:52:50+0100\",}</script>", "", "2023-11-09T10:52:50+01:00"),
        ("", "<time datetime='2023-11-09 14:05'>yesterday</time>", "2023-11-09T14:05:00"),
        ("", "<abbr class=published title='2023-11-09'>Nov 9</abbr>", "2023-11-09"),
        ("", "<p class='entry-date'>Posted on November 9th, 2023 at noon</p>", "2023-11-09"),
        ("", "<p class=date>09.11.2023</p>", "2023-11-09"),
        ("", "<p class=date>11/09/2023</p>", "2023-11-09"),
        ("", "<p class=date>25/12/2023</p>", "2023-12-25"),
        ("", "<h1>Head</h1><p>Thursday, Nov. 9, 2023</p>", "2023-11-09"),
        ("<link rel=canonical href='https://example.com/2023/11/09/head/'>", "", "2023-11-09"),
        ("<link rel=canonical href='https://example.com/news/2023/nov/09/head'>", "", "2023-11-09"),
        ("<meta name=sailthru.date content='1699500000'>", "", "2023-11-09"),
        ("", "<footer>Page last edited 2023-11-09 13:28</footer>", "2023-11-09T13:28:00"),
    ])
    func published(_ head: String, _ body: String, _ expected: String) throws {
        #expect(try Self.metadata(head, body: body + "<p>Text.").published == expected)
    }

    @Test(arguments: ["<p class=date>1234/56/78</p>", "<p class=date>in May</p>", "<meta name=date content='soon'>", "<p class=date>99.99.2023</p>"])
    func noDate(_ body: String) throws {
        #expect(try Self.metadata("", body: body).published == nil)
    }

    @Test func theRest() throws {
        let metadata = try article(
            "<html lang='en-GB'><head><meta name=description content=' Two  words '><meta property=og:site_name content='The Gazette'><link rel=canonical href='https://example.com/a'></head><p>Text."
        ).metadata
        #expect(metadata.language == "en-GB")
        #expect(metadata.description == "Two words")
        #expect(metadata.site == "The Gazette")
        #expect(metadata.canonical == "https://example.com/a")
    }

    /// What the dump says of a record beats what its page says.
    @Test func dumpBeatsPage() throws {
        var known = ArticleMetadata()
        known.title = "From the dump"
        let record = DumpRecord(id: .string("t"), source: .init(path: "t"), body: .decodedHTML(Array("<title>From the page</title><p>x".utf8)), metadata: known)
        #expect(try ArticleExtractor().article(from: record).metadata.title == "From the dump")
    }
}
