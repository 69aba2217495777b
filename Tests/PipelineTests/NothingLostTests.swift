import Foundation
import JSON
import TestSupport
import Testing

/// Nothing lost, nothing doubled: verify, resume, ranges, faults of the world around.
@Suite struct NothingLostTests {
    private static func dump(_ count: Int) -> String {
        (0..<count).map { "{\"id\":\($0),\"text\":\"\(String(repeating: "Word \($0). ", count: $0 * 7919 % 9))\"}\n" }.joined()
    }

    private static func prepared(_ count: Int = 300) throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write(dump(count), to: "in.jsonl")
        let run = try Tool.run(["--quiet", "in.jsonl", "-o", "whole.jsonl", "--stats", "stats.json"], in: scratch.url)
        #expect(run.status == 0)
        return scratch
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        var name: String
        var message: String
        var apply: @Sendable ([String]) -> String
        var testDescription: String { name }
    }

    static let damages: [Damage] = [
        Damage(name: "a dropped line", message: "missing: in.jsonl:5 (id 4)") { ($0[..<4] + $0[5...]).joined(separator: "\n") + "\n" },
        Damage(name: "the last line dropped", message: "missing: in.jsonl:300") { $0.dropLast().joined(separator: "\n") + "\n" },
        Damage(name: "a doubled line", message: "line 6 of out.jsonl is out of its place, or there a second time: in.jsonl:5") { ($0[..<5] + $0[4...]).joined(separator: "\n") + "\n" },
        Damage(name: "the last line doubled", message: "line 301 of out.jsonl is one too many") { ($0 + $0.suffix(1)).joined(separator: "\n") + "\n" },
        Damage(name: "a swapped pair", message: "line 5 of out.jsonl is out of its place") { lines in
            var lines = lines
            lines.swapAt(4, 5)
            return lines.joined(separator: "\n") + "\n"
        },
        Damage(name: "a cut last line", message: "line 300 of out.jsonl is cut") { String($0.joined(separator: "\n").dropLast(10)) },
        Damage(name: "no output", message: "missing: in.jsonl:1 ") { _ in "" },
    ]

    @Test(arguments: damages) func verifySees(_ damage: Damage) throws {
        let scratch = try Self.prepared()
        defer { scratch.remove() }
        let whole = try Tool.run(["verify", "in.jsonl", "whole.jsonl"], in: scratch.url)
        #expect(whole.status == 0 && whole.errors.contains("all 300 records have their lines"))
        #expect(try Tool.run(["verify", "--stats", "stats.json", "whole.jsonl"], in: scratch.url).status == 0)
        let lines = try String(contentsOf: scratch.url.appendingPathComponent("whole.jsonl"), encoding: .utf8).split(separator: "\n").map(String.init)
        try scratch.write(damage.apply(lines), to: "out.jsonl")
        let run = try Tool.run(["verify", "in.jsonl", "out.jsonl"], in: scratch.url)
        #expect(run.status == 1)
        #expect(run.errors.contains(damage.message), "\(run.errors)")
        #expect(try Tool.run(["verify", "--stats", "stats.json", "out.jsonl"], in: scratch.url).status == 1)
    }

    /// Wherever a run stops, within a line or between two, another goes on without a hole or a double.
    @Test(arguments: [0, 1, 1000, 20_000, 47_777]) func resumesBehindAnyByte(_ length: Int) throws {
        let scratch = try Self.prepared()
        defer { scratch.remove() }
        let whole = try Data(contentsOf: scratch.url.appendingPathComponent("whole.jsonl"))
        // An interrupted run leaves the journal and part of the output, here followed by what a power cut may leave.
        try leaveInterruptedRun(scratch)
        try scratch.write(whole.prefix(length) + Data(count: length % 2 * 100), to: "out.jsonl.partial")
        let run = try Tool.run(["--quiet", "--resume", "-o", "out.jsonl", "in.jsonl"], in: scratch.url)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try Data(contentsOf: scratch.url.appendingPathComponent("out.jsonl")) == whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).allSatisfy { !$0.contains("partial") && !$0.contains("journal") })
    }

    /// What a resumed run counts and keeps apart is the whole's.
    @Test func resumedRunsCountAll() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.dump(9) + "no JSON\n" + Self.dump(9) + "nor this\n", to: "in.jsonl")
        let options = ["--quiet", "in.jsonl", "--stats", "stats.json", "--error-file", "errors.jsonl", "-o"]
        #expect(try Tool.run(options + ["whole.jsonl"], in: scratch.url).status == 0)
        func content(_ name: String) throws -> String { try String(contentsOf: scratch.url.appendingPathComponent(name), encoding: .utf8) }
        let (whole, stats, errors) = (try content("whole.jsonl"), try content("stats.json"), try content("errors.jsonl"))
        #expect(errors.split(separator: "\n").count == 2 && stats.contains("\"records\":20,\"errors\":2,\"lines\":20,\"bytes\":\(whole.utf8.count)"))
        for length in [whole.utf8.count * 3 / 4, whole.utf8.count] {
            try leaveInterruptedRun(scratch)
            try scratch.write(Data(whole.utf8.prefix(length)), to: "out.jsonl.partial")
            let run = try Tool.run(options + ["out.jsonl", "--resume"], in: scratch.url)
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            #expect(try content("out.jsonl") == whole)
            #expect(try content("stats.json") == stats)
            #expect(try content("errors.jsonl") == errors)
        }
    }

    /// Runs the tool on `in.jsonl` until it has written something, and kills it.
    private func leaveInterruptedRun(_ scratch: Scratch, arguments: String = "") throws {
        let script = #"mkfifo gate; "$tagline" --quiet \#(arguments) -o out.jsonl --resume in.jsonl gate & p=$!; for i in $(seq 400); do [ -e out.jsonl.journal ] && break; sleep 0.05; done; kill -9 $p; wait $p; rm gate; sed -i '/^input gate/d' out.jsonl.journal; ls"#
        #expect(try Tool.shell(script, in: scratch.url).lines.contains("out.jsonl.journal"))
    }

    @Test func refusesToGoOnWithSomethingElse() throws {
        let scratch = try Self.prepared(30)
        defer { scratch.remove() }
        try leaveInterruptedRun(scratch)
        let whole = try Data(contentsOf: scratch.url.appendingPathComponent("whole.jsonl"))
        try scratch.write(whole.prefix(3000), to: "out.jsonl.partial")
        let options = try Tool.run(["--resume", "-o", "out.jsonl", "--types", "firm", "in.jsonl"], in: scratch.url)
        #expect(options.status == 2 && options.errors.contains("it was \"--types \" and is now \"--types firm\""), "\(options.errors)")
        try scratch.write(Self.dump(31), to: "in.jsonl")
        let input = try Tool.run(["--resume", "-o", "out.jsonl", "in.jsonl"], in: scratch.url)
        #expect(input.status == 2 && input.errors.contains("it was \"input in.jsonl "), "\(input.errors)")
        #expect(try Data(contentsOf: scratch.url.appendingPathComponent("out.jsonl.partial")) == whole.prefix(3000))
        #expect(try Tool.run(["--resume", "in.jsonl"], in: scratch.url).status == 64)
    }

    @Test func partsOfAFileAddUpToTheWhole() throws {
        let scratch = try Self.prepared(60)
        defer { scratch.remove() }
        let whole = try Data(contentsOf: scratch.url.appendingPathComponent("whole.jsonl"))
        let size = Self.dump(60).utf8.count
        var generator = Generator(state: 7)
        for _ in 0..<4 {
            let cuts = [0] + (0..<4).map { _ in Int.random(in: 0...size, using: &generator) }.sorted() + [size]
            var joined = Data()
            for (start, end) in zip(cuts, cuts.dropFirst()) { joined += try Tool.run(["--quiet", "--range", "\(start)-\(end)", "in.jsonl"], in: scratch.url).output }
            #expect(joined == whole, "\(cuts)")
        }
        var joined = Data()
        for part in 1...3 { joined += try Tool.run(["--shard", "\(part)/3", "in.jsonl"], in: scratch.url).output }
        #expect(joined == whole)
        for arguments in [["--shard", "0/3", "in.jsonl"], ["--shard", "4/3", "in.jsonl"], ["--range", "9-3", "in.jsonl"], ["--range", "0-3"]] {
            #expect(try Tool.run(arguments, in: scratch.url).status == 64)
        }
    }

    /// Linear congruential, by Knuth's MMIX: the same cuts every time.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    @Test func aFullDiskIsNoSuccess() throws {
        let scratch = try Self.prepared(30)
        defer { scratch.remove() }
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let run = try Tool.shell(#""$tagline" --quiet in.jsonl > /dev/full"#, in: scratch.url)
        #expect(run.status == 1 && run.errors.contains("No space left on device"))
        #expect(try Tool.shell(#""$tagline" --quiet in.jsonl -o /dev/full"#, in: scratch.url).status == 1)
        let limited = try Tool.shell(#"trap '' XFSZ; ulimit -f 4; "$tagline" --quiet in.jsonl -o out.jsonl"#, in: scratch.url)
        #expect(limited.status == 1 && !FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("out.jsonl").path), "\(limited)")
    }

    @Test func twoRunsDoNotShareAnOutput() throws {
        let scratch = try Self.prepared(30)
        defer { scratch.remove() }
        let script = #"mkfifo gate; "$tagline" --quiet -o out.jsonl gate & for i in $(seq 400); do [ -e out.jsonl.journal ] && break; sleep 0.05; done; "$tagline" -o out.jsonl in.jsonl; echo $?; printf '{"text":"x"}\n' > gate; wait; wc -l < out.jsonl"#
        let run = try Tool.shell(script, in: scratch.url)
        #expect(run.lines.map { $0.trimmingCharacters(in: .whitespaces) } == ["2", "1"], "\(run)")
        #expect(run.errors.contains("another run is writing out.jsonl"))
    }

    @Test func aSlowConsumerAndAnInterruptedOneLoseNothing() throws {
        let scratch = try Self.prepared()
        defer { scratch.remove() }
        let slow = try Tool.shell(#""$tagline" --quiet --jobs 2 in.jsonl | (sleep 1; cat) | cmp - whole.jsonl; echo $?"#, in: scratch.url)
        #expect(slow.lines == ["0"])
    }

    /// Input that grows while it is read gives whole records of what was there; input that shrinks gives an error for the record it cut.
    @Test func inputThatChangesWhileItIsRead() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write(Self.dump(20) + "{\"text\":\"half", to: "in.jsonl")
        let run = try Tool.run(["--quiet", "in.jsonl"], in: scratch.url)
        #expect(run.lines.count == 21 && run.lines.last?.contains("invalid-json") == true && run.status == 0)
    }
}
