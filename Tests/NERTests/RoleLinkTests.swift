import Knowledge
import NER
import Testing

/// One role as a sentence should give it.
struct RoleCase: Sendable, CustomTestStringConvertible {
    var text: String
    var role: String
    var holder: String?
    var org: String?
    var status: RoleLinks.Status

    init(_ text: String, _ role: String, holder: String? = nil, org: String? = nil, _ status: RoleLinks.Status = .current) {
        self.text = text
        self.role = role
        self.holder = holder
        self.org = org
        self.status = status
    }

    var testDescription: String { "\(role): \(text)" }
}

@Suite struct RoleLinkTests {
    private static let recognizer = Result { try EntityRecognizer() }

    static let cases: [RoleCase] = [
        RoleCase("Microsoft chief executive Jane Miller resigned.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Jane Miller, chief executive of Microsoft, resigned.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("The chief executive of Microsoft, Jane Miller, resigned.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Jane Miller is the chairman and chief executive of Microsoft.", "chairman", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Jane Miller is the chairman and chief executive of Microsoft.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Former Microsoft chief executive Jane Miller agreed.", "chief executive", holder: "Jane Miller", org: "Microsoft", .former),
        RoleCase("Jane Miller stepped down as chief executive of Microsoft in May.", "chief executive", holder: "Jane Miller", org: "Microsoft", .former),
        RoleCase("Jane Miller will become chief executive of Microsoft in May.", "chief executive", holder: "Jane Miller", org: "Microsoft", .incoming),
        RoleCase("Interim chief executive Jane Miller spoke for Microsoft.", "chief executive", holder: "Jane Miller", .acting),
        RoleCase("Jane Miller joined Microsoft as chief financial officer in 2012.", "chief financial officer", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Microsoft appointed Jane Miller as its chief financial officer.", "chief financial officer", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Jane Miller, senior vice president of global supply chain at Boeing, agreed.", "senior vice president of global supply chain", holder: "Jane Miller", org: "Boeing"),
        RoleCase("Jane Miller, the vice president of marketing at Boeing, agreed.", "vice president of marketing", holder: "Jane Miller", org: "Boeing"),
        RoleCase("A Boeing spokesman declined to comment.", "spokesman", org: "Boeing"),
        RoleCase("A spokeswoman for Boeing declined to comment.", "spokeswoman", org: "Boeing"),
        RoleCase("Goldman Sachs analysts agreed on Monday.", "analysts", org: "Goldman Sachs"),
        RoleCase("Microsoft thanked its customers on Monday.", "customers", org: "Microsoft"),
        // The same group again.
        RoleCase("Goldman Sachs senior analysts agreed on Monday. The Federal Reserve may wait. “That has costs,” the analysts wrote.", "analysts", org: "Goldman Sachs"),
        RoleCase("Peter Smith left after his promotion to chairman of Boeing.", "chairman", holder: "Peter Smith", org: "Boeing"),
        RoleCase("Boeing has customers in every state.", "customers", org: "Boeing"),
        RoleCase("LinkedIn, a wholly owned subsidiary of Microsoft, agreed.", "wholly owned subsidiary", holder: "LinkedIn", org: "Microsoft"),
        RoleCase("Microsoft's LinkedIn unit agreed.", "unit", holder: "LinkedIn", org: "Microsoft"),
        RoleCase("Airbus is a rival of Boeing.", "rival", holder: "Airbus", org: "Boeing"),
        RoleCase("Boeing's rival Airbus agreed.", "rival", holder: "Airbus", org: "Boeing"),
        RoleCase("President Donald Trump met executives from Boeing.", "President", holder: "Donald Trump"),
        RoleCase("President Donald Trump met executives from Boeing.", "executives", org: "Boeing"),
        RoleCase("Sen. Elizabeth Warren met the chairman of Boeing.", "Sen.", holder: "Elizabeth Warren"),
        RoleCase("French Finance Minister Jane Miller spoke in France on Monday.", "Finance Minister", holder: "Jane Miller", org: "France"),
        RoleCase("Jane Miller is chairman of Boeing and co-founder of Airbus.", "co-founder", holder: "Jane Miller", org: "Airbus"),
        RoleCase("Boeing hired Jane Miller in May. She is now the chief engineer there.", "chief engineer", holder: "Jane Miller", org: "Boeing"),
        RoleCase("Microsoft's former chief executive, Jane Miller, agreed.", "chief executive", holder: "Jane Miller", org: "Microsoft", .former),
        RoleCase("\"We thank our customers,\" said Jane Miller, chief executive of Boeing.", "customers", org: "Boeing"),
        RoleCase("Jane Miller (born 1950) is an engineer, founder and chief executive of Boeing.", "chief executive", holder: "Jane Miller", org: "Boeing"),
        RoleCase("Microsoft agreed to buy LinkedIn for $68.7 billion, chief executive Jane Miller said.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Microsoft agreed to buy LinkedIn, said chief executive Jane Miller.", "chief executive", holder: "Jane Miller", org: "Microsoft"),
        RoleCase("Boeing named Jane Miller chief executive in May.", "chief executive", holder: "Jane Miller", org: "Boeing"),
    ]

    static let generic: [String] = [
        "Analysts say the shares are cheap.",
        "Investors worried about the economy.",
        "Every chief executive knows that.",
        "Good managers are rare.",
        "Most economists expected a rise.",
        "The automaker said sales fell.",
        "The airline raised its prices.",
        "Ask your lawyer first.",
        "The company's customer base grew.",
        "Finance ministers met in the afternoon.",
        "Nobody wants to be a chief executive now.",
        "The industry needs new suppliers.",
    ]

    private func roles(of text: String) throws -> [(text: String, holder: String?, org: String?, status: RoleLinks.Status)] {
        let bytes = Array(text.utf8)
        let mentions = try Self.recognizer.get().recognize(text: bytes).mentions
        func spelling(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        func name(_ id: Int?) -> String? { mentions.first { $0.id == id }.map { spelling($0.range) } }
        return mentions.compactMap { mention in
            guard case .role(let links) = mention.attributes else { return nil }
            return (spelling(mention.range), name(links.holder), name(links.org), links.status)
        }
    }

    @Test("a role, whose it is and where", arguments: cases) func links(_ expected: RoleCase) throws {
        let found = try roles(of: expected.text)
        let role = try #require(found.first { $0.text == expected.role }, "found \(found)")
        #expect(role.holder == expected.holder)
        #expect(role.org == expected.org)
        #expect(role.status == expected.status)
    }

    @Test("nobody in particular", arguments: generic) func untagged(_ text: String) throws {
        let found = try roles(of: text)
        #expect(found.isEmpty)
    }
}
