import Testing

@testable import JSON

/// Texts that RFC 8259 allows or forbids, after the kinds of case that the JSON Parsing Test Suite tries.
@Suite struct JSONTapeTests {
    static let valid: [String] = [
        "null", " true ", "false", "0", "-0", "-0.0", "1e5", "1E+5", "1.5e-10", "123456789012345678901234567890", "1e999", "\"\"", "[]", "{}",
        "[1,2 , 3]", #"{"a":1,"a":2}"#, #"{"":0}"#, #""\u0000\uD834\uDD1E\/\\\"\b\f\n\r\t""#, "\"\u{7F}\u{2028}é漢😀\"", "\n\t [ { } ] \r\n", #"["a",[["b"]]]"#,
    ]

    static let invalid: [(text: String, reason: JSONSyntaxError.Reason, offset: Int)] = [
        ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3), ("nulx", .invalidLiteral, 0), ("True", .expectedValue, 0),
        ("01", .invalidNumber, 0), ("-", .invalidNumber, 0), ("1.", .invalidNumber, 0), (".5", .expectedValue, 0), ("+1", .expectedValue, 0), ("1e", .invalidNumber, 0),
        ("NaN", .expectedValue, 0), ("0x1", .trailingText, 1), ("1 2", .trailingText, 2), ("[1,]", .expectedValue, 3), ("[,1]", .expectedValue, 1), ("[1 2]", .expectedCommaOrEnd, 3),
        ("[", .unexpectedEnd, 1), ("{\"a\"}", .expectedColon, 4), ("{\"a\":}", .expectedValue, 5), ("{a:1}", .expectedKey, 1), ("{'a':1}", .expectedKey, 1),
        ("{\"a\":1,}", .expectedKey, 7), ("\"a", .unexpectedEnd, 2), (#""\x""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1), (#""\u12"#, .invalidEscape, 1),
        (#""\uD800""#, .loneSurrogate, 1), (#""\uDC00""#, .loneSurrogate, 1), (#""\uD800\u0041""#, .loneSurrogate, 1), (#""\uD800\uD800""#, .loneSurrogate, 1),
        ("\"\n\"", .controlCharacter, 1), ("\"abcdefgh\0\"", .controlCharacter, 9), ("[1]]", .trailingText, 3), (#"{"x":[1,,2],"text":"a"}"#, .expectedValue, 8),
    ]

    private static func scan(_ bytes: [UInt8]) throws -> JSONTape {
        var tape = JSONTape()
        try bytes.withUnsafeBufferPointer { try tape.scan($0) }
        return tape
    }

    @Test(arguments: valid) func accepts(_ text: String) throws {
        #expect(try !Self.scan(Array(text.utf8)).nodes.isEmpty)
    }

    @Test(arguments: invalid) func refuses(_ text: String, reason: JSONSyntaxError.Reason, offset: Int) {
        #expect(throws: JSONSyntaxError(reason, at: offset)) { try Self.scan(Array(text.utf8)) }
    }

    /// Overlong forms, surrogates as UTF-8, beyond U+10FFFF, stray and missing tails; after ASCII of each length, since that goes eight bytes at a time.
    @Test(arguments: [[0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF]] as [[UInt8]])
    func refusesInvalidUTF8(_ bytes: [UInt8]) {
        for length in 0..<20 {
            let text = [0x22] + Array(repeating: 0x61, count: length) + bytes + [0x22]
            #expect(throws: JSONSyntaxError(.invalidUTF8, at: length + 1)) { try Self.scan(text) }
        }
    }

    @Test func limitsDepth() {
        let deep = { (depth: Int) in Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth) }
        #expect(throws: Never.self) { try Self.scan(deep(JSONTape.maximumDepth)) }
        #expect(throws: JSONSyntaxError(.tooDeep, at: JSONTape.maximumDepth)) { try Self.scan(deep(JSONTape.maximumDepth + 1)) }
        #expect(throws: JSONSyntaxError(.tooDeep, at: JSONTape.maximumDepth)) { try Self.scan(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) }
    }

    @Test func keepsSpellings() throws {
        let value = try JSONValue(parsing: #"{"n":-0.10E+02,"s":"a\u00e9\ud83d\ude00\n","o":{"k":[true,null]},"n":7}"#)
        #expect(value["n"] == .number("7"))
        #expect(value["s"]?.string == "aé😀\n")
        #expect(value["o"]?["k"]?[0] == .bool(true))
        #expect(value["o"]?["k"]?[1]?.isNull == true)
        #expect(value.object?.map(\.key) == ["n", "s", "o", "n"])
        #expect(value.serialized == Array(#"{"n":-0.10E+02,"s":"aé😀\n","o":{"k":[true,null]},"n":7}"#.utf8))
    }
}

@Suite struct JSONWriterTests {
    /// Each scalar that may not stand raw, and neighbours that may.
    @Test(arguments: [
        ("\u{0}\u{1F}", #"\u0000\u001f"#), ("\"\\/", #"\"\\/"#), ("\u{8}\u{9}\u{A}\u{C}\u{D}", #"\b\t\n\f\r"#), ("\u{85}\u{80}\u{9F}", #"\u0085\u0080\u009f"#),
        ("\u{A0}é", "\u{A0}é"), ("\u{2028}\u{2029}", #"\u2028\u2029"#), ("\u{2027}\u{202A}\u{20AC}", "\u{2027}\u{202A}\u{20AC}"), ("漢😀", "漢😀"), ("", ""),
    ])
    func escapes(_ text: String, _ expected: String) throws {
        // At each place of the eight bytes that are looked at together.
        for length in 0..<10 {
            let filler = String(repeating: "x", count: length)
            var writer = JSONWriter()
            writer.string(filler + text + filler)
            #expect(writer.bytes == Array("\"\(filler)\(expected)\(filler)\"".utf8))
            #expect(try JSONValue(parsing: writer.bytes).string == filler + text + filler)
        }
    }

    @Test func writesStructure() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.integer(-9_223_372_036_854_775_808)
        writer.key("b")
        writer.beginArray()
        writer.null()
        writer.bool(true)
        writer.integer(Int?.none)
        writer.endArray()
        writer.key("c")
        writer.beginObject()
        writer.endObject()
        writer.key(quoting: "d\"")
        writer.raw(Array("1e5".utf8))
        // Pieces bring their own commas; what follows them has none, what follows a value has one.
        writer.fragment(#","e":[{"f":"#)
        writer.integer(1)
        writer.fragment(#","g":"#)
        writer.string("x")
        writer.key("h")
        writer.bool(false)
        writer.fragment("}")
        writer.endArray()
        writer.key("i")
        writer.null()
        writer.endObject()
        writer.endLine()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":-9223372036854775808,"b":[null,true,null],"c":{},"d\"":1e5,"e":[{"f":1,"g":"x","h":false}],"i":null}"# + "\n")
    }
}
