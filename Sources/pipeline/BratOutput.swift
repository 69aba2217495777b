import Glibc
import JSON
import NER

/// brat's standoff (brat.nlplab.org/standoff.html): for each article a text and a file of what stands where in it, and one file that tells brat the types.
///
/// Written as a folder, which has its name once it is complete, or as a tar archive into a stream. Articles are numbered in the order in which they come,
/// so that names are unique and sort in input order; a record that could not be read is an `.error.json` among them.
final class BratOutput: RecordOutput {
    private enum Target {
        case folder(final: String, partial: String)
        case archive(OutputFile)
    }

    private let target: Target
    private let unit: OffsetUnit
    private var count = 0

    /// - Parameter path: a folder to make, or a file whose name ends in `.tar`; `nil`: standard output.
    init(path: String?, unit: OffsetUnit) throws(OutputError) {
        self.unit = unit
        if let path, !path.hasSuffix(".tar") {
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            let partial = folder + ".partial"
            guard Self.isFree(folder) else { throw OutputError(message: "\(folder) must be an empty folder, or a name that nothing has yet") }
            if mkdir(partial, 0o777) != 0 {
                throw errno == EEXIST
                    ? OutputError(message: "\(partial) is there, of an interrupted run or one under way; remove it, or name another folder")
                    : OutputError("\(partial) can't be made")
            }
            target = .folder(final: folder, partial: partial)
        } else {
            let file = if let path { try OutputFile(path: path) } else { OutputFile.standardOutput }
            target = .archive(file)
        }
        try deliver("annotation.conf", Array(Self.configuration.utf8))
    }

    /// Whether a folder can get this name: nothing has it, or an empty one, which gives way.
    private static func isFree(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return errno == ENOENT }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Itself and the one above.
        return count <= 2
    }

    func write(_ lines: [UInt8]) throws(OutputError) {
        for line in lines.split(separator: 0x0A) {
            guard let record = try? JSONValue(parsing: Array(line)) else { continue }
            count += 1
            let name = Self.name(count, record["id"])
            if record["error"] != nil {
                try deliver(name + ".error.json", line + [0x0A])
            } else {
                try deliver(name + ".txt", Array((record["text"]?.string ?? "").utf8))
                try deliver(name + ".ann", StandoffLines(record, unit).bytes)
            }
        }
    }

    func complete() throws(OutputError) {
        switch target {
        case .folder(let final, let partial):
            if rename(partial, final) != 0 { throw OutputError("\(partial) can't be renamed to \(final)") }
        case .archive(let file):
            // Two empty blocks end an archive.
            try file.write([UInt8](repeating: 0, count: 1024))
            try file.complete()
        }
    }

    private func deliver(_ name: String, _ bytes: some Collection<UInt8>) throws(OutputError) {
        switch target {
        case .folder(_, let partial):
            let path = "\(partial)/\(name)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor < 0 { throw OutputError("\(path) can't be written") }
            defer { close(descriptor) }
            var (rest, content) = (0, Array(bytes))
            while rest < content.count {
                let written = content.withUnsafeMutableBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: rest), $0.count - rest) }
                if written < 0, errno != EINTR { throw OutputError("writing \(path) failed") }
                rest += max(0, written)
            }
        case .archive(let file):
            try file.write(TarMember.header(name: name, size: bytes.count) + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512))
        }
    }

    /// Such as `00000012-a12`: the number, and of the id what any file system takes.
    static func name(_ number: Int, _ id: JSONValue?) -> String {
        let digits = String(number)
        let spelling = id.map { $0.string ?? String(decoding: $0.serialized, as: UTF8.self) } ?? ""
        let safe = spelling.utf8.prefix(48).map { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D || byte == 0x2E ? byte : UInt8(ascii: "_")
        }
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + (safe.isEmpty ? "" : "-" + String(decoding: safe, as: UTF8.self))
    }

    /// What brat must know of the types, or it shows none.
    private static var configuration: String {
        let deals = Deal.Kind.allCases.flatMap { [$0.rawValue, "\($0.rawValue)-amount", "\($0.rawValue)-seller"] }
        return "[entities]\n" + EntityType.allCases.map { $0.rawValue + "\n" }.joined()
            + "[relations]\nholder\tArg1:role, Arg2:<ENTITY>\norg\tArg1:role, Arg2:<ENTITY>\nconverts\tArg1:amount, Arg2:amount\n"
            + deals.map { "\($0)\tArg1:<ENTITY>, Arg2:<ENTITY>\n" }.joined()
            + "[events]\n[attributes]\nstatus\tArg:role, Value:" + RoleLinks.Status.allCases.map(\.rawValue).joined(separator: "|")
            + "\nkind\tArg:amount, Value:" + MonetaryAmount.Kind.allCases.map(\.rawValue).joined(separator: "|") + "\n"
    }
}

/// The lines of one `.ann` file.
private struct StandoffLines {
    private var text = ""
    private var noteCount = 0
    private var attributeCount = 0
    private var relations: [String] = []
    private var seen: Set<String> = []
    /// The record's mentions by id. Those of the title are not: it is no part of the text.
    private var known: Set<Int> = []

    var bytes: [UInt8] { Array(text.utf8) }

    init(_ record: JSONValue, _ unit: OffsetUnit) {
        let entities = record["entities"]?.array ?? []
        for entity in entities { if let id = entity["id"]?.int { known.insert(id) } }
        for entity in entities { mention(entity, unit) }
        for relation in record["relations"]?.array ?? [] { self.relation(relation) }
        for (number, relation) in relations.enumerated() { text += "R\(number + 1)\t\(relation)\n" }
    }

    private mutating func mention(_ entity: JSONValue, _ unit: OffsetUnit) {
        guard let id = entity["id"]?.int, let type = entity["type"]?.string, let start = entity["start"]?.int, let words = entity["text"]?.string else { return }
        // brat takes a mention over several lines in fragments, one a line.
        var offset = start
        var fragments: [(offsets: String, words: String)] = []
        for line in Array(words.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
            let length = line.withUnsafeBufferPointer { unit.length(of: $0[0..<$0.count]) }
            if length > 0 { fragments.append(("\(offset) \(offset + length)", String(decoding: line, as: UTF8.self))) }
            offset += length + 1
        }
        text += "T\(id)\t\(type) \(fragments.map(\.offsets).joined(separator: ";"))\t\(fragments.map(\.words).joined(separator: " "))\n"
        for name in ["status", "kind"] {
            guard let value = entity[name]?.string else { continue }
            attributeCount += 1
            text += "A\(attributeCount)\t\(name) T\(id) \(value)\n"
        }
        let notes = ["value", "high", "currency", "name"].compactMap { name in entity[name]?.string.map { "\(name)=\(Self.quoted($0))" } }
        if !notes.isEmpty {
            noteCount += 1
            text += "#\(noteCount)\tAnnotatorNotes T\(id)\t\(notes.joined(separator: " "))\n"
        }
        for name in ["holder", "org", "converts"] { relate(name, id, entity[name]?.int) }
    }

    private mutating func relation(_ relation: JSONValue) {
        if let role = relation["role"]?.int {
            relate("holder", role, relation["holder"]?.int)
            relate("org", role, relation["org"]?.int)
            return
        }
        guard let type = relation["type"]?.string else { return }
        let agents = (relation["agents"]?.array ?? []).compactMap(\.int)
        let target = relation["target"]?.int
        for agent in agents { relate(type, agent, target) }
        if let bearer = target ?? agents.first {
            relate("\(type)-amount", bearer, relation["amount"]?.int)
            relate("\(type)-seller", bearer, relation["seller"]?.int)
        }
    }

    private mutating func relate(_ name: String, _ first: Int, _ second: Int?) {
        guard let second, known.contains(first), known.contains(second) else { return }
        let relation = "\(name) Arg1:T\(first) Arg2:T\(second)"
        if seen.insert(relation).inserted { relations.append(relation) }
    }

    /// As `tagline eval` reads attributes in notes.
    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"\\[]|=".utf8.contains($0) }
        if isPlain { return value }
        return "\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0.isNewline || $0 == "\t" ? " " : String($0) }.joined() + "\""
    }
}

/// The header of a file in a tar archive: POSIX ustar, without owners and times, so that the same articles give the same bytes.
private enum TarMember {
    static func header(name: String, size: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at position: Int) { header.replaceSubrange(position..<(position + text.utf8.count), with: text.utf8) }
        func octal(_ number: Int, _ width: Int) -> String {
            let digits = String(number, radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        put(String(name.prefix(99)), at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(size, 11), at: 124)
        put(octal(0, 11), at: 136)
        // The sum counts its own field as blanks.
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        return header
    }
}
