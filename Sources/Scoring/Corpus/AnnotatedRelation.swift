/// What mentions of a document are to each other, as a tool's record says it: who holds a role where, who did what to which firm.
public struct AnnotatedRelation: Sendable, Hashable {
    /// As the record calls it: `holds_role`, `acquisition`.
    public var type: String
    /// The part that each mention has in it, in the record's order: `holder`, `org`, `role`, `agent`, `target`, …
    public var members: [Member]

    public struct Member: Sendable, Hashable {
        public var part: String
        /// Code points of the document's text, end exclusive.
        public var range: Range<Int>
        public var text: String
        /// The mention's type, such as `person`.
        public var type: String

        public init(_ part: String, _ annotation: Annotation) {
            self.part = part
            range = annotation.range
            text = annotation.text
            type = annotation.type
        }
    }

    public init(_ type: String, _ members: [Member]) {
        self.type = type
        self.members = members
    }

    /// The mentions with a part.
    public func members(_ part: String) -> [Member] { members.filter { $0.part == part } }
}
