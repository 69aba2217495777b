import Glibc

/// Where the tests' files are: found from this file, so that tests run from any folder.
enum TestFiles {
    static let tests: String = {
        let path = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return path.joined(separator: "/")
    }()
    static var scoringData: String { tests + "/ScoringTests/Data" }
    static var fixtures: String { tests + "/Fixtures/pages" }
    static var floors: String { tests + "/floors.json" }

    /// The folder of outside data, where the environment names one (`TAGLINE_DATA`).
    static var outsideData: String? { variable("TAGLINE_DATA") }

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }

    static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
