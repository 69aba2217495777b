import Foundation
import TestSupport
import Testing

/// What the system may do to a run, each many times, at seeded random places: no record may be lost in silence, and none doubled.
///
/// `TAGLINE_FAULT_RUNS=100` runs each fault so often and prints the table of `Scripts/faults`; by default a few runs show that all works.
@Suite struct FaultTests {
    /// What has to come of a run.
    enum Outcome: Sendable {
        /// Nothing: status 0 and the same bytes.
        case unnoticed
        /// Status 0, and an error record that says `message` stands in the place of what could not be read.
        case reported(String)
        /// Status 0, and the record that came while the run read is there too.
        case followed
        /// Status 1 with `message`; the same command with --resume completes the output.
        case failed(String)
        /// Ended at once; the same command with --resume completes the output.
        case killed
        /// Status 1 with `message`, and whole lines up to some place on standard output.
        case broken(String)
    }

    enum Reach: Sendable { case input, output }

    struct Fault: Sendable, CustomTestStringConvertible {
        /// What faults.c calls it.
        var kind: String
        var name: String
        var outcome: Outcome
        /// Reads standard input and writes standard output, instead of files.
        var isFilter = false
        /// Strikes somewhere in so many bytes; `nil`: all along.
        var reach: Reach?
        var testDescription: String { name }
    }

    static let faults: [Fault] = [
        Fault(kind: "short-read", name: "short reads, file", outcome: .unnoticed),
        Fault(kind: "short-read", name: "short reads, filter", outcome: .unnoticed, isFilter: true),
        Fault(kind: "short-write", name: "short writes, file", outcome: .unnoticed),
        Fault(kind: "short-write", name: "short writes, filter", outcome: .unnoticed, isFilter: true),
        Fault(kind: "eintr", name: "EINTR on read, write, fsync", outcome: .unnoticed),
        Fault(kind: "eintr", name: "EINTR, filter", outcome: .unnoticed, isFilter: true),
        Fault(kind: "eagain", name: "EAGAIN, filter", outcome: .unnoticed, isFilter: true),
        Fault(kind: "eio-read", name: "EIO on read, file", outcome: .reported("reading failed: Input/output error"), reach: .input),
        Fault(kind: "eio-read", name: "EIO on read, filter", outcome: .reported("reading failed: Input/output error"), isFilter: true, reach: .input),
        Fault(kind: "shrink", name: "input shrinks while it is read", outcome: .reported("it was cut while it was read"), reach: .input),
        Fault(kind: "grow", name: "input grows while it is read", outcome: .followed, reach: .input),
        Fault(kind: "enospc", name: "ENOSPC on write, file", outcome: .failed("No space left on device"), reach: .output),
        Fault(kind: "enospc", name: "ENOSPC on write, filter", outcome: .broken("No space left on device"), isFilter: true, reach: .output),
        Fault(kind: "eio-write", name: "EIO on write, file", outcome: .failed("Input/output error"), reach: .output),
        Fault(kind: "eio-fsync", name: "EIO on fsync", outcome: .failed("can't be brought to the disk: Input/output error")),
        Fault(kind: "eio-rename", name: "EIO on rename", outcome: .failed("can't be renamed to out.jsonl: Input/output error")),
        Fault(kind: "eio-close", name: "EIO on close of standard output", outcome: .broken("writing to standard output failed"), isFilter: true),
        Fault(kind: "kill", name: "killed at a write", outcome: .killed, reach: .output),
        Fault(kind: "kill-rename", name: "killed before the rename", outcome: .killed),
    ]

    /// An input and its undisturbed output: several batches.
    struct Dump: Sendable {
        let input: Data
        let output: Data

        init() throws {
            let folder = try Scratch()
            defer { folder.remove() }
            input = Data((0..<800).map { "{\"id\":\($0),\"text\":\"\(String(repeating: "The word is \($0). ", count: 10 + $0 * 7919 % 31))\"}\n" }.joined().utf8)
            try folder.write(input, to: "in.jsonl")
            #expect(try Tool.run(["--quiet", "in.jsonl", "-o", "whole.jsonl"], in: folder.url).status == 0)
            output = try Data(contentsOf: folder.url.appendingPathComponent("whole.jsonl"))
        }
    }

    private static let sharedDump = Result { try Dump() }

    /// The dump in a folder of its own.
    private static func prepared() throws -> (dump: Dump, folder: Scratch) {
        let (dump, folder) = (try sharedDump.get(), try Scratch())
        try folder.write(dump.input, to: "in.jsonl")
        try folder.write(dump.output, to: "whole.jsonl")
        return (dump, folder)
    }

    static let runs = ProcessInfo.processInfo.environment["TAGLINE_FAULT_RUNS"].flatMap(Int.init)

    /// The library that strikes, compiled beside the tool.
    private static let library: URL? = {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Faults/faults.c")
        let library = Tool.url.deletingLastPathComponent().appendingPathComponent("libfaults.so")
        let run = try? Tool.shell("clang -O1 -Wall -Werror -shared -fPIC '\(source.path)' -o '\(library.path)' -ldl")
        return run?.status == 0 ? library : nil
    }()

    @Test(arguments: faults) func nothingIsLost(_ fault: Fault) throws {
        let library = try #require(Self.library, "clang could not compile faults.c")
        let dump = try Self.sharedDump.get()
        let whole = dump.output.split(separator: 0x0A)
        var random = SystemRandomNumberGenerator()
        var table = Row(name: fault.name)
        for run in 0..<(Self.runs ?? 1) {
            let scratch = try Scratch()
            defer { scratch.remove() }
            try scratch.write(dump.input, to: "in.jsonl")
            var environment = ProcessInfo.processInfo.environment
            // A filter's output is shorter: it calls its input "-" twice in each line.
            let written = dump.output.count - (fault.isFilter ? 2 * ("in.jsonl".utf8.count - 1) * whole.count : 0)
            let place = fault.reach.map { Int.random(in: 0..<($0 == .input ? dump.input.count : written), using: &random) }
            let seed = Int.random(in: 0..<Int.max, using: &random)
            environment.merge(["LD_PRELOAD": library.path, "FAULT": fault.kind, "FAULT_AT": place.map(String.init), "FAULT_SEED": "\(seed)", "FAULT_LOG": "log"].compactMapValues { $0 }) { $1 }
            let options = ["--jobs", "\(2 - run % 2)"] + (fault.isFilter ? [] : ["-o", "out.jsonl", "in.jsonl"])
            let result = try Tool.run(options, input: fault.isFilter ? dump.input : Data(), in: scratch.url, environment: environment)
            let said = "\(fault.name), seed \(seed), place \(place ?? -1): \(result.errors)"
            #expect(FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("log").path), "no fault has struck: \(said)")
            table.runs += 1
            table.saw = ["status \(result.status)"] + result.errors.split(separator: "\n").suffix(1).map(String.init)
            func output(_ name: String) throws -> Data {
                if !fault.isFilter { return try Data(contentsOf: scratch.url.appendingPathComponent(name)) }
                return Data(result.text.replacingOccurrences(of: "\"id\":\"-#", with: "\"id\":\"in.jsonl#").replacingOccurrences(of: "\"path\":\"-\"", with: "\"path\":\"in.jsonl\"").utf8)
            }
            switch fault.outcome {
            case .unnoticed:
                let bytes = try output("out.jsonl")
                #expect(result.status == 0 && result.errors.isEmpty && bytes == dump.output, "\(said)")
                table.lost += abs(whole.count - bytes.split(separator: 0x0A).count)
            case .reported(let message), .broken(let message):
                var lines = try output("out.jsonl").split(separator: 0x0A)
                if case .reported = fault.outcome {
                    let error = String(decoding: lines.popLast() ?? Data(), as: UTF8.self)
                    #expect(result.status == 0 && error.contains("\"error\":{\"stage\":\"read\"") && error.contains(message), "\(said)\(error)")
                } else {
                    #expect(result.status == 1 && result.errors.contains(message), "\(said)")
                    // What was cut by the fault is no record, and the status says so.
                    if result.output.last.map({ $0 != 0x0A }) ?? false { lines.removeLast() }
                }
                #expect(lines.elementsEqual(whole.prefix(lines.count)), "\(said)")
            case .followed:
                let bytes = try output("out.jsonl")
                #expect(result.status == 0 && bytes.prefix(dump.output.count) == dump.output, "\(said)")
                #expect(String(decoding: bytes.dropFirst(dump.output.count), as: UTF8.self).hasPrefix("{\"id\":\"more\""), "\(said)")
            case .failed(let message):
                #expect(result.status == 1 && result.errors.contains(message), "\(said)")
                table.lost += try resume(scratch, dump, said)
            case .killed:
                #expect(result.status == 128 + SIGKILL, "\(said)")
                table.lost += try resume(scratch, dump, said)
            }
        }
        table.print()
    }

    /// Goes on where the fault has struck, and gives the number of lines that are missing then.
    private func resume(_ scratch: Scratch, _ dump: Dump, _ said: String) throws -> Int {
        let output = scratch.url.appendingPathComponent("out.jsonl")
        #expect(!FileManager.default.fileExists(atPath: output.path), "an output that is not complete has its name: \(said)")
        let result = try Tool.run(["--quiet", "-o", "out.jsonl", "--resume", "in.jsonl"], in: scratch.url)
        let bytes = try Data(contentsOf: output)
        #expect(result.status == 0 && bytes == dump.output, "resumed: \(result.errors) after \(said)")
        return abs(dump.output.split(separator: 0x0A).count - bytes.split(separator: 0x0A).count)
    }

    /// A row of the table.
    private struct Row {
        var name: String
        var runs = 0
        var lost = 0
        var saw: [String] = []

        func print() {
            guard FaultTests.runs != nil else { return }
            FileHandle.standardError.write(Data("| \(name) | \(runs) | \(lost) | \(saw.joined(separator: "; ")) |\n".utf8))
        }
    }

    /// A consumer that waits, or reads little and ends.
    @Test(arguments: ["slow", "killed"]) func consumers(_ kind: String) throws {
        let (dump, folder) = try Self.prepared()
        defer { folder.remove() }
        var table = Row(name: "\(kind) consumer")
        for run in 0..<(Self.runs ?? 1) {
            let bytes = Int.random(in: 1..<dump.output.count)
            let consumer = kind == "slow" ? "(sleep 0.3; head -c 70000; sleep 0.3; cat)" : "head -c \(bytes)"
            let result = try Tool.shell("\"$tagline\" --jobs \(2 - run % 2) in.jsonl | \(consumer); exit ${PIPESTATUS[0]}", in: folder.url)
            table.runs += 1
            table.saw = ["status \(result.status)"] + [result.errors].filter { !$0.isEmpty }
            if kind == "slow" {
                #expect(result.status == 0 && result.output == dump.output, "\(result.status) \(result.errors)")
            } else {
                // A short output may be in the pipe before the consumer has gone.
                #expect((result.status == 128 + SIGPIPE || result.status == 0) && result.errors.isEmpty && result.output == dump.output.prefix(bytes), "\(result.status) \(result.errors)")
            }
        }
        table.print()
    }

    /// Two runs at once on one output: one writes it, the other says so; or one after the other.
    @Test func twoRunsOnOneOutput() throws {
        let library = try #require(Self.library)
        let (_, folder) = try Self.prepared()
        defer { folder.remove() }
        var table = Row(name: "two runs on one output")
        for _ in 0..<(Self.runs ?? 1) {
            // The second has opened the file when the first completes it, and locks it afterwards.
            let delay = Int.random(in: 0..<900)
            let result = try Tool.shell(
                """
                rm -f out.jsonl*
                "$tagline" --quiet -o out.jsonl in.jsonl 2>first & first=$!
                while [ ! -e out.jsonl.partial ] && [ ! -e out.jsonl ]; do :; done
                FAULT=slow-lock FAULT_AT=\(delay) LD_PRELOAD='\(library.path)' "$tagline" --quiet -o out.jsonl in.jsonl 2>second; second=$?
                wait $first; echo $? $second; cat first second
                cmp out.jsonl whole.jsonl && ls
                """, in: folder.url)
            table.runs += 1
            table.saw = ["status \(result.lines.first ?? "")"] + result.lines.filter { $0.contains("another run") }
            #expect(["0 0", "0 2"].contains(result.lines.first), "\(result)")
            #expect(result.lines.first == "0 0" || result.text.contains("another run is writing out.jsonl"), "\(result)")
            #expect(result.lines.suffix(5) == ["first", "in.jsonl", "out.jsonl", "second", "whole.jsonl"], "\(result)")
        }
        table.print()
    }

    /// A folder that can't be listed to its end, and names that lead nowhere, are told.
    @Test func foldersThatBreak() throws {
        let library = try #require(Self.library)
        let scratch = try Scratch()
        defer { scratch.remove() }
        for name in 0..<9 { try scratch.write("text", to: "d/\(name).txt") }
        var environment = ProcessInfo.processInfo.environment
        environment.merge(["LD_PRELOAD": library.path, "FAULT": "eio-folder", "FAULT_AT": "6"]) { $1 }
        let run = try Tool.run(["--quiet", "d"], in: scratch.url, environment: environment)
        #expect(run.status == 0 && run.lines.last?.contains("the folder can't be listed to its end: Input/output error") == true, "\(run)")
        try FileManager.default.createSymbolicLink(atPath: scratch.url.appendingPathComponent("d/5.txt-link").path, withDestinationPath: "nowhere")
        let linked = try Tool.run(["--quiet", "d"], in: scratch.url)
        #expect(linked.lines.count == 10 && linked.lines[6].contains("\"code\":\"not-found\""), "\(linked.text)")
    }
}
