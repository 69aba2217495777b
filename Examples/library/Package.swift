// swift-tools-version: 6.2
import PackageDescription

// Another package that uses Tagline's libraries. With a copy of the repository beside it: .package(path: "../tagline").
let package = Package(
    name: "library",
    dependencies: [.package(name: "tagline", path: "../..")],
    targets: [
        .executableTarget(
            name: "library",
            dependencies: [.product(name: "Ingest", package: "tagline"), .product(name: "NER", package: "tagline"), .product(name: "Scoring", package: "tagline")])
    ]
)
