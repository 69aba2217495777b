// So that one import gives the recogniser with what it knows.
@_exported public import NER

extension KnowledgeFiles {
    /// The lexicons and rules of this folder, which the build compiled into the program: made in next to no time, and a recogniser of them in a few
    /// milliseconds.
    public static var builtIn: KnowledgeFiles { KnowledgeFiles(.builtIn) }
}

extension EntityRecognizer {
    /// A recogniser with the built-in lexicons and rules.
    ///
    /// - Throws: never, unless the program was put together from parts of different builds.
    public convenience init() throws(KnowledgeError) { try self.init(.builtIn) }
}
