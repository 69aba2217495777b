import JSON
import NER
import ReportTemplate

/// The page that `tagline view` fills: its frame, style and script with a place for the data.
struct ReportPage {
    /// What stands before and behind the data.
    let before: [UInt8]
    let behind: [UInt8]

    init() {
        let style = Self.bytes(tl_page_style())
        let script = Self.bytes(tl_page_script())
        var parts: [UInt8] = []
        var before: [UInt8] = []
        var rest = Self.bytes(tl_page_frame())[...]
        // Places are {{name}}; the frame has each once.
        while let open = rest.firstIndex(of: UInt8(ascii: "{")), let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) {
            parts += rest[..<open]
            switch String(decoding: rest[(open + 2)..<close], as: UTF8.self) {
            case "style": parts += style
            case "script": parts += script
            default:
                before = parts
                parts = []
            }
            rest = rest[(close + 2)...]
        }
        self.before = before
        behind = parts + rest
    }

    private static func bytes(_ part: tl_page_part) -> [UInt8] { Array(UnsafeBufferPointer(start: part.bytes, count: part.count)) }
}

/// The data of a report as JSON, article by article, so that memory doesn't grow with their number.
struct ReportData {
    private let rules: [RuleDescription]
    private var ruleNumbers: [String: Int] = [:]
    /// Rules that are none of a file: forms of the amount grammar, relations between names.
    private var otherRules: [String] = []
    private var billNumbers: [[UInt8]: Int] = [:]
    private var bills: [[UInt8]] = []
    private var isFirst = true

    init(rules: [RuleDescription]) {
        self.rules = rules
        for (number, rule) in rules.enumerated() { ruleNumbers[rule.id] = number }
    }

    /// What stands before the first article.
    func head(generator: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("generator")
        writer.string(generator)
        writer.key("articles")
        return Self.embeddable(writer.bytes + [UInt8(ascii: "[")])
    }

    /// One article, with the bills of `explanation` for those mentions that it makes too.
    mutating func article(_ record: ReportRecord, _ explanation: Explanation?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (key, value) in record.fields {
            writer.key(quoting: key)
            writer.string(value)
        }
        if let error = record.error {
            writer.key("error")
            error.write(to: &writer)
        }
        for (key, mentions, isInTitle) in [("mentions", record.mentions, false), ("titleMentions", record.titleMentions, true)] {
            writer.key(quoting: key)
            writer.beginArray()
            for mention in mentions { write(mention, bill(of: mention, isInTitle, explanation), to: &writer) }
            writer.endArray()
        }
        if let relations = record.relations {
            writer.key("relations")
            relations.write(to: &writer)
        }
        writer.endObject()
        defer { isFirst = false }
        return (isFirst ? [] : [UInt8(ascii: ",")]) + [0x0A] + Self.embeddable(writer.bytes)
    }

    /// What stands behind the last article: the rules and bills that mentions refer to by number.
    func tail() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for rule in rules { Self.row([rule.id, "\(rule.file.split(separator: "/").last ?? ""):\(rule.line)", rule.because], to: &writer) }
        for rule in otherRules { Self.row([rule, "", ""], to: &writer) }
        writer.endArray()
        var bytes = Array("\n],\"rules\":".utf8) + writer.bytes
        bytes += "\n,\"bills\":[".utf8
        for (number, bill) in bills.enumerated() { bytes += (number == 0 ? [] : [UInt8(ascii: ",")]) + bill }
        bytes += "]}".utf8
        return Self.embeddable(bytes)
    }

    private static func row(_ cells: [String], to writer: inout JSONWriter) {
        writer.beginArray()
        for cell in cells { writer.string(cell) }
        writer.endArray()
    }

    /// A row: id, type's number, start, end, rule's number, points, bill's number, attributes; offsets in UTF-16.
    private mutating func write(_ mention: ReportRecord.Mention, _ bill: Int?, to writer: inout JSONWriter) {
        writer.beginArray()
        writer.integer(mention.id)
        writer.integer(EntityType.allCases.firstIndex(of: mention.type) ?? 0)
        writer.integer(mention.start)
        writer.integer(mention.end)
        writer.integer(ruleNumber(mention.rule))
        writer.integer(mention.score)
        writer.integer(bill)
        if !mention.attributes.isEmpty { JSONValue.object(mention.attributes).write(to: &writer) }
        writer.endArray()
    }

    private mutating func ruleNumber(_ rule: String) -> Int {
        if let number = ruleNumbers[rule] { return number }
        let number = rules.count + otherRules.count
        ruleNumbers[rule] = number
        otherRules.append(rule)
        return number
    }

    /// The number of a mention's bill; `nil` where the rules at hand don't make the mention.
    private mutating func bill(of mention: ReportRecord.Mention, _ isInTitle: Bool, _ explanation: Explanation?) -> Int? {
        let candidate = explanation?.candidates.first { candidate in
            guard case .tagged(mention.type) = candidate.outcome else { return false }
            return candidate.isInTitle == isInTitle && candidate.range == mention.bytes
        }
        guard let candidate else { return nil }
        var writer = JSONWriter()
        writer.beginArray()
        for item in candidate.bill {
            writer.beginArray()
            writer.integer(ruleNumber(item.rule))
            writer.string(item.reading)
            writer.integer(item.points)
            switch item.source {
            case .here: break
            case .elsewhere(let text, _): writer.string("seen at “\(text)”")
            case .fullName(let text): writer.string("from “\(text)”")
            }
            writer.endArray()
        }
        writer.endArray()
        if let number = billNumbers[writer.bytes] { return number }
        billNumbers[writer.bytes] = bills.count
        bills.append(writer.bytes)
        return bills.count - 1
    }

    /// JSON within a script element: "<" ends it, or begins a comment; in JSON it stands in strings alone.
    static func embeddable(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(UInt8(ascii: "<")) else { return json }
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 64)
        for byte in json {
            if byte == UInt8(ascii: "<") { result += "\\u003c".utf8 } else { result.append(byte) }
        }
        return result
    }
}
