import Ingest

/// What must hold of every page: its text is UTF-8, and a worker that has seen other pages gives what a new one gives.
enum PageCheck {
    nonisolated(unsafe) private static var veteran = ArticleExtractor.Worker()
    nonisolated(unsafe) private static var all = ArticleExtractor.Worker(options: .init(extract: .all, normalize: .nfkc))

    static func run(_ bytes: [UInt8]) {
        let record = DumpRecord(id: .string("x"), source: .init(path: "x"), body: .html(bytes: bytes, charset: nil))
        var fresh = ArticleExtractor.Worker()
        let first = text(of: record, &fresh)
        precondition(first == text(of: record, &veteran), "a used worker gives another text than a new one")
        _ = text(of: record, &all)
        _ = try? all.explanation(of: record)
    }

    private static let labels: [String] = [
        "utf-8", "windows-1252", "latin1", "iso-8859-2", "koi8-r", "shift_jis", "euc-jp", "iso-2022-jp", "gbk", "gb18030", "big5", "euc-kr", "utf-16le", "utf-16be", "utf-16",
        "windows-874", "macintosh", "x-user-defined", "replacement", "utf-7", "utf-32", "hz-gb-2312", "ibm866", "no-such-charset",
    ]

    /// The first byte chooses the label; 0xFF none, so that it has to be guessed.
    static func decode(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let label = first == 0xFF ? nil : labels[Int(first) % labels.count]
        let rest = Array(bytes.dropFirst())
        _ = text(of: DumpRecord(id: .string("x"), source: .init(path: "x"), body: .text(bytes: rest, charset: label)), &all)
        _ = text(of: DumpRecord(id: .string("x"), source: .init(path: "x"), body: .html(bytes: rest, charset: label)), &all)
    }

    private static func text(of record: DumpRecord, _ worker: inout ArticleExtractor.Worker) -> [UInt8] {
        do throws(IngestError) {
            let article = try worker.article(from: record)
            precondition(String(validating: article.text, as: UTF8.self) != nil, "the text is not UTF-8")
            return article.text
        } catch {
            return Array("\(error.code)".utf8)
        }
    }
}
