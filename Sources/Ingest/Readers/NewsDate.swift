/// A date, with the time where known, as dumps spell it: ISO 8601, RFC 5322 (feeds, mail), NITF's basic format, Reuters', seconds since 1970.
struct NewsDate: CustomStringConvertible {
    private var year = 0
    private var month = 0
    private var day = 0
    private var time: (hour: Int, minute: Int, second: Int?)?
    /// "Z" or "+hh:mm".
    private var zone: String?

    /// `nil` where `text` is no date that we can be sure of.
    init?(_ text: String) {
        let tokens = Self.tokens(text)
        guard let first = tokens.first else { return nil }
        if tokens.count == 1, first.digits.count >= 9, let number = Int(first.digits) {
            setSeconds(first.digits.count >= 12 ? number / 1000 : number)
            return
        }
        if !(iso(tokens) || named(tokens)) { return nil }
        guard (1...12).contains(month), (1...31).contains(day), (1000...9999).contains(year) else { return nil }
        if let time, time.hour > 24 || time.minute > 59 { self.time = nil }
    }

    private mutating func setSeconds(_ seconds: Int) {
        // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let second = seconds - days * 86400
        time = (second / 3600, second / 60 % 60, second % 60)
        zone = "Z"
    }

    private struct Token {
        var digits = ""
        var letters = ""
        /// The character before it.
        var before: Character
    }

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var before: Character = " "
        for character in text.prefix(64) {
            if character.isASCII, character.isNumber {
                if before.isNumber, !tokens.isEmpty { tokens[tokens.count - 1].digits.append(character) } else { tokens.append(Token(digits: String(character), before: before)) }
            } else if character.isASCII, character.isLetter {
                if before.isLetter, !tokens.isEmpty { tokens[tokens.count - 1].letters.append(character) } else { tokens.append(Token(letters: String(character), before: before)) }
            }
            before = character
        }
        return tokens
    }

    private mutating func iso(_ tokens: [Token]) -> Bool {
        guard let first = tokens.first else { return false }
        var rest: ArraySlice<Token>
        if first.digits.count == 8 {
            (year, month, day) = (Int(first.digits.prefix(4)) ?? 0, Int(first.digits.dropFirst(4).prefix(2)) ?? 0, Int(first.digits.suffix(2)) ?? 0)
            rest = tokens[1...]
        } else if tokens.count >= 3, first.digits.count == 4, let month = Int(tokens[1].digits), let day = Int(tokens[2].digits) {
            (self.year, self.month, self.day) = (Int(first.digits) ?? 0, month, day)
            rest = tokens[3...]
        } else {
            return false
        }
        if rest.first?.letters.uppercased() == "T" { rest = rest.dropFirst() }
        readTime(rest)
        return true
    }

    /// "Fri, 20 Nov 2026 10:00:00 +0000", "26-FEB-1987 15:01:01.79", "November 20, 2026".
    private mutating func named(_ tokens: [Token]) -> Bool {
        guard let name = tokens.firstIndex(where: { Self.month($0.letters) != nil }), let month = Self.month(tokens[name].letters) else { return false }
        let after = tokens[(name + 1)...]
        if name > 0, let day = Int(tokens[name - 1].digits), let year = after.first.flatMap({ Int($0.digits) }) {
            (self.year, self.month, self.day) = (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year, month, day)
            readTime(after.dropFirst())
            return true
        }
        if after.count >= 2, let day = Int(after[name + 1].digits), let year = Int(after[name + 2].digits) {
            (self.year, self.month, self.day) = (year, month, day)
            readTime(after.dropFirst(2))
            return true
        }
        return false
    }

    private mutating func readTime(_ tokens: ArraySlice<Token>) {
        var tokens = tokens
        guard var first = tokens.popFirst() else { return }
        if first.digits.count == 6 {
            let digits = first.digits
            time = (Int(digits.prefix(2)) ?? 0, Int(digits.dropFirst(2).prefix(2)) ?? 0, Int(digits.suffix(2)))
        } else {
            guard let hour = Int(first.digits), first.digits.count <= 2, let second = tokens.first, second.before == ":", let minute = Int(second.digits) else { return }
            tokens = tokens.dropFirst()
            var seconds: Int?
            if let third = tokens.first, third.before == ":", let value = Int(third.digits) {
                seconds = value
                tokens = tokens.dropFirst()
            }
            time = (hour, minute, seconds)
        }
        // A fraction of a second carries nothing for news.
        if let next = tokens.first, next.before == "." || next.before == ",", !next.digits.isEmpty { tokens = tokens.dropFirst() }
        guard let next = tokens.popFirst() else { return }
        first = next
        if ["Z", "GMT", "UTC", "UT"].contains(first.letters.uppercased()) { zone = "Z" }
        if first.before == "+" || first.before == "-", first.digits.count == 4 || first.digits.count == 2 {
            let minutes = first.digits.count == 4 ? String(first.digits.suffix(2)) : tokens.first.map(\.digits) ?? "00"
            let offset = "\(first.digits.prefix(2)):\(minutes.count == 2 ? minutes : "00")"
            zone = offset == "00:00" ? "Z" : "\(first.before)\(offset)"
        }
    }

    private static func month(_ name: String) -> Int? {
        guard name.count >= 3 else { return nil }
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return months.firstIndex(of: String(name.lowercased().prefix(3))).map { $0 + 1 }
    }

    /// `YYYY-MM-DD`, with `Thh:mm:ss` and the zone where known.
    var description: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        var text = "\(year)-\(two(month))-\(two(day))"
        if let time { text += "T\(two(time.hour)):\(two(time.minute)):\(two(time.second ?? 0))\(zone ?? "")" }
        return text
    }
}
