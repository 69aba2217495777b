import Foundation
import PackagePlugin

/// Compiles a target's `lexicons/*.tsv` and `rules/*.rules` (with the examples and weights beside them) into a Swift constant of it, `KnowledgeImage.builtIn`. A fault in a file is a build error
/// with its file, line and column.
@main struct CompileKnowledge: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
        let files = try [("lexicons", "tsv"), ("rules", "rules"), ("rules", "examples"), ("rules", "weights")].flatMap { folder, ending in
            try FileManager.default.contentsOfDirectory(at: target.directoryURL.appending(path: folder), includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == ending }
                .sorted { $0.lastPathComponent.utf8.lexicographicallyPrecedes($1.lastPathComponent.utf8) }
        }
        let source = context.pluginWorkDirectoryURL.appending(path: "KnowledgeImage.swift")
        return [
            .buildCommand(
                displayName: "Compiling lexicons and rules", executable: try context.tool(named: "compile-knowledge").url,
                arguments: [source.path] + files.map(\.path), inputFiles: files, outputFiles: [source])
        ]
    }
}
