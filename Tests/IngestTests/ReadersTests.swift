import Foundation
import JSON
import Testing

@testable import Ingest

/// Reads bytes as a dump and says what came, shortly: `id = text`, or `! stage code` where a record could not be read.
enum Reading {
    static func records(_ bytes: [UInt8], name: String, options: ReaderOptions = ReaderOptions(), step: Int = .max) -> [DumpRecord] {
        records(options) { $0.read(BufferedInput(MemorySource(bytes, step: step)), at: RecordSource(path: name), name: name) }
    }

    /// What a reader gives when it `reads`.
    static func records(_ options: ReaderOptions, _ reads: (DumpReader) -> Void) -> [DumpRecord] {
        var records: [DumpRecord] = []
        let emitter = RecordEmitter { batch in
            batch.forEachRecord {
                records.append($0)
                return true
            }
            return true
        }
        reads(DumpReader(options: options, emitter: emitter))
        emitter.flush()
        return records
    }

    static func summary(_ record: DumpRecord) -> String {
        let id =
            switch record.id {
            case .string(let id): id
            case .json(let bytes): String(decoding: bytes, as: UTF8.self)
            }
        switch record.body {
        case .unreadable(let error): return "! \(error.stage) \(error.code.rawValue)"
        case .html(let bytes, let charset): return "\(id) html\(charset.map { " " + $0 } ?? "") = \(String(decoding: bytes, as: UTF8.self))"
        case .text(let bytes, let charset): return "\(id) text\(charset.map { " " + $0 } ?? "") = \(String(decoding: bytes, as: UTF8.self))"
        case .decodedHTML(let bytes): return "\(id) page = \(String(decoding: bytes, as: UTF8.self))"
        case .decodedText(let bytes): return "\(id) = \(String(decoding: bytes, as: UTF8.self))"
        }
    }
}

@Suite struct ReadersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var records: [String]

        init(_ name: String, _ text: String, _ records: [String]) {
            self.init(name, Array(text.utf8), records)
        }

        init(_ name: String, _ bytes: [UInt8], _ records: [String]) {
            self.name = name
            self.bytes = bytes
            self.records = records
        }

        var testDescription: String { name }
    }

    private static func warc(_ type: String, _ id: String, _ payload: String, length: Int? = nil, more: String = "") -> String {
        "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Record-ID: <\(id)>\r\nWARC-Target-URI: http://x.example/\(id)\r\n\(more)Content-Length: \(length ?? payload.utf8.count)\r\n\r\n\(payload)\r\n\r\n"
    }

    private static func response(_ id: String, _ body: String, head: String = "Content-Type: text/html; charset=latin1", status: String = "200 OK", length: Int? = nil) -> String {
        warc("response", id, "HTTP/1.1 \(status)\r\n\(head)\r\n\r\n\(body)", length: length)
    }

    static let cases: [Case] = [
        // JSON that is not a line a record.
        Case("a.json", #"[ {"id":1,"text":"a ] } , b"}, {"id":2,"text":"c\"]"} ]"#, ["1 = a ] } , b", #"2 = c"]"#]),
        Case("b.json", "{\n \"id\": 1,\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}\n", ["1 = a", "b.json#27 = b"]),
        Case("c.json", #"[{"text":"a"}, 5, "x", {"t":1}, {"text":bad}, {"text":"b"}, {"text":"cu"#, ["c.json#1 = a", "! parse no-text", "! parse no-text", "! parse no-text", "! parse invalid-json", "c.json#46 = b", "! parse truncated"]),
        Case("lines.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n", ["lines.json#1 = a", "lines.json#2 = b"]),
        Case("empty.json", "[]", []),
        // Tables.
        Case("a.csv", "id,title,text\r\n1,\"T, \"\"x\"\"\",\"line\nline\"\r\n\r\n2,,b\r\n3\r\n4,t,d,extra", ["1 text = line\nline", "2 text = b", "! parse no-text", "4 text = d"]),
        Case("b.csv", "id;text\n1;a,b\n", ["1 text = a,b"]),
        Case("c.tsv", "id\ttext\n1\ta, b\n2\t\"c\td\"\n", ["1 text = a, b", "2 text = c\td"]),
        Case("quote.csv", "id,text\n1,a\n2,\"b\n3,\"c\"\n4,d\n", ["1 text = a", "! parse corrupt", "3 text = c", "4 text = d"]),
        Case("behind.csv", "id,text\n1,\"a\"b,c and more of it\n2,d\n", ["! parse corrupt", "2 text = d"]),
        Case("open.csv", "id,text\n1,a\n2,\"b\n3,c\n", ["1 text = a", "! parse corrupt", "3 text = c"]),
        Case("names.csv", "a,b\n1,2\n", ["! parse no-text"]),
        // WARC.
        Case(
            "a.warc",
            warc("warcinfo", "i", "software: x") + response("1", "<p>one") + warc("request", "r", "GET / HTTP/1.1\r\n\r\n") + response("2", "gone", status: "404 Not Found")
                + response("3", "GIF", head: "Content-Type: image/gif") + response("4", "plain", head: "content-type: TEXT/plain")
                + warc("resource", "5", "<p>res", more: "Content-Type: text/html\r\n") + warc("conversion", "6", "wet", more: "Content-Type: text/plain\r\n"),
            ["<1> html latin1 = <p>one", "<4> text = plain", "<5> html = <p>res", "<6> text = wet"]),
        Case(
            "chunked.warc", response("1", "4;x=y\r\n<p>a\r\n3\r\nb c\r\n0\r\n\r\n", head: "Content-Type: text/html\r\nTransfer-Encoding: chunked") + response("2", "<p>not chunked", head: "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
            ["<1> html = <p>ab c", "<2> html = <p>not chunked"]),
        Case("garbage.warc", response("1", "a") + "garbage\nWARC\n\n" + response("2", "b"), ["<1> html latin1 = a", "! read corrupt", "<2> html latin1 = b"]),
        Case("version.warc", response("1", "a") + "a line with WARC/1.0 in it, and WARC/1.0 again\n" + response("2", "b"), ["<1> html latin1 = a", "! read corrupt", "<2> html latin1 = b"]),
        Case("zeros.warc", response("1", "a") + String(repeating: "\0", count: 9) + response("2", "b"), ["<1> html latin1 = a", "! read corrupt", "<2> html latin1 = b"]),
        Case("lineends.warc", response("1", "a").dropLast(2) + "\n\r\r\n", ["<1> html latin1 = a"]),
        Case("short.warc", response("1", "a") + response("2", "some body", length: 60) + response("3", "c"), ["<1> html latin1 = a", "! read corrupt", "<3> html latin1 = c"]),
        Case("long.warc", response("1", "a", length: 100) + response("2", "b") + response("3", "c"), ["! read corrupt", "<2> html latin1 = b", "<3> html latin1 = c"]),
        Case("cut.warc", response("1", "a") + String(decoding: response("2", "b").utf8.prefix(170), as: UTF8.self), ["<1> html latin1 = a", "! read truncated"]),
        Case("header.warc", response("1", "a") + "WARC/1.0\r\nWARC-Type: resp", ["<1> html latin1 = a", "! read truncated"]),
        Case("nolength.warc", "WARC/1.0\r\nWARC-Type: response\r\n\r\n" + response("2", "b"), ["! read corrupt", "<2> html latin1 = b"]),
        // Feeds.
        Case(
            "a.rss",
            "<?xml version='1.0'?><rss><channel><title>c</title><item><guid>g</guid><title>t</title><description>d &amp; e</description></item><!-- <item> --><item><content:encoded><![CDATA[<p>x</item>y</p>]]></content:encoded></item><item><title>only</title></item></channel></rss>",
            ["g = d & e", "a.rss#145 = xy", "a.rss#221 = "]),
        Case("a.atom", "<feed xmlns='a'><entry><id>i</id><content type='html'>&lt;p&gt;one&lt;/p&gt;</content></entry><entry><id>j</id><content type='xhtml'><div><p>two</p></div></content></entry></feed>", ["i = one", "j = two"]),
        Case("declared.rss", "<?xml encoding=" + String(repeating: " ", count: 1100) + "'x-unknown'?><rss><item><guid>1</guid><description>a</description></item></rss>", ["1 = a"]),
        Case("cut.rss", "<rss><item><guid>1</guid><description>a</description></item><item><guid>2</guid><descr", ["1 = a", "! read truncated"]),
        Case("bomb.rss", "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><item><guid>1</guid><description>&b;</description></item></rss>", ["! parse no-text"]),
        Case("file.rss", "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><guid>1</guid><description>a&x;b</description></item></rss>", ["1 = ab"]),
        // Newswire.
        Case(
            "a.xml", "<nitf><head><docdata><doc-id id-string='n1'/></docdata></head><body><body.head><hedline><hl1>T</hl1></hedline></body.head><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>",
            ["n1 = One.\n\nTwo."]),
        Case(
            "b.xml", "<newsItem guid='g1'><contentMeta><headline>H</headline></contentMeta><contentSet><inlineXML><html><body><p>A.</p></body></html></inlineXML></contentSet></newsItem>",
            ["g1 = A."]),
        Case(
            "w.xml",
            "<mediawiki><page><title>A</title><ns>0</ns><id>1</id><revision><text>'''Bold''' [[link|label]]{{tpl|{{x}}}}&lt;ref&gt;r&lt;/ref&gt; end.\n\n== Head ==\n* item [http://x.example site]\n[[File:a.jpg|thumb|c [[d]]]][[Category:C]]</text></revision></page><page><ns>0</ns><redirect title='x'/><id>2</id></page><page><ns>10</ns><id>3</id></page></mediawiki>",
            ["1 = Bold label end.\n\nHead\nitem site"]),
        Case(
            "r.sgm",
            "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"7\"><DATE>26-FEB-1987 15:01:01.79</DATE><TEXT>&#2;<TITLE>T &lt;IBM></TITLE><BODY>One line\nand more.\n    Two.\n Reuter\n&#3;</BODY></TEXT></REUTERS>\n<REUTERS NEWID=\"8\"><TEXT TYPE=\"BRIEF\"><TITLE>Brief</TITLE></TEXT></REUTERS><REUTERS NEWID=\"9\"><TEXT>cut",
            ["7 text windows-1252 = One line and more.\n\nTwo.", "8 text windows-1252 = ", "! read truncated"]),
        // Mail.
        Case(
            "a.eml",
            "From: \"N, D\" <n@x.example>\r\nSubject: =?utf-8?q?B=C3=BCro?=\r\n =?utf-8?b?IFRhZw==?=\r\nMessage-ID: <m1>\r\nContent-Type: multipart/alternative; boundary=\"b b\"\r\n\r\npre\r\n--b b\r\nContent-Type: text/html\r\n\r\n<p>h\r\n--b b\r\nContent-Type: text/plain; charset=latin1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nA=E9 b=\r\nc\r\n--b b--\r\npost",
            ["<m1> text latin1 = A\u{FFFD} bc"]),
        Case(
            "b.mbox",
            "From a@x Mon Jan 1 00:00:00 2024\nMessage-ID: <1>\nSubject: s\n\nOne.\n>From here\n\nFrom b@x Mon Jan 1 00:00:00 2024\nMessage-ID: <2>\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+\neA==\n",
            ["<1> text = One.\nFrom here\n", "<2> html = <p>x"]),
        Case("c.eml", "Subject: s\nDate: d\nContent-Type: image/png\n\nxxxx", ["! parse no-text"]),
    ]

    /// The same whatever the pieces that the bytes come in.
    @Test(arguments: cases, [1, 2, 7, 4096]) func reads(_ test: Case, step: Int) {
        #expect(Reading.records(test.bytes, name: test.name, step: step).map(Reading.summary) == test.records)
    }

    /// What ends anywhere neither traps nor hangs, and gives no more records than the whole.
    @Test(arguments: cases) func readsWhatIsCutAnywhere(_ test: Case) {
        for length in 0..<test.bytes.count {
            let records = Reading.records(Array(test.bytes[..<length]), name: test.name)
            #expect(records.count <= test.records.count + 2)
        }
    }

    /// Random damage neither traps nor hangs: bytes changed, removed, doubled, and files spliced. The same damage every time;
    /// `TAGLINE_DAMAGE` asks for more rounds.
    @Test(arguments: cases) func readsWhatIsDamagedAnyhow(_ test: Case) {
        var generator = Generator(state: UInt64(test.bytes.count))
        let rounds = ProcessInfo.processInfo.environment["TAGLINE_DAMAGE"].flatMap { Int($0) } ?? 60
        var options = ReaderOptions()
        options.maximumRecordBytes = 4096
        for _ in 0..<rounds {
            var bytes = test.bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<end)
                case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                case 3: bytes.insert(contentsOf: Self.cases.randomElement(using: &generator)?.bytes.prefix(200) ?? [], at: place)
                default: bytes[place] = Array("<>\"\\&;\n\r\0{}[]=-:,W\u{1F}".utf8).randomElement(using: &generator) ?? 0
                }
            }
            let records = Reading.records(bytes, name: test.name, options: options, step: Int.random(in: 1...64, using: &generator))
            #expect(records.count <= bytes.count + 1)
        }
    }

    /// Linear congruential, by Knuth's MMIX.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 32
        }
    }

    /// Wikitext whose marks nothing closes, or that lie in one another without end.
    @Test(.timeLimit(.minutes(1)), arguments: ["{{[[{|", "{|\n", "[[a|", "<ref>x ", "[http://a ", "<ref a ", "{{", "[["]) func wikitextIsLinear(_ mark: String) {
        let text = Wikitext.plain(Array((String(repeating: mark, count: 50_000) + "words").utf8))
        #expect(String(decoding: text.suffix(5), as: UTF8.self) == "words")
    }

    @Test func wikitextInItself() {
        let nested = Wikitext.plain(Array((String(repeating: "[[", count: 20_000) + "word" + String(repeating: "]]", count: 20_000)).utf8))
        #expect(nested.contains(run: Array("word".utf8)))
    }

    /// A file that is nothing but damage takes no memory for it.
    @Test func damageOnly() {
        let errors = Reading.records(Array(repeating: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF], count: 20_000).flatMap { $0 }, name: "x.warc.gz")
        #expect((1...40).contains(errors.count), "\(errors.count)")
    }

    @Test func metadataOfFormats() throws {
        func first(_ name: String) throws -> ArticleMetadata { try #require(Self.cases.first { $0.name == name }.flatMap { Reading.records($0.bytes, name: name).first }).metadata }
        #expect(try first("a.eml").title == "Büro Tag")
        #expect(try first("a.eml").author == "N, D")
        #expect(try first("r.sgm").title == "T <IBM>")
        #expect(try first("r.sgm").published == "1987-02-26T15:01:01")
        #expect(try first("a.warc").url == "http://x.example/1")
        #expect(try first("a.csv").title == "T, \"x\"")
        #expect(try first("b.xml").title == "H")
    }

    @Test(arguments: [
        ("2020-03-01", "2020-03-01"), ("2020-03-01T12:30:05Z", "2020-03-01T12:30:05Z"), ("2020-03-01 12:30:05.123+0200", "2020-03-01T12:30:05+02:00"), ("20261120T100000Z", "2026-11-20T10:00:00Z"),
        ("Fri, 20 Nov 2026 10:01:00 +0000", "2026-11-20T10:01:00Z"), ("Fri, 20 Nov 2026 10:01:00 -0730 (PST)", "2026-11-20T10:01:00-07:30"), ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"), ("November 20, 2026", "2026-11-20"),
        ("1583064000", "2020-03-01T12:00:00Z"), ("1583064000123", "2020-03-01T12:00:00Z"), ("yesterday", nil), ("2020-13-01", nil), ("", nil), ("12", nil),
    ])
    func dates(_ text: String, _ expected: String?) {
        #expect(NewsDate(text)?.description == expected)
    }

    @Test func limits() {
        var options = ReaderOptions()
        options.maximumRecordBytes = 100
        let long = String(repeating: "x", count: 500)
        for (name, text) in [
            ("a.warc", Self.response("1", "a") + Self.response("2", long) + Self.response("3", "c")), ("a.json", "[{\"text\":\"a\"},{\"text\":\"\(long)\"},{\"text\":\"c\"}]"),
            ("a.mbox", "From a@b\n\nx\n\nFrom a@b\n\n\(long)\n\nFrom a@b\n\nx\n"), ("a.csv", "text\na\n\(long)\nc\n"), ("a.rss", "<rss><item><title>a</title></item><item>\(long)</item><item><title>c</title></item></rss>"),
        ] {
            for step in [1, 4096] {
                let records = Reading.records(Array(text.utf8), name: name, options: options, step: step).map(Reading.summary)
                #expect(records.count == 3 && records.filter { $0 == "! read too-large" }.count == 1 && records.last?.hasPrefix("!") == false, "\(name): \(records)")
            }
        }
    }
}
