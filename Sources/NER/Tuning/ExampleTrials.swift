/// The rules' own examples under other points and weights, so that tuning leaves standing what they show.
package struct ExampleTrials {
    private let recognizer: EntityRecognizer
    private let checker: RuleChecker
    private let examples: [RuleChecker.Case]
    /// Those that do not hold as it is.
    private let broken: Set<Int>

    package init(_ recognizer: EntityRecognizer) {
        self.recognizer = recognizer
        checker = RuleChecker(recognizer)
        examples = checker.examples
        let worker = EntityRecognizer.Worker(recognizer)
        broken = Set(examples.indices.filter { [checker, examples] in checker.finding(of: examples[$0], worker) != nil })
    }

    /// Whether all examples hold that hold as it is. As `rules check`: some tens of milliseconds.
    package func hold(under variant: RuleVariant) -> Bool {
        let worker = EntityRecognizer.Worker(EntityRecognizer(recognizer, rules: variant.rules))
        return examples.indices.allSatisfy { broken.contains($0) || checker.finding(of: examples[$0], worker) == nil }
    }
}
