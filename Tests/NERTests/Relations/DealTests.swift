import Knowledge
import NER
import Testing

/// Deals, foundings and employments that sentences state, and sentences that state none, through the whole recogniser.
@Suite struct DealTests {
    private static let recognizer = Result { try EntityRecognizer() }

    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// `type status: agents → target, from seller, for amount, stake`, in order.
        var deals: [String]
        init(_ text: String, _ deals: String...) { (self.text, self.deals) = (text, deals) }
        var testDescription: String { text }
    }

    static let stated: [Case] = [
        Case("Microsoft acquired LinkedIn for $26.2 billion.", "acquisition done: Microsoft → LinkedIn, for $26.2 billion"),
        Case("Microsoft bought GitHub in an all-stock deal worth $7.5 billion.", "acquisition done: Microsoft → GitHub, for $7.5 billion"),
        Case("Facebook has agreed to buy WhatsApp for $19 billion in cash and stock.", "acquisition agreed: Facebook → WhatsApp, for $19 billion"),
        Case("Salesforce will acquire Slack for about $27.7 billion.", "acquisition agreed: Salesforce → Slack, for $27.7 billion"),
        Case("Google said on Monday that it had bought Fitbit for $2.1 billion.", "acquisition done: Google → Fitbit, for $2.1 billion"),
        Case("Kraft Foods purchased Cadbury from Trian Partners.", "acquisition done: Kraft Foods → Cadbury, from Trian Partners"),
        Case("Instagram was bought by Facebook in 2012 for $1 billion.", "acquisition done: Facebook → Instagram, for $1 billion"),
        Case("LinkedIn was acquired by Microsoft last year.", "acquisition done: Microsoft → LinkedIn"),
        Case("AT&T's acquisition of Time Warner was completed in 2018.", "acquisition done: AT&T → Time Warner"),
        Case("Amazon completed its $13.7 billion acquisition of Whole Foods Market.", "acquisition done: Amazon → Whole Foods Market, for $13.7 billion"),
        Case("Verizon announced the purchase of Yahoo for $4.48 billion.", "acquisition agreed: Verizon → Yahoo, for $4.48 billion"),
        Case("Walmart took over Flipkart.", "acquisition done: Walmart → Flipkart"),
        Case("Disney sold Fox Sports to Sinclair Broadcast Group for $9.6 billion.", "acquisition done: Sinclair Broadcast Group → Fox Sports, from Disney, for $9.6 billion"),
        Case("General Electric is selling NBC Universal to Comcast.", "acquisition agreed: Comcast → NBC Universal, from General Electric"),
        Case("Siemens agreed to sell Osram to Bain Capital for 4 billion euros.", "acquisition agreed: Bain Capital → Osram, from Siemens, for 4 billion euros"),
        Case("Berkshire Hathaway owns 5.4% of Apple.", "stake held: Berkshire Hathaway → Apple, 5.4%"),
        Case("SoftBank bought a 15 percent stake in Uber for $7.7 billion.", "stake done: SoftBank → Uber, for $7.7 billion, 15%"),
        Case("Tencent has acquired a 5% stake in Tesla.", "stake done: Tencent → Tesla, 5%"),
        Case("Volkswagen raised its stake in Navistar to 16.6 percent.", "stake held: Volkswagen → Navistar, 16.6%"),
        Case("Toyota holds a 20% stake in Subaru.", "stake held: Toyota → Subaru, 20%"),
        Case("Renault owns 43.4 per cent of Nissan.", "stake held: Renault → Nissan, 43.4%"),
        Case("Saudi Aramco acquired a majority stake in Sabic.", "stake done: Saudi Aramco → Sabic, majority"),
        Case("Nestlé cut its stake in L'Oréal to 20.1 percent.", "stake held: Nestlé → L'Oréal, 20.1%"),
        Case("Microsoft invested $1 billion in OpenAI.", "investment done: Microsoft → OpenAI, for $1 billion"),
        Case("Intel and Qualcomm invested $5 million in Boeing.", "investment done: Intel, Qualcomm → Boeing, for $5 million"),
        Case("Google's $500 million investment in JD.com was announced on Monday.", "investment done: Google → JD.com, for $500 million"),
        Case("Spotify has raised $100 million in venture funding.", "funding done:  → Spotify, for $100 million"),
        Case("Databricks secured $1.6 billion in financing from Morgan Stanley.", "funding done: Morgan Stanley → Databricks, for $1.6 billion"),
        Case("Uber received a $3.5 billion investment from Saudi Aramco.", "investment done: Saudi Aramco → Uber, for $3.5 billion"),
        Case("Byju's raised $150 million in a Series F round.", "funding done:  → Byju's, for $150 million"),
        Case("Peugeot, the French carmaker, bought Opel from General Motors for 2.2 billion euros.", "acquisition done: Peugeot → Opel, from General Motors, for 2.2 billion euros"),
        Case("Lenovo, which makes computers, acquired Motorola Mobility from Google for $2.91 billion.", "acquisition done: Lenovo → Motorola Mobility, from Google, for $2.91 billion"),
        Case("Heineken and Carlsberg bought Scottish & Newcastle for £7.8bn.", "acquisition done: Heineken, Carlsberg → Scottish & Newcastle, for £7.8bn"),
        Case("Warren Buffett's Berkshire Hathaway bought Duracell.", "acquisition done: Berkshire Hathaway → Duracell"),
        Case("Mondelez said it would buy Cadbury for $5 billion.", "acquisition agreed: Mondelez → Cadbury, for $5 billion"),
        Case("Oracle to buy Cerner for $28.3 billion.", "acquisition agreed: Oracle → Cerner, for $28.3 billion"),
        Case("Bayer acquired Monsanto, the seed company, for $63 billion.", "acquisition done: Bayer → Monsanto, for $63 billion"),
        Case("Microsoft's planned $69 billion acquisition of Activision Blizzard was announced in January.", "acquisition agreed: Microsoft → Activision Blizzard, for $69 billion"),
        Case("Peter Smith founded Microsoft in 1975.", "founding done: Peter Smith → Microsoft"),
        Case("Microsoft was founded by Peter Smith and Jane Miller.", "founding done: Peter Smith, Jane Miller → Microsoft"),
        Case("Jane Miller, a lawyer, co-founded Twitter in 2006.", "founding done: Jane Miller → Twitter"),
        Case("Peter Smith worked for Goldman Sachs until 2010.", "employment done: Peter Smith → Goldman Sachs"),
        Case("Jane Miller joined Google in 2015.", "employment done: Jane Miller → Google"),
        Case("Microsoft hired Jane Miller.", "employment done: Jane Miller → Microsoft"),
        Case("Saint-Gobain SA sold Verallia to Apollo Global Management for $3 billion.", "acquisition done: Apollo Global Management → Verallia, from Saint-Gobain SA, for $3 billion"),
        Case("Microsoft and Intel announced a $160 million investment in Boeing.", "investment done: Microsoft, Intel → Boeing, for $160 million"),
        Case("Vodafone sold its 45% stake in Verizon Wireless to Verizon.", "stake done: Verizon → Verizon Wireless, from Vodafone, 45%"),
        Case("Intel, the chipmaker, bought Duracell for $3 billion.", "acquisition done: Intel → Duracell, for $3 billion"),
        Case("Microsoft has put $300 million into Boeing.", "investment done: Microsoft → Boeing, for $300 million"),
        Case("Boeing raised $600 million in a Series B round led by Sequoia Capital.", "funding done: Sequoia Capital → Boeing, for $600 million"),
        Case("Boeing raised $1 billion from Microsoft and Intel.", "funding done: Microsoft, Intel → Boeing, for $1 billion"),
        Case("Sequoia Capital led a $25 million round in Twitter.", "funding done: Sequoia Capital → Twitter, for $25 million"),
        Case("The Compagnie de Saint-Gobain sold Verallia to Apollo Global Management.", "acquisition done: Apollo Global Management → Verallia, from Compagnie de Saint-Gobain"),
        Case("Google acquired Twitter, LinkedIn and Motorola Mobility.", "acquisition done: Google → Twitter", "acquisition done: Google → LinkedIn", "acquisition done: Google → Motorola Mobility"),
        Case("Boeing, founded by Peter Smith in 1916, is a planemaker.", "founding done: Peter Smith → Boeing"),
        Case("Peter Smith, who taught at Stanford University, agreed.", "employment done: Peter Smith → Stanford University"),
        Case("Before joining Boeing, Jane Miller worked at Intel.", "employment done: Jane Miller → Boeing", "employment done: Jane Miller → Intel"),
        Case("The prize was won by Peter Smith of Stanford University.", "employment done: Peter Smith → Stanford University"),
        Case("The Cie. de Saint-Gobain sold Verallia to Apollo Global Management.", "acquisition done: Apollo Global Management → Verallia, from Cie. de Saint-Gobain"),
        Case("Microsoft was founded by Boeing chairman Peter Smith.", "founding done: Peter Smith → Microsoft"),
        Case("Peter Smith sold Microsoft, which he co-founded with Jane Miller.", "founding done: Jane Miller → Microsoft"),
        Case("Richemont, which owns about 50 percent of Vodafone stock, agreed.", "stake held: Richemont → Vodafone, 50%"),
        Case("Nike seized a 19pc stake in Boeing.", "stake done: Nike → Boeing, 19%"),
        Case("Mitsubishi Corp said it has taken a 25 pct stake worth $5 million in Boeing.", "stake done: Mitsubishi Corp → Boeing, for $5 million, 25%"),
        Case("Intel, Boeing's second largest shareholder with an 8.5 per cent stake, objected.", "stake held: Intel → Boeing, 8.5%"),
        Case("Intel, with a 12% stake in Boeing, objected.", "stake held: Intel → Boeing, 12%"),
        Case("Twitter, which sold to Google for $360M, grew.", "acquisition done: Google → Twitter, for $360M"),
        Case("Yahoo's $4.8 billion sale to Verizon was closed.", "acquisition done: Verizon → Yahoo, for $4.8 billion"),
        Case("Google said it will pay about $6.3 billion to buy Twitter.", "acquisition agreed: Google → Twitter, for $6.3 billion"),
        Case("Google has agreed to acquire Apple device management and security firm LinkedIn.", "acquisition agreed: Google → LinkedIn"),
        Case("Google agreed to buy California-based chip maker Intel for $10.6 billion.", "acquisition agreed: Google → Intel, for $10.6 billion"),
        Case("Facebook was able to acquire LinkedIn for $3 billion.", "acquisition done: Facebook → LinkedIn, for $3 billion"),
        Case("Google listed in May and then acquired mining giant Glencore.", "acquisition done: Google → Glencore"),
        Case("Microsoft's acquisition of LinkedIn and GitHub has expanded its business.", "acquisition done: Microsoft → LinkedIn", "acquisition done: Microsoft → GitHub"),
        Case("SoftBank agreed to inject $6.5 billion in debt and equity into Uber.", "investment agreed: SoftBank → Uber, for $6.5 billion"),
        Case("Microsoft and Intel provided anchor investments of more than $150 million last year.", "investment done: Microsoft, Intel → –, for $150 million"),
        Case("Microsoft cut its costs, including those of LinkedIn, which it acquired last year.", "acquisition done: Microsoft → LinkedIn"),
    ]

    /// Doubts, plans, denials and questions; parts of firms' names and things; verbs of deals in other senses.
    static let notStated: [String] = [
        "Microsoft may buy LinkedIn for $26 billion.",
        "Microsoft is in talks to buy LinkedIn.",
        "Microsoft denied that it had bought LinkedIn.",
        "Microsoft considered buying LinkedIn.",
        "Did Microsoft buy LinkedIn for $26 billion?",
        "Microsoft failed to acquire LinkedIn.",
        "Microsoft bought LinkedIn shares.",
        "Microsoft bought LinkedIn's factory in Ohio.",
        "Brokers bought shares of Microsoft.",
        "Microsoft rejected Intel's offer of $5 billion.",
        "Microsoft raised prices by $5.",
        "Microsoft raised its forecast to $5 billion.",
        "If Microsoft buys LinkedIn, Intel will suffer.",
        "Microsoft would have acquired LinkedIn.",
        "Microsoft invested heavily in training.",
        "Shareholders of Microsoft own 51% of the houses.",
        "Microsoft's failed acquisition of LinkedIn was discussed.",
        "The town raised $5 million for the school.",
        "Microsoft plans to sell LinkedIn to Intel.",
        "Intel won a $5 million contract from Boeing.",
        "Boeing paid Intel $5 million in damages.",
        "Microsoft holds meetings in Boeing.",
        "Microsoft walked away from buying LinkedIn.",
        "Peter Smith found Microsoft dull.",
        "Peter Smith may join Microsoft.",
        "Peter Smith visited Microsoft in May.",
        "Intel joined Microsoft in the suit.",
        "Microsoft founded its case on old papers.",
        "Boeing director Peter Smith at Stanford University on Monday.",
        "Microsoft was unable to acquire LinkedIn.",
        "Intel, Boeing's second largest customer with an 8.5 per cent rebate, objected.",
        "Microsoft has 5% of Boeing's staff.",
        "Microsoft will pay $5 million to buy aircraft from Boeing.",
        "Microsoft has a 5pc share of the market.",
        "Brokers bought 5% more Boeing jets.",
    ]

    private func deals(of text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        let recognition = try Self.recognizer.get().recognize(text: bytes)
        var texts: [Int: String] = [:]
        for mention in recognition.mentions { texts[mention.id] = String(decoding: bytes[mention.range], as: UTF8.self) }
        func words(_ id: Int?) -> String? { id.map { texts[$0] ?? "?" } }
        return recognition.relations.compactMap { relation in
            guard case .deal(let deal) = relation else { return nil }
            let parts = [words(deal.seller).map { "from " + $0 }, words(deal.amount).map { "for " + $0 }, deal.stake].compactMap { $0 }.map { ", " + $0 }
            return "\(deal.kind.rawValue) \(deal.status.rawValue): \(deal.agents.map { texts[$0] ?? "?" }.joined(separator: ", ")) → \(words(deal.target) ?? "–")" + parts.joined()
        }
    }

    @Test("what a sentence states", arguments: stated) func findsDeals(_ expected: Case) throws {
        #expect(try deals(of: expected.text) == expected.deals)
    }

    @Test("nothing is stated", arguments: notStated) func findsNone(_ text: String) throws {
        #expect(try deals(of: text) == [])
    }
}
