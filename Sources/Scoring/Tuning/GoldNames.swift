/// A document's gold mentions, ready to be counted against again and again.
package struct GoldNames: Sendable {
    private struct Span: Hashable {
        var range: Range<Int>
        var type: Int
    }

    /// The mentions, and the shorter forms of some that are as good.
    private var right: Set<Span> = []
    private var mentions: [Range<Int>] = []
    /// What is neither right nor wrong.
    private var optional: [Range<Int>] = []
    private var gold: [Int]

    /// - Parameter types: those that are scored; a type's number is its place among them.
    /// - Throws: `CorpusError` where the document has no text.
    package init(_ document: AnnotatedDocument, types: [String]) throws(CorpusError) {
        guard let text = document.text else { throw CorpusError(document.location, "gold document \(document.id) has no text") }
        gold = [Int](repeating: 0, count: types.count)
        var bytes = [0]
        for scalar in text.scalars { bytes.append(bytes[bytes.count - 1] + UTF8.width(scalar)) }
        func inBytes(_ range: Range<Int>) -> Range<Int> { bytes[range.lowerBound]..<bytes[range.upperBound] }
        for annotation in document.annotations {
            guard let type = types.firstIndex(of: annotation.type) else { continue }
            let range = inBytes(annotation.range.clamped(to: 0..<text.count))
            if annotation.isOptional {
                optional.append(range)
                continue
            }
            mentions.append(range)
            right.insert(Span(range: range, type: type))
            gold[type] += 1
            if let alternative = annotation.alternative, let short = text.firstRange(of: CodePoints(alternative), in: annotation.range) {
                right.insert(Span(range: inBytes(short), type: type))
            }
        }
    }

    /// What `found` is worth: bytes of the text, and numbers of types, in text order and without overlaps.
    package func outcome(_ found: [(range: Range<Int>, type: Int)]) -> TuningOutcome {
        var tally = StrictTally(types: gold.count), fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325
        tally.gold = gold
        for name in found {
            for number in [name.range.lowerBound, name.range.upperBound, name.type] { fingerprint = (fingerprint ^ UInt64(number)) &* 0x100_0000_01b3 }
            if right.contains(Span(range: name.range, type: name.type)) {
                tally.correct[name.type] += 1
            } else if optional.contains(where: { $0.overlaps(name.range) }), !mentions.contains(where: { $0.overlaps(name.range) }) {
                continue
            }
            tally.predicted[name.type] += 1
        }
        return TuningOutcome(tally: tally, fingerprint: fingerprint)
    }
}
