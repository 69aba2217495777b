import Foundation
import JSON
import TestSupport
import Testing

@testable import Ingest

/// Dumps that other people's tools wrote, whole and broken.
@Suite struct ReadersDumpsTests {
    private static func read(_ url: URL) -> (good: Int, errors: Int) {
        var counts = (good: 0, errors: 0)
        let emitter = RecordEmitter { batch in
            batch.forEachRecord { record in
                if case .unreadable = record.body { counts.errors += 1 } else { counts.good += 1 }
                return true
            }
            return true
        }
        DumpReader(options: ReaderOptions(), emitter: emitter).read(InputPath(url.path))
        emitter.flush()
        return counts
    }

    private static func list(_ name: String) throws -> [JSONValue] {
        let url = try #require(OutsideData.url("dumps/\(name)"))
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }

    @Test(.enabled(if: OutsideData.has("dumps/good.jsonl"))) func wholeDumpsGiveAllTheirRecords() throws {
        for dump in try Self.list("good.jsonl") {
            let file = try #require(dump["file"]?.string)
            let counts = Self.read(try #require(OutsideData.url("dumps/\(file)")))
            #expect(counts.good == dump["records"]?.int && counts.errors == 0, "\(file): \(counts)")
        }
    }

    /// Files where more than the stated records can be had, as the list itself says of most of them.
    private static let better: [String: Int] = [
        "broken/content-length-long.warc": 3,  // the record that the long length swallows is found by looking back
        "broken/truncated.zip": 3,  // whole members before the cut
        "broken/missing-text.jsonl": 16,  // an empty text is a text
        "broken/ratio-1000.zip": 2,  // 50 MB are below the limit for a record
        "broken/ratio-1000.jsonl.gz": 3,
        "broken/unclosed-quote.csv": 6,  // only the row with the quote is lost
        "broken/zeros.html": 0,
    ]
    /// The same for errors, where the list leaves a choice.
    private static let fewer: [String: Int] = ["broken/ratio-1000.zip": 0, "broken/ratio-1000.jsonl.gz": 0]

    @Test(.enabled(if: OutsideData.has("dumps/broken.jsonl"))) func brokenDumpsLoseOnlyWhatIsBroken() throws {
        for dump in try Self.list("broken.jsonl") {
            let file = try #require(dump["file"]?.string)
            let counts = Self.read(try #require(OutsideData.url("dumps/\(file)")))
            let expected = try #require(dump["good_records_expected"]?.int)
            // "1: why", "0 or 1: why", "0 to 4: why", "1 or more: why".
            let said = try #require(dump["errors_expected"]?.string)
            let numbers = said.prefix { $0 != ":" && $0 != "(" }.split { !$0.isNumber }.compactMap { Int($0) }
            let least = try #require(numbers.first)
            let range = least...(said.hasPrefix("\(least) or more") ? .max : numbers.last ?? least)
            #expect(counts.good == Self.better[file] ?? expected, "\(file): \(counts)")
            #expect(Self.fewer[file] == counts.errors || range.contains(counts.errors), "\(file): \(counts)")
        }
    }
}
