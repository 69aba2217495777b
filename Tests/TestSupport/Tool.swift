import Foundation

/// A program run to its end.
public struct Run: Sendable {
    public var output: Data
    public var errors: String
    /// The exit status; 128 and the signal's number where one ended it, as shells count.
    public var status: Int32

    public var text: String { String(decoding: output, as: UTF8.self) }
    public var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
}

/// The built `tagline`, as the tests run it.
public enum Tool {
    /// The program beside the test bundle, or the one that `TAGLINE_TOOL` names.
    public static let url: URL = {
        if let path = ProcessInfo.processInfo.environment["TAGLINE_TOOL"] { return URL(fileURLWithPath: path) }
        var folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
        folder = folder ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for name in ["tagline", "pipeline"] {
            if let url = folder?.appendingPathComponent(name), FileManager.default.isExecutableFile(atPath: url.path) { return url }
        }
        return URL(fileURLWithPath: ".build/debug/tagline")
    }()

    /// Runs the tool with `arguments` in `folder`, with `input` as its standard input.
    public static func run(_ arguments: [String], input: Data = Data(), in folder: URL? = nil, environment: [String: String]? = nil) throws -> Run {
        try run(program: url, arguments, input: input, in: folder, environment: environment)
    }

    /// Runs a shell command in which `$tagline` is the tool.
    public static func shell(_ command: String, in folder: URL? = nil) throws -> Run {
        try run(program: URL(fileURLWithPath: "/bin/bash"), ["-c", "tagline='\(url.path)'\n" + command], in: folder)
    }

    /// Whether a program of this name is on the PATH; says so on standard error where it isn't.
    public static func has(_ program: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        if folders.contains(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }) { return true }
        FileHandle.standardError.write(Data("skipped: there is no \(program) here\n".utf8))
        return false
    }

    static func run(program: URL, _ arguments: [String], input: Data = Data(), in folder: URL? = nil, environment: [String: String]? = nil) throws -> Run {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        // The configuration of whoever runs the tests is no part of them.
        process.environment = environment ?? ProcessInfo.processInfo.environment.merging(["TAGLINE_CONFIG": ""]) { $1 }
        // Files, not pipes: no test waits on another's reading.
        let scratch = try Scratch()
        defer { scratch.remove() }
        let inputURL = try scratch.write(input, to: "input")
        let outputURL = try scratch.write(Data(), to: "output")
        let errorsURL = try scratch.write(Data(), to: "errors")
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = try FileHandle(forWritingTo: errorsURL)
        try process.run()
        // A tool that hangs fails its test, not the whole run.
        let identifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 300, execute: watchdog)
        process.waitUntilExit()
        watchdog.cancel()
        let status = process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Run(output: try Data(contentsOf: outputURL), errors: String(decoding: try Data(contentsOf: errorsURL), as: UTF8.self), status: status)
    }
}

/// A folder of its own for one test.
public struct Scratch: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("tagline-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Writes a file, and the folders that it lies in.
    @discardableResult public func write(_ data: Data, to name: String) throws -> URL {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }

    @discardableResult public func write(_ text: String, to name: String) throws -> URL { try write(Data(text.utf8), to: name) }

    public func remove() { try? FileManager.default.removeItem(at: url) }
}

/// Data from outside, which only some machines have.
public enum OutsideData {
    /// The folder that `TAGLINE_DATA` names.
    public static var folder: URL? { ProcessInfo.processInfo.environment["TAGLINE_DATA"].map { URL(fileURLWithPath: $0) } }

    /// The file or folder `path` in it, where it is there.
    public static func url(_ path: String) -> URL? {
        guard let url = folder?.appendingPathComponent(path), FileManager.default.fileExists(atPath: url.path) else { return nil }
        return url
    }

    /// Whether `path` is there; says so on standard error where it isn't.
    public static func has(_ path: String) -> Bool {
        if url(path) != nil { return true }
        FileHandle.standardError.write(Data("skipped: TAGLINE_DATA names no folder with \(path)\n".utf8))
        return false
    }
}
