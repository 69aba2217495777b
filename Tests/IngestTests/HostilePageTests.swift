import Ingest
import Testing

/// Pages that are none, or that attack: a record with what there is, never a crash or a hang.
@Suite struct HostilePageTests {
    static let pages: [(name: String, bytes: [UInt8])] = [
        ("empty", []),
        ("blanks", Array("  \n\t ".utf8)),
        ("a PDF's start", Array("%PDF-1.7\n".utf8) + (0...255).map { UInt8($0) } + Array("\nendobj".utf8)),
        ("a PNG's start", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] + (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
        ("JSON", Array("{\"a\": [1, 2, {\"b\": \"<p>c\"}]}".utf8)),
        ("only NULs", [UInt8](repeating: 0, count: 1000)),
        ("cut in a tag", Array("<html><body><p>Text<a href='".utf8)),
        ("cut in a comment", Array("<p>Text<!-- ".utf8)),
        ("cut in a reference", Array("<p>Text&#".utf8)),
        ("cut in a character", Array("<p>Text".utf8) + [0xE2, 0x82]),
        ("only ampersands", [UInt8](repeating: UInt8(ascii: "&"), count: 10_000)),
        ("only less-than signs", [UInt8](repeating: UInt8(ascii: "<"), count: 10_000)),
        ("many openings of comments", Array(String(repeating: "<!--", count: 5_000).utf8)),
        ("many declarations", Array(String(repeating: "<![x", count: 5_000).utf8)),
        ("many declarations in a script", Array(("<script>" + String(repeating: "<![x>", count: 5_000)).utf8)),
        ("long attribute", Array("<p class='\(String(repeating: "a-b ", count: 50_000))'>Text".utf8)),
        ("many attributes", Array("<p \((0..<2_000).map { "a\($0)=\"x\"" }.joined(separator: " "))>Text".utf8)),
        ("JSON-LD nested deep", Array("<script type='application/ld+json'>\(String(repeating: "[{\"a\":", count: 20_000))</script><p>Text".utf8)),
        ("UTF-16 byte order mark and an odd byte", [0xFF, 0xFE, 0x41]),
        ("frames only", Array("<html><frameset cols='*,*'><frame src=a><frame src=b></frameset></html>".utf8)),
        ("entities of its own", Array(("<!DOCTYPE html [" + (0..<9).map { "<!ENTITY e\($0 + 1) '" + String(repeating: "&e\($0);", count: 10) + "'>" }.joined() + "]><p>a&e9;b").utf8)),
        ("a GIF image", Array("GIF89a".utf8) + (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 101) }),
        ("paragraphs outside of everything", Array((">><title></div><svg></a>\n<title>b</title>\n<h2>I<p>" + prose(1)[0] + "</p><div>" + prose(30).joined(separator: " ")).utf8)),
        ("scripts only", Array("<script>document.write('x')</script>".utf8)),
    ]

    @Test(arguments: pages.map(\.name)) func givesARecord(_ name: String) throws {
        let bytes = try #require(Self.pages.first { $0.name == name }?.bytes)
        let text = try article(bytes: bytes).text
        #expect(String(validating: text, as: UTF8.self) != nil)
        #expect(!text.contains(0))
    }

    @Test(arguments: ["div", "span", "b", "table><tr><td", "ul><li", "a href=x", "font"]) func nestedDeep(_ element: String) throws {
        let html = String(repeating: "<\(element)>", count: 100_000) + "<p>The one sentence of this page."
        #expect(try article(html).string == "The one sentence of this page.")
    }

    /// Megabytes of what invites quadratic work: each takes a fraction of a second where the work is linear, hours where not.
    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            String(repeating: "&copy=", count: 400_000), String(repeating: "<!-- ", count: 400_000), String(repeating: "<!-- > ", count: 300_000), String(repeating: "<![x>", count: 300_000),
            "<script>" + String(repeating: "<!-- ", count: 400_000), String(repeating: "<script>", count: 200_000), String(repeating: "<style>x", count: 200_000), String(repeating: "<svg>", count: 100_000),
            String(repeating: "<svg ", count: 200_000),
            "<p>" + String(repeating: "<span class=sr-only>x</span>y ", count: 100_000), String(repeating: "<div class=byline>", count: 100_000) + "By Jane",
            "<p>A text of its own, before all the rest of it. " + String(repeating: "<div hidden>", count: 50_000) + String(repeating: "Hidden words, more of them. ", count: 20_000),
            "<h1>Head</h1>" + String(repeating: "<div class=a><p>Words, and some more words, that end here in a sentence.", count: 50_000),
            "<title>" + String(repeating: "a | ", count: 200_000) + "</title>" + String(repeating: "<h2>" + String(repeating: "a", count: 500) + "b</h2>", count: 2_000),
            String(repeating: "<div class=entry-content>", count: 50_000) + "<p>Words, and some more words, that end here in a sentence.",
            String(repeating: "<a href=/author/x>", count: 100_000), String(repeating: "<li><a href=1>x", count: 200_000), String(repeating: "<table><tr><td>", count: 50_000),
        ])
    func linear(_ html: String) throws {
        #expect(String(validating: try article(html).text, as: UTF8.self) != nil)
    }

    @Test func largeTextNode() throws {
        let words = String(repeating: "word and another, so it goes. ", count: 400_000)
        #expect(try article("<p>\(words)").text.count == words.utf8.count - 1)
    }

    @Test func randomBytes() throws {
        var random = SplitMix(seed: 42)
        let pieces = ["<p>", "</p>", "<div class='", "'>", "<!--", "-->", "<script>", "</script>", "&#", ";", "&amp", "<![CDATA[", "<title>", "\0", "<a href=", "<meta charset=gbk>", "<li>", "<br>", "text. ", "é", "<time datetime=2020-01-01>", "{\"@type\":\"Article\"", "<script type=application/ld+json>"]
        var worker = ArticleExtractor.Worker()
        for _ in 0..<2_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(random.next() % 60) {
                if random.next() % 4 == 0 { bytes.append(UInt8(truncatingIfNeeded: random.next())) } else { bytes += Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8) }
            }
            let text = try worker.article(from: DumpRecord(id: .string("r"), source: .init(path: "r"), body: .html(bytes: bytes, charset: nil))).text
            #expect(String(validating: text, as: UTF8.self) != nil, "\(bytes)")
        }
    }
}
