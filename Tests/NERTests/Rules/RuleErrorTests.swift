import Testing
@testable import NER

/// Each fault that a rule file can have stops at the start, and says where it is and what to write instead.
@Suite struct RuleErrorTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var text: String
        /// Line and column, from 1; column 0: the whole line or rule.
        var line: Int
        var column: Int
        var message: String
        var testDescription: String { message }

        init(_ text: String, _ line: Int, _ column: Int, _ message: String) {
            (self.text, self.line, self.column, self.message) = (text, line, column, message)
        }

        /// A fault in the pattern of an otherwise good rule: in line 3.
        init(pattern: String, stage: String = "names", _ column: Int, _ message: String) {
            let reading = stage == "names" ? "firm" : "role"
            text = "@stage \(stage)\nrule \(reading).x\n\(pattern)\nevidence \(reading) +3\nbecause B.\nyes A [b].\nno B."
            (line, self.column, self.message) = (3, column, message)
        }

        /// A fault in another line of an otherwise good rule: in line 4.
        init(body: String, _ column: Int, _ message: String) {
            text = "@stage names\nrule firm.x\ninside <firm>\n\(body)\nevidence firm +3\nbecause B.\nyes A [b].\nno B."
            (line, self.column, self.message) = (4, column, message)
        }
    }

    static let lines: [Fault] = [
        Fault("rule firm.x\n", 1, 1, "no “@stage names”, “@stage roles” or “@stage deals” line before the first rule"),
        Fault("# comment\n\n@stage name\n", 3, 8, "unknown stage “name”: names, roles or deals"),
        Fault("@stage names\ninside a\n", 2, 1, "expected “rule ID”"),
        Fault("@stage names\nrule firm\n", 2, 6, "a rule's id is “type.what-it-sees”, such as firm.legal-form"),
        Fault("@stage names\nrule firm.\n", 2, 6, "a rule's id is “type.what-it-sees”"),
        Fault("@stage names\nrule firm.legal form\n", 2, 6, "a rule's id is “type.what-it-sees”"),
        Fault("@stage names\nrule frim.x\n", 2, 6, "the id must begin with firm, org, person, place, other, role, not “frim”"),
        Fault("@stage names\nrule firm.x\n\ninsde <firm>\n", 4, 1, "unknown keyword “insde”; did you mean “inside”?"),
        Fault("@stage names\nrule firm.x\n  qqqqqqqqqqq <firm>\n", 3, 3, "unknown keyword “qqqqqqqqqqq”"),
        Fault("@stage names\nrule firm.x\n  inside\n", 3, 3, "nothing follows “inside”"),
        Fault("@stage names\nrule firm.x\n", 2, 0, "rule firm.x has no pattern (propose, inside or context)"),
        Fault("@stage names\nrule firm.x\ninside <firm>\n", 2, 0, "rule firm.x has no evidence line"),
        Fault("@stage names\nrule firm.x\ninside <firm>\nevidence firm +1\n", 2, 0, "rule firm.x has no because line"),
        Fault("@stage names\nrule firm.x\ninside <firm>\nevidence firm +1\nbecause B.\nno A.\n", 2, 0, "rule firm.x has no “yes” example"),
        Fault("@stage names\nrule firm.x\ninside <firm>\nevidence firm +1\nbecause B.\nyes [A].\n", 2, 0, "rule firm.x has no “no” example"),
        Fault("@stage names\nrule firm.x\ninside <firm>\nevidence firm +1\nbecause B.\nyes [A].\nno A.\nrule firm.x\n", 8, 6, "rule firm.x stands at line 2 already"),
        Fault(body: "evidence firm 3", 10, "evidence is written “firm +3, other -2”, with points from -9 to +9; the readings are firm, org, person, place, other, role"),
        Fault(body: "evidence firm +10", 10, "evidence is written"),
        Fault(body: "evidence firm +0", 10, "evidence is written"),
        Fault(body: "evidence frim +3", 10, "evidence is written"),
        Fault(body: "evidence firm +3 other -1", 10, "evidence is written"),
        Fault(body: "  evidence  role +3", 13, "“@stage names” weighs firm, org, person, place, other, not role"),
        Fault(body: "status past", 8, "unknown status “past”: former, acting, incoming, current"),
        Fault(body: "because One.\nbecause Two.", 0, ""),
        Fault(body: "yes No brackets.", 5, "put the span that the rule finds in [brackets]"),
        Fault(body: "yes A [b] and [c].", 15, "an example has one bracketed span"),
        Fault(body: "yes A b].", 8, "“]” without “[”, or nothing between them"),
        Fault(body: "yes A [].", 8, "“]” without “[”, or nothing between them"),
        Fault(body: "no A [b.", 4, "put the span that the rule finds in [brackets]"),
    ].filter { !$0.message.isEmpty } + [
        Fault("@stage names\nrule firm.x\nbecause One.\nbecause Two.\n", 4, 1, "a rule has one because line"),
    ]

    static let patterns: [Fault] = [
        Fault(pattern: "inside )", 8, "an element is missing here"),
        Fault(pattern: "inside a )", 10, "unexpected “)”"),
        Fault(pattern: "context [@name] b ]", 19, "unexpected “]”"),
        Fault(pattern: "inside a |", 11, "an element is missing here"),
        Fault(pattern: "context [@name", 9, "“[” is never closed"),
        Fault(pattern: "inside (a|b", 8, "“(” is never closed; write \"(\" in quotes for a bracket in the text"),
        Fault(pattern: "inside <firm", 8, "“<” is never closed"),
        Fault(pattern: "inside <firm x>", 15, "expected column=value or “>”"),
        Fault(pattern: "inside {Cap", 8, "“{” is never closed"),
        Fault(pattern: "inside {Cap Uper}", 13, "unknown flag “Uper”; did you mean Upper?"),
        Fault(pattern: "inside {Qqqqqqqq}", 9, "unknown flag “Qqqqqqqq”"),
        Fault(pattern: "context [@nmae] said", 10, "unknown span “@nmae”; there are @amount, @any, @body"),
        Fault(pattern: "context said ! [@name]", 14, "“!” needs an element directly behind it; write \"!\" in quotes for the mark itself"),
        Fault(pattern: "context said ..0 [@name]", 14, "a gap is written ..N, with N from 1 to 20"),
        Fault(pattern: "context said ..21 [@name]", 14, "a gap is written ..N, with N from 1 to 20"),
        Fault(pattern: "context said .. [@name]", 14, "a gap is written ..N, with N from 1 to 20"),
        Fault(pattern: "inside \"Inc", 8, "the quote is never closed"),
        Fault(pattern: "inside \"\" a", 8, "nothing stands between the quotes"),
        Fault(pattern: "inside ? a", 8, "nothing stands before the “?”"),
        Fault(pattern: "inside a | + b", 12, "nothing stands before the “+”"),
        Fault(pattern: "inside * a", 8, "nothing stands before the “*”"),
        Fault(pattern: "inside [ a ]", 8, "an inside pattern has no [target]: it covers the whole candidate"),
        Fault(pattern: "context [@name] and [@name]", 9, "a pattern has one [target]"),
        Fault(pattern: "context said org=@firm [@name]", 14, "rules of “@stage names” capture nothing: names have no links"),
        Fault(pattern: "context hodler=@person [@role]", stage: "roles", 9, "unknown capture “hodler=”; there are holder=, org=; write \"=\" in quotes for the mark itself"),
        Fault(pattern: "context holder= @person [@role]", stage: "roles", 16, "a capture needs an element behind “=”"),
        Fault(pattern: "context holder=(@person of) [@role]", stage: "roles", 0, "only a single element can be captured"),
        Fault(pattern: "context holder=@person org=@body holder=@person org=@body [@role]", stage: "roles", 0, "a pattern may capture 3 elements"),
        Fault(pattern: "inside <frim>", 8, "unknown lexicon <frim>; did you mean <firm>?"),
        Fault(pattern: "inside <qqqqqqqqqqqqqqq>", 8, "unknown lexicon <qqqqqqqqqqqqqqq>"),
        Fault(pattern: "inside {Cap <frim>}", 13, "unknown lexicon <frim>; did you mean <firm>?"),
        Fault(pattern: "propose said", 0, "the pattern has no [target]"),
        Fault(pattern: "context said @name", 0, "the pattern has no [target]"),
        Fault(pattern: "context [@name @name] said", 0, "the target of a context pattern is one candidate, such as [@name]"),
        Fault(pattern: "context [said] @name", 0, "the target of a context pattern is one candidate, such as [@name]"),
        Fault(pattern: "propose [ {Cap} {Any}* ]", 0, "nothing rare to start from: the pattern needs a word, a lexicon or a span that always stands in it"),
        Fault(pattern: "propose [ inc? ]", 0, "nothing rare to start from"),
        Fault(pattern: "inside (a b)+ c", 0, "only single elements can be repeated; write a group out, or use “?”"),
        Fault(pattern: "inside a !b", 0, "“!” at the end of an inside pattern tests nothing: the candidate ends there"),
        Fault(pattern: "inside !(a b) c", 0, "“!” takes a single element"),
        Fault(pattern: "inside \((0..<25).map { "w\($0)" }.joined(separator: " "))", 0, "a pattern may have 24 elements"),
        Fault(pattern: "inside \((0..<9).map { "(a\($0) b|c)" }.joined(separator: " "))", 0, "the alternatives multiply to more than 400 variants; split the rule"),
    ]

    @Test(arguments: lines + patterns) func saysWhereAndWhat(_ fault: Fault) {
        #expect {
            _ = try EntityRecognizer(SmallKnowledge.files(rules: fault.text))
        } throws: { error in
            guard let error = error as? KnowledgeError else { return false }
            if error.file == "test.rules", error.line == fault.line, error.column == fault.column, error.message.hasPrefix(fault.message) { return true }
            Issue.record("expected test.rules:\(fault.line):\(fault.column): \(fault.message)\n     got \(error)")
            return true
        }
    }

    @Test func placeIsWrittenAsEditorsReadIt() {
        #expect(KnowledgeError(file: "a.rules", line: 3, column: 7, message: "m").description == "a.rules:3:7: m")
        #expect(KnowledgeError(file: "a.rules", line: 3, message: "m").description == "a.rules:3: m")
    }

    /// What must not be an error: blank lines, comments, tabs, CR LF, brackets of the text, several evidence lines.
    @Test func generousInput() throws {
        let text = "# c\r\n@stage names\r\n\r\nrule firm.x\r\n\tcontext\tsaid [@name]\r\n\tevidence firm +3\r\n\tevidence org +1, other -2\r\n\tbecause\tB = b.\r\n\tyes\tHe said \\[sic\\] [Zyx].\r\n\tno\tHe said [zyx].\r\n"
        let rules = try RuleFileParser.parse(Array(text.utf8), file: "t.rules")
        let rule = try #require(rules.first)
        #expect(rules.count == 1)
        #expect(rule.evidence == [Evidence(reading: .firm, points: 3), Evidence(reading: .org, points: 1), Evidence(reading: .other, points: -2)])
        #expect(rule.because == "B = b.")
        #expect(rule.examples.map(\.text) == ["He said [sic] Zyx.", "He said zyx."])
        #expect(rule.examples.map(\.span) == [14..<17, 8..<11])
        #expect(rule.examples.map(\.line) == [9, 10])
    }
}
