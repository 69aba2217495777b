import Ingest

/// The articles of a dump: a file, a folder, or standard input for "-".
func articles(in path: String) -> [Article] {
    var articles: [Article] = []
    let extractor = ArticleExtractor()
    let emitter = RecordEmitter { batch in
        batch.forEachRecord { record in
            do throws(IngestError) {
                articles.append(try extractor.article(from: record))
            } catch {
                // A record that can't be read says why, and costs no other.
                print("left out: \(error.message)")
            }
            return true
        }
        return true
    }
    DumpReader(options: ReaderOptions(), emitter: emitter).read(InputPath(path))
    emitter.flush()
    return articles
}
