import Ingest

/// What bytes are given to.
enum FuzzTarget: String, CaseIterable {
    /// A page as a server sent it, to its text.
    case html
    /// A text in any charset: the first byte says which label.
    case charset
    /// A page of a wiki, to its text.
    case wikitext
    /// A dump of unknown format.
    case auto
    // Dumps of stated formats; `mail` is a mailbox or a message.
    case warc, jsonl, mail, json, csv, tsv, reuters, feed, nitf, newsml, mediawiki
    // Compressed JSON Lines, and archives.
    case gz, zst, bz2, xz, lz4, zip, tar
    /// A crawl with a gzip member for each record.
    case warcgz

    /// The one that this process is for; set before the first run, on the only thread.
    nonisolated(unsafe) static var current = FuzzTarget.html

    func run(_ bytes: [UInt8]) {
        switch self {
        case .html: PageCheck.run(bytes)
        case .charset: PageCheck.decode(bytes)
        case .wikitext: DumpCheck(name: "x.xml", format: .mediawiki).run(Self.wiki(bytes))
        case .auto: DumpCheck(name: "x", isPacked: true).run(bytes)
        case .mail: DumpCheck(name: "x", format: bytes.starts(with: "From ".utf8) ? .mbox : .eml).run(bytes)
        case .gz, .zst, .bz2, .xz, .lz4: DumpCheck(name: "x.jsonl.\(rawValue)", isPacked: true).run(bytes)
        case .zip, .tar: DumpCheck(name: "x.\(rawValue)", isPacked: true).run(bytes)
        case .warcgz: DumpCheck(name: "x.warc.gz", isPacked: true).run(bytes)
        case .warc, .jsonl, .json, .csv, .tsv, .reuters, .feed, .nitf, .newsml, .mediawiki: DumpCheck(name: "x", format: InputFormat(rawValue: rawValue)).run(bytes)
        }
    }

    /// A dump of one page with `text`, escaped.
    private static func wiki(_ text: [UInt8]) -> [UInt8] {
        var dump = Array("<mediawiki><page><title>T</title><ns>0</ns><revision><text>".utf8)
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): dump += Array("&lt;".utf8)
            case UInt8(ascii: "&"): dump += Array("&amp;".utf8)
            default: dump.append(byte)
            }
        }
        return dump + Array("</text></revision></page></mediawiki>".utf8)
    }
}
