/// Chooses an article's title among what its page offers.
///
/// The heading on the page is what readers see, but pages also set their own name, or a rubric, as a heading: a heading
/// counts where the page's title or its Open Graph title bears it out.
struct TitleChooser {
    var headings: [String] = []
    var headline: String?
    var metaTitle: String?
    var documentTitle: String?
    var site: String?

    func title() -> String? {
        let stated = [metaTitle, documentTitle, headline].compactMap { $0 }
        for heading in headings where Line.folded(heading).count > 2 && !isSite(heading) {
            if stated.isEmpty { return heading }
            let folded = Line.folded(heading)
            for title in stated {
                let other = Line.folded(title)
                if other == folded { return heading }
                // "Local News | The headline": the stated title is the better half.
                if folded.count > other.count, other.count > 12, folded.contains(run: other) { return withoutSite(title) }
                if other.contains(run: folded), folded.count * 10 >= min(other.count, 40) * 4 { return heading }
            }
            if stated.contains(where: { Self.overlap(heading, $0) >= 0.7 }) { return heading }
        }
        if let headline, !isSite(headline), let other = metaTitle ?? documentTitle, Line.folded(other).contains(run: Line.folded(headline)) { return headline }
        if let title = metaTitle, !isSite(title) { return withoutSite(title) }
        if let title = documentTitle, !isSite(title) { return withoutSite(title) }
        return headline ?? headings.first ?? metaTitle ?? documentTitle
    }

    private func isSite(_ title: String) -> Bool {
        guard let site else { return false }
        return Line.folded(site) == Line.folded(title)
    }

    private static let separators = [" | ", " – ", " — ", " - ", " » ", " :: ", " · ", " • ", " « ", " ‹ ", " › ", " < "]

    /// `title` without the site's name before or after a separator.
    func withoutSite(_ title: String) -> String {
        var parts: [(text: Substring, before: String)] = [(title[...], "")]
        for separator in Self.separators { parts = parts.flatMap { part in Self.split(part.text, by: separator, before: part.before) } }
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return title }
        func joined(_ parts: some Collection<(text: Substring, before: String)>) -> String {
            var result = ""
            for part in parts { result += (result.isEmpty ? "" : part.before) + part.text }
            return result
        }
        if let site {
            let name = Line.folded(site)
            let tail = Line.folded(String(last.text)), head = Line.folded(String(first.text))
            if tail == name || tail.contains(run: name) || (tail.count > 3 && name.contains(run: tail)) { return joined(parts.dropLast()) }
            if head == name || (head.count > 3 && name.contains(run: head)) { return joined(parts.dropFirst()) }
        }
        // An unknown name: the end, where it is the lesser part.
        if Line.words(String(last.text)).count <= 4, Line.words(joined(parts.dropLast())).count >= 3 { return joined(parts.dropLast()) }
        return title
    }

    private static func split(_ text: Substring, by separator: String, before: String) -> [(text: Substring, before: String)] {
        var parts: [(text: Substring, before: String)] = []
        var rest = text
        var lead = before
        while let place = rest.firstRange(of: separator) {
            parts.append((rest[..<place.lowerBound], lead))
            rest = rest[place.upperBound...]
            lead = separator
        }
        parts.append((rest, lead))
        return parts
    }

    /// The share of the longer line's words that the other has too.
    private static func overlap(_ a: String, _ b: String) -> Double {
        let x = Set(Line.words(a)), y = Set(Line.words(b))
        return Double(x.intersection(y).count) / Double(max(1, min(x.count, y.count))) * (x.count >= 3 ? 1 : 0.5)
    }
}

extension Substring {
    /// The first place of `needle`. (The standard library's `firstRange(of:)` brings its regular expressions with it.)
    fileprivate func firstRange(of needle: String) -> Range<Substring.Index>? {
        let pattern = Array(needle.utf8)
        let text = utf8
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].starts(with: pattern) { return start..<text.index(start, offsetBy: pattern.count) }
            text.formIndex(after: &start)
        }
        return nil
    }
}
