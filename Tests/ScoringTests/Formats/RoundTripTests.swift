import Scoring
import Testing

/// What every format writes, it reads back.
@Suite struct RoundTripTests {
    /// What a format has room for.
    struct Room: OptionSet, Sendable {
        let rawValue: Int
        static let attributes = Room(rawValue: 1)
        static let metadata = Room(rawValue: 2)
        static let overlaps = Room(rawValue: 4)
    }

    static let room: [CorpusFormat: Room] = [
        .jsonl: [.attributes, .metadata, .overlaps], .prodigy: [.attributes, .metadata, .overlaps], .doccano: [.attributes, .metadata, .overlaps],
        .conll: [], .iob1: [], .iob2: [], .bilou: [], .brat: [.attributes, .overlaps], .muc: [.attributes], .inline: [.attributes],
    ]

    static func document(_ id: String, _ text: String, _ mentions: [(String, String)], attributes: [String: [AttributeName: String]] = [:]) -> AnnotatedDocument {
        let codePoints = CodePoints(text)
        var from = 0
        let annotations = mentions.map { type, words in
            let range = codePoints.firstRange(of: CodePoints(words), in: from..<codePoints.count)!
            from = range.upperBound
            return Annotation(range, type, text: words, attributes: attributes[words] ?? [:])
        }
        return AnnotatedDocument(id: id, text: codePoints, annotations: annotations)
    }

    static let documents: [AnnotatedDocument] = [
        document(
            "plain", "Acme Widgets said it paid $160 million.\n\n“Fine,” said spokesman Tim Cook [sic] | \\ done.",
            [("firm", "Acme Widgets"), ("amount", "$160 million"), ("role", "spokesman"), ("person", "Tim Cook")],
            attributes: [
                "$160 million": [.value: "160000000", .high: "", .currency: "USD", .kind: "exact"],
                "spokesman": [.holder: "Tim \"T.\" Cook", .org: "Acme [Widgets]", .status: "current"], "Acme Widgets": [.name: "Acme Widgets"],
            ]),
        document("touching", "FooBar and Foo Bar-Baz, Baz.Qux", [("firm", "Foo"), ("firm", "Bar"), ("firm", "Foo"), ("firm", "Bar-Baz"), ("org", "Baz"), ("firm", "Qux")]),
        document("blanks", "  A  double\tspace,\r\na line,\n\n\nthree lines\n \nand\u{2028}more \n", [("firm", "double\tspace"), ("place", "three lines\n \nand")]),
        document("scripts", "🚗 Zürich’s Ōtsuka 株式会社 & e\u{301}clair <b>AT&T</b> 5\u{a0}€", [("place", "Zürich"), ("firm", "Ōtsuka 株式会社"), ("firm", "e\u{301}clair"), ("firm", "AT&T"), ("amount", "5\u{a0}€")]),
        document("brackets", "[one] mention|at the end]", [("firm", "[one] mention|at"), ("firm", "end]")]),
        document("none", "Nothing is here.", []),
    ]

    static var optional: AnnotatedDocument {
        var document = document("optional", "The Red Anchor Society met Bank.", [("org", "The Red Anchor Society"), ("org", "Bank")])
        document.annotations[0].alternative = "Red Anchor Society"
        document.annotations[1].isOptional = true
        return document
    }

    static var overlapping: AnnotatedDocument {
        var document = document("overlapping", "Bank of Elm", [("org", "Bank of Elm")])
        document.annotations.append(Annotation(8..<11, "place", text: "Elm"))
        return document
    }

    static var described: AnnotatedDocument {
        var document = document("described", "Acme fell.", [("firm", "Acme")])
        (document.title, document.source, document.isDuplicate, document.fields) = ("Acme", "wire 1", true, ["author": "Jane Roe"])
        document.titleAnnotations = [Annotation(0..<4, "firm", text: "Acme")]
        return document
    }

    @Test(arguments: CorpusFormat.ofMentions) func readsWhatItWrites(_ format: CorpusFormat) throws {
        let room = Self.room[format]!
        var documents = Self.documents
        if room.contains(.attributes) { documents.append(Self.optional) }
        if room.contains(.overlaps) { documents.append(Self.overlapping) }
        if room.contains(.metadata) { documents.append(Self.described) }
        for document in documents {
            var expected = document
            if !room.contains(.attributes) { for index in expected.annotations.indices { expected.annotations[index].attributes = [:] } }
            let read = try CorpusFormat.read(format.write([document]), as: format)
            #expect(read.map(Self.withoutLocation) == [Self.withoutLocation(expected)], "\(format) \(document.id)")
        }
        // All in one corpus, the format seen from the files.
        let files = try format.write(documents)
        let together = try CorpusFormat.read(files)
        #expect(together.map(\.id) == documents.map(\.id))
        #expect(together.map(\.text) == documents.map(\.text))
        #expect(together.map { $0.annotations.map(\.range) } == documents.map { $0.annotations.map(\.range) })
    }

    static func withoutLocation(_ document: AnnotatedDocument) -> AnnotatedDocument {
        var document = document
        document.location = SourceLocation(path: "", line: 0)
        return document
    }

    /// Texts of awkward characters with mentions anywhere, through every format that can hold them.
    @Test(arguments: CorpusFormat.ofMentions) func readsWhatItWritesOfRandomTexts(_ format: CorpusFormat) throws {
        var random = SplitMix64(seed: 42)
        let alphabet = Array("aB1 .,[]|\\<&\"'#=\n\né🚗".unicodeScalars)
        for round in 0..<300 {
            let text = CodePoints((0..<24).map { _ in alphabet[random.next(below: alphabet.count)] })
            var annotations: [Annotation] = []
            var start = 0
            while true {
                start += random.next(below: 9)
                let end = start + 1 + random.next(below: 5)
                guard end <= text.count else { break }
                let edges = [text.scalars[start], text.scalars[end - 1]]
                // No token and no line of brat's begins or ends in a blank.
                if !edges.contains(where: \.properties.isWhitespace) { annotations.append(Annotation(start..<end, random.next(below: 2) == 0 ? "firm" : "org", text: text.string(in: start..<end))) }
                start = end
            }
            // A document of blanks alone has no tokens.
            guard text.scalars.contains(where: { !$0.properties.isWhitespace }) else { continue }
            let document = AnnotatedDocument(id: "r\(round)", text: text, annotations: annotations)
            let read = try CorpusFormat.read(format.write([document]), as: format)
            #expect(read.map(Self.withoutLocation) == [document], "\(format): \(text.string.debugDescription)")
        }
    }

    @Test(arguments: [CorpusFormat.iob1, .iob2, .bilou, .muc, .inline]) func flatFormatsRefuseOverlaps(_ format: CorpusFormat) throws {
        let error = try #require(throws: CorpusError.self) { try format.write([Self.overlapping]) }
        #expect(error.message.contains("\"Bank of Elm\" and \"Elm\" overlap"))
    }
}
