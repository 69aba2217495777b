import Testing

@testable import Ingest

/// Bytes in parts between which some are lost, as a decompressor gives them that finds its way again behind damage.
private final class GapSource: ByteSource {
    private var parts: [[UInt8]]
    private var produced = 0
    private var faults: [StreamFault] = []

    init(_ parts: [[UInt8]]) { self.parts = parts }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestError) -> Int {
        while let part = parts.first, part.isEmpty, parts.count > 1 {
            parts.removeFirst()
            faults.append(StreamFault(offset: produced, error: IngestError(.decompress, .corrupt, "lost"), isCut: true))
        }
        guard let part = parts.first, !part.isEmpty else { return 0 }
        let count = min(buffer.count, part.count)
        part.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        parts[0].removeFirst(count)
        produced += count
        return count
    }

    func takeFaults() -> [StreamFault] {
        defer { faults.removeAll() }
        return faults
    }

    func fileOffset(of offset: Int) -> Int? { nil }
    var consumedFileBytes: Int { produced }
}

/// Damage in the middle of a packed dump: what it cuts is told, no record is put together from what stands before and behind it, and reading goes on.
@Suite struct DamageTests {
    struct Dump: Sendable, CustomTestStringConvertible {
        var name: String
        var head: String
        var records: [String]
        var tail: String
        /// The texts of the records, where those are not their ids' names.
        var testDescription: String { name }
        var bytes: [UInt8] { Array((head + records.joined() + tail).utf8) }
    }

    private static let numbers = 100..<106

    static let dumps: [Dump] = [
        Dump(name: "a.csv", head: "id,text,url\n", records: numbers.map { "\($0),\"Text \($0), of\nmany \"\"lines\"\" of \($0)\",http://x.example/\($0)\n" }, tail: ""),
        // Lines of a text that are as wide as a row.
        Dump(name: "lines.csv", head: "id,text\n", records: numbers.map { "\($0),\"Acme said, on Monday\nShares fell, of \($0)\nthe rest, too\"\n" }, tail: ""),
        Dump(name: "b.tsv", head: "text\tid\n", records: numbers.map { "Text of \($0)\t\($0)\n" }, tail: ""),
        Dump(name: "c.json", head: "[\n", records: numbers.map { "{\"id\": \($0), \"text\": \"Text {\\\"id\\\": 1} of \($0)\", \"tags\": [{\"a\": 1}, {\"b\": 2}]},\n" }, tail: "{\"id\": 9, \"text\": \"last\"}]\n"),
        Dump(
            name: "d.mbox", head: "",
            records: numbers.map { "From a@x.example Mon Jan  1 00:00:00 2024\nMessage-ID: <\($0)>\nSubject: S\n\nText of \($0)\nfrom here\n\n" }, tail: ""),
        Dump(
            name: "e.xml", head: "<mediawiki>", records: numbers.map { "<page><title>T \($0)</title><ns>0</ns><id>\($0)</id><revision><id>1</id><text>Text of \($0) &lt;page&gt;</text></revision></page>\n" },
            tail: "</mediawiki>"),
        Dump(name: "f.sgm", head: "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n", records: numbers.map { "<REUTERS NEWID=\"\($0)\"><TEXT><BODY>Text of \($0)</BODY></TEXT></REUTERS>\n" }, tail: ""),
    ]

    private static func summaries(_ dump: Dump, _ parts: [[UInt8]]) -> [String] {
        Reading.records(ReaderOptions()) { $0.read(BufferedInput(GapSource(parts)), at: RecordSource(path: dump.name), name: dump.name) }.map(Reading.summary)
    }

    /// Every piece of some lengths is lost, one at a time.
    @Test(arguments: dumps) func losesOnlyWhatIsDamaged(_ dump: Dump) {
        let whole = Self.summaries(dump, [dump.bytes])
        #expect(whole.count >= Self.numbers.count && !whole.contains { $0.hasPrefix("!") }, "\(whole)")
        var ends = [dump.head.utf8.count]
        for record in dump.records { ends.append(ends[ends.count - 1] + record.utf8.count) }
        // The head names columns, and what kind of file it is.
        for start in ends[1]..<(dump.bytes.count - 1) {
            for length in [0, 1, 9, 150] where start + length < dump.bytes.count {
                let got = Self.summaries(dump, [Array(dump.bytes[..<start]), Array(dump.bytes[(start + length)...])])
                let good = got.filter { !$0.hasPrefix("!") }
                #expect(got.count > good.count, "damage at \(start) is not told")
                #expect(good.allSatisfy(whole.contains), "damage at \(start), \(length) bytes: \(good.filter { !whole.contains($0) })")
                // All records before it; behind it all but the one that it cuts and the next, whose beginning may not be known for one.
                let before = ends.dropFirst().count { $0 <= start }
                let behind = ends.dropLast().count { $0 >= start + length }
                #expect(good.count >= before + behind - 1, "damage at \(start), \(length) bytes: \(good.count) of \(before) + \(behind)")
            }
        }
    }

    /// Several damages, one behind the other.
    @Test(arguments: dumps) func losesOnlyWhatIsDamagedTwice(_ dump: Dump) {
        let whole = Self.summaries(dump, [dump.bytes])
        let bytes = dump.bytes, third = bytes.count / 3
        for shift in 0..<40 where third + shift + 60 < bytes.count {
            let parts = [Array(bytes[..<(third + shift)]), [], Array(bytes[(third + shift + 5)..<(third + shift + 30)]), Array(bytes[(third + shift + 40)...])]
            let got = Self.summaries(dump, parts)
            #expect(got.filter { !$0.hasPrefix("!") }.allSatisfy(whole.contains), "shift \(shift): \(got)")
            #expect(got.count { $0.hasPrefix("! decompress") } >= 3, "shift \(shift): \(got)")
        }
    }
}
