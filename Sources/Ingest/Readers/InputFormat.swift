/// The kinds of dump that can be read.
public enum InputFormat: String, Sendable, CaseIterable {
    /// One page a file.
    case html
    /// One JSON object a line.
    case jsonl
    /// One text a file.
    case text
    /// One text a line.
    case lines
}
