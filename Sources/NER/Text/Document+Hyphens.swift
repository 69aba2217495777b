extension Document {
    /// Whether token `i` is a hyphen (`-`, `‐` or `‑`).
    func isHyphen(_ i: Int) -> Bool {
        let token = tokens[i]
        if token.end - token.start == 1 { return bytes[Int(token.start)] == UInt8(ascii: "-") }
        guard token.end - token.start == 3, bytes[Int(token.start)] == 0xE2, bytes[Int(token.start) + 1] == 0x80 else { return false }
        let third = bytes[Int(token.start) + 2]
        return third == 0x90 || third == 0x91
    }

    /// Whether token `i` is a hyphen that joins the tokens beside it.
    func isInnerHyphen(_ i: Int) -> Bool {
        i > 0 && i + 1 < tokens.count && isHyphen(i) && tokens[i].flags.contains(.glued) && tokens[i + 1].flags.contains(.glued)
    }
}
