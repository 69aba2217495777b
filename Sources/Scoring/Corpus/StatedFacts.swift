/// The facts that a text states between its spans, such as who is whose chief executive, and where it was read for which.
public struct StatedFacts: Sendable, Hashable {
    /// One fact. Ranges are code points of the document's text, end exclusive.
    public struct Fact: Sendable, Hashable {
        /// As the corpus calls it: `CEO`, `SUBSIDIARY_OF`.
        public var property: String
        public var subject: Range<Int>
        public var object: Range<Int>

        public init(_ property: String, subject: Range<Int>, object: Range<Int>) {
            self.property = property
            self.subject = subject
            self.object = object
        }
    }

    /// A part of the text in which all facts of some properties were annotated.
    public struct Passage: Sendable, Hashable {
        public var range: Range<Int>
        public var properties: Set<String>

        public init(_ range: Range<Int>, properties: Set<String>) {
            self.range = range
            self.properties = properties
        }
    }

    public var facts: [Fact]
    public var passages: [Passage]

    public init(facts: [Fact], passages: [Passage]) {
        self.facts = facts
        self.passages = passages
    }
}
