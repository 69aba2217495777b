import Ingest
import JSON
import NER
@testable import Scoring
@testable import pipeline

/// The data sets that have floors, and how each is measured.
struct AccuracySet: Sendable {
    enum Kind: Sendable {
        /// Pages with the text and the mentions that their articles have: the whole journey.
        case pages
        /// Texts with mentions: recognition alone.
        case texts
    }

    var name: String
    var kind: Kind
    var path: String

    static let fixtures = AccuracySet(name: "fixtures", kind: .pages, path: TestFiles.fixtures)
    /// Annotated articles outside the project.
    static let articles: AccuracySet? = TestFiles.outsideData.map { AccuracySet(name: "articles", kind: .texts, path: $0 + "/gold/articles.jsonl") }

    static var all: [AccuracySet] { [fixtures] + (articles.map { [$0] } ?? []) }

    /// What `recognizer` reaches, in percent.
    func measure(_ recognizer: EntityRecognizer) throws -> AccuracyFloors.Measurement {
        switch kind {
        case .texts: try measureTexts(recognizer)
        case .pages: try measurePages(recognizer)
        }
    }

    private func measureTexts(_ recognizer: EntityRecognizer) throws -> AccuracyFloors.Measurement {
        let file = try CorpusFile(reading: path)
        var digest = Digest()
        digest.add(file.bytes)
        let gold = try CorpusFormat.read([file])
        let predictor = Predictor(recognizer)
        let evaluation = try Evaluation(gold: gold, predicted: gold.map { predictor.predictions(for: $0) })
        return AccuracyFloors.Measurement(digest: digest.description, documents: gold.count, figures: evaluation.figures)
    }

    private func measurePages(_ recognizer: EntityRecognizer) throws -> AccuracyFloors.Measurement {
        var digest = Digest()
        let pages = try FixturePage.all(in: path)
        let predictor = Predictor(recognizer)
        let extractor = ArticleExtractor()
        var predicted: [AnnotatedDocument] = []
        var text = 0.0
        var fields: [String: (right: Int, asked: Int)] = [:]
        for page in pages {
            for file in page.files {
                digest.add(file.name.utf8)
                digest.add(file.bytes)
            }
            let record = DumpRecord(id: .string(page.gold.id), source: RecordSource(path: page.html.path), body: .html(bytes: page.html.bytes, charset: nil))
            let (article, predictions) = try predictor.predictions(for: record, id: page.gold.id, extractor: extractor)
            predicted.append(predictions)
            text += WordOverlap.f1(page.gold.text?.string ?? "", predictions.text?.string ?? "")
            for (name, found) in [("title", article.metadata.title), ("author", article.metadata.author), ("published", article.metadata.published)] {
                guard let expected = page.info[name] else { continue }
                fields[name, default: (0, 0)].asked += 1
                // A page may state the time where the fixture states the day.
                if found == expected || (name == "published" && found?.prefix(10) == expected.prefix(10)) { fields[name, default: (0, 0)].right += 1 }
            }
        }
        let evaluation = try Evaluation(gold: pages.map(\.gold), predicted: predicted)
        var figures = evaluation.figures
        figures["page.text"] = pages.isEmpty ? 0 : 100 * text / Double(pages.count)
        for (name, tally) in fields { figures["page.\(name)"] = 100 * Double(tally.right) / Double(tally.asked) }
        return AccuracyFloors.Measurement(digest: digest.description, documents: pages.count, figures: figures)
    }
}

/// A page written for the tests, with what a reader takes from it.
struct FixturePage {
    var html: CorpusFile
    var gold: AnnotatedDocument
    /// Of `info.json`: the fields that are strings.
    var info: [String: String]
    /// All its files in the order of their names.
    var files: [CorpusFile]

    static func all(in folder: String) throws -> [FixturePage] {
        let files = try CorpusFile.reading(folder) { ["page.html", "gold.txt", "info.json"].contains($0) }
        let pages = Dictionary(grouping: files) { String($0.path.dropLast($0.name.count)) }
        return try pages.sorted { $0.key < $1.key }.map { folder, files in
            guard let html = files.first(where: { $0.name == "page.html" }), let gold = files.first(where: { $0.name == "gold.txt" }), let info = files.first(where: { $0.name == "info.json" }) else {
                throw CorpusError(SourceLocation(path: folder, line: 0), "a fixture has page.html, gold.txt and info.json")
            }
            let id = String(folder.split(separator: "/").last ?? "")
            let members = try JSONValue(parsing: info.bytes).object ?? []
            return FixturePage(
                html: html, gold: try InlineGold.parse(gold.text(), path: gold.path, id: id),
                info: Dictionary(members.compactMap { member in member.value.string.map { (member.key, $0) } }) { $1 }, files: files)
        }
    }
}

/// How much of a text's words another has, each counted as often as it occurs.
enum WordOverlap {
    static func f1(_ expected: String, _ found: String) -> Double {
        let (a, b) = (counts(expected), counts(found))
        let (sizeA, sizeB) = (a.values.reduce(0, +), b.values.reduce(0, +))
        if sizeA + sizeB == 0 { return 1 }
        let common = a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) }
        return 2 * Double(common) / Double(sizeA + sizeB)
    }

    private static func counts(_ text: String) -> [Substring: Int] {
        Dictionary(text.split { !$0.isLetter && !$0.isNumber }.map { ($0, 1) }, uniquingKeysWith: +)
    }
}
