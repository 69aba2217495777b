/// What changed between two outputs for the same input.
public struct Difference: Sendable, Hashable {
    public enum Category: String, Sendable, CaseIterable {
        case appeared, disappeared
        /// Equal span, another type.
        case type
        /// Equal type, overlapping span.
        case span
        /// Overlapping span, another type.
        case spanAndType = "span and type"
        /// Equal span and type, another attribute.
        case attribute
        /// A document of only one of the outputs.
        case document
        /// A record became an error record or a readable one.
        case error
        /// The article's text.
        case text
        /// Another field of the record, such as the author.
        case field
    }

    /// Changes of one category with the same words.
    public struct Group: Sendable, Hashable {
        public var category: Category
        /// Such as `firm`, `amount.currency` or `author`.
        public var subject: String
        /// Such as `Acme`, or `Acme → Acme Inc.`
        public var text: String
    }

    /// Where the changes of a group are: document id, and for mentions the offset.
    public private(set) var groups: [Group: [String]] = [:]
    public private(set) var documentCount = 0
    public private(set) var changedDocumentCount = 0

    /// Whether nothing changed.
    public var isEmpty: Bool { groups.isEmpty }

    /// Compares two outputs document by document: by id, those of one id in their order.
    ///
    /// Where a document's texts differ, mentions are compared after their places in the first are carried over to the second (`TextAlignment`).
    public init(from old: [AnnotatedDocument], to new: [AnnotatedDocument]) {
        var waiting: [String: [Int]] = [:]
        for index in new.indices.reversed() { waiting[new[index].id, default: []].append(index) }
        var left = Set(new.indices)
        documentCount = old.count
        for document in old {
            let before = groups
            if let partner = waiting[document.id]?.popLast() {
                left.remove(partner)
                compare(document, new[partner])
            } else {
                add(.document, "disappeared", document.id, at: document.id)
            }
            if groups != before { changedDocumentCount += 1 }
        }
        for index in left.sorted() {
            add(.document, "appeared", new[index].id, at: new[index].id)
            documentCount += 1
            changedDocumentCount += 1
        }
    }

    /// The groups of a category: the commonest first, then by subject and words.
    public func groups(_ category: Category) -> [(group: Group, places: [String])] {
        groups.filter { $0.key.category == category }
            .sorted { ($1.value.count, $0.key.subject, $0.key.text) < ($0.value.count, $1.key.subject, $1.key.text) }
            .map { ($0.key, $0.value) }
    }

    /// The number of changes of a category.
    public func count(_ category: Category) -> Int { groups.lazy.filter { $0.key.category == category }.reduce(0) { $0 + $1.value.count } }

    private mutating func add(_ category: Category, _ subject: String, _ text: String, at place: String) {
        groups[Group(category: category, subject: subject, text: text), default: []].append(place)
    }

    private mutating func compare(_ old: AnnotatedDocument, _ new: AnnotatedDocument) {
        if old.error != new.error { add(.error, new.error == nil ? "resolved" : old.error == nil ? "new" : "other", new.error ?? old.error ?? "", at: old.id) }
        let names = Set(old.fields.keys).union(new.fields.keys)
        for name in names.sorted() where old.fields[name] != new.fields[name] { add(.field, name, "\(old.fields[name] ?? "none") → \(new.fields[name] ?? "none")", at: old.id) }
        if old.title != new.title { add(.field, "title", "\(old.title ?? "none") → \(new.title ?? "none")", at: old.id) }
        if old.text != new.text, old.error == nil, new.error == nil { add(.text, "text", "\(old.text?.count ?? 0) → \(new.text?.count ?? 0) code points", at: old.id) }
        compare(old.annotations, old.text, new.annotations, new.text, in: old.id)
        compare(old.titleAnnotations, old.title.map { CodePoints($0) }, new.titleAnnotations, new.title.map { CodePoints($0) }, in: old.id + " title")
    }

    private mutating func compare(_ old: [Annotation], _ oldText: CodePoints?, _ new: [Annotation], _ newText: CodePoints?, in id: String) {
        var moved = old
        if let oldText, let newText, oldText != newText {
            let alignment = TextAlignment(from: oldText, to: newText)
            for index in moved.indices {
                // A mention whose text is gone gets a place of its own that nothing overlaps.
                moved[index].range = alignment.range(of: moved[index].range) ?? newText.count + 1 + 2 * index..<newText.count + 2 + 2 * index
            }
        }
        let pairing = Pairing(moved, new)
        for pair in pairing.pairs {
            let (a, b) = (moved[pair.gold], new[pair.predicted])
            let place = "\(id):\(b.range.lowerBound)"
            switch (a.range == b.range, a.type == b.type) {
            case (true, true): compareAttributes(a, b, at: place)
            case (true, false): add(.type, "\(a.type) → \(b.type)", a.text, at: place)
            case (false, true): add(.span, a.type, "\(a.text) → \(b.text)", at: place)
            case (false, false): add(.spanAndType, "\(a.type) → \(b.type)", "\(a.text) → \(b.text)", at: place)
            }
        }
        for index in pairing.unpairedGold { add(.disappeared, old[index].type, old[index].text, at: "\(id):\(old[index].range.lowerBound)") }
        for index in pairing.unpairedPredicted { add(.appeared, new[index].type, new[index].text, at: "\(id):\(new[index].range.lowerBound)") }
    }

    private mutating func compareAttributes(_ old: Annotation, _ new: Annotation, at place: String) {
        for name in AttributeName.allCases where old.attributes[name] != new.attributes[name] {
            func shown(_ value: String?) -> String { value.flatMap { $0.isEmpty ? nil : $0 } ?? "none" }
            add(.attribute, "\(old.type).\(name.rawValue)", "\(old.text): \(shown(old.attributes[name])) → \(shown(new.attributes[name]))", at: place)
        }
    }
}
