/// From a dump's record to an article: decode, strip, normalise.
public struct ArticleExtractor: Sendable {
    /// How articles are extracted.
    public struct Options: Sendable, Hashable {
        /// What is kept of a page.
        public enum Extent: String, Sendable, CaseIterable {
            /// The article: its paragraphs, headings, lists and quotations.
            case article
            /// Every visible block.
            case all
        }

        public var extract = Extent.article
        public var normalize = NormalForm.nfc

        public init(extract: Extent = .article, normalize: NormalForm = .nfc) {
            self.extract = extract
            self.normalize = normalize
        }
    }

    public let options: Options

    public init(options: Options = Options()) { self.options = options }

    /// The article in `record`.
    ///
    /// Makes a `Worker` for this one record; over many records, keep one for each thread.
    ///
    /// - Throws: `IngestError` where the record holds no readable article.
    public func article(from record: DumpRecord) throws(IngestError) -> Article {
        var worker = Worker(options: options)
        return try worker.article(from: record)
    }
}

extension ArticleExtractor {
    /// One thread's extractor: keeps its buffers, its converters and what it learnt of class words between records.
    /// Holds about the size of the largest page seen.
    public struct Worker: ~Copyable {
        private let options: Options
        private var decoder = CharsetDecoder()
        private var builder = TreeBuilder()
        private var blocks = PageBlocks()

        public init(options: Options = Options()) { self.options = options }

        /// The article in `record`. Linear in the record's size.
        ///
        /// - Throws: `IngestError` where the record holds no readable article.
        public mutating func article(from record: DumpRecord) throws(IngestError) -> Article {
            switch record.body {
            case .unreadable(let error): throw error
            case .decodedText(let bytes): return plain(bytes, record)
            case .text(let bytes, let charset): return plain(try decoder.decode(bytes, label: charset, isHTML: false), record)
            case .decodedHTML(let bytes): return try page(bytes, record)
            case .html(let bytes, let charset): return try page(try decoder.decode(bytes, label: charset, isHTML: true), record)
            }
        }

        private func plain(_ bytes: [UInt8], _ record: DumpRecord) -> Article {
            let unbroken = Mojibake.repaired(bytes)
            var text = PlainText.normalized(unbroken ?? bytes)
            text.normalize(to: options.normalize)
            var article = Article(id: record.id, source: record.source, metadata: record.metadata, text: text)
            article.isMojibakeRepaired = unbroken != nil
            return article
        }

        private mutating func page(_ bytes: [UInt8], _ record: DumpRecord) throws(IngestError) -> Article {
            try read(bytes)
            var renderer = TextRenderer()
            for block in blocks.blocks where block.verdict == .kept { renderer.render(block, of: builder.tree, without: blocks.droppedInline) }
            var text = renderer.finish()
            let linked = LinkedDataArticle(builder.tree)
            // Pages that scripts build: their text is in their linked data only.
            if let body = linked.body, body.count > 500, text.count * 10 < body.count * 4 { text = Line.paragraphs(body) }
            let unbroken = Mojibake.repaired(text)
            if let unbroken { text = unbroken }
            text.normalize(to: options.normalize)
            let metadata = MetadataReader.read(builder.tree, linked, known: record.metadata, isMojibake: unbroken != nil)
            var article = Article(id: record.id, source: record.source, metadata: metadata, text: text)
            article.isMojibakeRepaired = unbroken != nil
            return article
        }

        /// Parses a page and judges its blocks.
        private mutating func read(_ bytes: [UInt8]) throws(IngestError) {
            try PageParser.parse(MarkupRepair.repaired(bytes), into: &builder)
            blocks.segment(builder.tree)
            switch options.extract {
            case .article: ContentSelector.select(builder.tree, &blocks)
            case .all: ContentSelector.selectVisible(builder.tree, &blocks)
            }
        }

        /// What became of each block of the page in `record`, and why; empty where it is no page.
        ///
        /// - Throws: as `article(from:)`.
        public mutating func explanation(of record: DumpRecord) throws(IngestError) -> [BlockExplanation] {
            builder.keepsClasses = true
            defer { builder.keepsClasses = false }
            switch record.body {
            case .unreadable(let error): throw error
            case .decodedText, .text: return []
            case .decodedHTML(let bytes): try read(bytes)
            case .html(let bytes, let charset): try read(try decoder.decode(bytes, label: charset, isHTML: true))
            }
            return blocks.blocks.map { block in
                var renderer = TextRenderer()
                renderer.render(block, of: builder.tree)
                return BlockExplanation(
                    verdict: "\(block.verdict)", path: builder.tree.path(to: Int(block.owner)),
                    cause: block.cause < 0 ? "" : builder.tree.path(to: Int(block.cause)) + " " + builder.tree.hints(of: Int(block.cause)), text: renderer.finish())
            }
        }
    }
}
