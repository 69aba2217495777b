import ArgumentParser
import Glibc
import JSON

/// `--no-config`, for the commands that read one.
struct ConfigurationArguments: ParsableArguments {
    @Flag(help: "Take no options from a configuration file.") var noConfig = false
}

/// Options that a user wants always: a file with one a line, as on the command line, which comes after them and so beats them.
///
/// `TAGLINE_CONFIG` names the file, or none where it is empty; else it is `tagline/config` in `XDG_CONFIG_HOME`, or in `~/.config`.
struct ConfigurationFile {
    struct Line {
        var number: Int
        /// The option's long name.
        var name: String
        /// As the command line has it: `--types=firm,amount`.
        var argument: String
    }

    struct Failure: Error {
        var message: String
        var status: Int32
    }

    var path: String
    var lines: [Line]
    /// What the lines were checked against.
    var options: CommandOptions

    /// What each run is about, or must be seen where it is started.
    private static let oneRunOnly: Set = ["output", "files-from", "null", "range", "shard", "resume", "error-file", "version", "help", "no-config"]

    /// The user's file; `nil` where there is none.
    ///
    /// - Throws: `Failure` with file and line where it can't be used.
    static func load() throws(Failure) -> ConfigurationFile? {
        let isNamed = getenv("TAGLINE_CONFIG") != nil
        guard let path = defaultPath else { return nil }
        var texts: [String] = []
        do throws(OutputError) {
            var file = try LineFile(path: path)
            while let text = file.next({ line, _ in String(decoding: line, as: UTF8.self) }) { texts.append(text) }
        } catch {
            // Nobody asked for the usual file to be there.
            if !isNamed { return nil }
            throw Failure(message: "TAGLINE_CONFIG: \(error.message)", status: 2)
        }
        return try parsed(texts, path, CommandOptions())
    }

    private static var defaultPath: String? {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        if let path = variable("TAGLINE_CONFIG") { return path.isEmpty ? nil : path }
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/tagline/config" }
        return variable("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.config/tagline/config" }
    }

    private static func parsed(_ texts: [String], _ path: String, _ options: CommandOptions) throws(Failure) -> ConfigurationFile {
        var lines: [Line] = []
        for (index, text) in texts.enumerated() {
            let text = trimmed(text[...])
            if text.isEmpty || text.hasPrefix("#") { continue }
            func failure(_ message: String) -> Failure { Failure(message: "\(path):\(index + 1): \(message)", status: 64) }
            guard text.hasPrefix("-") else { throw failure("expected an option, such as --types=firm,amount; files to read stand on the command line") }
            let end = text.firstIndex { $0 == "=" || $0 == " " || $0 == "\t" } ?? text.endIndex
            let spelling = String(text[..<end])
            var rest = end == text.endIndex ? nil : trimmed(text[end...])
            if let value = rest, value.first == "=" { rest = trimmed(value.dropFirst()) }
            let value = rest.map(String.init)
            guard let option = options.option(spelling) else {
                throw failure("unknown option \(spelling)\(NearestName.hint(spelling, among: options.names.map { "--\($0)" }))")
            }
            if oneRunOnly.contains(option.name) { throw failure("\(spelling) is about one run: it belongs on the command line") }
            if option.takesValue, value == nil { throw failure("\(spelling) takes a value: \(spelling)=VALUE") }
            if !option.takesValue, value != nil { throw failure("\(spelling) takes no value") }
            lines.append(Line(number: index + 1, name: option.name, argument: "--\(option.name)" + (value.map { "=\($0)" } ?? "")))
        }
        return ConfigurationFile(path: path, lines: lines, options: options)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\r" }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}

/// The options of the commands, from the commands' own definitions.
struct CommandOptions {
    struct Option {
        /// The long name, without dashes.
        var name: String
        var short: String?
        var takesValue: Bool
    }

    private var optionsByCommand: [String: [Option]] = [:]

    init() {
        guard let root = (try? JSONValue(parsing: TaglineCommand._dumpHelp()))?["command"] else { return }
        for command in root["subcommands"]?.array ?? [] {
            let own = command["arguments"]?.array ?? []
            let nested = (command["subcommands"]?.array ?? []).flatMap { $0["arguments"]?.array ?? [] }
            optionsByCommand[command["commandName"]?.string ?? ""] = (own + nested).compactMap(Self.option)
        }
    }

    private static func option(_ argument: JSONValue) -> Option? {
        guard let kind = argument["kind"]?.string, kind != "positional" else { return nil }
        func name(_ kind: String) -> String? { argument["names"]?.array?.first { $0["kind"]?.string == kind }?["name"]?.string }
        return name("long").map { Option(name: $0, short: name("short"), takesValue: kind == "option") }
    }

    /// Those of annotate, which a configuration may hold.
    var names: [String] { optionsByCommand["annotate", default: []].map(\.name) }

    func option(_ spelling: String) -> Option? {
        optionsByCommand["annotate", default: []].first { "--\($0.name)" == spelling || $0.short.map { "-\($0)" == spelling } == true }
    }

    /// Whether a configured option is meant for a command: all are for annotate; for the others, those that say what is read and by which rules,
    /// which are the ones that explain has as well.
    func applies(_ name: String, to command: String) -> Bool {
        func has(_ command: String) -> Bool { optionsByCommand[command, default: []].contains { $0.name == name } }
        return command == "annotate" || (has(command) && has("explain"))
    }
}
