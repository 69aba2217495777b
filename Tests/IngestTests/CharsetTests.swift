import Ingest
import Testing

/// The Encoding and HTML standards' order of trust, and what their encodings decode to.
@Suite struct CharsetTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var transport: String?
        var text: String
        var testDescription: String { name }

        init(_ name: String, meta: String? = nil, before: String = "", body: [UInt8], transport: String? = nil, text: String) {
            self.name = name
            self.bytes = Array("<!doctype html>\(before)\(meta.map { "<meta charset=\"\($0)\">" } ?? "")<p>".utf8) + body
            self.transport = transport
            self.text = text
        }

        init(_ name: String, whole: [UInt8], transport: String? = nil, text: String) {
            self.name = name
            self.bytes = whole
            self.transport = transport
            self.text = text
        }
    }

    static let cases: [Case] = [
        Case("latin1 means windows-1252", meta: "ISO-8859-1", body: [0x93, 0x41, 0x94, 0x80], text: "“A”€"),
        Case("ascii means windows-1252", meta: "us-ascii", body: [0x41, 0x92, 0x73], text: "A’s"),
        Case("UTF-8 without a label", body: Array("naïve €".utf8), text: "naïve €"),
        Case("no label, not UTF-8", body: [0x63, 0x61, 0x66, 0xE9], text: "café"),
        Case("transport beats meta", meta: "utf-8", body: [0xC4, 0xE0], transport: "windows-1251", text: "Да"),
        Case("meta of a single-byte charset loses to UTF-8 bytes", meta: "iso-8859-1", body: Array("naïve €".utf8), text: "naïve €"),
        Case("utf-16 in a meta means UTF-8", meta: "utf-16", body: Array("é".utf8), text: "é"),
        Case("unknown label passed over", meta: "x-nonsense", before: "", body: Array("é".utf8), text: "é"),
        Case("blanks and case of labels", meta: "  Windows-1251 ", body: [0xC4, 0xE0], text: "Да"),
        Case("meta in a comment does not count", before: "<!-- <meta charset=windows-1251> -->", body: Array("é".utf8), text: "é"),
        Case("late meta", before: "<!--" + String(repeating: "x", count: 3000) + "--><meta charset=windows-1251>", body: [0xC4, 0xE0], text: "Да"),
        Case("http-equiv", before: "<meta content='text/html; charset=windows-1251' http-equiv=Content-Type>", body: [0xC4, 0xE0], text: "Да"),
        Case("Shift_JIS is Windows-31J", meta: "shift_jis", body: [0x87, 0x40, 0xFB, 0xFC], text: "①髙"),
        Case("gb2312 is gb18030", meta: "gb2312", body: [0x96, 0x46], text: "朏"),
        Case("0x80 in GBK is the euro sign", meta: "gbk", body: [0xD6, 0xD0, 0x80], text: "中€"),
        Case("EUC-KR is UHC", meta: "euc-kr", body: [0x81, 0x41], text: "갂"),
        Case("Big5 with Hong Kong's characters", meta: "big5", body: [0x9D, 0xEF], text: "嘅"),
        Case("ISO-2022-JP", meta: "iso-2022-jp", body: [0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42], text: "あ"),
        Case("KOI8-R", meta: "koi8-r", body: [0xE4, 0xC1], text: "Да"),
        Case("replacement", meta: "hz-gb-2312", body: [0x41], text: "\u{FFFD}"),
        Case("UTF-8 byte order mark beats the transport", whole: [0xEF, 0xBB, 0xBF] + Array("<p>é".utf8), transport: "windows-1251", text: "é"),
        Case("UTF-16LE byte order mark", whole: [0xFF, 0xFE] + "<p>é😀".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, text: "é😀"),
        Case("UTF-16BE byte order mark", whole: [0xFE, 0xFF] + "<p>é😀".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, transport: "utf-8", text: "é😀"),
        Case("one U+FFFD for a maximal ill-formed part", meta: "utf-8", body: [0x61, 0xE2, 0x82, 0x62, 0x96, 0xED, 0xA0, 0x80, 0x63], text: "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}c"),
        Case("damaged UTF-8 stays UTF-8", body: Array("éé éé ".utf8) + [0x96] + Array(" éé".utf8), text: "éé éé \u{FFFD} éé"),
    ]

    @Test(arguments: cases) func decodes(_ item: Case) throws {
        #expect(try article(bytes: item.bytes, charset: item.transport).string == item.text)
    }

    @Test func unknownTransportLabelIsAnError() {
        #expect(throws: IngestError.self) { try article(bytes: Array("<p>a".utf8), charset: "no-such-charset") }
    }

    /// Every label of the standard's table opens a converter and decodes ASCII to itself, where the encoding is one that has ASCII.
    @Test(arguments: ["utf-8", "866", "latin2", "l3", "arabic", "greek", "hebrew", "logical", "koi8-u", "mac", "tis-620", "cp1250", "cp1253", "latin5", "cp1255", "cp1256", "cp1257", "cp1258", "x-mac-ukrainian", "gb18030", "cn-big5", "euc-jp", "sjis", "ks_c_5601-1987", "iso-8859-16", "l9", "iso-8859-10", "iso-8859-13", "iso-8859-14"])
    func labelIsKnown(_ label: String) throws {
        #expect(try article(bytes: Array("<p>plain words".utf8), charset: label).string == "plain words")
    }
}
