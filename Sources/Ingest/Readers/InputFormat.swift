/// The kinds of dump that can be read.
public enum InputFormat: String, Sendable, CaseIterable {
    /// One page a file.
    case html
    /// One JSON object a line.
    case jsonl
    /// JSON objects in an array, or one behind the other.
    case json
    /// One text a file.
    case text
    /// One text a line.
    case lines
    /// Pages as a crawler fetched them (ISO 28500).
    case warc
    /// The texts of such pages: WARC with conversion records.
    case wet
    /// Comma-separated values with a header row (RFC 4180).
    case csv
    /// Tab-separated values with a header row.
    case tsv
    /// RSS and Atom.
    case feed
    /// IPTC NITF: one article a file.
    case nitf
    /// IPTC NewsML-G2: news items.
    case newsml
    /// A MediaWiki export.
    case mediawiki
    /// Reuters-21578 SGML.
    case reuters
    /// A mailbox.
    case mbox
    /// One mail a file.
    case eml
}
