import ArgumentParser
import Ingest
import NER

@main struct TaglineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tagline")
    mutating func run() throws {}
}
