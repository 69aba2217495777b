import Testing
@testable import NER

/// Where sentences begin.
@Suite struct SentenceTests {
    struct Split: Sendable, CustomTestStringConvertible {
        var sentences: [String]
        /// What stands between the sentences.
        var joint = " "
        var testDescription: String { sentences.joined(separator: " | ") }
        init(_ sentences: String..., joint: String = " ") { (self.sentences, self.joint) = (sentences, joint) }
    }

    static let splits: [Split] = [
        Split("Acme paid.", "It was late."),
        Split("Did it?", "Yes!", "No."),
        Split("Shares of Acme Inc. fell 3 percent."),
        Split("He works for Acme Inc.", "The firm is small."),
        Split("Mr. Smith met Dr. Who."),
        Split("Gen. Smith left.", "Sen. Jones stayed."),
        Split("The U.S. Treasury sold bonds."),
        Split("It left the U.S.", "The rest stayed."),
        Split("J. Smith and P. J. Jones left."),
        Split("“It is late.”", "She left."),
        Split("(It was late.)", "She left."),
        Split("He said: “It is late.”", "“No,” she said."),
        Split("It rose 1.5 percent to 3.2 million."),
        Split("It cost $5.", "$3 was paid."),
        Split("It fell.", "2019 was worse."),
        Split("it fell. and it rose."),
        Split("Go to acme.com for more."),
        Split("Wait…", "Then it came."),
        Split("wait… then it came."),
        Split("First line", "Second line", joint: "\n"),
        Split("First paragraph", "second paragraph", joint: "\n\n"),
        Split("The meeting is on Jan. 5 in Bern."),
        Split("It was 5 p.m. in Bern."),
        Split("eBay rose.", "iPhone sales fell."),
    ]

    @Test(arguments: splits) func split(_ split: Split) throws {
        let text = split.sentences.joined(separator: split.joint)
        let worker = EntityRecognizer.Worker(try SourceKnowledge.recognizer.get())
        let document = worker.loader.load(text: Array(text.utf8))
        #expect(document.sentences.map { document.text($0) } == split.sentences)
    }

    /// Lines of like length that break inside sentences are wrapped, not sentences.
    @Test func hardWrappedText() throws {
        let text = """
            The company that makes widgets in the north of the country
            said on Monday that its sales had risen by more than three
            percent in the quarter, which is less than it had expected
            a year ago. It said that it would close two of its plants.
            """
        let worker = EntityRecognizer.Worker(try SourceKnowledge.recognizer.get())
        let document = worker.loader.load(text: Array(text.utf8))
        #expect(document.sentences.count == 2)
    }

    /// Sentences cover all tokens, in order, each once.
    @Test(arguments: 1...50 as ClosedRange<UInt64>) func coverAllTokens(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = (0..<80).map { _ in generator.pick(["He", "she", "U.S.", "Inc.", ".", "!", "”", "“", "(", ")", "\n", "\n\n", "5", "J.", "Mr.", "…", "said", "-"]) }.joined(separator: generator.pick(["", " "]))
        let worker = EntityRecognizer.Worker(try SourceKnowledge.recognizer.get())
        let document = worker.loader.load(text: Array(text.utf8))
        var next = 0
        for (number, sentence) in document.sentences.enumerated() {
            #expect(sentence.lowerBound == next && !sentence.isEmpty)
            #expect(document.tokens[sentence.lowerBound].flags.contains(.sentenceStart))
            for i in sentence { #expect(document.sentenceOf[i] == Int32(number)) }
            next = sentence.upperBound
        }
        #expect(next == document.tokens.count)
    }
}
