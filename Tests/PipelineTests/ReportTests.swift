import Foundation
import JSON
import TestSupport
import Testing

/// `tagline view`: a page that holds all it shows, says what the records say, and takes no record's text for markup.
@Suite struct ReportTests {
    /// Text that would end the data, open a comment, or run, were it taken for markup.
    private static let hostile =
        "</script><script>document.title='taken'</script><!-- <img src=x onerror=\"document.title='taken'\"> 😀 Siemens AG paid $ 160 million to Anna Berg, its chief executive.\n\nשלום Siemens AG."

    private static func records() throws -> String {
        func line(_ members: [(String, JSONValue)]) -> String { String(decoding: JSONValue.object(members.map { .init($0.0, $0.1) }).serialized, as: UTF8.self) }
        let input = [
            line([
                ("id", .string("</script>")), ("title", .string("<img src=x onerror=document.title='taken'> Siemens AG")), ("url", .string("javascript:document.title='taken'")),
                ("published", .string("2026-03-02")), ("text", .string(hostile)),
            ]),
            "broken </script>",
            line([
                ("id", .number("2")), ("url", .string("https://news.example/2")), ("published", .string("2026-04-01")),
                ("text", .string("Acme Widgets Inc raised $5m. Bo Li is chairman of Acme Widgets Inc.")),
            ]),
        ]
        return try Tool.run(["--quiet", "--input-format", "jsonl"], input: Data((input.joined(separator: "\n") + "\n").utf8)).text
    }

    private static func page(_ records: String, _ arguments: [String] = []) throws -> String {
        let run = try Tool.run(["view"] + arguments, input: Data(records.utf8))
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        return run.text
    }

    private static func data(_ page: String) throws -> JSONValue {
        let behind = page.components(separatedBy: "id=\"data\">")
        #expect(behind.count == 2)
        return try JSONValue(parsing: behind[1].components(separatedBy: "</script>")[0])
    }

    private static func slice(_ text: String?, _ mention: JSONValue) -> String {
        String(decoding: Array((text ?? "").utf16)[(mention[2]?.int ?? 0)..<(mention[3]?.int ?? 0)], as: UTF16.self)
    }

    @Test func holdsWhatTheRecordsSay() throws {
        let records = try Self.records()
        let data = try Self.data(Self.page(records))
        let articles = data["articles"]?.array ?? []
        #expect(articles.count == 3)
        #expect(articles[0]["text"]?.string == Self.hostile && articles[0]["id"]?.string == "</script>")
        #expect(articles[1]["error"]?["code"]?.string == "invalid-json")
        for (number, line) in records.split(separator: "\n").enumerated() where number != 1 {
            let record = try JSONValue(parsing: String(line))
            for (key, own, text) in [("entities", "mentions", "text"), ("title_entities", "titleMentions", "title")] {
                let expected = (record[key]?.array ?? []).compactMap { $0["text"]?.string }
                #expect((articles[number][own]?.array ?? []).map { Self.slice(articles[number][text]?.string, $0) } == expected)
            }
            #expect(articles[number]["relations"] == record["relations"])
        }
        #expect(try Self.page(records) == Self.page(records))
    }

    /// Names have bills, whose rules are there with place and reason; other units of offsets give the same page.
    @Test func mentionsHaveTheirBills() throws {
        let records = try Self.records()
        let data = try Self.data(Self.page(records))
        var billed = 0
        for mention in (data["articles"]?.array ?? []).flatMap({ $0["mentions"]?.array ?? [] }) {
            guard let bill = mention[6]?.int else { Issue.record("no bill: \(mention)"); continue }
            let items = data["bills"]?[bill]?.array ?? []
            for item in items { #expect(data["rules"]?[item[0]?.int ?? -1]?[0]?.string?.isEmpty == false) }
            if items.contains(where: { data["rules"]?[$0[0]?.int ?? -1]?[2]?.string?.isEmpty == false }) { billed += 1 }
        }
        #expect(billed >= 5)
        #expect(try Self.data(Self.page(records, ["--no-bills"]))["bills"] == .array([]))
        let input = Data("{\"text\":\"😀 Siemens AG\"}".utf8)
        let pages = try ["codepoint", "utf16", "utf8"].map { try Self.page(Tool.run(["--offsets", $0], input: input).text) }
        #expect(pages[0] == pages[1] && pages[0] == pages[2] && pages[0].contains("[1,0,3,13,"))
    }

    @Test func loadsNothingAndIsNotEndedByItsData() throws {
        let page = try Self.page(Self.records())
        #expect(page.components(separatedBy: "<script").count == 3 && page.components(separatedBy: "</script>").count == 3)
        #expect(!page.contains("<img") && !page.contains("<!-- <"))
        let empty = try Self.page("")
        #expect(empty.contains("default-src 'none'"))
        for call in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            #expect(!empty.contains(call), "\(call)")
        }
        let links = empty.components(separatedBy: "://").count - 1
        // The namespace of SVG, and the pattern that links must fit.
        #expect(links <= 1, "\(links)")
    }

    @Test func saysWhatIsNoRecord() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.records() + "\n{\"text\":\"raw\"}\n", to: "in.jsonl")
        let run = try Tool.run(["view", "in.jsonl", "-o", "out.html"], in: scratch.url)
        #expect(run.status == 1 && run.errors.contains("in.jsonl:5: no record"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("out.html").path))
        #expect(try Tool.run(["view", "none.jsonl"], in: scratch.url).status == 2)
        // Mentions that stand elsewhere are left out, and that is said.
        let moved = try Tool.run(["view"], input: Data(Self.records().replacingOccurrences(of: "\"start\":0,", with: "\"start\":1,").utf8))
        #expect(moved.status == 0 && moved.errors.contains("left out"), "\(moved.errors)")
    }

    private static let browser = ["chromium", "chromium-browser", "google-chrome"].first { Tool.has($0) }

    /// What stands in a real browser's page after `script` has run in it, an element after the other.
    private static func dom(_ page: String, after script: String) throws -> String {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let probe = "<script>setTimeout(() => { \(script) }, 200)</script></body>"
        try scratch.write(page.replacingOccurrences(of: "</body>", with: probe), to: "page.html")
        let command =
            "\(browser ?? "chromium") --headless --no-sandbox --disable-gpu --user-data-dir=profile --virtual-time-budget=4000 --dump-dom \"file://$PWD/page.html\" 2> /dev/null"
        let run = try Tool.shell(command, in: scratch.url)
        #expect(run.status == 0)
        return run.text
    }

    @Test(.enabled(if: browser != nil)) func worksInABrowser() throws {
        let page = try Self.page(Self.records())
        let report = """
            const out = document.createElement('pre'); out.id = 'probe'; const say = (text) => out.append(text + ';');
            const marks = () => [...document.querySelectorAll('#article mark[data-id]')];
            const press = (key, target) => (target || document.activeElement).dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
            say(document.title); say(document.getElementById('summary').textContent); say(marks().map((m) => m.className).join());
            say(document.querySelectorAll('#article a').length); say(document.querySelectorAll('#charts svg').length);
            press('ArrowRight', document.body); say(document.activeElement.textContent); say(document.getElementById('bill').hidden);
            say(document.getElementById('bill').textContent.includes('firm.listed')); press('ArrowRight'); press('Escape'); say(document.getElementById('bill').hidden);
            document.querySelector('#list button').focus(); press('ArrowDown'); press('ArrowDown'); say(document.querySelector('#article a').href); say(document.querySelectorAll('#article table tbody tr').length);
            document.querySelector('#types input[value=firm]').click(); say(marks().filter((m) => m.className == 'firm').length);
            document.getElementById('firm').value = 'siemens'; document.getElementById('firm').dispatchEvent(new Event('input'));
            setTimeout(() => { say(document.querySelectorAll('#list li').length); document.body.append(out); }, 500);
            """
        let dom = try Self.dom(page, after: report.split(separator: "\n").joined(separator: " "))
        let probe = dom.components(separatedBy: "<pre id=\"probe\">").dropFirst().first?.components(separatedBy: "</pre>").first?.components(separatedBy: ";") ?? []
        let expected: [String?] = [
            "Tagged articles", nil, nil, "0", "3", "Siemens AG", "false", "true", "true", "https://news.example/2", nil, "0", "1", "",
        ]
        #expect(probe.count == expected.count, "\(probe)")
        for (found, wanted) in zip(probe, expected) { if let wanted { #expect(found == wanted, "\(probe)") } }
        #expect(probe.count > 2 && probe[1].hasPrefix("3 of 3 records") && probe[1].hasSuffix("1 could not be read"), "\(probe)")
        #expect(probe.count > 2 && probe[2].contains("person") && probe[2].contains("role"), "\(probe)")
    }
}
