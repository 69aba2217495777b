import ArgumentParser

@main struct TaglineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagline",
        abstract: "Tags firms, organisations, people, places, amounts of money and roles in news articles.",
        discussion: """
            Reads article dumps and writes one annotated JSON record a line for each article, in input order. \
            Without a command it annotates.

            Examples:
              tagline dump.jsonl > annotated.jsonl
              zstdcat dump.jsonl.zst | tagline --types firm,amount | jq .entities
              tagline --jobs 8 -o annotated.jsonl crawl/

            Exit status: 0 every record read has its line, error records included; 1 stopped by --on-error fail, or records \
            were lost; 2 could not start; 64 wrong usage; 130 or 143 interrupted after the record in hand.
            """,
        subcommands: [AnnotateCommand.self],
        defaultSubcommand: AnnotateCommand.self)
}
