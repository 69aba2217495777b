/// One mention in an annotated document: a person's judgement, or a tool's.
public struct Annotation: Sendable, Hashable {
    /// Code points of the document's text, end exclusive.
    public var range: Range<Int>
    public var type: String
    /// The text at `range`.
    public var text: String
    /// What is stated beside the type. A missing key is a question that the annotator was not asked; an empty value is the answer "none".
    public var attributes: [AttributeName: String]
    /// Neither finding nor missing it counts (MUC's STATUS="OPT").
    public var isOptional: Bool
    /// A shorter form within `text` that is as good (MUC's ALT).
    public var alternative: String?

    public init(
        _ range: Range<Int>, _ type: String, text: String, attributes: [AttributeName: String] = [:], isOptional: Bool = false, alternative: String? = nil
    ) {
        self.range = range
        self.type = type
        self.text = text
        self.attributes = attributes
        self.isOptional = isOptional
        self.alternative = alternative
    }

    /// Position first, then length, then type: the order in which annotations are written.
    static func precedes(_ a: Annotation, _ b: Annotation) -> Bool {
        (a.range.lowerBound, a.range.upperBound, a.type) < (b.range.lowerBound, b.range.upperBound, b.type)
    }
}

/// The attributes that are scored and compared.
public enum AttributeName: String, Sendable, CaseIterable, Hashable {
    /// Of an amount: decimal digits in the major unit, the low end of a range.
    case value
    /// Of an amount: the high end of a range.
    case high
    /// Of an amount: ISO 4217.
    case currency
    /// Of an amount: exact, approx, min, max, range, vague.
    case kind
    /// Of a role: the text of the mention that holds it.
    case holder
    /// Of a role: the text of the organisation where it is held.
    case org
    /// Of a role: current, former, acting, incoming.
    case status
    /// The fullest form of a name in the document.
    case name

    /// What an amount has.
    static let ofAmounts: [AttributeName] = [.value, .high, .currency, .kind]
    /// What a role has.
    static let ofRoles: [AttributeName] = [.holder, .org, .status]
}

/// A document with its annotations.
public struct AnnotatedDocument: Sendable, Hashable {
    /// As the file spells it; a number and a string of the same digits are one id. Documents of formats without ids are numbered (`#1`, `#2` …).
    public var id: String
    /// `nil` where a prediction file gives only offsets.
    public var text: CodePoints?
    public var annotations: [Annotation]
    public var title: String?
    /// Annotations of `title`, with offsets in it.
    public var titleAnnotations: [Annotation]
    /// The facts that it states, in a corpus of facts.
    public var stated: StatedFacts?
    /// What its annotations are to each other, as a tool says it.
    public var relations: [AnnotatedRelation] = []
    /// Where the document is from, for `--by-source`.
    public var source: String?
    /// It is a copy of a document of another part of the corpus ("dup").
    public var isDuplicate: Bool
    /// Why there is no text, in a record that a tool could not read.
    public var error: String?
    /// Further fields of the record that are strings, such as "author".
    public var fields: [String: String]
    /// Where it was read.
    public var location: SourceLocation

    public init(
        id: String, text: CodePoints?, annotations: [Annotation] = [], title: String? = nil, titleAnnotations: [Annotation] = [], source: String? = nil,
        isDuplicate: Bool = false, error: String? = nil, fields: [String: String] = [:], location: SourceLocation = SourceLocation(path: "", line: 0)
    ) {
        self.id = id
        self.text = text
        self.annotations = annotations
        self.title = title
        self.titleAnnotations = titleAnnotations
        self.source = source
        self.isDuplicate = isDuplicate
        self.error = error
        self.fields = fields
        self.location = location
    }
}

/// A place in a file.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    public var path: String
    /// From 1; 0 for the file as a whole.
    public var line: Int

    public init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    public var description: String { line > 0 ? "\(path):\(line)" : path }
}

/// Why a corpus could not be read or written: what, where, and what to do about it.
public struct CorpusError: Error, Sendable, Hashable, CustomStringConvertible {
    public var location: SourceLocation
    public var message: String

    public init(_ location: SourceLocation, _ message: String) {
        self.location = location
        self.message = message
    }

    public var description: String { "\(location): \(message)" }
}
