import Foundation
import JSON
import TestSupport
import Testing

/// The command line as its users see it: the built program, its lines, its messages, its exit status.
@Suite struct CommandTests {
    /// What a line of output says, short: an id and a text, or an error's code.
    static func summary(_ line: String) throws -> String {
        let record = try JSONValue(parsing: line)
        if let error = record["error"] { return "! " + (error["stage"]?.string ?? "?") + " " + (error["code"]?.string ?? "?") }
        return "= " + (record["text"]?.string ?? "?")
    }

    static func summaries(_ run: Run) throws -> [String] { try run.lines.map(summary) }

    struct BadInput: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String] = []
        var input: [UInt8]
        var lines: [String]
        var message: String?
        var testDescription: String { name }
    }

    static let good = #"{"text":"Good."}"#

    static let badInputs: [BadInput] = [
        BadInput(name: "nothing", input: [], lines: []),
        BadInput(name: "nothing, as lines", arguments: ["--input-format", "lines"], input: [], lines: []),
        BadInput(name: "nothing, as a page", arguments: ["--input-format", "html"], input: [], lines: []),
        BadInput(name: "empty lines", input: Array("\n\(good)\n\n  \r\n\(good)\n".utf8), lines: ["= Good.", "= Good."]),
        BadInput(name: "no line end", input: Array(good.utf8), lines: ["= Good."]),
        BadInput(name: "CR LF", input: Array("\(good)\r\n\(good)\r\n".utf8), lines: ["= Good.", "= Good."]),
        BadInput(name: "byte order mark", input: [0xEF, 0xBB, 0xBF] + Array("\(good)\n".utf8), lines: ["= Good."]),
        BadInput(name: "UTF-16", arguments: ["--input-format", "jsonl"], input: [0xFF, 0xFE] + "\(good)\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, lines: ["= Good."]),
        BadInput(name: "not JSON", input: Array("\(good)\nplain words\n\(good)\n".utf8), lines: ["= Good.", "! parse invalid-json", "= Good."], message: "standard input:2: not JSON: expected a value"),
        BadInput(name: "cut JSON", input: Array("\(good)\n{\"text\":\"Goo".utf8), lines: ["= Good.", "! parse invalid-json"], message: "standard input:2: "),
        BadInput(name: "no text field", input: Array("{\"txt\":1}\n\(good)\n".utf8), lines: ["! parse no-text", "= Good."], message: "--fields text=NAME"),
        BadInput(name: "text of another type", input: Array("{\"text\":5}\n[1]\n\"a\"\n\(good)\n".utf8), lines: ["! parse no-text", "! parse no-text", "! parse no-text", "= Good."]),
        BadInput(name: "invalid UTF-8", input: Array("{\"text\":\"a".utf8) + [0xE9] + Array("\"}\n\(good)\n".utf8), lines: ["! decode invalid-utf8", "= Good."], message: "standard input:1: "),
        BadInput(name: "zeros", arguments: ["--input-format", "jsonl"], input: Array(repeating: 0, count: 9000), lines: ["! parse invalid-json"]),
        BadInput(name: "binary junk", input: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0...255), lines: ["! open unknown-format"], message: "a PNG image"),
        BadInput(
            name: "long line", arguments: ["--max-record-bytes", "1000"], input: Array("\(good)\n{\"text\":\"\(String(repeating: "x", count: 300_000))\"}\n\(good)\n".utf8),
            lines: ["= Good.", "! read too-large", "= Good."], message: "standard input:2: the record is over 1000 bytes; raise --max-record-bytes"),
        BadInput(name: "long last line", arguments: ["--max-record-bytes", "20"], input: Array("{\"text\":\"\(String(repeating: "x", count: 30))\"}".utf8), lines: ["! read too-large"]),
        BadInput(name: "long page", arguments: ["--input-format", "html", "--max-record-bytes", "1000"], input: Array("<p>\(String(repeating: "x", count: 2000))".utf8), lines: ["! read too-large"]),
        BadInput(name: "cut gzip", input: Array(gzipped.prefix(30)), lines: ["= Good.", "! decompress truncated"], message: "fetch the file again"),
    ]

    /// `{"text":"Good."}` on two lines, by gzip 1.12.
    static let gzipped: [UInt8] = {
        let text = "H4sIAAAAAAACA6tWKkmtKFGyUnLPz0/RU6rlqkYXAACH3piPIgAAAA=="
        return [UInt8](Data(base64Encoded: text) ?? Data())
    }()

    @Test(arguments: badInputs) func badInputCostsItsOwnRecordOnly(_ bad: BadInput) throws {
        for jobs in ["1", "2"] {
            let run = try Tool.run(["--jobs", jobs] + bad.arguments, input: Data(bad.input))
            #expect(try Self.summaries(run) == bad.lines)
            #expect(run.status == 0)
            #expect(bad.message.map { run.text.contains($0) && run.errors.contains("could not be read") } ?? true, "\(run.text) \(run.errors)")
        }
    }

    @Test func missingAndUnreadableFiles() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.good + "\n", to: "good.jsonl")
        let some = try Tool.run(["missing.jsonl", "good.jsonl"], in: scratch.url)
        #expect(try Self.summaries(some) == ["! open not-found", "= Good."])
        #expect(some.status == 0)
        #expect(some.errors.contains("missing.jsonl: the file can't be opened: No such file or directory"))
        let none = try Tool.run(["missing.jsonl"], in: scratch.url)
        #expect(none.status == 2)
        if getuid() != 0 {
            chmod(scratch.url.appendingPathComponent("good.jsonl").path, 0)
            #expect(try Self.summaries(Tool.run(["good.jsonl"], in: scratch.url)) == ["! open not-readable"])
        }
    }

    @Test(arguments: [
        ["--no-such-option"], ["--types", "firms"], ["--fields", "words=text"], ["--input-format", "pdf"], ["--jobs", "-1"], ["--offsets", "bytes"], ["--on-error", "ignore"], ["--max-record-bytes", "0"],
    ])
    func wrongUsage(_ arguments: [String]) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: "))
    }

    /// Enough records for many batches, of very different lengths, with errors among them.
    private static func manyRecords(_ count: Int) -> Data {
        var text = ""
        for number in 0..<count {
            if number % 97 == 5 { text += "broken \(number)\n" } else { text += "{\"id\":\(number),\"text\":\"\(String(repeating: "Acme paid. ", count: number * 7919 % 4))\"}\n" }
        }
        return Data(text.utf8)
    }

    @Test func sameBytesForAnyNumberOfJobs() throws {
        let input = Self.manyRecords(3000)
        let one = try Tool.run(["--jobs", "1"], input: input)
        #expect(one.lines.count == 3000)
        for (number, line) in one.lines.enumerated() where number % 97 != 5 {
            guard line.hasPrefix("{\"id\":\(number),") else {
                Issue.record("line \(number) is out of order: \(line.prefix(40))")
                break
            }
        }
        for jobs in ["2", "5"] { #expect(try Tool.run(["--jobs", jobs], input: input).output == one.output) }
        let unordered = try Tool.run(["--jobs", "3", "--unordered"], input: input)
        #expect(unordered.lines.sorted() == one.lines.sorted())
    }

    @Test func outputHoldsOneRecordALineForEveryConsumer() throws {
        let run = try Tool.run(["--input-format", "jsonl"], input: Data(#"{"id":"\u2028","text":"a\u0085b\u2028c\u2029d\re\u0000"}"#.utf8))
        #expect(run.output.filter { $0 == 0x0A || $0 == 0x0D }.count == 1)
        for separator in ["\u{85}", "\u{2028}", "\u{2029}"] { #expect(run.output.range(of: Data(separator.utf8)) == nil) }
        #expect(run.text.hasPrefix(#"{"id":"\u2028","#))
    }

    @Test(arguments: ["17", "-0.50e+3", "\"a\"", "true", "[1, 2]", "{\"a\" : 1}", "12345678901234567890123"]) func keepsIdsVerbatim(_ id: String) throws {
        let run = try Tool.run(["--input-format", "jsonl"], input: Data("{\"id\":\(id),\"text\":\"\"}".utf8))
        #expect(run.text.hasPrefix("{\"id\":\(id),\"source\":{\"path\":\"-\",\"line\":1},"))
    }

    @Test func fieldsAndPresets() throws {
        func run(_ json: String, _ arguments: [String] = []) throws -> JSONValue {
            try JSONValue(parsing: Tool.run(["--input-format", "jsonl"] + arguments, input: Data(json.utf8)).text)
        }
        let crawled = try run(#"{"maintext":"M","text":null,"authors":["A B","C D"],"date_publish":"2020-03-01 12:00:05","source_domain":"x.example","url":"http://x.example/1","title":"T"}"#)
        #expect(crawled["text"]?.string == "M")
        #expect(crawled["author"]?.string == "A B; C D")
        #expect(crawled["published"]?.string == "2020-03-01T12:00:05")
        #expect(crawled["site"]?.string == "x.example")
        #expect(crawled["url"]?.string == "http://x.example/1")
        #expect(crawled["title"]?.string == "T")
        #expect(try run(#"{"text":"no","story":{"body":"yes"},"uid":7}"#, ["--fields", "text=story.body,id=uid"])["text"]?.string == "yes")
        #expect(try run(#"{"text":"no","body":"yes","uid":7}"#, ["--fields", "text=body,id=uid"])["id"] == .number("7"))
        #expect(try run(#"{"text":"first","text":"last"}"#)["text"]?.string == "last")
        #expect(try run(#"{"id":null,"text":"x"}"#)["id"]?.string == "-#1")
    }

    @Test func foldersInOrderOfBytes() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        for name in ["d/b.txt", "d/a/z.txt", "d/a.txt", "d/a-b.txt", "d/.hidden.txt", "d/.git/x.txt", "d/é.txt", "d/B.txt"] { try scratch.write(name, to: name) }
        try scratch.write("x", to: "d/picture.xyz")
        try FileManager.default.createSymbolicLink(at: scratch.url.appendingPathComponent("d/loop"), withDestinationURL: scratch.url.appendingPathComponent("d"))
        for folder in ["d", "d/"] {
            let run = try Tool.run([folder], in: scratch.url)
            let paths = try run.lines.map { try JSONValue(parsing: $0)["source"]?["path"]?.string ?? "" }
            #expect(paths == ["d/B.txt", "d/a-b.txt", "d/a.txt", "d/a/z.txt", "d/b.txt", "d/picture.xyz", "d/é.txt"])
            #expect(try Self.summaries(run).filter { $0.hasPrefix("!") } == ["! open unknown-format"])
            #expect(run.status == 0)
        }
        let stated = try Tool.run(["--input-format", "text", "d"], in: scratch.url)
        #expect(try Self.summaries(stated).filter { $0.hasPrefix("!") } == [])
    }

    @Test func severalPathsAndStandardInput() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Data(Self.gzipped), to: "z.jsonl.gz")
        try scratch.write("<!DOCTYPE html><title>T</title><p>Page.</p>", to: "-page.html")
        let run = try Tool.run(["z.jsonl.gz", "-", "--", "-page.html"], input: Data(#"{"text":"In."}"#.utf8), in: scratch.url)
        let sources = try run.lines.map { try JSONValue(parsing: $0)["source"]?["path"]?.string ?? "" }
        #expect(sources == ["z.jsonl.gz", "z.jsonl.gz", "-", "-page.html"])
    }

    @Test func listsOfFiles() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        for name in ["a b.txt", "c.txt", "d\ne.txt"] { try scratch.write(name, to: name) }
        let lines = try Tool.run(["--files-from", "-", "c.txt"], input: Data("a b.txt\n\nmissing.txt\r\n".utf8), in: scratch.url)
        #expect(try Self.summaries(lines) == ["= c.txt", "= a b.txt", "! open not-found"])
        let nulls = try Tool.shell(#"find . -name '*.txt' -print0 | sort -z | "$tagline" -0 --files-from -"#, in: scratch.url)
        #expect(nulls.lines.count == 3 && nulls.status == 0)
        #expect(try Tool.run(["--files-from", "no-list"], in: scratch.url).status == 64)
    }

    @Test func errorsCanBeKeptApartAndCounted() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("\(Self.good)\nx\n\(Self.good)\ny\nz\n", to: "in.jsonl")
        let apart = try Tool.run(["--on-error", "skip", "--error-file", "errors.jsonl", "in.jsonl"], in: scratch.url)
        #expect(try Self.summaries(apart) == ["= Good.", "= Good."])
        #expect(try String(contentsOf: scratch.url.appendingPathComponent("errors.jsonl"), encoding: .utf8).split(separator: "\n").count == 3)
        #expect(try Tool.run(["--max-errors", "3", "in.jsonl"], in: scratch.url).status == 0)
        let many = try Tool.run(["--max-errors", "2", "in.jsonl"], in: scratch.url)
        #expect(many.status == 1 && many.errors.contains("--max-errors"))
    }

    @Test func progressIsForTerminals() throws {
        let input = Data((Self.good + "\n").utf8)
        #expect(try Tool.run([], input: input).errors == "")
        let always = try Tool.run(["--progress", "always"], input: input)
        #expect(always.errors.contains("1 records") && always.lines.count == 1)
    }

    @Test func outputFileAppearsWhenComplete() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.good + "\n", to: "in.jsonl")
        try scratch.write("old", to: "out.jsonl")
        let run = try Tool.run(["in.jsonl", "-o", "out.jsonl"], in: scratch.url)
        #expect(run.status == 0 && run.output.isEmpty)
        #expect(try String(contentsOf: scratch.url.appendingPathComponent("out.jsonl"), encoding: .utf8).contains("Good."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).sorted() == ["in.jsonl", "out.jsonl"])
        // A run that fails leaves the old file as it was.
        let failed = try Tool.run(["--on-error", "fail", "missing", "-o", "out.jsonl"], in: scratch.url)
        #expect(failed.status == 1)
        #expect(try String(contentsOf: scratch.url.appendingPathComponent("out.jsonl"), encoding: .utf8).contains("Good."))
        #expect(try Tool.run(["in.jsonl", "-o", "no/such/folder"], in: scratch.url).status == 2)
    }

    @Test func onError() throws {
        let input = Data("\(Self.good)\nbroken\n\(Self.good)\n".utf8)
        #expect(try Self.summaries(Tool.run(["--on-error", "skip"], input: input)) == ["= Good.", "= Good."])
        let failed = try Tool.run(["--on-error", "fail"], input: input)
        #expect(try Self.summaries(failed) == ["= Good."])
        #expect(failed.status == 1)
        #expect(failed.errors.contains("standard input:2"))
        #expect(try Tool.run(["--quiet"], input: input).errors == "")
    }

    @Test(arguments: ["1", "2"]) func closedPipeEndsQuietly(_ jobs: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.manyRecords(2000), to: "in.jsonl")
        let run = try Tool.shell("$tagline --quiet --jobs \(jobs) in.jsonl | head -n 1 | wc -l; echo ${PIPESTATUS[0]}", in: scratch.url)
        #expect(run.lines.map { $0.trimmingCharacters(in: .whitespaces) } == ["1", "141"])
        #expect(run.errors == "")
    }

    @Test func lineBufferedOutputDoesNotWait() throws {
        // The second record is sent only when the first has come back.
        let script = #"mkfifo to; "$tagline" --line-buffered --input-format jsonl < to > out & exec 3> to; printf '{"text":"one"}\n' >&3; for i in $(seq 200); do [ -s out ] && break; sleep 0.05; done; wc -l < out; printf '{"text":"two"}\n' >&3; exec 3>&-; wait; wc -l < out"#
        let scratch = try Scratch()
        defer { scratch.remove() }
        #expect(try Tool.shell(script, in: scratch.url).lines.map { $0.trimmingCharacters(in: .whitespaces) } == ["1", "2"])
    }

    @Test(arguments: [("INT", 130), ("TERM", 143)]) func signalsEndAfterTheRecordInHand(_ name: String, _ status: Int) throws {
        let script = #"mkfifo to; "$tagline" --line-buffered --input-format jsonl < to > out & p=$!; exec 3> to; printf '{"text":"one"}\n{"text":"ha' >&3; for i in $(seq 200); do [ -s out ] && break; sleep 0.05; done; kill -\#(name) $p; wait $p; echo $?; cat out | wc -l"#
        let scratch = try Scratch()
        defer { scratch.remove() }
        // Background jobs of a script have SIGINT ignored; the tool leaves it so, hence the other shell.
        let run = try Tool.shell("set -m; " + script, in: scratch.url)
        #expect(run.lines.map { $0.trimmingCharacters(in: .whitespaces) } == ["\(status)", "1"], "\(run)")
    }

    /// `script` gives the tool a terminal; its standard error goes elsewhere, to be seen apart.
    @Test(.enabled(if: Tool.has("script"))) func aTerminalIsTold() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        for command in ["", "view", "explain"] {
            _ = try Tool.shell("timeout 60 script -qec \"'$tagline' \(command) 2> said\" /dev/null < <(for i in $(seq 60); do sleep 0.5; printf '\\004' || break; done) > shown", in: scratch.url)
            let said = try String(contentsOf: scratch.url.appendingPathComponent("said"), encoding: .utf8)
            #expect(said.contains("reading standard input"), "\(command): \(said)")
        }
        // No colour anywhere, whatever the terminal says of itself.
        let shown = try Tool.shell("echo '{\"text\":\"Siemens AG\"}' > in.jsonl; TERM=xterm-256color script -qec \"'$tagline' in.jsonl\" /dev/null", in: scratch.url)
        #expect(shown.text.contains("Siemens AG") && !shown.text.contains("\u{1B}"))
    }

    @Test func namesItsVersion() throws {
        let run = try Tool.run(["--version"])
        #expect(run.text.hasPrefix("tagline ") && run.text.contains("libxml2 2.") && run.text.contains("ICU "))
        #expect(try Tool.run(["--help"]).text.contains("--max-record-bytes"))
    }

    @Test func needsNoEnvironment() throws {
        let with = try Tool.run(["--input-format", "text"], input: Data("Alibaba invested $ 160 million.".utf8))
        let without = try Tool.run(["--input-format", "text"], input: Data("Alibaba invested $ 160 million.".utf8), environment: ["LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? ""])
        #expect(with.output == without.output && with.status == 0)
    }
}
