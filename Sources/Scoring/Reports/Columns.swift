import Glibc

/// `value` with `places` digits behind the point, as C's printf rounds.
func fixed(_ value: Double, _ places: Int = 2) -> String {
    withVaList([Int32(places), value]) { arguments in
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            vsnprintf(buffer.baseAddress, buffer.count, "%.*f", arguments)
            return buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}

func percent(_ share: Double) -> String { fixed(share * 100) }

extension String {
    /// The text with blanks behind it up to `width`.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    /// The text with blanks before it up to `width`.
    func aligned(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
    /// The text on one line, for reports that have a line for each.
    var onOneLine: String { String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 })) }
}
