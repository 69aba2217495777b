struct AmountMention { var range: Range<Int>; var tokens: Range<Int>; var amount: MonetaryAmount; var rule: String }
struct AmountGrammar: Sendable {
    init(_ registry: inout ClassRegistry) throws(ClassError) {}
    mutating func bind(_ lexicons: Lexicons) {}
    func amounts(in document: Document) -> [AmountMention] { [] }
}
