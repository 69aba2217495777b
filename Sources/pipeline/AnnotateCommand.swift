import ArgumentParser
import Glibc
import Ingest
import NER

struct AnnotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate",
        abstract: "Tags firms, organisations, people, places, amounts of money and roles in article dumps: one JSON line for each article, in input order.",
        usage: "tagline [annotate] [<options>] [<path> ...]",
        discussion: """
            Input is JSON Lines (a "text" or "html" field, or the names that crawlers use), HTML pages, text files, or folders of \
            them, compressed or not; without a PATH, or for "-", standard input. What a file is, is seen from its content, then \
            from its name. A record that can't be read gives an error record in its place, and the run goes on.

            Examples:
              tagline articles.jsonl
              tagline --input-format lines < headlines.txt
              tagline --fields text=story,id=uid export.jsonl -o annotated.jsonl
              zstdcat dump.jsonl.zst | tagline --types firm,amount | jq .entities
              tail -F feed.jsonl | tagline --line-buffered | jq -r '.entities[].text'

            Options wanted always can stand in a file, one a line as here (--types=firm,amount; # begins a comment): \
            the one that TAGLINE_CONFIG names, else $XDG_CONFIG_HOME/tagline/config or ~/.config/tagline/config. The command line \
            beats it. --no-config, or an empty TAGLINE_CONFIG in scripts, leaves it out.

            Exit status: 0 every record read has its line, error records included; 1 stopped by --on-error fail, or records \
            were lost; 2 could not start; 64 wrong usage; 130 or 143 interrupted after the record in hand.
            """)

    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    @OptionGroup(title: "Knowledge") var knowledge: KnowledgeArguments

    @Option(name: [.short, .long], help: ArgumentHelp("Threads to work on; 0 for one a core. The output is the same for any number.", valueName: "n"))
    var jobs = 0
    @Flag(name: [.short, .long], help: "Say nothing on standard error but why a run failed.") var quiet = false
    @OptionGroup var configuration: ConfigurationArguments
    @Flag(help: "Show the versions of tagline, its knowledge and its libraries.") var version = false

    mutating func validate() throws {
        if jobs < 0 || jobs > 1024 { throw ValidationError("--jobs takes 0 (one a core) or the number of threads, up to 1024.") }
        if input.maxRecordBytes < 1 || input.maxExpansion < 1 || input.maxUnpackedBytes < 1 { throw ValidationError("--max-record-bytes, --max-expansion and --max-unpacked-bytes take a number above 0.") }
        // Here, and not only when they are used, so that the message comes with this command's usage.
        _ = try input.options()
        _ = try input.extraction()
        _ = try output.options()
    }

    func run() throws {
        if version {
            print(Version.description)
            return
        }
        Interruption.install()
        let recognizer: EntityRecognizer
        let fingerprint: String
        do throws(KnowledgeError) {
            // The fingerprint is for the journal, which only a file has.
            let isJournalled = output.path != nil
            (recognizer, fingerprint) = try knowledge.make { files throws(KnowledgeError) in (try EntityRecognizer(files), isJournalled ? files.fingerprint : "") }
        } catch {
            Message.error("\(error)")
            throw ExitCode(2)
        }
        let pipeline = ArticlePipeline(extractor: ArticleExtractor(options: try input.extraction()), recognizer: recognizer, output: try output.options())
        let paths = try input.allPaths()
        let run = AnnotationRun(
            pipeline: pipeline, input: try input.options(), output: output, paths: paths, jobs: jobs, isQuiet: quiet, journal: journal(knowledge: fingerprint, paths))
        let status = run.run()
        if status != 0 { throw ExitCode(status) }
    }
}

extension AnnotateCommand {
    /// All that the bytes of the output depend on.
    fileprivate func journal(knowledge: String, _ paths: [InputPath]) -> RunJournal {
        RunJournal(
            version: "\(Version.number) \(knowledge)",
            options: [
                ("--input-format", input.inputFormat), ("--charset", input.charset ?? ""), ("--fields", input.fields ?? ""), ("--max-record-bytes", "\(input.maxRecordBytes)"),
                ("--extract", input.extract), ("--normalize", input.normalize), ("--range", input.range ?? ""), ("--shard", input.shard ?? ""),
                ("--max-expansion", "\(input.maxExpansion)"), ("--max-unpacked-bytes", "\(input.maxUnpackedBytes)"), ("--types", output.types ?? ""),
                ("--offsets", output.offsets ?? ""), ("--on-error", output.onError),
            ], paths: paths.map(\.label))
    }
}

struct InputArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("Files and folders to read; \"-\" is standard input.", valueName: "path")) var paths: [String] = []
    @Option(help: ArgumentHelp("What the input is: auto, or one of \(InputFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format"))
    var inputFormat = "auto"
    @Option(help: ArgumentHelp("The charset that the transport stated: beats a page's own label, loses to a byte order mark.", valueName: "label")) var charset: String?
    @Option(help: ArgumentHelp("Which JSON field means what, such as text=story,id=uid; a dot steps into an object.", valueName: "map")) var fields: String?
    @Option(help: ArgumentHelp("A longer record becomes an error record.", valueName: "bytes")) var maxRecordBytes = 64 << 20
    @Option(help: ArgumentHelp("What to take from a page: its article, or all its text.", valueName: "article|all")) var extract = "article"
    @Option(help: ArgumentHelp("The Unicode normal form of the text.", valueName: "nfc|nfkc|none")) var normalize = "nfc"

    @Option(help: ArgumentHelp("Read the paths that this file lists, one a line; - is standard input.", valueName: "file")) var filesFrom: String?
    @Flag(name: [.customShort("0"), .customLong("null")], help: "The names of --files-from end with a NUL, as find -print0 writes them.") var endsWithNull = false
    @Option(help: ArgumentHelp("Take a file that unpacks to more than so many times its size for an archive bomb.", valueName: "times")) var maxExpansion = 10_000
    @Option(help: ArgumentHelp("Unpack at most so many bytes of one file, members of members included (1 TiB).", valueName: "bytes")) var maxUnpackedBytes = 1 << 40
    @Option(help: ArgumentHelp("Only the records that start at these bytes of the one file, A inclusive, B exclusive: JSON Lines, WARC, .warc.gz.", valueName: "A-B"))
    var range: String?
    @Option(help: ArgumentHelp("Only the I-th of N parts of the one file, from 1; the parts' outputs joined are the whole's.", valueName: "I/N")) var shard: String?

    /// The range that `--range` or `--shard` asks for.
    private func byteRange() throws -> Range<Int>? {
        guard range != nil || shard != nil else { return nil }
        guard range == nil || shard == nil, paths.count == 1, let path = paths.first, let size = Self.fileSize(path) else {
            throw ValidationError("--range and --shard: one of them, with one regular file as PATH.")
        }
        func numbers(_ text: String, _ separator: Character) -> (Int, Int)? {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 2, let first = Int(parts[0]) else { return nil }
            return Int(parts[1].isEmpty && separator == "-" ? String(size) : String(parts[1])).map { (first, $0) }
        }
        if let shard {
            guard let (part, count) = numbers(shard, "/"), count > 0, (1...count).contains(part) else {
                throw ValidationError("--shard \(shard): expected I/N with I from 1 to N.")
            }
            func bound(_ part: Int) -> Int { Int((Double(size) * Double(part) / Double(count)).rounded(.down)) }
            return bound(part - 1)..<(part == count ? max(size, bound(part - 1)) : bound(part))
        }
        guard let (start, end) = numbers(range ?? "", "-"), start >= 0, start <= end else { throw ValidationError("--range \(range ?? ""): expected A-B with A not above B.") }
        return start..<end
    }

    private static func fileSize(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// The paths given and listed.
    func allPaths() throws -> [InputPath] {
        var all = paths.map { InputPath($0) }
        guard let filesFrom else { return all.isEmpty ? [InputPath("-")] : all }
        guard let list = Self.content(of: filesFrom) else { throw ValidationError("--files-from \(filesFrom): the list can't be read.") }
        all += list.split(separator: endsWithNull ? 0 : 0x0A).map { InputPath(bytes: Array($0.last == 0x0D && !endsWithNull ? $0.dropLast() : $0)) }
        return all
    }

    private static func content(of path: String) -> [UInt8]? {
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return count < 0 ? nil : bytes }
            bytes += block[..<count]
        }
    }

    func extraction() throws -> ArticleExtractor.Options {
        guard let extent = ArticleExtractor.Options.Extent(rawValue: extract) else { throw ValidationError("--extract \(extract): take article or all.") }
        guard let form = NormalForm(rawValue: normalize) else { throw ValidationError("--normalize \(normalize): take nfc, nfkc or none.") }
        return ArticleExtractor.Options(extract: extent, normalize: form)
    }

    func options() throws -> ReaderOptions {
        var options = ReaderOptions()
        if inputFormat != "auto" {
            guard let format = InputFormat(rawValue: inputFormat) else {
                throw ValidationError(
                    "--input-format \(inputFormat): no such format\(NearestName.hint(inputFormat, among: InputFormat.allCases.map(\.rawValue))); take auto or one of \(InputFormat.allCases.map(\.rawValue).joined(separator: ", "))."
                )
            }
            options.format = format
        }
        options.charset = charset
        options.range = try byteRange()
        options.maximumExpansion = maxExpansion
        options.maximumUnpackedBytes = maxUnpackedBytes
        options.maximumRecordBytes = maxRecordBytes
        options.stop = Interruption()
        for pair in (fields ?? "").split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let field = FieldMap.Field(rawValue: String(parts[0])) else {
                throw ValidationError("--fields \(pair): expected FIELD=NAME, with FIELD one of \(FieldMap.Field.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            options.fields.set(field, to: String(parts[1]))
        }
        return options
    }
}

struct OutputArguments: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write here instead of to standard output; the file has its name once it is complete.", valueName: "file"))
    var path: String?
    @Option(help: ArgumentHelp("The types of entity to write, such as firm,amount; recognition stays the same.", valueName: "types")) var types: String?
    @Option(help: ArgumentHelp("What start and end count; else what the output format counts, mostly code points.", valueName: "codepoint|utf16|utf8")) var offsets: String?
    @Option(
        help: ArgumentHelp(
            "How to write; a file named .sqlite or .db is a database, else jsonl (brat writes a folder, or a tar archive to standard output): \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "format")) var outputFormat: String?
    @Option(help: ArgumentHelp("What to do with a record that can't be read: write an error record, leave it out, or stop.", valueName: "record|skip|fail")) var onError = "record"
    @Option(help: ArgumentHelp("Stop with exit status 1 once more records than this could not be read.", valueName: "n")) var maxErrors: Int?
    @Option(help: ArgumentHelp("Write error records to this file too.", valueName: "file")) var errorFile: String?
    @Option(help: ArgumentHelp("Show on standard error how far the run is: on a terminal, always, or never.", valueName: "auto|always|never")) var progress = "auto"
    @Flag(help: "With --output: go on where an interrupted run of the same command stopped.") var resume = false
    @Option(help: ArgumentHelp("Write the run's counts and a digest of its records here as JSON; - is standard error.", valueName: "file")) var stats: String?
    @Flag(help: "Write each record as soon as it is there.") var lineBuffered = false
    @Flag(help: "Write records as they are done, in any order.") var unordered = false

    func options() throws -> OutputOptions {
        var options = OutputOptions()
        if let types {
            options.types = Set(
                try types.split(separator: ",").map { name in
                    guard let type = EntityType(rawValue: String(name)) else {
                        throw ValidationError(
                            "--types \(name): no such type\(NearestName.hint(String(name), among: EntityType.allCases.map(\.rawValue))); take some of \(EntityType.allCases.map(\.rawValue).joined(separator: ","))."
                        )
                    }
                    return type
                })
        }
        let isDatabase = [".sqlite", ".sqlite3", ".db"].contains { path?.hasSuffix($0) == true }
        guard let format = outputFormat.map({ OutputFormat(rawValue: $0) }) ?? (isDatabase ? .sqlite : .jsonl) else {
            throw ValidationError(
                "--output-format \(outputFormat ?? ""): no such format\(NearestName.hint(outputFormat ?? "", among: OutputFormat.allCases.map(\.rawValue))); take one of \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        options.format = format
        if format == .sqlite, path == nil || offsets != nil { throw ValidationError("--output-format sqlite needs --output FILE, and its offsets are code points.") }
        guard let unit = offsets.map({ OffsetUnit(rawValue: $0) }) ?? format.ownUnit else { throw ValidationError("--offsets \(offsets ?? ""): take codepoint, utf16 or utf8.") }
        options.offsetUnit = unit
        guard let onError = OutputOptions.OnError(rawValue: onError) else { throw ValidationError("--on-error \(onError): take record, skip or fail.") }
        options.onError = onError
        options.keepsErrorRecords = errorFile != nil
        if !["auto", "always", "never"].contains(progress) { throw ValidationError("--progress \(progress): take auto, always or never.") }
        if resume {
            if format != .jsonl { throw ValidationError("--resume goes with the output format jsonl: the others don't say which record a line is of.") }
            if path == nil { throw ValidationError("--resume goes with --output: there must be a file to go on with.") }
            if onError == .skip || unordered {
                throw ValidationError("--resume can't tell what is done where records are left out or in another order: not with --on-error skip or --unordered.")
            }
        }
        return options
    }
}
