// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "tagline",
    products: [
        .executable(name: "tagline", targets: ["pipeline", "StaticRuntime"]),
        .library(name: "Ingest", targets: ["Ingest"]),
        .library(name: "NER", targets: ["NER", "Knowledge"]),
        .library(name: "Scoring", targets: ["Scoring"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        // C libraries, each wrapped as thinly as Swift needs it.
        .systemLibrary(name: "CLibXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CCompression", providers: [.apt(["zlib1g-dev", "libbz2-dev", "liblzma-dev", "libzstd-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
        .target(name: "ExtractionVocabulary", exclude: ["data"]),
        .target(name: "ReportTemplate", exclude: ["page"]),

        .target(name: "JSON"),
        .target(name: "Ingest", dependencies: ["CLibXML", "CICU", "CArchive", "CCompression", "JSON", "ExtractionVocabulary"]),
        .target(name: "NER"),
        // The built-in lexicons and rules: compiled to tables by the recogniser's own code whenever one of their files changes.
        .target(name: "Knowledge", dependencies: ["NER"], exclude: ["lexicons", "rules"], plugins: ["CompileKnowledge"]),
        .plugin(name: "CompileKnowledge", capability: .buildTool(), dependencies: ["compile-knowledge"]),
        .executableTarget(name: "compile-knowledge", dependencies: ["NER"]),
        .target(name: "Scoring", dependencies: ["JSON"]),
        .executableTarget(
            name: "pipeline",
            dependencies: [
                "Ingest", "NER", "Scoring", "JSON", "CICU", "CLibXML", "CSQLite", "Knowledge", "ReportTemplate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Of the program alone, not of tests and libraries: it carries the Swift runtime, which takes the system's loader longer than all its own work takes.
        .target(
            name: "StaticRuntime",
            linkerSettings: [.unsafeFlags(["-static-stdlib", "-use-ld=lld", "-l_FoundationCollections", "-l_FoundationCShims"], .when(platforms: [.linux], configuration: .release))]),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "IngestTests", dependencies: ["Ingest", "CICU", "TestSupport", "JSON"]),
        .testTarget(name: "NERTests", dependencies: ["NER", "Knowledge", "TestSupport"]),
        .testTarget(name: "ScoringTests", dependencies: ["Scoring", "TestSupport", "JSON", "Ingest", "NER", "Knowledge", "pipeline"], exclude: ["Data"]),
        .testTarget(name: "PipelineTests", dependencies: ["pipeline", "TestSupport", "JSON"], exclude: ["Faults"]),
    ]
)
