import Foundation
import JSON
import TestSupport
import Testing

/// The record's JSON Schema says what the tool writes, and the shipped completions are those of its options.
@Suite struct SchemaTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The part of JSON Schema that ours uses.
    struct Schema {
        var root: JSONValue

        /// Where `value` doesn't fit `schema`; empty where it does.
        func faults(_ value: JSONValue, _ schema: JSONValue, at path: String = "") -> [String] {
            var faults: [String] = []
            if let reference = schema["$ref"]?.string {
                guard let definition = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))] else { return ["\(path): no \(reference)"] }
                faults += self.faults(value, definition, at: path)
            }
            if let choices = schema["oneOf"]?.array {
                let fitting = choices.filter { self.faults(value, $0, at: path).isEmpty }
                if fitting.count != 1 { faults.append("\(path): fits \(fitting.count) of \(choices.map { self.faults(value, $0, at: path) })") }
            }
            if let type = schema["type"] {
                let types = type.array?.compactMap(\.string) ?? [type.string ?? ""]
                if !types.contains(where: { Self.fits(value, $0) }) { faults.append("\(path): is no \(types)") }
            }
            if let allowed = schema["enum"]?.array, !allowed.contains(value) { faults.append("\(path): is none of \(allowed)") }
            if let minimum = schema["minimum"]?.int, let number = value.int, number < minimum { faults.append("\(path): below \(minimum)") }
            if let items = schema["items"] {
                for (index, element) in (value.array ?? []).enumerated() { faults += self.faults(element, items, at: "\(path)/\(index)") }
            }
            guard let members = value.object else { return faults }
            for name in schema["required"]?.array ?? [] where value[name.string ?? ""] == nil { faults.append("\(path): lacks \(name)") }
            for member in members {
                if let property = schema["properties"]?[member.key] {
                    faults += self.faults(member.value, property, at: "\(path)/\(member.key)")
                } else if schema["additionalProperties"] == .bool(false) {
                    faults.append("\(path): unknown \(member.key)")
                }
            }
            return faults
        }

        private static func fits(_ value: JSONValue, _ type: String) -> Bool {
            switch value {
            case .object: type == "object"
            case .array: type == "array"
            case .string: type == "string"
            case .number: type == "number" || (type == "integer" && value.int != nil)
            case .bool: type == "boolean"
            case .null: type == "null"
            }
        }
    }

    private static func schema() throws -> Schema {
        Schema(root: try JSONValue(parsing: [UInt8](Data(contentsOf: package.appendingPathComponent("Documentation/record.schema.json")))))
    }

    @Test func recordsFitTheirSchema() throws {
        let schema = try Self.schema()
        let input = """
            {"text":"Siemens AG paid about $5 million (€4.6 million) and between 2 and 3 billion euros, $5 a share, tens of millions of dollars. Its former chief executive, Anna Berg, left London. LinkedIn is a subsidiary of Microsoft."}
            broken
            {"id":{"a":1},"title":"Siemens AG in Paris","text":""}
            """
        let stdin = try Tool.run(["--quiet"], input: Data(input.utf8))
        let examples = try Tool.run(["--quiet", Self.package.appendingPathComponent("Examples").path, "no-such-file"])
        let lines = stdin.lines + examples.lines
        #expect(lines.count >= 8)
        for line in lines { #expect(try schema.faults(JSONValue(parsing: line), schema.root) == [], "\(line)") }
    }

    /// The check itself sees what is wrong.
    @Test(arguments: [
        #"{"id":1,"source":{"path":"-"}}"#, #"{"id":1,"source":{"path":"-"},"error":{"stage":"open","code":"new","message":""}}"#, #"{"id":1,"source":{"line":0,"path":"-"},"error":{"stage":"open","code":"corrupt","message":""}}"#, "[]",
    ])
    func schemaRefuses(_ line: String) throws {
        let schema = try Self.schema()
        #expect(try schema.faults(JSONValue(parsing: line), schema.root) != [])
    }

    @Test(arguments: [("bash", "tagline.bash"), ("zsh", "_tagline"), ("fish", "tagline.fish")]) func completionsAreCurrent(_ shell: String, _ file: String) throws {
        let now = try Tool.run(["--generate-completion-script", shell])
        #expect(try now.output == Data(contentsOf: Self.package.appendingPathComponent("Completions/\(file)")), "run Scripts/update-completions")
    }

    @Test(arguments: ["annotate", "verify", "eval", "explain", "rules", "diff"]) func manualHasEveryOption(_ command: String) throws {
        let manual = try String(contentsOf: Self.package.appendingPathComponent("Documentation/tagline.1"), encoding: .utf8)
        let help = try Tool.run(["help", command]).text
        let options = Set(help.split { " ,()[]<>|\n".contains($0) }.filter { $0.hasPrefix("--") && $0.count > 3 && $0.dropFirst(2).allSatisfy { $0.isLetter || $0 == "-" } })
        #expect(!options.isEmpty)
        for option in options { #expect(manual.contains("-\(option.dropFirst(2))"), "\(option): run Scripts/update-manual") }
    }

    /// The README's line out is what comes of its line in; scores may move.
    @Test func readmeShowsWhatComesOut() throws {
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```json\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        let shown = try JSONValue(parsing: blocks[1])
        let real = try JSONValue(parsing: Tool.run(["--quiet"], input: Data(blocks[0].utf8)).text)
        func withoutScores(_ value: JSONValue) -> JSONValue {
            switch value {
            case .object(let members): .object(members.filter { $0.key != "score" }.map { .init($0.key, withoutScores($0.value)) })
            case .array(let elements): .array(elements.map(withoutScores))
            default: value
            }
        }
        #expect(withoutScores(shown) == withoutScores(real))
    }

    @Test func closedStandardStreams() throws {
        #expect(try Tool.shell(#""$tagline" <&-; echo $?"#).lines == ["0"])
        let output = try Tool.shell(#"echo '{"text":"x"}' | "$tagline" 2>&- | wc -l"#)
        #expect(output.text.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
        #expect(try Tool.shell(#"echo '{"text":"x"}' | "$tagline" >&-"#).status == 1)
    }
}
