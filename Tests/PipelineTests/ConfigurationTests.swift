import Foundation
import JSON
import TestSupport
import Testing

/// Options from a file: where it is looked for, what it may hold, what beats it, what is said of its faults.
@Suite struct ConfigurationTests {
    private static let input = Data(#"{"text":"Siemens AG paid $ 160 million to Anna Berg."}"#.utf8)

    private static func run(_ content: String?, _ arguments: [String] = [], environment: [String: String] = [:]) throws -> Run {
        let scratch = try Scratch()
        defer { scratch.remove() }
        var variables = ProcessInfo.processInfo.environment
        for name in ["TAGLINE_CONFIG", "XDG_CONFIG_HOME", "HOME"] { variables[name] = nil }
        if let content { try scratch.write(content, to: "tagline/config") }
        for (name, value) in environment { variables[name] = value.replacingOccurrences(of: "@", with: scratch.url.path) }
        return try Tool.run(arguments, input: input, in: scratch.url, environment: variables)
    }

    private static func types(_ run: Run) throws -> [String] {
        #expect(run.status == 0, "\(run.errors)")
        return (try JSONValue(parsing: run.text)["entities"]?.array ?? []).compactMap { $0["type"]?.string }
    }

    private static let all = ["firm", "amount", "person"]

    @Test func isLookedForWhereItsVariablesSay() throws {
        let content = "--types=amount\n"
        #expect(try Self.types(Self.run(content, environment: ["TAGLINE_CONFIG": "@/tagline/config"])) == ["amount"])
        #expect(try Self.types(Self.run(content, environment: ["XDG_CONFIG_HOME": "@"])) == ["amount"])
        #expect(try Self.types(Self.run(content, environment: ["XDG_CONFIG_HOME": "relative"])) == Self.all)
        #expect(try Self.types(Self.run(content, environment: ["TAGLINE_CONFIG": "", "XDG_CONFIG_HOME": "@"])) == Self.all)
        #expect(try Self.types(Self.run(nil, environment: ["XDG_CONFIG_HOME": "@", "HOME": "@"])) == Self.all)
        let home = try Scratch()
        defer { home.remove() }
        try home.write("--types amount", to: ".config/tagline/config")
        #expect(try Self.types(Self.run(nil, environment: ["HOME": home.url.path])) == ["amount"])
        let missing = try Self.run(nil, environment: ["TAGLINE_CONFIG": "@/none"])
        #expect(missing.status == 2 && missing.errors.contains("/none can't be read"))
    }

    @Test func theCommandLineBeatsIt() throws {
        let content = "# wanted always\r\n\n  --types = firm \n--quiet\n-j\t1\n"
        let environment = ["TAGLINE_CONFIG": "@/tagline/config"]
        #expect(try Self.types(Self.run(content, environment: environment)) == ["firm"])
        #expect(try Self.types(Self.run(content, ["--types", "person"], environment: environment)) == ["person"])
        #expect(try Self.types(Self.run(content, ["annotate", "--types", "person"], environment: environment)) == ["person"])
        #expect(try Self.types(Self.run(content, ["--no-config"], environment: environment)) == Self.all)
        // Behind "--" it is a file of that name.
        #expect(try Self.run(content, ["--", "--no-config"], environment: environment).text.contains("not-found"))
    }

    /// Other commands take what says what is read and by which rules; what else annotate has is not theirs.
    @Test func otherCommandsTakeTheirPart() throws {
        let environment = ["TAGLINE_CONFIG": "@/tagline/config"]
        let explained = try Self.run("--types=firm\n--input-format=text\n", ["explain"], environment: environment)
        #expect(explained.status == 0 && explained.text.contains("160 million"))
        let rules = try Self.run("--data=nowhere\n--jobs=1\n", ["rules", "list"], environment: environment)
        #expect(rules.status == 2 && rules.errors.contains("nowhere"))
        #expect(try Self.run("--types=firm\n", ["diff", "a", "b"], environment: environment).errors.contains("a"))
        // Calls for help are answered whatever it holds.
        for arguments in [["--help"], ["help", "eval"], ["--version"], ["--generate-completion-script", "bash"]] {
            #expect(try Self.run("nonsense", arguments, environment: environment).status == 0)
        }
    }

    @Test(arguments: [
        ("--jobs=1\n\n--typs=firm", "config:3: unknown option --typs; did you mean --types?"), ("--type=firm", "config:1: unknown option --type; did you mean --types?"),
        ("--wholly-different", "config:1: unknown option --wholly-different"), ("articles.jsonl", "config:1: expected an option"), ("--jobs", "config:1: --jobs takes a value"),
        ("--quiet=yes", "config:1: --quiet takes no value"), ("--quiet\n--jobs=many", "config:2: The value 'many' is invalid"),
        ("--jobs=1\n--types=firms", "config:2: --types firms: no such type; did you mean firm?"),
        ("-o=x", "config:1: -o is about one run"), ("--resume", "config:1: --resume is about one run"), ("--help", "config:1:"),
    ])
    func faultsAreSaidWithTheirPlace(_ content: String, _ message: String) throws {
        let run = try Self.run(content, environment: ["TAGLINE_CONFIG": "@/tagline/config"])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func namesThatWereMeant() throws {
        #expect(try Self.run(nil, ["--output-format", "jsonlines"]).errors.contains("did you mean jsonl?"))
        #expect(try Self.run(nil, ["--input-format", "htlm"]).errors.contains("did you mean html?"))
        #expect(try Self.run(nil, ["--line-bufered"]).errors.contains("--line-buffered"))
        #expect(try Self.run(nil, ["evl", "gold.jsonl"]).errors.contains("did you mean the command “eval”?"))
        #expect(try !Self.run(nil, ["articles.jsonl"]).errors.contains("did you mean"))
    }
}
