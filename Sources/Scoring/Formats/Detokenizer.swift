/// Puts tokens back into running text, for corpora that kept only the tokens.
///
/// The spacing of English print: none before closing punctuation and clitics, none behind opening brackets and currency signs, quotation marks in
/// pairs; the bracket and quote names of the Penn Treebank become their characters. What it can't know (`$ 160 million` or `$160 million`) it guesses.
struct Detokenizer {
    private var previous: Previous = .start
    private var isInQuotes = false

    private enum Previous { case start, word, opening }

    /// The token's text and what stands before it.
    mutating func place(_ token: Substring) -> (space: String, text: String) {
        let text = Self.characters[token] ?? String(token)
        var isOpening = Self.opening.contains(text)
        var isClosing = Self.closing.contains(text) || Self.clitics.contains(text.lowercased())
        switch text {
        case "\"":
            if isInQuotes { isClosing = true } else { isOpening = true }
            isInQuotes.toggle()
        case "“": isInQuotes = true
        case "”": isInQuotes = false
        default: break
        }
        let space = previous == .word && !isClosing ? " " : ""
        previous = isOpening ? .opening : .word
        return (space, text)
    }

    /// Begins a new sentence.
    mutating func endSentence() {
        previous = .start
        isInQuotes = false
    }

    private static let characters: [Substring: String] = [
        "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": "“", "''": "”",
    ]
    private static let opening: Set<String> = ["(", "[", "{", "“", "‘", "$", "£", "€", "¥", "#", "US$", "A$", "C$", "HK$"]
    private static let closing: Set<String> = [")", "]", "}", "”", "’", ",", ".", ";", ":", "!", "?", "%", "...", "…", "¢"]
    private static let clitics: Set<String> = ["'s", "'", "n't", "'re", "'ve", "'ll", "'d", "'m", "’s", "n’t", "’re", "’ve", "’ll", "’d", "’m"]
}
