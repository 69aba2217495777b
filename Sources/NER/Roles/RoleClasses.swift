/// The lexicon classes that linking roles needs.
struct RoleClasses: Sendable {
    let head, office, occupation, corporate, media, status, speech: ClassID

    init(_ registry: inout ClassRegistry) throws(ClassError) {
        head = try registry.id(ClassSelector("role-head"))
        office = try registry.id(ClassSelector("role-head", filters: [.init(column: "class", value: "office")]))
        occupation = try registry.id(ClassSelector("role-head", filters: [.init(column: "class", value: "occupation")]))
        corporate = try registry.id(ClassSelector("corporate-role"))
        media = try registry.id(ClassSelector("media"))
        status = try registry.id(ClassSelector("role-status"))
        speech = try registry.id(ClassSelector("speech-verb"))
    }
}
