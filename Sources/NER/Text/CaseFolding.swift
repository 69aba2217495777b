/// Lower-case forms of spellings.
enum CaseFolding {
    /// Calls `body` with the lower-case form of valid UTF-8, or with `nil` when it is its own lower-case form. ASCII without
    /// allocation up to 64 bytes; beyond ASCII by Unicode's simple lower-case mapping.
    static func withFolded<Result>(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ body: (UnsafePointer<UInt8>?, Int) -> Result) -> Result {
        var isFolded = true, isASCII = true
        for i in 0..<length {
            let b = bytes[i]
            if b &- 0x41 < 26 { isFolded = false }
            if b >= 0x80 { isASCII = false }
        }
        if isASCII {
            if isFolded { return body(nil, length) }
            if length <= 64 {
                return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
                    for i in 0..<length {
                        let b = bytes[i]
                        buffer[i] = b &- 0x41 < 26 ? b | 0x20 : b
                    }
                    return body(UnsafePointer(buffer.baseAddress), length)
                }
            }
        }
        let text = String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
        var folded: [UInt8] = []
        folded.reserveCapacity(length + 4)
        for scalar in text.unicodeScalars {
            let lower = scalar.properties.lowercaseMapping
            // `İ` maps to two scalars; the dot is dropped so that it meets a plain `i`.
            folded.append(contentsOf: scalar == "\u{130}" ? [0x69] : Array(lower.utf8))
        }
        return folded.withUnsafeBufferPointer { buffer in
            if buffer.count == length, (0..<length).allSatisfy({ buffer[$0] == bytes[$0] }) { return body(nil, length) }
            return body(buffer.baseAddress, buffer.count)
        }
    }
}
