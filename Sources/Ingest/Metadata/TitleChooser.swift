import ExtractionVocabulary

/// Chooses an article's title among what its page offers.
///
/// The heading on the page is what readers see, but pages also set their own name, or a rubric, as a heading: a heading
/// counts where the page's title or its Open Graph title bears it out.
struct TitleChooser {
    var headings: [String] = []
    /// Of each heading, whether it is one text: others may hold a subtitle, too.
    var areWhole: [Bool] = []
    /// Headings of the second and third rank: on blogs the first is the blog's name.
    var subheadings: [String] = []
    var headline: String?
    var metaTitle: String?
    var documentTitle: String?
    /// What a field named after headings says: the heading that readers see.
    var markedHeading: String?
    var site: String?
    var address = PageAddress("")

    init(headline: String?, metaTitle: String?, site: String?) {
        self.headline = headline
        self.metaTitle = metaTitle
        self.site = site
    }

    func title() -> String? {
        let stated = [metaTitle, documentTitle, headline].compactMap { $0 }
        let titles = stated.map(Line.folded)
        let headings = headings.map { Heading(text: $0, folded: Line.folded($0)) }, subheadings = subheadings.map { Heading(text: $0, folded: Line.folded($0)) }
        if let heading = exactHeading(titles, headings, subheadings) ?? longerPart(titles, headings, subheadings) { return heading }
        let candidates = headings.filter { $0.folded.count > 2 && !isSite($0.folded) }
        if let heading = candidates.first(where: { titles.contains($0.folded) }) { return heading.text }
        if stated.isEmpty, let heading = candidates.first { return heading.text }
        let shorter = candidates.isEmpty ? [] : stated.map(withoutSite)
        for heading in candidates {
            let folded = heading.folded
            for (title, other) in zip(stated + shorter, titles + shorter.map(Line.folded)) {
                // "Local News | The headline": the stated title is the better half.
                if folded.count > other.count, other.count > 12, folded.contains(run: other) { return isFuller(heading.text, than: title) ? heading.text : withoutSite(title) }
                if other.contains(run: folded), folded.count * 10 >= min(other.count, 40) * 4 || isFirstPart(folded, of: title) { return heading.text }
            }
            // What readers see; titles for search engines often are others. Less must be the same where there is but one heading.
            let needed = candidates.count == 1 && folded.count > 12 ? 0.4 : 0.7
            if stated.contains(where: { Self.overlap(heading.text, $0) >= needed }) || address.share(of: Set(Line.words(heading.text))) >= 0.75 { return heading.text }
        }
        if let headline, !isSite(Line.folded(headline)), let other = metaTitle ?? documentTitle, Line.folded(other).contains(run: Line.folded(headline)) { return headline }
        if let title = metaTitle, !isSite(Line.folded(title)) { return withoutSite(title) }
        if let title = documentTitle, !isSite(Line.folded(title)), !Self.isOpenEnded(title) { return withoutSite(title) }
        return headline ?? candidates.first?.text ?? subheadings.first?.text ?? headings.first?.text ?? metaTitle ?? documentTitle
    }

    private struct Heading {
        var text: String
        var folded: [UInt8]
    }

    /// A heading of any rank that a field for it states, or the Open Graph title, or the part of the title behind a separator.
    private func exactHeading(_ titles: [[UInt8]], _ headings: [Heading], _ subheadings: [Heading]) -> String? {
        func heading(_ folded: [UInt8], in list: [Heading]) -> String? {
            isSite(folded) ? nil : list.first { $0.folded == folded }?.text
        }
        if let marked = markedHeading.map(Line.folded), let heading = heading(marked, in: headings + subheadings) { return heading }
        guard !subheadings.isEmpty, !headings.contains(where: { titles.contains($0.folded) }) else { return nil }
        if let title = metaTitle.map(Line.folded), title.count > 8, let heading = heading(title, in: subheadings) { return heading }
        guard let documentTitle else { return nil }
        let parts = Self.parts(of: documentTitle).map { Line.folded(String($0.text)) }
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return nil }
        // No heading of the first rank.
        if headings.isEmpty, last.count > 4, let heading = heading(last, in: subheadings) { return heading }
        // A lesser heading that is the title but for the names of rubrics and the site, and no better heading is in it.
        let whole = Line.folded(documentTitle)
        guard first.count > 8, !headings.contains(where: { whole.contains(run: $0.folded) }) else { return nil }
        return heading(first, in: subheadings)
    }

    /// A lesser heading that is part of a stated title, where the first heading is a shorter part of it, or none.
    private func longerPart(_ titles: [[UInt8]], _ headings: [Heading], _ subheadings: [Heading]) -> String? {
        guard !subheadings.isEmpty, !headings.contains(where: { titles.contains($0.folded) }) else { return nil }
        let first = headings.map(\.folded).filter { heading in titles.contains { $0.contains(run: heading) } }.map(\.count).max() ?? 0
        return subheadings.filter { heading in
            heading.folded.count > max(first, 14)
                && titles.contains {
                    $0.count > heading.folded.count && heading.folded.count * 100 > $0.count * 45 && $0.suffix(heading.folded.count).elementsEqual(heading.folded)
                }
        }.max { $0.folded.count < $1.folded.count }?.text
    }

    private func isSite(_ folded: [UInt8]) -> Bool {
        if let site, Line.folded(site) == folded { return true }
        return address.hostNames.contains(folded)
    }

    /// Whether a heading that holds a stated title says more than it: words, not a rubric before it, nor a source or a count behind it.
    private func isFuller(_ heading: String, than title: String) -> Bool {
        guard let place = headings.firstIndex(of: heading), areWhole.indices.contains(place), areWhole[place] else { return false }
        guard Self.parts(of: heading).count == 1, !Line.folded(heading).suffix(Line.folded(title).count).elementsEqual(Line.folded(title)) else { return false }
        let words = Line.words(title)
        guard let last = words.last, let place = Line.words(heading).lastIndex(of: last) else { return false }
        let rest = heading.utf8.split(separator: UInt8(ascii: " ")).suffix(max(0, Line.words(heading).count - place - 1))
        guard let next = rest.first?.first else { return true }
        return next != UInt8(ascii: "(") && next != UInt8(ascii: "[") && !next.isASCIIDigit
    }

    /// Whether a heading is the first part of a title of parts, and not what names the site there.
    private func isFirstPart(_ folded: [UInt8], of title: String) -> Bool {
        let parts = Self.parts(of: title)
        guard parts.count > 1, let first = parts.first, Line.folded(String(first.text)) == folded, !address.isSite(folded) else { return false }
        return site != nil || !address.hostNames.isEmpty
    }

    /// Whether a title ends in a separator: the page's own part of it is empty.
    private static func isOpenEnded(_ title: String) -> Bool { title.utf8.suffix(2).elementsEqual(" -".utf8) || title.utf8.suffix(2).elementsEqual(" |".utf8) }

    private static let separators = [" | ", " – ", " — ", " -- ", " - ", " » ", " :: ", " · ", " • ", " « ", " ‹ ", " › ", " < ", " --"].map { Array($0.utf8) }

    /// The parts of a title between separators, each with the one before it.
    private static func parts(of title: String) -> [(text: Substring, before: String)] {
        let text = title.utf8
        var parts: [(text: Substring, before: String)] = []
        var start = text.startIndex, i = start
        var before = ""
        while let blank = text[i...].firstIndex(of: UInt8(ascii: " ")) {
            let next = text.index(after: blank)
            // A letter or digit behind the blank: no separator.
            if next < text.endIndex, !text[next].isASCIIAlphanumeric, let separator = separators.first(where: { text[blank...].starts(with: $0) }) {
                parts.append((title[start..<blank], before))
                before = String(decoding: separator, as: UTF8.self)
                start = text.index(blank, offsetBy: separator.count)
                i = start
            } else {
                i = next
            }
        }
        parts.append((title[start...], before))
        return parts
    }

    /// `title` without the site's name before or after a separator, and without rubrics there.
    func withoutSite(_ title: String) -> String {
        var parts = Self.parts(of: title)
        var isCut = false
        while parts.count > 1, let first = parts.first, let last = parts.last {
            let tail = Line.folded(String(last.text)), head = Line.folded(String(first.text))
            let name = site.map(Line.folded) ?? []
            if tail.isEmpty || !name.isEmpty && (tail == name || tail.contains(run: name) || tail.count > 3 && name.contains(run: tail)) || isAddressed(last.text, tail)
                || Self.rubrics.contains(String(last.text).lowercased())
            {
                parts.removeLast()
            } else if !isCut, head == name && !name.isEmpty || head.count > 3 && name.contains(run: head) {
                parts.removeFirst()
            } else if !isCut, Line.words(String(last.text)).count <= 4, Line.words(Self.joined(parts.dropLast())).count >= 3 {
                // An unknown name: the end, where it is the lesser part.
                parts.removeLast()
            } else {
                break
            }
            isCut = true
        }
        return Self.joined(parts)
    }

    private static func joined(_ parts: some Collection<(text: Substring, before: String)>) -> String {
        var result = ""
        for part in parts { result += (result.isEmpty ? "" : part.before) + part.text }
        return result
    }

    /// Whether a title's last part names the site by its address: "Newegg.com", or the name in the host.
    private func isAddressed(_ part: Substring, _ folded: [UInt8]) -> Bool {
        let words = Line.words(String(part)).count
        if words == 1, let point = part.utf8.lastIndex(of: UInt8(ascii: ".")), part.utf8.distance(from: point, to: part.utf8.endIndex) > 2,
            part.utf8[point...].dropFirst().allSatisfy(\.isASCIILetter)
        {
            return true
        }
        return words < 6 && address.isSite(folded)
    }

    private static let rubrics: Set<String> = Set(EmbeddedTable(tl_metadata_table()).rows.lazy.filter { $0.count == 2 && $0[0] == "rubric" }.map { $0[1] })

    /// The share of the longer line's words that the other has too.
    private static func overlap(_ a: String, _ b: String) -> Double {
        let x = Set(Line.words(a)), y = Set(Line.words(b))
        return Double(x.intersection(y).count) / Double(max(1, min(x.count, y.count))) * (x.count >= 3 ? 1 : 0.5)
    }
}
