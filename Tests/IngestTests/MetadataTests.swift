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
        // The heading that readers see, where the stated title is another one of the same words.
        ("<title>Best boats 2024 for families</title><meta property=og:title content='Best boats 2024 for families'>", "<h1>The six best family boats, tried at sea in 2024</h1>", "The six best family boats, tried at sea in 2024"),
        ("<title>Boats | Gazette</title><link rel=canonical href='https://example.com/news/the-quay-opens-late/'>", "<h1>The quay opens late again</h1>", "The quay opens late again"),
        ("<title>Six boats for the family | Gazette</title>", "<h1>Six boats for the family and their berths</h1>", "Six boats for the family and their berths"),
        ("<title>Six boats for the family | Gazette</title>", "<h1>Six boats for the family (example.com) 87</h1>", "Six boats for the family"),
        ("<title>Six boats for the family</title>", "<h1><span>Six boats for the family</span> <small>With berths to match</small></h1>", "Six boats for the family"),
        // The field for it states the heading.
        ("<title>Boats for all</title><meta property='x:headline' content='All aboard the family boat'>", "<h2>All aboard the family boat</h2>", "All aboard the family boat"),
        // On blogs the heading of the first rank is the blog's name.
        ("<title>Jane's log: Harbour closes early</title><meta property=og:title content='Harbour closes early'>", "<h1>Jane's log</h1><h3>Harbour closes early</h3>", "Harbour closes early"),
        ("<title>Jane's log: Harbour closes early</title><meta property=og:title content='Harbour closes early'>", "<h1>Jane's log</h1><h1>Harbour <b>closes</b> early</h1>", "Harbour closes early"),
        ("<title>Jane's words --quayside</title>", "<h3>quayside</h3>", "quayside"),
        // Sites, rubrics and addresses at the ends of titles.
        ("<title>About quays – Grey Gull Software</title><link rel=canonical href='https://greygull.example/about'>", "<h1>About quays</h1>", "About quays"),
        ("<title>Quays and piers of the north | Blog | Grey Gull Software</title><link rel=canonical href='https://greygull.example/a'>", "", "Quays and piers of the north"),
        ("<title>On quays | Quays.com</title>", "", "On quays"),
        ("<title>Harbour Enquiries -</title>", "<h2>Ferries instead of trains</h2>", "Ferries instead of trains"),
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

    /// Bylines of several elements: what stands beside a name is none, what stands like it is one more.
    @Test(arguments: [
        ("<div class=byline><span class=author>Jane Doe</span> <span class=publication>Harbour Press</span></div>", "Jane Doe"),
        ("<div class=author><a href=/jane>Jane Doe</a><br>Gazette Contributor</div>", "Jane Doe"),
        ("<div class=byline><span>Jane</span> <span>Doe</span></div>", "Jane Doe"),
        ("<h1>Head</h1><div>By <a href=/a>Jane Doe</a>, <a href=/b>John Roe</a> on Monday, May 9</div>", "Jane Doe; John Roe"),
        ("<ul class=authors><li><a href=/a>Jane Doe</a></li><li><a href=/b>John Roe</a></li></ul>", "Jane Doe; John Roe"),
        ("<h1>Head</h1><h6>Author(s)</h6><ul><li><a href=/a>J. A. Doe</a></li><li><a href=/b>John Roe</a></li></ul>", "J. A. Doe; John Roe"),
        ("<h1>Head</h1><span>| By </span> <span>Jane Doe</span> | <time>May 9, 2020</time>", "Jane Doe"),
        ("<h1>Head</h1><span>Written by</span><div><b>Jane</b> <i>- Engineer</i></div>", "Jane"),
        ("<h1>Head</h1><p>Posted by Jane</p>", "Jane"),
        ("<h1>Head</h1><p>Posted on May 9, 2020  by Jane Doe</p>", "Jane Doe"),
        ("<h1>Head</h1><div class='publish-date-author'>May 9, 2020 · Jane Doe on behalf of <a>the Harbour Team</a></div>", "Jane Doe"),
        ("<p><span>May 9, 2020</span> <span>by Jane Doe</span></p><h1>Head</h1>", "Jane Doe"),
        ("<h1>Head</h1>\(String(repeating: "<p>Words of the text.</p>", count: 80))<p>Written by Jane Doe</p>", "Jane Doe"),
        ("<h1>Head</h1><p class=byline>Reviewed by <a class=author-link>John Roe</a></p><p>Written by <a>Jane Doe</a></p>", "Jane Doe"),
        ("<h1>Head</h1><p>This post was written by <a>Jane Doe, MD</a>, surgeon at the Harbour Clinic.</p>", "Jane Doe, MD"),
        ("<h1>Head</h1><div class=author-wrapper><div class=author-text><div>Jane Doe</div><p>Jane Doe writes about harbours, quays and piers. She has done so since she first saw the sea, on a grey day in spring, and will go on doing so.</p></div></div>", "Jane Doe"),
        ("<h1>Head</h1><div class=avatar-author><span>JD</span></div><p>by Jane Doe</p>", "Jane Doe"),
        ("<span property='dc:creator'>Jane Doe</span>", "Jane Doe"),
        ("<div itemprop=author itemscope><h2>About the Author</h2><b itemprop=name>Jane Doe</b></div>", "Jane Doe"),
        ("<h1>Head</h1><div>By harbour reporter <a>Jane Doe</a></div>", "Jane Doe"), ("<h1>Head</h1><div>By <a>Jane Doe</a> Consumer reporter</div>", "Jane Doe"),
        ("<h1>Head</h1><div class=credits>Words <b>Jane Doe</b> &nbsp; Photographs <b>John Roe</b></div>", "Jane Doe"),
        ("<h2>Series</h2><span>by</span> <a>Quayside</a><h1>Head</h1><div class=author>Follow Author</div>", "Quayside"),
        ("<h1>Head</h1><p>QuayPage (last edited 2019-11-10 13:28 by <span><a>JaneDoe</a></span>)</p>", "JaneDoe"),
        ("<h1>Head</h1><p>Publicado por: Juana Pérez - Categoría: Puertos</p>", "Juana Pérez"),
    ])
    func byline(_ body: String, _ expected: String) throws {
        #expect(try Self.metadata("", body: body + "<p>Text.").author == expected)
    }

    /// Lines and elements that look like bylines, and name nobody.
    @Test(arguments: [
        "<h1>Head</h1><p>By this change, <a>by following the tips</a> below, all is well.</p>", "<nav><a>By Invitation</a></nav><h1>Head</h1>", "<h1>Head</h1><p>Photo by John Roe</p>",
        "<h1>Head</h1><p>By submitting your email, you agree to our Terms and Privacy Notice.</p>",
        "<h1>Head</h1><p>Posted by u/ 6 years ago</p><i>Archived</i>", "<div class=author>Follow</div>", "<h1>Head</h1><div class=author-box><h3>Introducing the new way to build a quay, and to pay for it</h3></div>",
    ])
    func noAuthor(_ body: String) throws {
        #expect(try Self.metadata("", body: body + "<p>Text.").author == nil)
    }

    /// What fields state, and the page's own byline beside it.
    @Test(arguments: [
        ("<meta name=author content='JANE DOE, AP National Harbour Writer'>", "", "JANE DOE"),
        ("<meta name=author content='Jane Doe, Harbour News'>", "", "Jane Doe"), ("<meta name=author content='Analysis by Jane Doe, CNN'>", "", "Jane Doe"),
        ("<meta name=author content='Doe, Jane'>", "", "Doe, Jane"), ("<meta name=author content='Salt & i'>", "", "Salt & i"), ("<meta name=author content='Jane Doe (quayside)'>", "", "Jane Doe (quayside)"),
        ("<meta name=author content='Jane Doe (Reuters)'>", "", "Jane Doe"), ("<meta name=author content='Quay7'>", "", "Quay7"),
        ("<meta name=author content='Staff and news service reports'>", "", "Staff and news service reports"),
        ("<meta name=author content='Jane Doe, John Roe'><script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"name\":\"John Roe\"}}</script>", "", "Jane Doe; John Roe"),
        ("<meta name=author content='Jane Doe and John Roe for the Gazette'>", "", "Jane Doe; John Roe"),
        ("<title>Jane Doe's quays | Head</title>", "<footer>Copyright (c) 2012- Jane Doe. All rights reserved.</footer>", "Jane Doe"),
        ("<meta property=og:site_name content='Jane Doe’s log'>", "<footer>© 2020 by Jane Doe</footer>", "Jane Doe"),
        ("<meta name=citation_authors content='Jane Doe'><meta name=citation_authors content='John Roe'>", "", "Jane Doe; John Roe"),
        ("<meta name=author content='John Roe'>", "<p>By: Jane Doe</p>", "Jane Doe"), ("<meta name=author content='Jane Doe'>", "<p>By <a>Jane Doe</a> <b>Quays</b> reporter</p>", "Jane Doe"),
        ("<meta name=author content='Jane Doe'>", "<p>By Jane A. Doe</p>", "Jane Doe"), ("<meta name=author content='Jane Doe'>", "<p>By JANE DOE and John Roe</p>", "Jane Doe; John Roe"),
        ("<meta name=author content='Jane Doe'>", "<p>By Jane Doe and John Roe</p>", "Jane Doe; John Roe"),
        ("<meta name=author content=jdoe>", "<p>By Jane Doe</p>", "Jane Doe"),
        ("<meta name=author content='The Gazette'><meta property=og:site_name content='The Gazette'>", "<div class=wrote>By&nbsp;<a>Jane Doe</a></div>", "Jane Doe"),
        ("<meta name=author content='The Gazette'><meta property=og:site_name content='The Gazette'>", "", "The Gazette"),
        ("<meta name=author content=Ela><meta property=og:site_name content=Elaboat>", "", "Ela"),
        ("<meta name=twitter:data1 content='34 minutes'>", "<p>By Jane Doe</p>", "Jane Doe"),
        ("<meta name=author content='@janedoe'>", "", "janedoe"), ("<meta name=author content='noreply@example.com (Jane Doe)'>", "", "Jane Doe"), ("<meta name=author content='jane@example.com'>", "<p>By Jane Doe</p>", "Jane Doe"),
        ("<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{\"name\":[\"Jane Doe\",\"John Roe\"]}}</script>", "", "Jane Doe; John Roe"),
        ("<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":{},\"creator\":[\"Jane Doe\"]}</script>", "", "Jane Doe"),
    ])
    func statedAuthor(_ head: String, _ body: String, _ expected: String) throws {
        #expect(try Self.metadata(head, body: "<h1>Head</h1>" + body + "<p>Text.").author == expected)
    }

    @Test(arguments: [
        // The publisher's own day of an instant in universal time.
        ("<meta property='article:published_time' content='2023-11-09T05:30:59+00:00'>", "<h1>Head</h1><time datetime='2023-11-08 23:30:59'>8 Nov</time>", "2023-11-08T23:30:59"),
        ("<meta property='article:published_time' content='2023-11-09T05:30:59Z'><link rel=canonical href='https://example.com/2023/11/08/head'>", "", "2023-11-08"),
        ("<meta property='article:published_time' content='2023-11-09T15:30:59Z'><link rel=canonical href='https://example.com/2023/11/08/head'>", "", "2023-11-09T15:30:59Z"),
        ("<meta property='article:published_time' content='2025-10-21T20:31:00Z'>", "<h1>Head</h1><div>Posted Wed 22 Oct 2025 at 7:31am</div>", "2025-10-22"),
        // Labels and lines.
        ("", "<div>Published</div><div>October 14, 2025</div><h1>Head</h1>", "2025-10-14"),
        ("", "<h1>Head</h1><p>                 Posted on September 21, 2020      by Jane Doe                                                                                     </p>", "2020-09-21"),
        ("", "<h1>Head</h1><p>Last updated: 3 May 2021</p><p>First published on 2 May 2021</p>", "2021-05-02"),
        ("", "<h1>Head</h1><time class=updated datetime=2021-05-03>3 May</time> <time datetime=2021-05-02>2 May</time>", "2021-05-02"),
        ("", "<time datetime=2020-01-01>1 Jan</time><h1>Head</h1><time datetime=2021-05-02>2 May</time>", "2021-05-02"),
        ("", "<span property='dc:date dc:created' content='2021-05-02T10:00:00+02:00'></span>", "2021-05-02T10:00:00+02:00"),
        ("", "<p>publiziert am 3. März 2021</p><h1>Head</h1>", "2021-03-03"),
        ("", "<h1>Head</h1><p>Feb. 23, 2015 -- \(prose(1)[0])</p>", "2015-02-23"),
        ("<title>Only said in the title</title>", "<h1>The Gazette</h1>\(String(repeating: "<i>menu</i>", count: 80))<b>Only said in the title</b><small>23 Feb 2015</small>", "2015-02-23"),
        ("<meta http-equiv=content-language content=pt_BR>", "<p class=date>05/10/2018</p>", "2018-10-05"),
        // A clock before the date is none of its numbers.
        ("<meta name=date content='01:38:07 PM IST Nov 20, 2019'>", "", "2019-11-20"),
        ("", "<p class=date>5 de octubre de 2018</p>", "2018-10-05"), ("", "<p class=date>3. März 2020</p>", "2020-03-03"), ("", "<p class=date>14 août 2020</p>", "2020-08-14"),
    ])
    func publishedDay(_ head: String, _ body: String, _ expected: String) throws {
        #expect(try Self.metadata(head, body: body + "<p>Text.").published == expected)
    }

    @Test(arguments: ["<table class=infobox><tr><td>Founded<td>February 28, 1998</table>", "<p>Wednesday, November 20, 2019</p><h1>Head</h1>"])
    func noDateOfPublication(_ body: String) throws {
        #expect(try Self.metadata("", body: (body.contains("<h1>") ? "" : "<h1>Head</h1>") + body + "<p>Text.").published == nil)
    }

    @Test(arguments: [("<meta name=twitter:site content='@gazette'>", "gazette"), ("<meta property=og:site_name content='https://www.gazette.example/'>", "gazette.example")])
    func site(_ head: String, _ expected: String) throws {
        #expect(try Self.metadata(head).site == expected)
    }

    /// A page that is UTF-8 read as windows-1252 and encoded again: so are its fields.
    @Test func fieldsOfBrokenPage() throws {
        let text = paragraphs((0..<4).map { "The harbour\u{E2}\u{20AC}\u{2122}s repairs took \($0 + 3) years, and nobody knew when they would end." })
        #expect(try article("<html><head><title>The harbour\u{E2}\u{20AC}\u{2122}s repairs</title></head><body><article>\(text)</article>").metadata.title == "The harbour’s repairs")
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
