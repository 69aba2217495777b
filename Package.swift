// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "tagline",
    products: [
        .executable(name: "tagline", targets: ["pipeline"]),
        .library(name: "Ingest", targets: ["Ingest"]),
        .library(name: "NER", targets: ["NER"]),
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
        .target(name: "Knowledge", exclude: ["lexicons", "rules"]),
        .target(name: "ReportTemplate", exclude: ["page"]),

        .target(name: "JSON"),
        .target(name: "Ingest", dependencies: ["CLibXML", "CICU", "CArchive", "CCompression", "JSON", "ExtractionVocabulary"]),
        .target(name: "NER", dependencies: ["Knowledge"]),
        .target(name: "Scoring", dependencies: ["JSON"]),
        .executableTarget(
            name: "pipeline",
            dependencies: [
                "Ingest", "NER", "Scoring", "JSON", "CICU", "CLibXML", "CSQLite", "Knowledge", "ReportTemplate",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "IngestTests", dependencies: ["Ingest", "CICU", "TestSupport", "JSON"]),
        .testTarget(name: "NERTests", dependencies: ["NER", "TestSupport"]),
        .testTarget(name: "ScoringTests", dependencies: ["Scoring", "TestSupport", "JSON", "Ingest", "NER", "pipeline"], exclude: ["Data"]),
        .testTarget(name: "PipelineTests", dependencies: ["pipeline", "TestSupport", "JSON"], exclude: ["Faults"]),
    ]
)
