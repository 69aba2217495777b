import Glibc
import NER

/// CPU time of this process, in seconds.
func cpuTime() -> Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

/// Wall-clock time, in seconds.
func wallTime() -> Double { seconds(CLOCK_MONOTONIC) }

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Memory of this process that is in RAM, and the most that ever was, in bytes.
func memory() -> (now: Int, peak: Int) {
    var now = 0, peak = 0
    guard let file = fopen("/proc/self/status", "r") else { return (0, 0) }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let number = Int(text.filter(\.isNumber)) ?? 0
        if text.hasPrefix("VmRSS:") { now = number * 1024 }
        if text.hasPrefix("VmHWM:") { peak = number * 1024 }
    }
    return (now, peak)
}

extension Array where Element == Double {
    /// The middle one.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

/// How much slower each recogniser is than the first, by CPU time: the median over rounds in which all take turns.
///
/// - Returns: for each, its median time for all articles in seconds, and the median ratio to the first.
func compare(_ recognizers: [EntityRecognizer], on articles: [[UInt8]], rounds: Int) -> [(time: Double, ratio: Double)] {
    let workers = recognizers.map { EntityRecognizer.Worker($0) }
    var times = [[Double]](repeating: [], count: workers.count)
    var checksum = 0
    for round in 0...rounds {
        // The order turns, so that none always runs behind the same neighbour.
        for k in workers.indices.map({ ($0 + round) % workers.count }) {
            let start = cpuTime()
            for article in articles { checksum &+= workers[k].recognize(text: article).mentions.count }
            // The first round warms up.
            if round > 0 { times[k].append(cpuTime() - start) }
        }
    }
    precondition(checksum > 0, "the articles hold no mention: nothing was measured")
    return times.map { own in (own.median, zip(own, times[0]).map { $0 / $1 }.median) }
}

/// A number with so many digits behind the point.
func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    guard digits > 0 else { return "\(whole)" }
    let tail = String(whole % Int(scale))
    return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - tail.utf8.count))\(tail)"
}
