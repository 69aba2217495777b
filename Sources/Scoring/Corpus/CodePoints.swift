/// A text as its Unicode code points, which is what the offsets of gold files count.
///
/// Four bytes a code point; slicing costs the length of the slice. Equality is that of the code points, not canonical equivalence.
public struct CodePoints: Sendable, Hashable {
    public var scalars: [Unicode.Scalar]

    public init(_ scalars: [Unicode.Scalar] = []) { self.scalars = scalars }

    /// The code points of `text`. Linear.
    public init(_ text: some StringProtocol) { scalars = Array(text.unicodeScalars) }

    public var count: Int { scalars.count }
    /// The whole text.
    public var string: String { string(in: 0..<count) }

    /// The text in `range`, cut to what there is.
    public func string(in range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range.clamped(to: 0..<count)])
        return String(text)
    }

    /// Where `pattern` first occurs within `range`, as `str.find` of Python.
    public func firstRange(of pattern: CodePoints, in range: Range<Int>) -> Range<Int>? {
        let range = range.clamped(to: 0..<count)
        var start = range.lowerBound
        while start + pattern.count <= range.upperBound {
            if scalars[start..<start + pattern.count].elementsEqual(pattern.scalars) { return start..<start + pattern.count }
            start += 1
        }
        return nil
    }

    /// The offset of each byte of the text's UTF-8, and of its end; inside a code point that of its start. Linear.
    public var offsetsOfUTF8: [Int] { offsets { UTF8.width($0) } }
    /// The offset of each UTF-16 unit of the text, and of its end. Linear.
    public var offsetsOfUTF16: [Int] { offsets { UTF16.width($0) } }

    private func offsets(_ width: (Unicode.Scalar) -> Int) -> [Int] {
        var offsets: [Int] = []
        for (offset, scalar) in scalars.enumerated() { offsets.append(contentsOf: repeatElement(offset, count: width(scalar))) }
        offsets.append(count)
        return offsets
    }
}
