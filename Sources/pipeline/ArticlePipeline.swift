import Ingest
import JSON
import NER

/// The journey of one article: dump record → article → recognition → one line of JSON.
struct ArticlePipeline: Sendable {
    var extractor: ArticleExtractor
    var recognizer: EntityRecognizer
    var languages = LanguageIdentifier()
    var output: OutputOptions

    /// One thread's pipeline: its memory is used again from article to article.
    final class Worker {
        private var extractor: ArticleExtractor.Worker
        private let recognizer: EntityRecognizer.Worker
        private let languages: LanguageIdentifier
        private let output: OutputOptions
        private var writer = JSONWriter(capacity: 1 << 16)
        private var errorWriter = JSONWriter()

        init(_ pipeline: ArticlePipeline) {
            extractor = ArticleExtractor.Worker(options: pipeline.extractor.options)
            recognizer = EntityRecognizer.Worker(pipeline.recognizer)
            languages = pipeline.languages
            output = pipeline.output
        }

        /// Annotates `record` and appends its line to `writer`.
        ///
        /// - Returns: why the record could not be read, where it could not.
        func annotate(_ record: DumpRecord, to writer: inout JSONWriter) -> IngestError? {
            do throws(IngestError) {
                var article = try extractor.article(from: record)
                if article.metadata.language == nil { article.metadata.language = languages.language(of: article.text) }
                let title = article.metadata.title.map { [UInt8]($0.utf8) } ?? []
                let recognition = recognizer.recognize(text: article.text, title: title)
                let annotated = AnnotatedRecord(article: article, title: title, recognition: recognition)
                if output.format.isMadeFromRecords { annotated.write(to: &writer, output) } else { ForeignRecord(record: annotated, options: output).write(to: &writer) }
                return nil
            } catch {
                let errorRecord = ErrorRecord(id: record.id, source: record.source, error: error)
                if output.onError == .record { errorRecord.write(to: &writer, as: output.format) }
                if output.keepsErrorRecords { errorRecord.write(to: &errorWriter) }
                return error
            }
        }

        /// Annotates a batch, up to the first error where that is to end the run.
        func annotate(_ batch: RecordBatch) -> AnnotatedBatch {
            writer.removeAll()
            var result = AnnotatedBatch()
            batch.forEachRecord { record in
                result.recordCount += 1
                if let error = annotate(record, to: &writer) {
                    result.errorCount += 1
                    if result.firstError == nil { result.firstError = error }
                    if output.onError == .fail {
                        result.isLast = true
                        return false
                    }
                }
                return true
            }
            result.bytes = writer.bytes
            result.errorRecords = errorWriter.bytes
            errorWriter.removeAll()
            return result
        }
    }
}

/// What one batch came to.
struct AnnotatedBatch: Sendable {
    var bytes: [UInt8] = []
    /// Once more the error records among them, where they are asked for.
    var errorRecords: [UInt8] = []
    var recordCount = 0
    var errorCount = 0
    var firstError: IngestError?
    /// Nothing is to follow.
    var isLast = false
}

/// What the lines hold.
struct OutputOptions: Sendable {
    enum OnError: String, Sendable, CaseIterable { case record, skip, fail }

    var format = OutputFormat.jsonl
    var types = Set(EntityType.allCases)
    var offsetUnit = OffsetUnit.codepoint
    var onError = OnError.record
    /// Error records are kept apart too.
    var keepsErrorRecords = false
}
