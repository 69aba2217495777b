import ArgumentParser
import Glibc

@main struct TaglineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagline",
        abstract: "Tags firms, organisations, people, places, amounts of money and roles in news articles.",
        discussion: """
            Reads article dumps and writes one annotated JSON record a line for each article, in input order. \
            Without a command it annotates.
            """,
        subcommands: [AnnotateCommand.self, EvalCommand.self, ExplainCommand.self, RulesCommand.self, VerifyCommand.self, DiffCommand.self, ViewCommand.self],
        defaultSubcommand: AnnotateCommand.self)

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // The whole help of the default command where others would show a list of commands.
        if arguments == ["--help"] || arguments == ["-h"] {
            print(helpMessage(for: AnnotateCommand.self))
            exit()
        }
        let invocation = Invocation(arguments)
        if let command = invocation.mistypedCommand { Message.note("there is no file “\(arguments[0])”; did you mean the command “\(command)”?") }
        do throws(ConfigurationFile.Failure) {
            var command = try invocation.command()
            do { try command.run() } catch { exit(withError: error) }
        } catch {
            Message.error(error.message)
            Glibc.exit(error.status)
        }
    }
}

/// One call of the program: its arguments, and those that the user's configuration adds.
struct Invocation {
    let arguments: [String]
    private let commands = TaglineCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]

    init(_ arguments: [String]) { self.arguments = arguments }

    /// The command that a first argument which is no file may have been meant for.
    var mistypedCommand: String? {
        guard let word = arguments.first, !word.hasPrefix("-"), word.utf8.count > 2, !commands.contains(word), access(word, F_OK) != 0 else { return nil }
        return NearestName.of(word, among: commands)
    }

    /// The command to run; ends the process where the arguments are wrong, or only ask for help.
    func command() throws(ConfigurationFile.Failure) -> any ParsableCommand {
        guard let file = try configurationFile else { return parsed(arguments) }
        let lines = file.lines.filter { file.options.applies($0.name, to: commandName) }
        if lines.isEmpty { return parsed(arguments) }
        do {
            return try TaglineCommand.parseAsRoot(adding(lines))
        } catch {
            // Whose fault is it? The file's, where the arguments are right without it: of the first line that spoils them.
            guard (try? TaglineCommand.parseAsRoot(arguments)) != nil else { return parsed(arguments) }
            for line in lines {
                do { _ = try TaglineCommand.parseAsRoot(adding([line])) } catch {
                    throw .init(message: "\(file.path):\(line.number): \(TaglineCommand.message(for: error))", status: 64)
                }
            }
            throw .init(message: "\(file.path): \(TaglineCommand.message(for: error))", status: 64)
        }
    }

    private func parsed(_ arguments: [String]) -> any ParsableCommand {
        do { return try TaglineCommand.parseAsRoot(arguments) } catch { TaglineCommand.exit(withError: error) }
    }

    /// The configuration, for calls that do some work and don't refuse it.
    private var configurationFile: ConfigurationFile? {
        get throws(ConfigurationFile.Failure) {
            let given = arguments.prefix { $0 != "--" }
            let isAboutTheProgram =
                arguments.first == "help"
                || given.contains {
                    ["--help", "-h", "--version", "--no-config"].contains($0) || $0.hasPrefix("--generate-completion-script") || $0.hasPrefix("--experimental")
                        || $0.hasPrefix("---")
                }
            return isAboutTheProgram ? nil : try ConfigurationFile.load()
        }
    }

    private var commandName: String { arguments.first.flatMap { commands.contains($0) ? $0 : nil } ?? "annotate" }

    /// The configured options stand before those of the command line, which beat them so.
    private func adding(_ lines: [ConfigurationFile.Line]) -> [String] {
        var place = arguments.first == commandName ? 1 : 0
        // rules check, rules list
        if commandName == "rules", arguments.count > 1, !arguments[1].hasPrefix("-") { place = 2 }
        return arguments[..<place] + lines.map(\.argument) + arguments[place...]
    }
}
