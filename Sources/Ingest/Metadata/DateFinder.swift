/// Finds when an article was published in its page's elements and lines, by where they stand.
struct DateFinder {
    /// Whether the page's language writes the day before the month: 3/4/2020 is in April.
    var isDayFirst: Bool

    /// From an itemprop or property that means publication.
    private var item: String?
    /// From `<time>` and `<abbr>`: near the headline, anywhere, and of a change.
    private var nearTime: String?, anyTime: String?, changedTime: String?
    /// From lines: near the headline, marked as a date, said to be one of publication, mentioned as such; of a change.
    private var near: String?, marked: String?, said: String?, mentioned: String?, changed: String?
    /// The last date before the headline, and the texts since.
    private var early: (date: String, age: Int)?
    /// The node after a box of facts: its dates are those of what the article is about.
    private var infoboxEnd = 0
    /// The last text was a lone "Published".
    private var isExpected = false

    init(isDayFirst: Bool) { self.isDayFirst = isDayFirst }

    /// From an element that means publication.
    var stated: String? {
        if let item { return item }
        // The same day, with its time of day.
        if let nearTime, let anyTime, anyTime.hasPrefix(nearTime) { return anyTime }
        return nearTime ?? anyTime
    }
    /// From the text of a line that looks like a date line.
    var written: String? { near ?? marked ?? said ?? mentioned ?? early?.date }
    /// The date of a change, where nothing else is dated.
    var modified: String? { changedTime ?? changed }
    /// The time that the page shows its readers near the headline.
    var shown: String? { nearTime ?? near }

    // MARK: Elements

    /// An element of the page. `isNear`: it follows the headline closely.
    mutating func readElement(_ tree: borrowing PageTree, _ i: Int, isNear: Bool) {
        let node = tree.nodes[i]
        if node.hints.contains(.infobox) { infoboxEnd = max(infoboxEnd, Int(node.end)) }
        guard i >= infoboxEnd else { return }
        if node.tag == .time || node.tag == .abbr, anyTime == nil || isNear && nearTime == nil {
            let stated = (tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)).flatMap { DateParser.date(in: $0) }
            if let time = stated ?? (node.tag == .time ? date(tree, node) : nil) {
                if node.hints.contains(.modified) {
                    changedTime = changedTime ?? time
                } else {
                    anyTime = anyTime ?? time
                    if isNear { nearTime = nearTime ?? time }
                }
            }
        }
        if item == nil, tree.hasAttributes(i), Self.isPublicationItem(tree, i) {
            let stated = tree.attribute(.content, of: i) ?? tree.attribute(.datetime, of: i) ?? tree.attribute(.title, of: i)
            item = stated.flatMap { DateParser.date(in: $0) } ?? date(tree, node)
        }
        if marked == nil, node.hints.contains(.date), node.hints.isDisjoint(with: [.comments, .related]), node.textEnd - node.textStart < 200, let date = date(tree, node) {
            if node.hints.contains(.modified) { changed = changed ?? date } else { marked = date }
        }
    }

    private static func isPublicationItem(_ tree: borrowing PageTree, _ i: Int) -> Bool {
        tree.attribute(.itemprop, of: i)?.hasWord(of: publicationItems) == true || tree.attribute(.property, of: i)?.hasWord(of: publicationItems) == true
    }

    private static let publicationItems: [StaticString] = ["datepublished", "datecreated", "schema:datepublished", "dc:date", "dc:created", "dcterms:created", "dcterms:issued"]

    // MARK: Lines

    /// A text of the page. `isNear`: it follows the headline closely.
    mutating func readText(_ tree: borrowing PageTree, _ i: Int, isNear: Bool, isEarly: Bool) {
        // Nothing beats the first date near the headline, nor later lines one that says so.
        guard near == nil, isNear || isEarly || isExpected || said == nil, i >= infoboxEnd else { return }
        let node = tree.nodes[i]
        var start = Int(node.textStart), end = Int(node.textEnd)
        while start < end, tree.text[start].isHTMLBlank { start += 1 }
        guard start < end else { return }
        while tree.text[end - 1].isHTMLBlank { end -= 1 }
        let text = tree.text[start..<end]
        let wasExpected = isExpected
        isExpected = false
        if isEarly { early?.age += 1 }
        guard text.count < 120 else {
            if isNear, mentioned == nil { mentioned = dateline(text) }
            return
        }
        guard text.contains(where: \.isASCIIDigit) else {
            isExpected = said == nil && text.count < 20 && Self.isPublicationLabel(text)
            return
        }
        // Above the headline; a weekday begins the date of the day that mastheads show.
        if isEarly, text.count < 60, !Self.isMasthead(text), let date = DateParser.date(in: text, dayFirst: isDayFirst) { early = (date, 0) }
        if isNear || wasExpected {
            // A date on a line of its own, or with what it is the date of.
            guard near == nil, text.count < 80 || Self.says(Self.publicationWords, text.prefix(24)), let date = DateParser.date(in: text, dayFirst: isDayFirst) else { return }
            if Self.isChange(text) {
                changed = changed ?? date
            } else if isNear {
                near = date
            } else {
                said = said ?? date
            }
        } else if said == nil, Self.says(Self.publicationWords, text), let date = DateParser.date(in: text, dayFirst: isDayFirst) {
            if Self.isChange(text) {
                changed = changed ?? date
            } else if Self.says(Self.publicationWords, text.prefix(24)) {
                said = date
            } else {
                mentioned = mentioned ?? date
            }
        }
    }

    /// The date that a paragraph begins with: "Feb. 23, 2015 -- The harbour".
    private func dateline(_ text: ArraySlice<UInt8>) -> String? {
        guard let first = text.first, first.isASCIIDigit || DateParser.beginsDate(text.prefix { $0.isASCIILetter }.map(\.asciiLowercased)) else { return nil }
        var end = text.startIndex
        while end < text.startIndex + 32, end + 1 < text.endIndex {
            if text[end] == UInt8(ascii: "-") && text[end + 1] == UInt8(ascii: "-") || text[end] == 0xE2 && text[end + 1] == 0x80
                || text[end] == UInt8(ascii: " ") && text[end + 1] == UInt8(ascii: "-")
            {
                return DateParser.date(in: text[..<end], dayFirst: isDayFirst)
            }
            end += 1
        }
        return nil
    }

    /// The headline is there: what stood long before it is not its date.
    mutating func readHeadline() { if let early, early.age > 8 { self.early = nil } }

    private static func isMasthead(_ text: ArraySlice<UInt8>) -> Bool {
        DateParser.isWeekday(text.prefix { $0.isASCIILetter }.map(\.asciiLowercased))
    }

    /// Whether a line has one of some words: "last edited 2019-11-10".
    private static func says(_ words: [[UInt8]], _ text: ArraySlice<UInt8>) -> Bool {
        let lower = text.map(\.asciiLowercased)
        return words.contains { lower.contains(run: $0) }
    }

    /// Whether a line tells of a change alone.
    private static func isChange(_ text: ArraySlice<UInt8>) -> Bool { says(changeWords, text) && !says(originWords, text) }

    private static let publicationWords = ["posted", "published", "updated", "edited", "modified", "date:"].map { Array($0.utf8) }
    private static let changeWords = ["updated", "edited", "modified", "revised", "reviewed"].map { Array($0.utf8) }
    private static let originWords = ["posted", "published", "created", "original"].map { Array($0.utf8) }

    private static func isPublicationLabel(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first?.asciiLowercased, "dfopr".utf8.contains(first) else { return false }
        let letters = text.filter(\.isASCIILetter).map(\.asciiLowercased)
        return publicationLabels.contains(letters)
    }

    private static let publicationLabels: Set<[UInt8]> = Set(
        ["published", "publishedon", "posted", "postedon", "date", "datepublished", "publicationdate", "publishdate", "released", "firstpublished", "originallypublished"].map {
            Array($0.utf8)
        })

    private func date(_ tree: borrowing PageTree, _ node: PageTree.Node) -> String? {
        guard node.textEnd - node.textStart < 400 else { return nil }
        return DateParser.date(in: tree.text[Int(node.textStart)..<Int(node.textEnd)].filter { $0 >= 0x20 }, dayFirst: isDayFirst)
    }
}
