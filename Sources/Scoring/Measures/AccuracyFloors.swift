import JSON

/// The accuracy that a project has reached, kept in a file, below which a test lets nothing fall.
///
/// Raising is free; lowering, and judging other data than were measured, takes a word of permission.
public struct AccuracyFloors: Sendable, Hashable {
    /// The floors of one data set.
    public struct DataSet: Sendable, Hashable {
        /// Of the data that were measured (`Digest`).
        public var digest: String
        public var documents: Int
        /// In hundredths of a percent, by figure (`firm`, `amount.value`), rounded down.
        public var floors: [String: Int]
    }

    /// A measurement: figures in percent.
    public struct Measurement: Sendable, Hashable {
        public var digest: String
        public var documents: Int
        public var figures: [String: Double]

        public init(digest: String, documents: Int, figures: [String: Double]) {
            (self.digest, self.documents, self.figures) = (digest, documents, figures)
        }
    }

    /// Why a measurement does not pass.
    public enum Fault: Sendable, Hashable, CustomStringConvertible {
        case noFloors(set: String)
        case otherData(set: String, digest: String)
        case below(set: String, figure: String, value: Double, floor: Double)
        case notMeasured(set: String, figure: String)

        public var description: String {
            switch self {
            case .noFloors(let set): "\(set): no floors yet"
            case .otherData(let set, let digest): "\(set): the data (digest \(digest)) are not those that the floors are for"
            case .below(let set, let figure, let value, let floor): "\(set): \(figure) is \(fixed(value)), below its floor of \(fixed(floor))"
            case .notMeasured(let set, let figure): "\(set): \(figure) has a floor but was not measured"
            }
        }
    }

    public var sets: [String: DataSet] = [:]

    public init() {}

    /// The floors in the file's `text`.
    ///
    /// - Throws: `CorpusError` where it is no such file.
    public init(_ file: CorpusFile) throws(CorpusError) {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: file.bytes)
        } catch {
            throw file.error(1, "not JSON: \(error.reason.rawValue) at byte \(error.offset)")
        }
        for member in value.object ?? [] {
            guard let digest = member.value["digest"]?.string, let documents = member.value["documents"]?.int, let floors = member.value["floors"]?.object else {
                throw file.error(1, "set \(member.key) lacks digest, documents or floors")
            }
            var set = DataSet(digest: digest, documents: documents, floors: [:])
            for floor in floors {
                guard let percent = floor.value.double else { throw file.error(1, "\(member.key): the floor of \(floor.key) is no number") }
                set.floors[floor.key] = Int((percent * 100).rounded())
            }
            sets[member.key] = set
        }
    }

    /// The file's text: sorted, one figure a line, so that a change shows in a diff.
    public var serialized: String {
        var output = "{\n"
        for (index, set) in sets.sorted(by: { $0.key < $1.key }).enumerated() {
            output += index == 0 ? "" : ",\n"
            output += "  \"\(set.key)\": {\n    \"digest\": \"\(set.value.digest)\",\n    \"documents\": \(set.value.documents),\n    \"floors\": {\n"
            let lines = set.value.floors.sorted { $0.key < $1.key }.map { "      \"\($0.key)\": \(fixed(Double($0.value) / 100))" }
            output += lines.joined(separator: ",\n") + "\n    }\n  }"
        }
        return output + "\n}\n"
    }

    /// What of `measurement` falls short.
    public func faults(of measurement: Measurement, set name: String) -> [Fault] {
        guard let set = sets[name] else { return [.noFloors(set: name)] }
        guard set.digest == measurement.digest else { return [.otherData(set: name, digest: measurement.digest)] }
        return set.floors.sorted { $0.key < $1.key }.compactMap { figure, floor in
            guard let value = measurement.figures[figure] else { return .notMeasured(set: name, figure: figure) }
            let measured = Self.hundredths(value)
            return measured < floor ? .below(set: name, figure: figure, value: Double(measured) / 100, floor: Double(floor) / 100) : nil
        }
    }

    /// Raises the floors to `measurement`.
    ///
    /// - Parameter allowsLower: takes the measurement as it is, where it is lower, lacks a figure or is of other data too.
    /// - Returns: the floors that would have to fall, which stay as they are.
    public mutating func raise(to measurement: Measurement, set name: String, allowsLower: Bool = false) -> [Fault] {
        let measured = measurement.figures.mapValues(Self.hundredths)
        guard let old = sets[name], !allowsLower else {
            sets[name] = DataSet(digest: measurement.digest, documents: measurement.documents, floors: measured)
            return []
        }
        var faults: [Fault] = []
        for (figure, floor) in old.floors.sorted(by: { $0.key < $1.key }) {
            guard let value = measured[figure] else {
                faults.append(.notMeasured(set: name, figure: figure))
                continue
            }
            if value < floor { faults.append(.below(set: name, figure: figure, value: Double(value) / 100, floor: Double(floor) / 100)) }
        }
        if !faults.isEmpty, old.digest != measurement.digest { faults.insert(.otherData(set: name, digest: measurement.digest), at: 0) }
        if faults.isEmpty || old.digest == measurement.digest {
            sets[name] = DataSet(digest: measurement.digest, documents: measurement.documents, floors: old.floors.merging(measured) { max($0, $1) })
        }
        return faults
    }

    /// Rounded down, but for the noise of binary fractions.
    private static func hundredths(_ percent: Double) -> Int { Int((percent * 100 + 1e-6).rounded(.down)) }
}
