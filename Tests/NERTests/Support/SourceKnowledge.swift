import Foundation
import Knowledge
@testable import NER

/// The rules and lexicons as they stand in the source folder.
enum SourceKnowledge {
    /// The package's folder.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every lexicon and rule file, with a path that an editor opens.
    static let files: KnowledgeFiles = {
        var files: [KnowledgeFiles.File] = []
        for (folder, ending) in [("lexicons", "tsv"), ("rules", "rules"), ("rules", "examples"), ("rules", "weights")] {
            let url = package.appendingPathComponent("Sources/Knowledge/\(folder)")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            for name in names.filter({ $0.hasSuffix("." + ending) }).sorted(by: { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }) {
                guard let data = try? Data(contentsOf: url.appendingPathComponent(name)), !data.isEmpty else { continue }
                files.append(.init(name: name, path: "Sources/Knowledge/\(folder)/\(name)", bytes: [UInt8](data)))
            }
        }
        return KnowledgeFiles(files)
    }()

    /// Their checker, made once: the files are large.
    static let checker = Result { try RuleChecker(files) }

    /// The recogniser of the embedded files, made once.
    static let recognizer = Result { try EntityRecognizer() }

    static func isNFC(_ text: String) -> Bool { Array(text.precomposedStringWithCanonicalMapping.utf8) == Array(text.utf8) }
}
