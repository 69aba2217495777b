/// What a page's address says of its article and of its site.
struct PageAddress {
    /// The host, without "www."; `nil` where the address has none.
    let host: String?
    /// The names in the host: "example" of `www.example.com`. Short ones, and those that all hosts have, are left out.
    let hostNames: [[UInt8]]
    /// The words of the path's last part, where it has at least four.
    let slug: [[UInt8]]

    /// Reads an absolute address; of anything else nothing is known.
    init(_ address: String) {
        let bytes = Array(address.utf8)
        guard let scheme = bytes.firstRange(of: "://") else {
            (host, hostNames, slug) = (nil, [], [])
            return
        }
        let rest = bytes[(scheme + 3)...]
        let name = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: ":") }
        let bare = name.starts(with: "www.".utf8) ? name.dropFirst(4) : name
        host = bare.isEmpty ? nil : String(decoding: bare, as: UTF8.self)
        hostNames = name.split(separator: UInt8(ascii: ".")).dropLast().map { $0.filter(\.isASCIIAlphanumeric).map(\.asciiLowercased) }
            .filter { $0.count > 3 && !Self.common.contains($0) }
        let path = rest.dropFirst(name.count).prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let words = path.split(separator: UInt8(ascii: "/")).last?.split { !$0.isASCIIAlphanumeric }.map { $0.map(\.asciiLowercased) } ?? []
        slug = words.count > 3 ? words : []
    }

    private static let common: Set<[UInt8]> = Set(
        ["blog", "blogs", "news", "info", "shop", "store", "apps", "support", "docs", "edition", "mobile", "home", "media"].map { Array($0.utf8) })

    /// Whether a part of a title names the site: it holds a name of the host, or is part of one.
    func isSite(_ folded: [UInt8]) -> Bool {
        folded.count > 3 && hostNames.contains { folded.contains(run: $0) || $0.contains(run: folded) }
    }

    /// The share of the address's words that `words` has.
    func share(of words: Set<[UInt8]>) -> Double {
        slug.isEmpty ? 0 : Double(slug.count(where: words.contains)) / Double(slug.count)
    }
}

extension [UInt8] {
    fileprivate func firstRange(of text: StaticString) -> Int? {
        indices.first { start in start + text.utf8CodeUnitCount <= count && text.withUTF8Buffer { $0.elementsEqual(self[start..<(start + $0.count)]) } }
    }
}
