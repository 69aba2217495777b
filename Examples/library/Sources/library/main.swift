import Knowledge

// library DUMP GOLD PREDICTED
let paths = Array(CommandLine.arguments.dropFirst())
if let dump = paths.first {
    for sum in sums(in: articles(in: dump), by: try EntityRecognizer()) { print(sum) }
    let text = Array("They remember Quxle.".utf8)
    for firms in [[], ["Quxle"]] {
        let found = try recognizer(knowing: firms).recognize(text: text).mentions
        print("\(firms): \(found.map { "\($0.type) \(String(decoding: text[$0.range], as: UTF8.self))" })")
    }
}
if paths.count == 3 { print(try report(gold: paths[1], predicted: paths[2])) }
