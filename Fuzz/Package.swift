// swift-tools-version: 6.2
import PackageDescription

// What no input may do: crash, hang, read past a buffer, depend on how the bytes arrive. A package of its own, so that nobody who builds
// tagline builds this. Scripts/fuzz builds and runs it: the sanitizers' flags must reach every module, which only the command line can do.
let package = Package(
    name: "tagline-fuzz",
    dependencies: [.package(name: "tagline", path: "..")],
    targets: [
        .executableTarget(name: "Fuzz", dependencies: [.product(name: "Ingest", package: "tagline")])
    ]
)
