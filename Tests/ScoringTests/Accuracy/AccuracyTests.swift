import Glibc
import Knowledge
import NER
import Testing

@testable import Scoring

/// Accuracy must not fall. The floors are in Tests/floors.json; `Scripts/raise-floors` raises them.
@Suite(.serialized) struct AccuracyTests {
    @Test func staysAboveItsFloors() throws {
        let file = try CorpusFile(reading: TestFiles.floors)
        var floors = try AccuracyFloors(file)
        let recognizer = try EntityRecognizer()
        let mode = TestFiles.variable("TAGLINE_FLOORS")
        try #require(mode == nil || mode == "raise" || mode == "lower", "TAGLINE_FLOORS is raise or lower")
        if TestFiles.outsideData == nil { print("accuracy: TAGLINE_DATA is not set, outside data are left out") }
        for set in AccuracySet.all {
            guard set.kind == .pages || TestFiles.exists(set.path) else {
                print("accuracy: no \(set.path), left out")
                continue
            }
            let measurement = try set.measure(recognizer)
            #expect(measurement.documents > 0)
            if mode != nil {
                let faults = floors.raise(to: measurement, set: set.name, allowsLower: mode == "lower")
                #expect(faults.isEmpty, "these floors would fall; --allow-lower permits it: \(faults.map(\.description).joined(separator: "; "))")
            } else {
                let faults = floors.faults(of: measurement, set: set.name)
                // Other people's data may be another version than was measured: then there is nothing to compare with.
                if set.kind == .texts, faults.contains(where: { if case .otherData = $0 { true } else { false } }) {
                    print("accuracy: \(set.path) is not the data that the floors are for (digest \(measurement.digest)), left out")
                    continue
                }
                #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "; ")); if that is meant: Scripts/raise-floors --allow-lower")
            }
        }
        if mode != nil { try write(floors.serialized) }
    }

    private func write(_ text: String) throws {
        let descriptor = open(TestFiles.floors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count)
    }

    /// The alarm itself: a recogniser whose firm rules are gone falls below what the whole one reaches, and is told apart.
    @Test func aPlantedFallIsNoticed() throws {
        let whole = try AccuracySet.fixtures.measure(EntityRecognizer())
        var floors = AccuracyFloors()
        #expect(floors.raise(to: whole, set: "fixtures").isEmpty)
        #expect(floors.faults(of: whole, set: "fixtures").isEmpty)

        let fallen = try AccuracySet.fixtures.measure(EntityRecognizer(Self.withoutFirmRules))
        let figures = floors.faults(of: fallen, set: "fixtures").compactMap { fault in if case .below(_, let figure, _, _) = fault { figure } else { nil } }
        #expect(figures.contains("firm"))
        #expect(figures.contains("ALL"))
        // And the floors that are committed notice it as well.
        let committed = try AccuracyFloors(CorpusFile(reading: TestFiles.floors)).faults(of: fallen, set: "fixtures")
        #expect(committed.contains { if case .below(_, "firm", _, _) = $0 { true } else { false } })
    }

    /// The embedded knowledge but for the rules whose names begin with `firm.`.
    static var withoutFirmRules: KnowledgeFiles {
        var knowledge = KnowledgeFiles.builtIn
        for index in knowledge.files.indices where knowledge.files[index].name.hasSuffix(".rules") {
            let lines = String(decoding: knowledge.files[index].content, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            var isDropping = false
            let kept = lines.filter { line in
                if line.hasPrefix("rule ") { isDropping = line.hasPrefix("rule firm.") }
                // Rules end where the next begins; what is between stays.
                if line.hasPrefix("#") || line.hasPrefix("@") { isDropping = false }
                return !isDropping
            }
            knowledge.files[index] = KnowledgeFiles.File(name: knowledge.files[index].name, path: knowledge.files[index].path, bytes: Array(kept.joined(separator: "\n").utf8))
        }
        return knowledge
    }
}

@Suite struct FloorTests {
    static let measured = AccuracyFloors.Measurement(digest: "d1", documents: 3, figures: ["firm": 83.209, "amount": 98])

    static func floors() -> AccuracyFloors {
        var floors = AccuracyFloors()
        _ = floors.raise(to: measured, set: "s")
        return floors
    }

    @Test func roundDownAndAreKept() throws {
        let floors = Self.floors()
        #expect(floors.sets["s"]?.floors == ["firm": 8320, "amount": 9800])
        #expect(try AccuracyFloors(CorpusFile(path: "f", bytes: Array(floors.serialized.utf8))) == floors)
        #expect(floors.faults(of: Self.measured, set: "s").isEmpty)
    }

    @Test func aHundredthBelowIsAFault() {
        var lower = Self.measured
        lower.figures["firm"] = 83.199
        #expect(Self.floors().faults(of: lower, set: "s").map(\.description) == ["s: firm is 83.19, below its floor of 83.20"])
        lower.figures["firm"] = nil
        #expect(Self.floors().faults(of: lower, set: "s") == [.notMeasured(set: "s", figure: "firm")])
        #expect(Self.floors().faults(of: lower, set: "other") == [.noFloors(set: "other")])
        lower.digest = "d2"
        #expect(Self.floors().faults(of: lower, set: "s") == [.otherData(set: "s", digest: "d2")])
    }

    @Test func raisingKeepsTheHigher() {
        var floors = Self.floors()
        var mixed = Self.measured
        mixed.figures = ["firm": 90, "amount": 97, "role": 70]
        #expect(floors.raise(to: mixed, set: "s").map(\.description) == ["s: amount is 97.00, below its floor of 98.00"])
        #expect(floors.sets["s"]?.floors == ["firm": 9000, "amount": 9800, "role": 7000])
        #expect(floors.raise(to: mixed, set: "s", allowsLower: true).isEmpty)
        #expect(floors.sets["s"]?.floors == ["firm": 9000, "amount": 9700, "role": 7000])
    }

    @Test func otherDataReplaceOnlyWhereNothingFalls() {
        var floors = Self.floors()
        #expect(!floors.raise(to: .init(digest: "d2", documents: 9, figures: ["firm": 80, "amount": 99]), set: "s").isEmpty)
        #expect(floors == Self.floors())
        #expect(floors.raise(to: .init(digest: "d2", documents: 9, figures: ["firm": 84, "amount": 99]), set: "s").isEmpty)
        #expect(floors.sets["s"]?.digest == "d2")
    }
}
