/// Text that was UTF-8, was read as windows-1252, and was encoded again: `cafÃ©`, `â€œquotedâ€`.
enum Mojibake {
    /// `text` set right, where the evidence is certain; `nil` where it stays.
    ///
    /// Certain: every letter of Latin-1 in the text is part of a run of characters whose windows-1252 bytes are well-formed
    /// UTF-8, and such runs give punctuation or accented letters at least twice. One stray `É”` (a letter and a closing
    /// quote) has that form too, but a text with one has other accented letters as well. `evidence`: one such run is enough
    /// in a field of a page whose text gave more.
    static func repaired(_ text: [UInt8], evidence: Int = 2) -> [UInt8]? {
        // Nearly all texts end here: C3 82 to C3 83 and C3 A2 begin all runs that matter ("Â", "Ã", "â").
        guard evidence < 2 || text.withUnsafeBufferPointer(mayHoldRuns) else { return nil }
        return text.withUnsafeBufferPointer { bytes in
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            var runs = 0
            var i = 0
            while i < bytes.count {
                if bytes[i] < 0x80 {
                    result.append(bytes[i])
                    i += 1
                    continue
                }
                var end = i
                var reader = ScalarReader(bytes, at: i, to: bytes.count)
                var original: [UInt8] = []
                var hasLetter = false, isWindows1252 = true
                while end < bytes.count, bytes[end] >= 0x80, let scalar = reader.next() {
                    end = reader.at
                    if (0xC0...0xFF).contains(scalar) { hasLetter = true }
                    if let byte = windows1252Byte(scalar) { original.append(byte) } else { isWindows1252 = false }
                }
                let decoded = isWindows1252 && original.count > 1 && original.withUnsafeBufferPointer { UTF8Validation.scan($0) }.firstInvalid == nil
                if decoded {
                    result += original
                    runs += 1
                } else {
                    if hasLetter { return nil }
                    result += bytes[i..<end]
                }
                i = end
            }
            return runs >= evidence ? result : nil
        }
    }

    private static func mayHoldRuns(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var found = 0
        var i = 0
        while true {
            i = bytes.endOfASCII(from: i)
            guard i + 1 < bytes.count else { return false }
            if bytes[i] == 0xC3 {
                if bytes[i + 1] == 0x82 || bytes[i + 1] == 0x83 || bytes[i + 1] == 0xA2, i + 2 < bytes.count, bytes[i + 2] >= 0xC2 {
                    found += 1
                } else if found == 0 {
                    // A letter of its own: no candidate before it.
                    return false
                }
                if found > 1 { return true }
                i += 2
            } else {
                i += 1
            }
        }
    }

    /// The byte of windows-1252 for a character beyond ASCII; its five unassigned bytes stand for the C1 controls.
    private static func windows1252Byte(_ scalar: UInt32) -> UInt8? {
        if (0x80...0xFF).contains(scalar) { return UInt8(scalar) }
        guard scalar <= 0x2122, let place = CharacterPolicy.windows1252.firstIndex(of: UInt16(scalar)) else { return nil }
        return UInt8(0x80 + place)
    }
}
