import Ingest
import Testing

/// Which blocks of a page are its article. Pages written for the purpose.
@Suite struct ArticleTests {
    static let body = prose(6)

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var html: String
        var text: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "navigation, footer and aside", html: "<nav><ul><li><a href=/>Home</a></ul></nav><main>\(paragraphs(body))</main><aside><p>Weather today, and more of it tomorrow.</p></aside><footer><p>All rights belong to somebody.</p></footer>", text: body),
        Case(name: "headline, byline and date", html: "<article><h1>Harbour closes</h1><div class=byline>By Jane Doe</div><p>9 May 2020</p>\(paragraphs(body))</article>", text: body),
        Case(name: "related links at the end", html: "<article>\(paragraphs(body))<h3>Related</h3><ul><li><a href=1>Another harbour closes its gates</a><li><a href=2>The quay that nobody wanted</a></ul></article>", text: body),
        Case(name: "related box inside", html: "<div class=entry-content>\(paragraphs(Array(body[..<3])))<div class='related-posts'><h4>More stories</h4><p>The quay, the council and the money: a long read.</p></div>\(paragraphs(Array(body[3...])))</div>", text: body),
        Case(name: "a line that links elsewhere", html: "<article>\(paragraphs(Array(body[..<3])))<p>Read more: <a href=1>The quay that nobody wanted</a></p>\(paragraphs(Array(body[3...])))</article>", text: body),
        Case(name: "comments", html: "<article>\(paragraphs(body))</article><div id=comments>\(paragraphs(prose(3, about: "my street")))</div>", text: body),
        Case(name: "newsletter box", html: "<article>\(paragraphs(Array(body[..<3])))<div class='newsletter-signup'><p>Get our best stories, every morning, in your inbox.</p></div>\(paragraphs(Array(body[3...])))</article>", text: body),
        Case(name: "caption", html: "<article>\(paragraphs(Array(body[..<3])))<figure><img src=i><figcaption>The harbour at dawn, seen from the quay.</figcaption></figure>\(paragraphs(Array(body[3...])))</article>", text: body),
        Case(name: "credits at the end", html: "<article>\(paragraphs(body))<p>Photo: Jane Doe</p><p>Follow us on the networks.</p></article>", text: body),
        Case(name: "headings and lists stay", html: "<article>\(paragraphs(Array(body[..<3])))<h2>What is next</h2><ul><li>The quay is rebuilt, says the council.<li>The gates are painted.</ul>\(paragraphs(Array(body[3...])))</article>", text: body[..<3] + ["What is next", "The quay is rebuilt, says the council.", "The gates are painted."] + body[3...]),
        Case(name: "heading of what was put aside", html: "<article>\(paragraphs(Array(body[..<3])))<h3>You might want to see</h3><div class=related-articles><p><a href=1>The quay that nobody wanted, and why</a></p></div><h2>Money</h2>\(paragraphs(Array(body[3...])))</article>", text: body[..<3] + ["Money"] + body[3...]),
        Case(name: "text in several containers of a kind", html: "<div id=story><div class=story-body>\(paragraphs(Array(body[..<2])))</div><div class=ad>Buy now, pay later, regret never.</div><div class=story-body>\(paragraphs(Array(body[2...])))</div></div>", text: body),
        Case(name: "a hint on the page's own wrapper", html: "<body class='has-sidebar comments-open'><div class='sidebar-layout'><article>\(paragraphs(body))</article></div>", text: body),
        Case(name: "a line's own inline notes", html: "<article><p><span class=sr-only>Skip this</span>\(body[0])</p>\(paragraphs(Array(body[1...])))</article>", text: body),
        Case(name: "paragraphs by line breaks", html: "<div class=post>\(body.joined(separator: "<br><br>"))</div>", text: body),
        Case(name: "a box for small screens and one for large", html: "<article><div class=a><p>Subscribers know more about this story than others do.</p></div>\(paragraphs(body))<div class=b><p>Subscribers know more about this story than others do.</p></div></article>", text: ["Subscribers know more about this story than others do."] + body),
    ]

    @Test(arguments: cases) func keepsTheArticle(_ item: Case) throws {
        #expect(try article("<html><head><title>t</title></head>\(item.html.hasPrefix("<body") ? "" : "<body>")\(item.html)").paragraphs == item.text)
    }

    @Test func teasersBesideAnArticle() throws {
        let long = prose(12)
        let stream = (0..<20).map { "<li class=tile><div><h3><a href=\($0)>Something else happened in town number \($0)</a></h3><p>It was seen by \($0) people, who told us so. More inside.</p></div>" }.joined()
        let text = try article("<body><div class=x>\(paragraphs(long))</div><ul>\(stream)</ul>").paragraphs
        #expect(text == long)
    }

    @Test func hiddenCopyOfTheText() throws {
        let html = "<article>\(paragraphs(Self.body))<div style='display: none'><p>\(Self.body.joined(separator: " "))</p></div></article>"
        #expect(try article(html).paragraphs == Self.body)
    }

    @Test func hiddenTextThatWaitsForAClick() throws {
        let html = "<article>\(paragraphs(Array(Self.body[..<2])))<div style='display:none'>\(paragraphs(Array(Self.body[2...])))</div></article>"
        #expect(try article(html).paragraphs == Self.body)
    }

    @Test func textInLinkedDataOnly() throws {
        let text = prose(8)
        let json = "{\"@type\":\"NewsArticle\",\"articleBody\":\"\(text.joined(separator: "\\n\\n"))\"}"
        #expect(try article("<script type='application/ld+json'>\(json)</script><div id=app>Loading</div>").paragraphs == text)
    }

    /// A page with any text never gives an empty article.
    @Test(arguments: [
        "<p>Short.", "<nav><a href=1>Only</a> <a href=2>links</a></nav>", "<h1>A heading</h1>", "<div class=footer>foot</div>", "<ul><li><a href=1>one</a><li><a href=2>two</a></ul>", "<form><label>Name</label></form>",
        "<figcaption>A caption</figcaption>", "plain words",
    ])
    func neverEmpty(_ html: String) throws {
        #expect(try !article(html).text.isEmpty)
    }

    @Test func allKeepsEveryVisibleBlock() throws {
        let text = try article("<nav>Menu</nav><p>Text.</p><footer>Foot</footer><script>x</script><noscript>No</noscript>", extract: .all).paragraphs
        #expect(text == ["Menu", "Text.", "Foot"])
    }

    @Test func explanationNamesEachBlock() throws {
        var worker = ArticleExtractor.Worker()
        let html = "<body><nav class=top><a href=1>Home</a></nav><article id=main>\(paragraphs(Self.body))</article>"
        let blocks = try worker.explanation(of: DumpRecord(id: .string("t"), source: .init(path: "t"), body: .decodedHTML(Array(html.utf8))))
        #expect(blocks.count == 7)
        #expect(blocks.first?.verdict == "boilerplateElement")
        #expect(blocks.first?.cause.contains("nav.top") == true)
        #expect(blocks.dropFirst().allSatisfy { $0.verdict == "kept" && $0.path.contains("article.main") })
    }

    /// A worker gives the same for a page whatever pages it saw before.
    @Test func workerForgets() throws {
        var worker = ArticleExtractor.Worker()
        let pages = Self.cases.map { DumpRecord(id: .string("t"), source: .init(path: "t"), body: .decodedHTML(Array($0.html.utf8))) }
        for page in pages + pages.reversed() {
            #expect(try worker.article(from: page).text == ArticleExtractor().article(from: page).text)
        }
    }
}
