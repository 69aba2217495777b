import Foundation
import JSON
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Each output format read back in its own unit of offsets, on text full of what counts differently in different units.
@Suite struct OutputFormatTests {
    /// Emoji with modifiers, combining marks that NFC keeps, İ, CJK, right-to-left, quotes, tags, ampersands, paragraphs.
    static let text = "😀👍🏽 q̃ İstanbul 東京 שלום: \"Alibaba\" <b> & Alibaba paid $ 160 million.\n\n𝒳 Siemens AG, said Siemens AG's chief executive."

    private static func run(_ format: String, _ more: [String] = [], unit: String? = nil) throws -> Run {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("id")
        writer.string("a \"1\", b")
        writer.key("text")
        writer.string(text)
        writer.endObject()
        return try Tool.run(["--quiet", "--input-format", "jsonl", "--output-format", format] + (unit.map { ["--offsets", $0] } ?? []) + more, input: Data(writer.bytes))
    }

    private static func slice(_ start: Int, _ end: Int, _ unit: String, of text: String = text) -> String {
        switch unit {
        case "utf16": String(decoding: Array(text.utf16)[start..<end], as: UTF16.self)
        case "utf8": String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)
        default: String(String.UnicodeScalarView(Array(text.unicodeScalars)[start..<end]))
        }
    }

    /// Type and text of all mentions, by our own record.
    private static func expected() throws -> [String] {
        let record = try JSONValue(parsing: run("jsonl").text)
        let mentions = (record["entities"]?.array ?? []).map { "\($0["type"]?.string ?? "") \($0["text"]?.string ?? "")" }
        #expect(mentions.contains("amount $ 160 million") && mentions.contains("firm Siemens AG") && mentions.count >= 4)
        return mentions
    }

    @Test(arguments: ["codepoint", "utf16", "utf8"]) func ownRecordInEveryUnit(_ unit: String) throws {
        let record = try JSONValue(parsing: Self.run("jsonl", unit: unit).text)
        #expect(record["offsets"]?.string == unit && record["text"]?.string == Self.text)
        for mention in record["entities"]?.array ?? [] {
            #expect(Self.slice(mention["start"]?.int ?? 0, mention["end"]?.int ?? 0, unit) == mention["text"]?.string)
        }
    }

    /// Texts in which the units count differently, each around names that are known.
    static let texts = [
        "Siemens AG paid $ 160 million.",
        "😀😀 Siemens AG 👩🏽‍🚀 paid Siemens AG 🇩🇪 $ 160 million 🎉.",
        "q̃ ạ̈̄ Siemens AG e\u{301}\u{327} paid $ 160 million.",
        "İstanbul ıİ, Siemens AG ǅ ŉ ﬁ paid $ 160 million, İzmir.",
        "東京 𠮷野家 Siemens AG 、 paid $ 160 million 。",
        "שלום Siemens AG العربية ٣ paid $ 160 million עולם.",
        "𝒳𝒴 \"Siemens AG\" <b>&amp; \\n paid\n\n$ 160 million\u{10FFFF}.",
    ]

    /// Every format in every unit: what lies between the offsets is the mention, whatever stands before it.
    @Test(arguments: ["jsonl", "spacy", "doccano", "labelstudio", "gate", "w3c", "tsv", "conll"], ["codepoint", "utf16", "utf8", nil])
    func offsetsConform(_ format: String, _ unit: String?) throws {
        let own = unit ?? (format == "labelstudio" || format == "gate" ? "utf16" : "codepoint")
        let records = try Self.ownRecords.get()
        #expect(records.count == Self.texts.count)
        let output = try Self.runTexts(format, unit)
        let found =
            format == "tsv"
            ? Self.offsetsOfTable(output.text) : format == "conll" ? Self.offsetsOfTokens(output.text) : try output.lines.map { try Self.offsets(JSONValue(parsing: $0), format) }
        #expect(found.count == records.count)
        for (record, places) in zip(records, found) {
            let text = record["text"]?.string ?? ""
            let expected = (record["entities"]?.array ?? []).compactMap { $0["text"]?.string }
            #expect(expected.contains("Siemens AG") && expected.contains("$ 160 million"))
            #expect(places.sorted { $0[0] < $1[0] }.map { Self.slice($0[0], $0[1], own, of: text) } == expected)
        }
    }

    /// The texts as they come out, since some characters are normalised away, with what is found in them.
    private static let ownRecords = Result { try runTexts("jsonl", "codepoint").lines.map { try JSONValue(parsing: $0) } }

    private static func runTexts(_ format: String, _ unit: String?) throws -> Run {
        let input = texts.map { String(decoding: JSONValue.object([.init("text", .string($0))]).serialized, as: UTF8.self) + "\n" }.joined()
        return try Tool.run(["--quiet", "--input-format", "jsonl", "--output-format", format] + (unit.map { ["--offsets", $0] } ?? []), input: Data(input.utf8))
    }

    private static func offsets(_ record: JSONValue, _ format: String) -> [[Int]] {
        func pair(_ value: JSONValue?) -> [Int] { [value?["start"]?.int ?? 0, value?["end"]?.int ?? 0] }
        switch format {
        case "spacy": return (record["spans"]?.array ?? []).map(pair)
        case "doccano": return (record["label"]?.array ?? []).map { [$0[0]?.int ?? 0, $0[1]?.int ?? 0] }
        case "labelstudio": return (record["predictions"]?[0]?["result"]?.array ?? []).map { pair($0["value"]) }
        case "gate": return (record["entities"]?.object ?? []).flatMap { ($0.value.array ?? []).map { [$0["indices"]?[0]?.int ?? 0, $0["indices"]?[1]?.int ?? 0] } }
        case "w3c": return (record["items"]?.array ?? []).compactMap { $0["target"]?["selector"]?[0].map(pair) }
        default: return (record["entities"]?.array ?? []).map(pair)
        }
    }

    /// Rows of a table by the line of their record.
    private static func offsetsOfTable(_ text: String) -> [[[Int]]] {
        var places: [Int: [[Int]]] = [:]
        for row in text.split(separator: "\n").dropFirst() {
            let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
            places[Int(cells[2]) ?? 0, default: []].append([Int(cells[4]) ?? 0, Int(cells[5]) ?? 0])
        }
        return places.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func offsetsOfTokens(_ text: String) -> [[[Int]]] {
        var places: [[[Int]]] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# id") { places.append([]) }
            let columns = line.split(separator: "\t")
            guard columns.count == 4, let start = Int(columns[1]), let end = Int(columns[2]), let last = places.indices.last else { continue }
            if columns[3].hasPrefix("B-") { places[last].append([start, end]) }
            if columns[3].hasPrefix("I-"), let mention = places[last].indices.last { places[last][mention][1] = end }
        }
        return places
    }

    @Test func spacyAndDoccanoCountCodePoints() throws {
        let expected = try Self.expected()
        let spacy = try JSONValue(parsing: Self.run("spacy").text)
        #expect((spacy["spans"]?.array ?? []).map { "\($0["label"]?.string ?? "") \(Self.slice($0["start"]?.int ?? 0, $0["end"]?.int ?? 0, "codepoint"))" } == expected)
        let doccano = try JSONValue(parsing: Self.run("doccano").text)
        #expect((doccano["label"]?.array ?? []).map { "\($0[2]?.string ?? "") \(Self.slice($0[0]?.int ?? 0, $0[1]?.int ?? 0, "codepoint"))" } == expected)
    }

    @Test func labelStudioAndGateCountUTF16() throws {
        let expected = try Self.expected()
        let studio = try JSONValue(parsing: Self.run("labelstudio").text)
        let results = studio["predictions"]?[0]?["result"]?.array ?? []
        #expect(results.map { "\($0["value"]?["labels"]?[0]?.string ?? "") \(Self.slice($0["value"]?["start"]?.int ?? 0, $0["value"]?["end"]?.int ?? 0, "utf16"))" } == expected)
        let gate = try JSONValue(parsing: Self.run("gate").text)
        let found = (gate["entities"]?.object ?? []).flatMap { type in
            (type.value.array ?? []).map { "\(type.key) \(Self.slice($0["indices"]?[0]?.int ?? 0, $0["indices"]?[1]?.int ?? 0, "utf16"))" }
        }
        #expect(found.sorted() == expected.sorted())
    }

    /// Links are there as ids, but not to what `--types` leaves out.
    @Test func linksPointToWhatIsShown() throws {
        func role(_ arguments: [String]) throws -> JSONValue? { try JSONValue(parsing: Self.run("gate", arguments).text)["entities"]?["role"]?[0] }
        let all = try JSONValue(parsing: Self.run("gate").text)["entities"]
        let org = try #require(role([])?["org"]?.int)
        #expect(all?["firm"]?.array?.contains { $0["id"]?.int == org } == true)
        #expect(try role(["--types", "role"])?["org"] == nil)
        let page = try JSONValue(parsing: Self.run("w3c", ["--types", "role"]).text)
        #expect(page["items"]?.array?.allSatisfy { $0["motivation"]?.string == "tagging" } == true)
    }

    @Test func webAnnotationsQuoteWhatTheyPointTo() throws {
        let page = try JSONValue(parsing: Self.run("w3c").text)
        let all = page["items"]?.array ?? []
        let items = all.filter { $0["motivation"]?.string == "tagging" }
        // Each has a name of its own; links point to those of others.
        let names = all.compactMap { $0["id"]?.string } + [page["id"]?.string ?? ""]
        #expect(Set(names).count == all.count + 1 && names.allSatisfy { $0.hasPrefix("urn:uuid:") && $0.utf8.count == 45 })
        let links = all.filter { $0["motivation"]?.string == "linking" }
        #expect(links.map { $0["body"]?[0]?["value"]?.string } == ["org"])
        for link in links { #expect(names.contains(link["target"]?.string ?? "") && names.contains(link["body"]?[1]?["source"]?.string ?? "")) }
        #expect(try items.map { "\($0["body"]?["value"]?.string ?? "") \($0["target"]?["selector"]?[1]?["exact"]?.string ?? "")" } == Self.expected())
        for item in items {
            let selectors = item["target"]?["selector"]
            let quote = selectors?[1]
            #expect(Self.slice(selectors?[0]?["start"]?.int ?? 0, selectors?[0]?["end"]?.int ?? 0, "codepoint") == quote?["exact"]?.string)
            #expect(Self.text.contains("\(quote?["prefix"]?.string ?? "?")\(quote?["exact"]?.string ?? "?")\(quote?["suffix"]?.string ?? "?")"))
        }
    }

    @Test func tablesHaveARowAMention() throws {
        let expected = try Self.expected()
        let rows = try Self.run("tsv").text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        #expect(rows.dropFirst().map { "\($0[3]) \($0[6])" } == expected)
        // Read back by our own reader of tables: commas and quotes in cells stay.
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.run("csv").output, to: "mentions.csv")
        let again = try Tool.run(["--fields", "text=text,id=id", "mentions.csv"], in: scratch.url)
        let records = try again.lines.map { try JSONValue(parsing: $0) }
        #expect(records.map { $0["id"]?.string } == expected.map { _ in "a \"1\", b" })
    }

    @Test func tokensAndTagsRebuildTheMentions() throws {
        var found: [String] = []
        for line in try Self.run("conll").text.split(separator: "\n") where !line.hasPrefix("#") {
            let columns = line.split(separator: "\t").map(String.init)
            let (start, end) = (Int(columns[1]) ?? 0, Int(columns[2]) ?? 0)
            #expect(Self.slice(start, end, "codepoint") == columns[0])
            if columns[3].hasPrefix("B-") { found.append("\(columns[3].dropFirst(2).lowercased()) \(start) \(end)") }
            if columns[3].hasPrefix("I-"), let last = found.popLast() { found.append(last.split(separator: " ").prefix(2).joined(separator: " ") + " \(end)") }
        }
        let mentions = found.map { entry in
            let parts = entry.split(separator: " ").map(String.init)
            return "\(parts[0]) \(Self.slice(Int(parts[1]) ?? 0, Int(parts[2]) ?? 0, "codepoint"))"
        }
        #expect(try mentions == Self.expected())
    }

    @Test func inlineTagsAreXML() throws {
        final class Reader: NSObject, XMLParserDelegate {
            var text = ""
            var open: [String] = []
            var mentions: [String] = []
            func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) { open.append("") }
            func parser(_ parser: XMLParser, foundCharacters string: String) {
                text += string
                if !open.isEmpty { open[open.count - 1] += string }
            }
            func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
                let inner = open.popLast() ?? ""
                if name != "article" { mentions.append("\(name) \(inner)") }
            }
        }
        let reader = Reader()
        let parser = XMLParser(data: try Self.run("inline").output)
        parser.delegate = reader
        #expect(parser.parse())
        #expect(reader.text == Self.text)
        #expect(try reader.mentions == Self.expected())
    }

    @Test(arguments: ["tsv", "csv", "conll", "inline", "spacy", "doccano", "labelstudio", "gate", "w3c", "brat"]) func errorsAreSaidInEveryFormat(_ format: String) throws {
        let run = try Tool.run(["--quiet", "--input-format", "jsonl", "--output-format", format], input: Data("broken\n".utf8))
        #expect(run.status == 0 && run.text.contains("not JSON"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/sqlite3"))) func databaseAnswersQuestions() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(
            "{\"id\":1,\"text\":\"Siemens AG paid $ 160 million.\"}\nbroken\n{\"text\":\"Siemens AG's chief executive spoke. Microsoft and Intel are investors in Airbus.\"}\n",
            to: "in.jsonl")
        let run = try Tool.run(["--quiet", "in.jsonl", "-o", "news.sqlite"], in: scratch.url)
        #expect(run.status == 0, "\(run.errors)")
        func ask(_ question: String) throws -> [String] { try Tool.shell("sqlite3 news.sqlite \"\(question)\"", in: scratch.url).lines }
        #expect(try ask("SELECT name, mentions, articles FROM names WHERE type = 'firm'") == ["Airbus|1|1", "Intel|1|1", "Microsoft|1|1", "Siemens AG|2|2"])
        #expect(try ask("SELECT text, value, currency FROM sums") == ["$ 160 million|160000000.0|USD"])
        #expect(try ask("SELECT value FROM amounts") == ["160000000"])
        #expect(try ask("SELECT role, org FROM offices") == ["chief executive|Siemens AG", "investors|Airbus"])
        #expect(try ask("SELECT relation, type, status FROM relations") == ["1|corporate_role|current", "2|corporate_role|current"])
        #expect(
            try ask("SELECT p.relation, p.part, e.text FROM arguments p JOIN entities e USING (article, entity) WHERE p.part <> 'role' ORDER BY 1, 2") == [
                "1|holder|Microsoft", "1|org|Airbus", "2|holder|Intel", "2|org|Airbus",
            ])
        #expect(try ask("SELECT path, line, error_code FROM failures") == ["in.jsonl|2|invalid-json"])
        #expect(try ask("SELECT rowid FROM article_search WHERE article_search MATCH 'spoke'") == ["3"])
        #expect(try ask("SELECT count(*) FROM articles; PRAGMA integrity_check") == ["3", "ok"])
        #expect(try Tool.run(["--output-format", "sqlite", "in.jsonl"], in: scratch.url).status == 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted() == ["in.jsonl", "news.sqlite"])
    }
}
