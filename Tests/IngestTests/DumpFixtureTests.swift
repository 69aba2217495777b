import Foundation
import Testing

@testable import Ingest

/// Small dumps of each kind, whole and broken, made by common tools of articles of our own: `expected.tsv` says what has to come of each.
@Suite struct DumpFixtureTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/dumps")

    struct Dump: Sendable, CustomTestStringConvertible {
        var file: String
        var records: Int
        var errors: [String]
        var testDescription: String { file }
    }

    static let dumps: [Dump] = {
        let list = (try? String(contentsOf: folder.appendingPathComponent("expected.tsv"), encoding: .utf8)) ?? ""
        return list.split(separator: "\n").dropFirst().map { row in
            let cells = row.split(separator: "\t").map(String.init)
            return Dump(file: cells[0], records: Int(cells[1]) ?? -1, errors: cells[2] == "-" ? [] : cells[2].components(separatedBy: ", "))
        }
    }()

    /// The limits that the bombs among them run into.
    private static var limits: ReaderOptions {
        var options = ReaderOptions()
        options.maximumExpansion = 200
        options.expansionAllowance = 1 << 20
        options.maximumUnpackedBytes = 12 << 20
        return options
    }

    private static func records(of file: String) -> [DumpRecord] {
        Reading.records(limits) { $0.read(InputPath(folder.appendingPathComponent(file).path)) }
    }

    @Test func listIsComplete() throws {
        let files = try ["good", "broken"].flatMap { kind in try FileManager.default.contentsOfDirectory(atPath: Self.folder.appendingPathComponent(kind).path).map { "\(kind)/\($0)" } }
        #expect(Set(files) == Set(Self.dumps.map(\.file)) && files.count == Self.dumps.count)
    }

    @Test(arguments: dumps) func givesWhatIsThere(_ dump: Dump) {
        let records = Self.records(of: dump.file)
        var errors: [String] = []
        for case .unreadable(let error) in records.map(\.body) { errors.append("\(error.stage) \(error.code.rawValue)") }
        #expect(errors == dump.errors)
        #expect(records.count - errors.count == dump.records)
    }

    /// The same three articles, whatever they are packed in.
    @Test(arguments: dumps.filter { $0.file.hasPrefix("good/") && $0.records == 3 && !$0.file.contains("reuters") }) func holdsTheSameTexts(_ dump: Dump) throws {
        func texts(_ file: String) throws -> [String] {
            var worker = ArticleExtractor.Worker()
            var texts: [String] = []
            for record in Self.records(of: file) {
                if case .unreadable = record.body { continue }
                let text = String(decoding: try worker.article(from: record).text, as: UTF8.self)
                // Some formats keep headings in the text, and lines' ends for blanks between paragraphs.
                texts.append(text.split { $0 == "\n" || $0 == "\r\n" }.suffix(2).joined(separator: "\n"))
            }
            return texts
        }
        #expect(try texts(dump.file) == texts("good/articles.jsonl"))
    }

    // MARK: - Limits

    struct Endless: Sendable, CustomTestStringConvertible {
        var format: InputFormat
        var start: String
        var again = "a"
        var testDescription: String { "\(format) \(start.prefix(20))" }
    }

    /// A record that never ends is an error, not memory: 2 MB of it against a limit of 100 kB.
    @Test(arguments: [
        Endless(format: .jsonl, start: "{\"text\":\""), Endless(format: .lines, start: ""), Endless(format: .text, start: ""), Endless(format: .html, start: "<p>"),
        Endless(format: .json, start: "[{\"text\":\""), Endless(format: .csv, start: "id,text\n1,"), Endless(format: .csv, start: "id,text\n1,\"", again: "b\n"), Endless(format: .tsv, start: "id\ttext\n1\t"),
        Endless(format: .warc, start: "WARC/1.0\r\n"), Endless(format: .warc, start: "WARC/1.0\r\n", again: "a: b\r\n"),
        Endless(format: .warc, start: "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 90000000000\r\n\r\n"),
        Endless(format: .feed, start: "<rss><item><description>"), Endless(format: .nitf, start: "<nitf>"), Endless(format: .newsml, start: "<newsItem>"), Endless(format: .mediawiki, start: "<page>"),
        Endless(format: .reuters, start: "<REUTERS>"), Endless(format: .mbox, start: "From a@b Mon Jan 1 00:00:00 2024\n\n", again: "a\n"), Endless(format: .eml, start: "Subject: a\n\n"), Endless(format: .eml, start: "Subject: "),
    ])
    func endlessRecords(_ endless: Endless) {
        var options = ReaderOptions()
        options.format = endless.format
        options.maximumRecordBytes = 100_000
        var errors: [IngestError] = []
        var records = 0
        let emitter = RecordEmitter { batch in
            batch.forEachRecord { record in
                records += 1
                if case .unreadable(let error) = record.body { errors.append(error) }
                return true
            }
            return true
        }
        let block = Array(String(repeating: endless.again, count: 65_536 / endless.again.utf8.count).utf8)
        var supplied = 0
        DumpReader(options: options, emitter: emitter).read(named: "x") { buffer in
            let bytes = supplied == 0 ? Array(endless.start.utf8) + block : block
            if supplied > 2 << 20 { return 0 }
            let count = min(buffer.count, bytes.count)
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            supplied += count
            return count
        }
        emitter.flush()
        #expect(errors.contains { [.tooLarge, .corrupt, .truncated].contains($0.code) }, "\(records) records, \(errors.prefix(3))")
        // Behind a quote that nothing closes each line is a row again.
        #expect(records <= 2 || endless.start.hasSuffix("\""), "\(records) records")
    }

    /// The limits are said, with the option that raises them.
    @Test(arguments: [("broken/bomb.jsonl.gz", "--max-expansion"), ("broken/many.zip", "--max-unpacked-bytes"), ("broken/matryoshka.zip", "inside 3 others")])
    func limitsAreSaid(_ file: String, _ option: String) {
        let errors = Self.records(of: file).compactMap { if case .unreadable(let error) = $0.body { error.message } else { nil } }
        #expect(errors.contains { $0.contains(option) }, "\(errors)")
    }

    /// Names in archives are labels: kept as they are, and nothing is ever written.
    @Test func namesInArchives() {
        let members = Self.records(of: "broken/paths.zip").map { $0.source.member }
        #expect(members == ["../../etc/passwd.txt", "/abs/x.txt", "a/../b.txt", "ok.txt"])
    }
}
