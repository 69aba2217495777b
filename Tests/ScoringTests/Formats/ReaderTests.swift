import Scoring
import Testing

/// Files as other tools and corpora spell them.
@Suite struct ReaderTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var file: String
        var content: String
        var format: CorpusFormat?
        /// Document by document: the text, and each mention as "type:words".
        var expected: [(text: String, mentions: [String])]
        var testDescription: String { name }
    }

    static let examples: [Example] = [
        Example(
            name: "IOB1: B only where mentions of a type touch", file: "a.conll", content: "Acme\tI-ORG\nBolt\tB-ORG\nfell\tO\n.\tO\n\nIn\tO\nNew\tI-LOC\nElm\tI-LOC\n", format: .iob1,
            expected: [("Acme Bolt fell.\nIn New Elm", ["ORG:Acme", "ORG:Bolt", "LOC:New Elm"])]),
        Example(
            name: "IOB2 with four columns and -DOCSTART-", file: "a.txt", content: "-DOCSTART- -X- -X- O\n\nU.N. NNP I-NP B-ORG\nofficial NN I-NP O\n( ( O O\nBonn NNP B-NP B-LOC\n) ) O O\n\n-DOCSTART- -X- O O\n\nRome NNP B-NP B-LOC\n",
            expected: [("U.N. official (Bonn)", ["ORG:U.N.", "LOC:Bonn"]), ("Rome", ["LOC:Rome"])]),
        Example(
            name: "BILOU", file: "a.tsv", content: "It\tO\n's\tO\nAcme\tB-firm\nWidgets\tI-firm\nInc\tL-firm\n,\tO\nBolt\tU-firm\n", expected: [("It's Acme Widgets Inc, Bolt", ["firm:Acme Widgets Inc", "firm:Bolt"])]),
        Example(name: "IOBES, Windows line ends", file: "a.iob", content: "``\tO\r\nAcme\tB-firm\r\nInc\tE-firm\r\n''\tO\r\nBolt\tS-firm\r\n", expected: [("“Acme Inc” Bolt", ["firm:Acme Inc", "firm:Bolt"])]),
        Example(
            name: "brat with attribute, relation, fragments and lines to pass over", file: "a.ann",
            content: "T1\trole 0 9\tspokesman\nT2\tperson 10 14;20 23\tTony Roe\nT3\tfirm 27 31\tAcme\nA1\tstatus T1 former\nR1\tholder Arg1:T1 Arg2:T2\nR2\torg Arg1:T1 Arg2:T3\nE1\tJob:T1\n*\tEquiv T1 T2\n#1\tAnnotatorNotes T3\tsee the list\n",
            expected: [("spokesman Tony (J.) Roe of Acme", ["role:spokesman holder=Tony (J.) Roe org=Acme status=former", "person:Tony (J.) Roe", "firm:Acme"])]),
        Example(
            name: "MUC", file: "a.sgm",
            content: "<DOC>\n<DOCID> wsj-1 </DOCID>\n<HL> <ENAMEX TYPE=\"ORGANIZATION\">Head</ENAMEX> </HL>\n<TXT>\n<p>\n<ENAMEX TYPE=\"ORGANIZATION|PERSON\" ALT=\"Acme\">Acme &amp; Co</ENAMEX> paid <NUMEX TYPE=\"MONEY\">$5</NUMEX> < <ENAMEX TYPE='PERSON' STATUS=OPT>Roe</ENAMEX>.\n</p>\n</TXT>\n</DOC>\n",
            expected: [("\nAcme & Co paid $5 < Roe.\n", ["ORGANIZATION:Acme & Co alt=Acme", "MONEY:$5", "PERSON:Roe opt"])]),
        Example(
            name: "IE-ER", file: "NYT", content: "<DOC>\n<DOCNO> NYT1 </DOCNO>\n<TEXT>\n<b_enamex type=\"PERSON\">Jane Roe<e_enamex> of <B_ENAMEX TYPE=\"ORGANIZATION\">Acme<E_ENAMEX>\n</TEXT>\n</DOC>\n<DOC>\n<TEXT>None</TEXT></DOC>",
            expected: [("Jane Roe of Acme", ["PERSON:Jane Roe", "ORGANIZATION:Acme"]), ("None", [])]),
        Example(
            name: "Prodigy, a rejected example left out", file: "a.jsonl",
            content: #"{"text":"Acme fell","_input_hash":1,"spans":[{"start":0,"end":4,"label":"ORG","token_start":0}],"answer":"accept"}"# + "\n" + #"{"text":"No","spans":[],"answer":"reject"}"#,
            expected: [("Acme fell", ["ORG:Acme"])]),
        Example(name: "spaCy's training tuples, in one array over lines", file: "a.json", content: "[\n[\"Acme fell\", {\"entities\": [[0, 4, \"ORG\"]]}],\n[\"No\", {\"entities\": []}]\n]", expected: [("Acme fell", ["ORG:Acme"]), ("No", [])]),
        Example(name: "spaCy's training tuple on a line", file: "a.jsonl", content: "[\"Acme fell\", {\"entities\": [[0, 4, \"ORG\"]]}]\n", expected: [("Acme fell", ["ORG:Acme"])]),
        Example(
            name: "doccano, triples and objects", file: "a.jsonl",
            content: #"{"id":1,"text":"Acme fell","label":[[0,4,"ORG"]]}"# + "\n" + #"{"id":2,"data":"Bolt","entities":[{"id":9,"label":"ORG","start_offset":0,"end_offset":4}],"relations":[],"Comments":[]}"#,
            expected: [("Acme fell", ["ORG:Acme"]), ("Bolt", ["ORG:Bolt"])]),
        Example(
            name: "doccano's relations", file: "a.jsonl",
            content: #"{"id":3,"text":"Roe, CEO","entities":[{"id":7,"label":"role","start_offset":5,"end_offset":8},{"id":8,"label":"person","start_offset":0,"end_offset":3}],"relations":[{"id":1,"from_id":7,"to_id":8,"type":"holder"},{"id":2,"from_id":7,"to_id":8,"type":"likes"}]}"#,
            expected: [("Roe, CEO", ["role:CEO holder=Roe", "person:Roe"])]),
        Example(name: "brat's fragments without a blank between them", file: "a.ann", content: "T1\tfirm 0 4;5 8\tAcmeInc\n", expected: [("Acme Inc", ["firm:Acme Inc"])]),
        Example(
            name: "our own output with links by number and UTF-16 offsets", file: "a.jsonl",
            content: #"{"id":"x","source":{"path":"p","line":1},"text":"🚗 Roe, CEO","offsets":"utf16","entities":[{"id":1,"type":"person","start":3,"end":6,"text":"Roe","name":"Roe"},{"id":2,"type":"role","start":8,"end":11,"text":"CEO","holder":1,"org":null,"status":"current"}],"title_entities":[]}"#,
            expected: [("🚗 Roe, CEO", ["person:Roe name=Roe", "role:CEO holder=Roe org= status=current"])]),
        Example(
            name: "amounts with spans to ignore", file: "a.jsonl",
            content: #"{"id":"x","text":"$5 or so, cheap","amounts":[{"start":0,"end":2,"value":"5","value_high":null,"currency":null,"unit":"dollar","kind":"exact"}],"ignore":[{"start":10,"end":15}]}"#,
            expected: [("$5 or so, cheap", ["amount:$5 value=5 high= kind=exact", "amount:cheap opt"])]),
        Example(
            name: "inline", file: "a.txt", content: "[firm Acme Widgets] paid [amount $ 160 million | value=160000000 currency=USD kind=exact].\n\n\\[sic\\] a \\| b | c [role  spokesman |holder=\"Tim Cook\" org=Acme status=current opt]\n",
            expected: [
                ("Acme Widgets paid $ 160 million.\n\n[sic] a | b | c spokesman", ["firm:Acme Widgets", "amount:$ 160 million value=160000000 currency=USD kind=exact", "role:spokesman holder=Tim Cook org=Acme status=current opt"])
            ]),
    ]

    @Test(arguments: examples) func reads(_ example: Example) throws {
        var files = [CorpusFile(path: example.file, bytes: Array(example.content.utf8))]
        if example.file.hasSuffix(".ann") { files.append(CorpusFile(path: "a.txt", bytes: Array(example.expected[0].text.utf8))) }
        let documents = try CorpusFormat.read(files, as: example.format)
        #expect(documents.map { $0.text?.string } == example.expected.map(\.text))
        #expect(documents.map { $0.annotations.map(Self.shown) } == example.expected.map(\.mentions))
    }

    static func shown(_ annotation: Annotation) -> String {
        var text = "\(annotation.type):\(annotation.text)"
        for name in AttributeName.allCases { if let value = annotation.attributes[name] { text += " \(name.rawValue)=\(value)" } }
        if let alternative = annotation.alternative { text += " alt=\(alternative)" }
        return text + (annotation.isOptional ? " opt" : "")
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var file: String
        var content: String
        var format: CorpusFormat? = nil
        /// The whole message.
        var error: String
        var testDescription: String { error }
    }

    static let faults: [Fault] = [
        Fault(file: "g.jsonl", content: "{\"id\":1,\"text\":\"a\",\"entities\":[]}\n{\"id\":2,", error: "g.jsonl:2: not JSON: the text ends inside a value, at byte 9 of the line"),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":[{"start":0,"end":9,"type":"firm"}]}"#, error: "g.jsonl:1: entity 1: 0..9 is outside the text of 4 code points"),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":[{"start":0,"end":3,"type":"firm","text":"Acme"}]}"#, error: "g.jsonl:1: entity 1: the text at 0..3 is \"Acm\", the entity says \"Acme\""),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":[{"start":2,"end":2,"type":"firm"}]}"#, error: "g.jsonl:1: entity 1: start 2 and end 2 are no range"),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":[{"start":0,"end":2}]}"#, error: "g.jsonl:1: entity 1 has no type (\"type\" or \"label\")"),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":[{"start":"0","end":2,"type":"firm"}]}"#, error: "g.jsonl:1: entity 1 has no whole numbers for start and end"),
        Fault(file: "g.jsonl", content: #"{"text":"Acme","entities":{}}"#, error: "g.jsonl:1: \"entities\" is no array"),
        Fault(file: "g.jsonl", content: "\n17\n", error: "g.jsonl:2: expected a JSON object with \"text\" and \"entities\""),
        Fault(file: "g.conll", content: "Acme\tB-firm\nfell\tX-firm\n", error: "g.conll:2: \"X-firm\" is no tag: expected O or a prefix (B I L U E S), a hyphen and a type"),
        Fault(file: "g.conll", content: "Acme\tO\nfell\tI-firm\n", format: .iob2, error: "g.conll:2: \"I-firm\" does not follow a tag of its mention, as iob2 demands"),
        Fault(file: "g.conll", content: "Acme\tB-firm\nInc\tI-firm\nfell\tO\n", format: .bilou, error: "g.conll:3: the mention of type firm before this line has no last token (L or E)"),
        Fault(file: "g.conll", content: "Acme\tB-firm\nalone\n", error: "g.conll:2: expected a token and its tag in columns"),
        Fault(file: "g.ann", content: "T1\tfirm 0 4\tAcne\n", error: "g.ann:1: the text at 0 4 is \"Acme\", the line says \"Acne\""),
        Fault(file: "g.ann", content: "T1\tfirm 0 4\tAcme\nR1\torg Arg1:T1 Arg2:T7\n", error: "g.ann:2: T7 is no mention of this file"),
        Fault(file: "g.ann", content: "T1\tfirm 0 40\tAcme\n", error: "g.ann:1: 0..40 is outside the text of 4 code points"),
        Fault(file: "g.sgm", content: "<DOC>\n<TEXT>\n<ENAMEX TYPE=\"ORG\">Acme\n</TEXT>\n</DOC>\n", error: "g.sgm:3: <ENAMEX> is never closed"),
        Fault(file: "g.sgm", content: "<DOC>\n<TEXT>\nAcme</ENAMEX></TEXT></DOC>", error: "g.sgm:3: </ENAMEX> closes no <ENAMEX>"),
        Fault(file: "g.sgm", content: "<TEXT>\n<ENAMEX>Acme</ENAMEX></TEXT>", error: "g.sgm:2: <ENAMEX> without a TYPE"),
        Fault(file: "g.txt", content: "Fine.\nHe said [sic] so.\n", error: "g.txt:2: column 9: a mention is [type words]; write \\[ for the character"),
        Fault(file: "g.txt", content: "[firm Acme", error: "g.txt:1: column 1: this mention has no \"]\" on its line"),
        Fault(file: "g.txt", content: "Acme] fell", error: "g.txt:1: column 5: \"]\" without its \"[\"; write \\] for the character"),
        Fault(file: "g.txt", content: "[firm Bank of [place Elm]]", error: "g.txt:1: column 15: a mention within a mention; write \\[ for the character"),
        Fault(file: "g.txt", content: "[amount $5 | valeu=5]", error: "g.txt:1: column 14: no attribute \"valeu\"; known are value, high, currency, kind, holder, org, status, name, alt, opt"),
        Fault(file: "g.txt", content: "[amount $5 | value=5 value=6]", error: "g.txt:1: column 22: value is given twice"),
        Fault(file: "g.txt", content: "[role CEO | holder=\"Tim Cook]", error: "g.txt:1: column 20: a quote that does not end on its line"),
        Fault(file: "g.txt", content: "C:\\dir", error: "g.txt:1: column 3: \\d is no escape (\\[ \\] \\| \\\\ \\n \\r \\t \\s are); write \\\\ for a backslash"),
        Fault(file: "g.txt", content: "[firm  ]", error: "g.txt:1: column 1: this mention has no words"),
        Fault(file: "g.bin", content: "mystery", error: "g.bin: unknown format; name it with --format: jsonl, prodigy, doccano, conll, iob1, iob2, bilou, brat, muc, inline, knowledgenet"),
        Fault(file: "g.bin", content: "", error: "g.bin: empty file"),
    ]

    @Test(arguments: faults) func namesTheFault(_ fault: Fault) throws {
        var files = [CorpusFile(path: fault.file, bytes: Array(fault.content.utf8))]
        if fault.file.hasSuffix(".ann") { files.append(CorpusFile(path: "g.txt", bytes: Array("Acme".utf8))) }
        let error = try #require(throws: CorpusError.self) { try CorpusFormat.read(files, as: fault.format) }
        #expect(error.description == fault.error)
    }

    @Test func invalidUTF8IsNamedWithItsLine() throws {
        let error = try #require(throws: CorpusError.self) { try CorpusFormat.read([CorpusFile(path: "g.txt", bytes: [0x41, 0x0A, 0xFF, 0x0A])]) }
        #expect(error.description == "g.txt:2: not valid UTF-8; convert the file (iconv -t UTF-8)")
    }

    @Test func missingFilesAreNamed() throws {
        let error = try #require(throws: CorpusError.self) { try CorpusFormat.read("/nowhere/gold.jsonl") }
        #expect(error.description == "/nowhere/gold.jsonl: can't be opened: No such file or directory")
    }
}
