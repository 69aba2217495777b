/// The rule-based recogniser.
public struct EntityRecognizer: Sendable {
    public init() {}

    /// What is in `text` and `title`. Both: valid UTF-8 in NFC.
    public func recognize(text: [UInt8], title: [UInt8] = []) -> Recognition { Recognition() }
}
