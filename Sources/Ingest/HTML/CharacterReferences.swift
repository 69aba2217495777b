import CLibXML
import ExtractionVocabulary

/// HTML's named character references, as far as libxml2 does not resolve them itself.
///
/// libxml2 before 2.14 knows HTML 4's names, with their semicolon only; HTML has nine times as many, and 106 that need no
/// semicolon.
struct CharacterReferences: Sendable {
    /// The code points of names that end in a semicolon and that libxml2 does not know, without the semicolon.
    private var terminated: [String: [UInt32]] = [:]
    /// The same of the names that libxml2 does know.
    private var known: [String: [UInt32]] = [:]
    /// The code points of names that need no semicolon.
    private var unterminated: [String: [UInt32]] = [:]

    static let shared = CharacterReferences()

    private init() {
        for row in EmbeddedTable(tl_references_table()).rows where row.count == 2 {
            let scalars = row[1].split(separator: " ").compactMap { UInt32($0, radix: 16) }
            if row[0].utf8.last != UInt8(ascii: ";") {
                unterminated[row[0]] = scalars
            } else {
                let name = String(row[0].dropLast())
                if htmlEntityLookup(name) == nil { terminated[name] = scalars } else { known[name] = scalars }
            }
        }
    }

    /// The code points of a name without its semicolon.
    func scalars(of name: String) -> [UInt32]? { known[name] ?? terminated[name] }

    /// The code points of `name`, which a semicolon follows; `nil` where libxml2 knows it or nobody does.
    func unknownToParser(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt32]? {
        terminated[String(decoding: name, as: UTF8.self)]
    }

    /// The longest prefix of `name` that needs no semicolon, and its code points.
    func unterminatedPrefix(of name: Slice<UnsafeBufferPointer<UInt8>>) -> (length: Int, scalars: [UInt32])? {
        // The longest such name has 6 letters, the shortest 2.
        for length in stride(from: min(6, name.count), through: 2, by: -1) {
            if let scalars = unterminated[String(decoding: name.prefix(length), as: UTF8.self)] { return (length, scalars) }
        }
        return nil
    }
}
