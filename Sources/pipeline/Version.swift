import CICU
import CLibXML
import Knowledge
import NER

/// What `--version` shows.
enum Version {
    static let number = "0.1.0"

    /// Versions of the program and its libraries, and a fingerprint of the embedded rules and lexicons.
    static var description: String {
        "tagline \(number) (knowledge \(KnowledgeFiles.builtIn.fingerprint); libxml2 \(LIBXML_DOTTED_VERSION), ICU \(String(cString: tl_icu_version())))"
    }
}
