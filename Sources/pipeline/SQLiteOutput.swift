import CSQLite
import Glibc
import JSON

/// Where a run's lines go.
protocol RecordOutput {
    /// Takes whole lines.
    func write(_ lines: [UInt8]) throws(OutputError)
    /// Makes the output final.
    func complete() throws(OutputError)
}

extension OutputFile: RecordOutput {}

/// An SQLite database: articles, entities, amounts, roles, relations, a full-text index, and a view for each question that is asked often.
///
/// Written under a temporary name in one transaction, and named when complete.
final class SQLiteOutput: RecordOutput {
    private let path: String
    private let database: OpaquePointer
    private var statements: [String: OpaquePointer] = [:]
    private var tape = JSONTape()
    private var articleCount = 0

    static let schema = """
        CREATE TABLE articles(
            article INTEGER PRIMARY KEY, id TEXT, path TEXT, member TEXT, line INTEGER, "offset" INTEGER, url TEXT, title TEXT, author TEXT, published TEXT,
            site TEXT, canonical TEXT, description TEXT, language TEXT, text TEXT, error_stage TEXT, error_code TEXT, error_message TEXT);
        -- Offsets count code points of the article's text, or of its title.
        CREATE TABLE entities(
            article INTEGER NOT NULL REFERENCES articles, entity INTEGER NOT NULL, in_title INTEGER NOT NULL, type TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            text TEXT NOT NULL, name TEXT, rule TEXT NOT NULL, score INTEGER, PRIMARY KEY(article, entity)) WITHOUT ROWID;
        -- value and high are exact decimal digits in the major unit.
        CREATE TABLE amounts(
            article INTEGER NOT NULL, entity INTEGER NOT NULL, value TEXT, high TEXT, currency TEXT, currency_basis TEXT, kind TEXT NOT NULL, PRIMARY KEY(article, entity)) WITHOUT ROWID;
        CREATE TABLE roles(
            article INTEGER NOT NULL, entity INTEGER NOT NULL, holder INTEGER, org INTEGER, status TEXT NOT NULL, PRIMARY KEY(article, entity)) WITHOUT ROWID;
        -- The record's relations, and their entities: role, holder, org; agent (several), target, amount, seller.
        CREATE TABLE relations(
            article INTEGER NOT NULL REFERENCES articles, relation INTEGER NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, stake TEXT, rule TEXT, PRIMARY KEY(article, relation)) WITHOUT ROWID;
        CREATE TABLE arguments(
            article INTEGER NOT NULL, relation INTEGER NOT NULL, part TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY(article, relation, part, entity)) WITHOUT ROWID;
        CREATE VIRTUAL TABLE article_search USING fts5(title, text, content='articles', content_rowid='article');
        """

    static let views = """
        CREATE INDEX entities_by_name ON entities(type, name);
        INSERT INTO article_search(article_search) VALUES('rebuild');
        -- Which firms, people, organisations are written about, and how often?
        CREATE VIEW names AS SELECT type, coalesce(name, text) AS name, count(*) AS mentions, count(DISTINCT article) AS articles FROM entities
            WHERE type IN ('firm', 'org', 'person', 'place') GROUP BY type, coalesce(name, text);
        -- What sums are named, largest first when sorted by value?
        CREATE VIEW sums AS SELECT a.article, e.text, CAST(m.value AS REAL) AS value, m.currency, m.kind, a.title, a.published, a.url
            FROM amounts m JOIN entities e USING (article, entity) JOIN articles a USING (article);
        -- Who holds which role where?
        CREATE VIEW offices AS SELECT r.article, e.text AS role, coalesce(h.name, h.text) AS holder, coalesce(o.name, o.text) AS org, r.status, a.published, a.url
            FROM roles r JOIN entities e USING (article, entity) JOIN articles a USING (article)
            LEFT JOIN entities h ON h.article = r.article AND h.entity = r.holder LEFT JOIN entities o ON o.article = r.article AND o.entity = r.org;
        -- Who bought or financed whom, and for how much?
        CREATE VIEW deals AS SELECT r.article, r.relation, r.type, r.status, coalesce(g.name, g.text) AS agent, coalesce(t.name, t.text) AS target, m.text AS amount, r.stake, coalesce(s.name, s.text) AS seller,
                a.published, a.url
            FROM relations r JOIN articles a USING (article)
            LEFT JOIN arguments ag ON ag.article = r.article AND ag.relation = r.relation AND ag.part = 'agent' LEFT JOIN entities g ON g.article = r.article AND g.entity = ag.entity
            LEFT JOIN arguments tg ON tg.article = r.article AND tg.relation = r.relation AND tg.part = 'target' LEFT JOIN entities t ON t.article = r.article AND t.entity = tg.entity
            LEFT JOIN arguments am ON am.article = r.article AND am.relation = r.relation AND am.part = 'amount' LEFT JOIN entities m ON m.article = r.article AND m.entity = am.entity
            LEFT JOIN arguments sl ON sl.article = r.article AND sl.relation = r.relation AND sl.part = 'seller' LEFT JOIN entities s ON s.article = r.article AND s.entity = sl.entity
            WHERE r.type IN ('acquisition', 'investment', 'funding', 'stake');
        -- Which firms stand in one article?
        CREATE VIEW firms_together AS SELECT x.name AS firm, y.name AS other, count(*) AS articles
            FROM (SELECT DISTINCT article, name FROM entities WHERE type = 'firm') x JOIN (SELECT DISTINCT article, name FROM entities WHERE type = 'firm') y
            ON x.article = y.article AND x.name < y.name GROUP BY x.name, y.name;
        -- What could not be read?
        CREATE VIEW failures AS SELECT path, member, line, "offset", error_stage, error_code, error_message FROM articles WHERE error_code IS NOT NULL;
        """

    init(path: String) throws(OutputError) {
        self.path = path
        unlink(path + ".partial")
        var handle: OpaquePointer?
        guard sqlite3_open(path + ".partial", &handle) == SQLITE_OK, let handle else {
            if let handle { sqlite3_close(handle) }
            throw OutputError(message: "\(path).partial can't be written")
        }
        database = handle
        // Nobody sees the file before it is complete: what a crash leaves is thrown away.
        try execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        try execute(Self.schema)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    func complete() throws(OutputError) {
        try execute(Self.views)
        try execute("COMMIT;")
        for statement in statements.values { sqlite3_finalize(statement) }
        statements = [:]
        if rename(path + ".partial", path) != 0 { throw OutputError("\(path).partial can't be renamed to \(path)") }
    }

    func write(_ lines: [UInt8]) throws(OutputError) {
        for line in lines.split(separator: 0x0A) {
            guard let record = try? JSONValue(parsing: Array(line)) else { continue }
            try insert(record)
        }
    }

    private func insert(_ record: JSONValue) throws(OutputError) {
        articleCount += 1
        let source = record["source"]
        let id = record["id"].map { $0.string ?? String(decoding: $0.serialized, as: UTF8.self) }
        try insert(
            "articles",
            [
                .integer(articleCount), .text(id), .text(source?["path"]?.string), .text(source?["member"]?.string), .integer(source?["line"]?.int), .integer(source?["offset"]?.int),
                .text(record["url"]?.string), .text(record["title"]?.string), .text(record["author"]?.string), .text(record["published"]?.string), .text(record["site"]?.string),
                .text(record["canonical"]?.string), .text(record["description"]?.string), .text(record["language"]?.string), .text(record["text"]?.string),
                .text(record["error"]?["stage"]?.string), .text(record["error"]?["code"]?.string), .text(record["error"]?["message"]?.string),
            ])
        for (key, isInTitle) in [("entities", 0), ("title_entities", 1)] {
            for entity in record[key]?.array ?? [] { try insert(entity, isInTitle) }
        }
        for (number, relation) in (record["relations"]?.array ?? []).enumerated() { try insert(relation, number: number + 1) }
    }

    private func insert(_ relation: JSONValue, number: Int) throws(OutputError) {
        let key: [Value] = [.integer(articleCount), .integer(number)]
        try insert("relations", key + ["type", "status", "stake", "rule"].map { .text(relation[$0]?.string) })
        let agents = (relation["agents"]?.array ?? []).map { ("agent", $0) }
        for (part, entity) in agents + ["role", "holder", "org", "target", "amount", "seller"].compactMap({ part in relation[part].map { (part, $0) } }) {
            if let entity = entity.int { try insert("arguments", key + [.text(part), .integer(entity)]) }
        }
    }

    private func insert(_ entity: JSONValue, _ isInTitle: Int) throws(OutputError) {
        let key: [Value] = [.integer(articleCount), .integer(entity["id"]?.int)]
        try insert(
            "entities",
            key + [
                .integer(isInTitle), .text(entity["type"]?.string), .integer(entity["start"]?.int), .integer(entity["end"]?.int), .text(entity["text"]?.string), .text(entity["name"]?.string),
                .text(entity["rule"]?.string), .integer(entity["score"]?.int),
            ])
        if entity["type"]?.string == "amount" {
            try insert("amounts", key + ["value", "high", "currency", "currency_basis", "kind"].map { .text(entity[$0]?.string) })
        } else if entity["type"]?.string == "role" {
            try insert("roles", key + [.integer(entity["holder"]?.int), .integer(entity["org"]?.int), .text(entity["status"]?.string)])
        }
    }

    private enum Value {
        case text(String?)
        case integer(Int?)
    }

    private func insert(_ table: String, _ values: [Value]) throws(OutputError) {
        let statement = try prepared(table, values.count)
        sqlite3_reset(statement)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .integer(let number?): sqlite3_bind_int64(statement, place, Int64(number))
            case .text(var text?): text.withUTF8 { bytes in _ = bytes.withMemoryRebound(to: CChar.self) { tl_sqlite_bind_text(statement, place, $0.baseAddress ?? UnsafePointer(sqlite3_libversion()), Int32(clamping: $0.count)) } }
            default: sqlite3_bind_null(statement, place)
            }
        }
        if sqlite3_step(statement) != SQLITE_DONE { throw failure() }
    }

    private func prepared(_ table: String, _ count: Int) throws(OutputError) -> OpaquePointer {
        if let statement = statements[table] { return statement }
        var statement: OpaquePointer?
        let marks = [String](repeating: "?", count: count).joined(separator: ",")
        guard sqlite3_prepare_v2(database, "INSERT INTO \(table) VALUES(\(marks))", -1, &statement, nil) == SQLITE_OK, let statement else { throw failure() }
        statements[table] = statement
        return statement
    }

    private func execute(_ sql: String) throws(OutputError) {
        if sqlite3_exec(database, sql, nil, nil, nil) != SQLITE_OK { throw failure() }
    }

    private func failure() -> OutputError { OutputError(message: "writing \(path).partial failed: \(String(cString: sqlite3_errmsg(database)))") }
}
