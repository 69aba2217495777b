import JSON

/// What changed between two outputs, as people and programs read it.
public struct DifferenceReport: Sendable {
    public var difference: Difference
    /// How many groups to list for each category.
    public var groupLimit = 20
    /// How many places to name for each group.
    public var placeLimit = 3

    public init(_ difference: Difference) { self.difference = difference }

    /// A line of counts, then the groups by category.
    public var text: String {
        var output = "documents \(difference.documentCount), changed \(difference.changedDocumentCount)\n"
        for category in Difference.Category.allCases {
            let groups = difference.groups(category)
            guard !groups.isEmpty else { continue }
            output += "\n\(category.rawValue) \(difference.count(category))\n"
            for (group, places) in groups.prefix(groupLimit) {
                let more = places.count > placeLimit ? " …" : ""
                output += "\("\(places.count)".aligned(6))  \(group.subject.padded(16)) \(group.text.onOneLine)  (\(places.prefix(placeLimit).joined(separator: ", "))\(more))\n"
            }
            if groups.count > groupLimit { output += "        … and \(groups.count - groupLimit) more groups\n" }
        }
        return output
    }

    /// All groups with all their places, as one JSON object.
    public var json: JSONValue {
        var changes: [JSONValue.Member] = []
        for category in Difference.Category.allCases {
            let groups = difference.groups(category).map { group, places in
                JSONValue.object([
                    .init("subject", .string(group.subject)), .init("text", .string(group.text)), .init("count", .count(places.count)), .init("places", .array(places.map { .string($0) })),
                ])
            }
            changes.append(.init(category.rawValue, .object([.init("count", .count(difference.count(category))), .init("groups", .array(groups))])))
        }
        return .object([.init("documents", .count(difference.documentCount)), .init("changed", .count(difference.changedDocumentCount)), .init("changes", .object(changes))])
    }
}
