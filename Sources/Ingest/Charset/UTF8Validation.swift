/// UTF-8 as the Encoding standard decodes it: well-formed sequences, and U+FFFD for each maximal ill-formed part.
enum UTF8Validation {
    /// What a scan of some bytes found.
    struct Summary {
        /// Offset of the first ill-formed sequence; `nil` where all is well-formed.
        var firstInvalid: Int?
        /// Well-formed sequences of two or more bytes before it.
        var multibyte = 0
    }

    /// Scans `bytes` up to the first ill-formed sequence. About 8 bytes a step through ASCII.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Summary {
        var summary = Summary()
        var i = 0
        let count = bytes.count
        guard let base = bytes.baseAddress else { return summary }
        let raw = UnsafeRawPointer(base)
        while i < count {
            while i + 16 <= count {
                let low = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
                let high = raw.loadUnaligned(fromByteOffset: i + 8, as: UInt64.self)
                if (low | high) & 0x8080_8080_8080_8080 != 0 { break }
                i += 16
            }
            // A few bytes one by one: up to the next place where words may do again.
            let stop = Swift.min(count, i + 16)
            while i < stop {
                if base[i] < 0x80 { i += 1; continue }
                let length = sequenceLength(base, i, count)
                if length < 0 { summary.firstInvalid = i; return summary }
                summary.multibyte += 1
                i += length
            }
        }
        return summary
    }

    /// How many well-formed sequences of two or more bytes there are, and how many ill-formed parts. Linear.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> (good: Int, bad: Int) {
        var (good, bad, start) = (0, 0, 0)
        guard let base = bytes.baseAddress else { return (0, 0) }
        while start < bytes.count {
            let summary = scan(UnsafeBufferPointer(rebasing: bytes[start...]))
            good += summary.multibyte
            guard let invalid = summary.firstInvalid else { break }
            bad += 1
            start += invalid - sequenceLength(base, start + invalid, bytes.count)
        }
        return (good, bad)
    }

    /// `bytes` with U+FFFD for each maximal ill-formed part.
    static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        guard let base = bytes.baseAddress else { return result }
        var start = 0
        while start < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[start...])
            guard let bad = scan(rest).firstInvalid else {
                result.append(contentsOf: rest)
                break
            }
            result.append(contentsOf: rest[..<bad])
            result.append(scalar: 0xFFFD)
            start += bad - sequenceLength(base, start + bad, bytes.count)
        }
        return result
    }

    /// The length of the multi-byte sequence at `i`; where ill-formed, minus the length of its maximal ill-formed part.
    /// (Unicode standard, table 3-7.)
    @inline(__always)
    private static func sequenceLength(_ p: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int {
        let lead = p[i]
        let needed: Int
        var low: UInt8 = 0x80, high: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: needed = 1
        case 0xE0...0xEF:
            needed = 2
            if lead == 0xE0 { low = 0xA0 } else if lead == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            needed = 3
            if lead == 0xF0 { low = 0x90 } else if lead == 0xF4 { high = 0x8F }
        default: return -1
        }
        var read = 1
        while read <= needed {
            guard i + read < count, p[i + read] >= low, p[i + read] <= high else { return -read }
            low = 0x80
            high = 0xBF
            read += 1
        }
        return read
    }
}
