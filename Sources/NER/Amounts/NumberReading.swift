/// A number as the text states it.
struct NumberReading {
    enum Form { case digits, words, fraction, vague, article }

    /// Token behind it.
    var end: Int
    /// `nil`: vague.
    var value: ExactNumber?
    /// The value without its scale words, and their power of ten: `5` and 6 of "5 million".
    var coefficient: ExactNumber?
    var exponent = 0
    var form: Form
    var leadingDigits = 0
    var decimals = 0
    var grouped = false
    var decimalComma = false
    /// Holds scale words.
    var isScaled: Bool { exponent > 0 }
    /// Could be a year.
    var isYear: Bool { form == .digits && leadingDigits == 4 && !grouped && decimals == 0 && exponent == 0 }
}
