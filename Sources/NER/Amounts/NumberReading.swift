/// A number as the text states it.
struct NumberReading {
    enum Form: UInt8, Sendable, BitwiseCopyable { case digits, words, fraction, vague, article }

    /// How it is written.
    struct Shape: Sendable, BitwiseCopyable {
        var form: Form
        /// Digits before the first separator.
        var leadingDigits: UInt8 = 0
        /// Digits behind the decimal one.
        var decimals: UInt8 = 0
        var isGrouped = false
        /// The decimal separator is a comma, by its shape and not by the convention.
        var hasDecimalComma = false
        /// The power of ten of its scale words: 6 of "5 million".
        var exponent: Int16 = 0

        /// Holds scale words.
        var isScaled: Bool { exponent > 0 }
        /// Could be a year.
        var isYear: Bool { form == .digits && leadingDigits == 4 && !isGrouped && decimals == 0 && exponent == 0 }
        /// Looks like a sum on its own: it has a scale word, thousands, or cents.
        var isStrong: Bool { exponent >= 3 || isGrouped || decimals == 2 || decimals == 4 }
    }

    /// Token behind it.
    var end: Int
    /// `nil`: vague.
    var value: ExactNumber?
    var shape: Shape
    var form: Form { shape.form }

    /// A value times the power of ten of the scale words behind it.
    init(end: Int, value: ExactNumber?, scaledBy exponent: Int = 0, _ shape: Shape) {
        self.end = end
        self.value = value?.scaled(by: exponent)
        self.shape = shape
        self.shape.exponent = Int16(exponent)
    }
}
