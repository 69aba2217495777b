// swift-tools-version: 6.2
import PackageDescription

// What the recogniser costs. A package of its own, so that nobody who builds tagline builds this:
//   swift run --package-path Benchmarks -c release recognizer-benchmarks
let package = Package(
    name: "tagline-benchmarks",
    dependencies: [.package(name: "tagline", path: "..")],
    targets: [
        .executableTarget(
            name: "recognizer-benchmarks",
            dependencies: [.product(name: "NER", package: "tagline")],
            path: "Sources/RecognizerBenchmarks"),
    ]
)
