import ArgumentParser

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

    /// Shows the whole help of the default command where others would show a list of commands.
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--help"] || arguments == ["-h"] {
            print(helpMessage(for: AnnotateCommand.self))
            exit()
        }
        main(arguments)
    }
}
