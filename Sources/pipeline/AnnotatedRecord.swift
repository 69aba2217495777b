import Ingest
import JSON
import NER

/// The output contract: one article with its mentions as one JSON object.
struct AnnotatedRecord {
    var article: Article
    /// The article's title, as the recogniser saw it.
    var title: [UInt8]
    var recognition: Recognition

    func write(to writer: inout JSONWriter, _ options: OutputOptions) {
        let metadata = article.metadata
        writer.beginObject()
        writer.head(id: article.id, source: article.source)
        writer.key("url")
        writer.string(metadata.url)
        writer.key("title")
        writer.string(metadata.title)
        writer.key("author")
        writer.string(metadata.author)
        writer.key("published")
        writer.string(metadata.published)
        writer.key("site")
        writer.string(metadata.site)
        writer.key("canonical")
        writer.string(metadata.canonical)
        writer.key("description")
        writer.string(metadata.description)
        writer.key("language")
        writer.string(metadata.language)
        article.text.withUnsafeBufferPointer { text in
            writer.key("text")
            writer.string(utf8: text)
            writer.key("offsets")
            writer.string(options.offsetUnit.rawValue)
            // Said only where it happened: text that was decoded twice on its way here was decoded back.
            if article.isMojibakeRepaired { writer.key("mojibake_repaired"); writer.bool(true) }
            writer.key("entities")
            writer.mentions(recognition.mentions, in: text, options, visible: visibleIDs(options))
        }
        title.withUnsafeBufferPointer { title in
            writer.key("title_entities")
            writer.mentions(recognition.titleMentions, in: title, options, visible: visibleIDs(options))
        }
        writer.key("relations")
        writer.relations(recognition.relations, visible: visibleIDs(options))
        writer.endObject()
        writer.endLine()
    }

    /// The mentions that `--types` leaves, when it leaves some out; links to others are null.
    private func visibleIDs(_ options: OutputOptions) -> Set<Int>? {
        if options.types.count == EntityType.allCases.count { return nil }
        return Set((recognition.mentions + recognition.titleMentions).lazy.filter { options.types.contains($0.type) }.map(\.id))
    }
}

/// A record that could not be read, in place of its annotation.
struct ErrorRecord {
    var id: RecordID
    var source: RecordSource
    var error: IngestError

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.head(id: id, source: source)
        writer.key("error")
        writer.beginObject()
        writer.key("stage")
        writer.string(error.stage.rawValue)
        writer.key("code")
        writer.string(error.code.rawValue)
        writer.key("message")
        writer.string(error.message)
        writer.endObject()
        writer.endObject()
        writer.endLine()
    }
}

extension JSONWriter {
    /// Writes the two fields that every line begins with.
    mutating func head(id: RecordID, source: RecordSource) {
        key("id")
        self.id(id)
        key("source")
        self.source(source)
    }

    fileprivate mutating func id(_ id: RecordID) {
        switch id {
        case .string(let value): string(value)
        case .json(let spelling): raw(spelling)
        }
    }

    fileprivate mutating func source(_ source: RecordSource) {
        beginObject()
        key("path")
        string(source.path)
        if let member = source.member {
            key("member")
            string(member)
        }
        if let line = source.line {
            key("line")
            integer(line)
        }
        if let offset = source.offset {
            key("offset")
            integer(offset)
        }
        if let fetched = source.fetched {
            key("fetched")
            string(fetched)
        }
        endObject()
    }

    /// Writes mentions of `text`, whose byte ranges become offsets in one pass.
    fileprivate mutating func mentions(_ mentions: [Mention], in text: UnsafeBufferPointer<UInt8>, _ options: OutputOptions, visible: Set<Int>?) {
        beginArray()
        var counter = OffsetCounter(options.offsetUnit), isFirst = true
        // In place: copies would count references.
        mentions.withUnsafeBufferPointer { mentions in
            for k in mentions.indices where visible == nil || options.types.contains(mentions[k].type) {
                let range = mentions[k].range
                fragment(isFirst ? #"{"id":"# : #",{"id":"#)
                isFirst = false
                mention(k, of: mentions, counter.offsets(of: range, in: text), UnsafeBufferPointer(rebasing: text[range]), visible)
                fragment("}")
            }
        }
        endArray()
    }

    /// Writes a mention from its id on. Most of a record are mentions: their keys go out several at a time.
    private mutating func mention(_ k: Int, of mentions: UnsafeBufferPointer<Mention>, _ offsets: Range<Int>, _ text: UnsafeBufferPointer<UInt8>, _ visible: Set<Int>?) {
        integer(mentions[k].id)
        switch mentions[k].type {
        case .firm: fragment(#","type":"firm","start":"#)
        case .org: fragment(#","type":"org","start":"#)
        case .person: fragment(#","type":"person","start":"#)
        case .place: fragment(#","type":"place","start":"#)
        case .amount: fragment(#","type":"amount","start":"#)
        case .role: fragment(#","type":"role","start":"#)
        }
        integer(offsets.lowerBound)
        fragment(#","end":"#)
        integer(offsets.upperBound)
        fragment(#","text":"#)
        string(utf8: text)
        attributes(mentions[k].attributes, visible)
        fragment(#","rule":"#)
        string(mentions[k].rule)
        if let score = mentions[k].score {
            fragment(#","score":"#)
            integer(score)
        }
    }

    private mutating func attributes(_ attributes: Mention.Attributes, _ visible: Set<Int>?) {
        switch attributes {
        case .none: break
        case .name(let name):
            fragment(#","name":"#)
            string(name)
        case .amount(let amount):
            key("value")
            string(amount.value)
            key("high")
            string(amount.high)
            key("currency")
            string(amount.currency)
            key("currency_basis")
            string(amount.currencyBasis.rawValue)
            key("kind")
            string(amount.kind.rawValue)
            // Only where there is something to say: most sums are neither rates, nor vague, nor conversions.
            if let per = amount.per {
                key("per")
                string(per)
            }
            if let magnitude = amount.magnitude {
                key("magnitude")
                integer(magnitude)
            }
            if let original = amount.converts, visible?.contains(original) != false {
                key("converts")
                integer(original)
            }
        case .role(let links):
            func shown(_ id: Int?) -> Int? { id.flatMap { visible?.contains($0) == false ? nil : $0 } }
            fragment(#","holder":"#)
            integer(shown(links.holder))
            fragment(#","org":"#)
            integer(shown(links.org))
            fragment(#","status":"#)
            string(links.status.rawValue)
        }
    }
}
