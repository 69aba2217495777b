import Foundation
import JSON
import TestSupport
import Testing

/// brat's standoff, as a folder and as an archive, read back by our own reader of gold and by tar.
@Suite struct BratOutputTests {
    private static let input = """
        {"id":"a/1 é","text":"😀 Siemens AG, said Siemens AG's chief executive Anna Berg, paid about $ 160 million."}
        broken
        {"text":"Acme Widgets Inc bought Zyx Systems Ltd for $5m. Bo Li and Al Fox are shareholders of Acme Widgets Inc."}
        {"id":"a/1 é","text":""}

        """

    private static func files(_ folder: URL) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

    @Test func folderHoldsATextAndItsAnnotationsForEachArticle() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.input, to: "in.jsonl")
        let run = try Tool.run(["--quiet", "--output-format", "brat", "-o", "corpus", "in.jsonl"], in: scratch.url)
        #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
        let folder = scratch.url.appendingPathComponent("corpus")
        #expect(
            try Self.files(folder) == [
                "00000001-a_1___.ann", "00000001-a_1___.txt", "00000002-in.jsonl_2.error.json", "00000003-in.jsonl_3.ann", "00000003-in.jsonl_3.txt", "00000004-a_1___.ann",
                "00000004-a_1___.txt", "annotation.conf",
            ])
        #expect(try Self.files(scratch.url) == ["corpus", "in.jsonl"])
        let lines = try String(contentsOf: folder.appendingPathComponent("00000001-a_1___.ann"), encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "T1\tfirm 2 12\tSiemens AG")
        #expect(lines.contains { $0.hasSuffix("\tkind T5 approx") } && lines.contains { $0.hasSuffix("value=160000000 currency=USD") })
        // The reader of gold checks each offset against its text, and takes links for attributes.
        #expect(try Tool.run(["--quiet", "in.jsonl", "-o", "own.jsonl"], in: scratch.url).status == 0)
        let second = try String(contentsOf: folder.appendingPathComponent("00000003-in.jsonl_3.ann"), encoding: .utf8)
        let own = try JSONValue(parsing: String(contentsOf: scratch.url.appendingPathComponent("own.jsonl"), encoding: .utf8).split(separator: "\n").map(String.init)[2])
        let links = (own["relations"]?.array ?? []).filter { $0["role"] != nil }
        for link in links { #expect(second.contains("\tholder Arg1:T\(link["role"]?.int ?? 0) Arg2:T\(link["holder"]?.int ?? 0)\n")) }
        let counts = try Tool.run(["eval", "corpus", "corpus", "--boot", "0"], in: scratch.url)
        #expect(counts.status == 0 && counts.text.contains("documents 3"), "\(counts.errors)")
    }

    /// What comes back is what the record says, on text full of what counts differently in different units.
    @Test func goldReaderFindsTheSameMentions() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        func record(_ id: String) -> String {
            String(decoding: JSONValue.object([.init("id", .string(id)), .init("text", .string(OutputFormatTests.text))]).serialized, as: UTF8.self) + "\n"
        }
        try scratch.write(record("x"), to: "in.jsonl")
        try scratch.write(record("00000001-x"), to: "named.jsonl")
        #expect(try Tool.run(["--quiet", "--output-format", "brat", "-o", "corpus/", "in.jsonl"], in: scratch.url).status == 0)
        #expect(try Tool.run(["--quiet", "-o", "own.jsonl", "named.jsonl"], in: scratch.url).status == 0)
        let report = try JSONValue(parsing: Tool.run(["eval", "own.jsonl", "corpus", "--boot", "0", "--json"], in: scratch.url).text)
        #expect(report["scores"]?["ALL"]?["strict"]?["f1"]?.double == 1 && (report["scores"]?["ALL"]?["gold"]?.int ?? 0) >= 4)
        #expect(report["attributes"]?.object?.isEmpty == false && !(String(decoding: report["attributes"]?.serialized ?? [], as: UTF8.self).contains("\"right\":0")))
    }

    @Test func streamIsAnArchiveOfTheSameFiles() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.input, to: "in.jsonl")
        let script = """
            "$tagline" -q --output-format brat -o corpus in.jsonl && mkdir out && "$tagline" -q --output-format brat in.jsonl | tar x -C out && diff -r corpus out \
            && "$tagline" -q -j 3 --output-format brat -o corpus.tar in.jsonl && tar tf corpus.tar | wc -l && "$tagline" -q --output-format brat in.jsonl | cmp - corpus.tar && echo same
            """
        let run = try Tool.shell(script, in: scratch.url)
        #expect(run.lines.map { $0.trimmingCharacters(in: .whitespaces) } == ["8", "same"], "\(run)")
    }

    @Test func nothingIsOverwritten() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.input, to: "in.jsonl")
        try scratch.write("mine", to: "full/file")
        func run(_ output: String) throws -> Run { try Tool.run(["--quiet", "--output-format", "brat", "-o", output, "in.jsonl"], in: scratch.url) }
        for output in ["full", "in.jsonl", "no/such/place"] { #expect(try run(output).status == 2) }
        try FileManager.default.createDirectory(at: scratch.url.appendingPathComponent("empty"), withIntermediateDirectories: false)
        #expect(try run("empty").status == 0)
        try FileManager.default.createDirectory(at: scratch.url.appendingPathComponent("new.partial"), withIntermediateDirectories: false)
        let blocked = try run("new")
        #expect(blocked.status == 2 && blocked.errors.contains("new.partial is there"))
        #expect(try String(contentsOf: scratch.url.appendingPathComponent("full/file"), encoding: .utf8) == "mine")
    }
}
