import ExtractionVocabulary

/// Reads dates as pages write them, to `YYYY-MM-DD`, with the time and its offset behind it where they are stated.
enum DateParser {
    /// Months by name, of `months.tsv`; zero for the small words inside dates.
    private static let months: [[UInt8]: Int] = {
        var months: [[UInt8]: Int] = [:]
        for row in EmbeddedTable(tl_months_table()).rows where row.count == 2 {
            for name in row[1].split(separator: " ") { months[Array(name.utf8)] = Int(row[0]) ?? 0 }
        }
        return months
    }()

    private static let weekdays: Set<[UInt8]> = Set(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"].map {
            Array($0.utf8)
        })

    /// The letters that a written date may begin with, in lower case, and the digits.
    static var firstLetters: Set<UInt8> { Set(months.keys.compactMap(\.first) + weekdays.compactMap(\.first) + Array("0123456789".utf8)) }

    static func isWeekday(_ word: [UInt8]) -> Bool { weekdays.contains(word) }

    /// Whether a word in lower case may begin a date: a month or a weekday.
    static func beginsDate(_ word: [UInt8]) -> Bool { word.count > 2 && (months[word].map { $0 > 0 } == true || weekdays.contains(word)) }

    private enum Token: Equatable {
        case number(value: Int, digits: Int)
        case month(Int)
        case word
        /// A small word inside dates: "5 de octubre de 2018".
        case small
        case mark(UInt8)
    }

    /// The first date in `text`; `nil` where none is recognised. Order of day and month in `3/4/2020`: month first, as in the
    /// United States, unless only the other way is a date, or `dayFirst` says that the text's language has the day first.
    static func date(in text: some Collection<UInt8>, dayFirst: Bool = false) -> String? {
        let bytes = Array(text.prefix(200))
        if let iso = iso(bytes) { return iso }
        if let epoch = epoch(bytes) { return epoch }
        let tokens = tokens(bytes)
        for start in tokens.indices {
            if let found = written(tokens[start...]) ?? slashed(tokens[start...], dayFirst) { return found }
        }
        return nil
    }

    /// Whether a language (BCP 47) writes the day before the month in figures: all but the English of the United States.
    static func isDayFirst(language: String) -> Bool {
        let tag = language.utf8.map(\.asciiLowercased)
        guard tag.starts(with: "en".utf8) else { return tag.count > 1 }
        return dayFirstRegions.contains(Array(tag.dropFirst(3)))
    }

    private static let dayFirstRegions: Set<[UInt8]> = Set(["gb", "uk", "au", "nz", "ie", "in", "za", "ng", "ke", "sg"].map { Array($0.utf8) })

    /// The date in an address's path: `/2023/11/09/`, `/2023/nov/09/`, `/2023-11-09-`.
    static func date(inURL url: String) -> String? {
        let bytes = Array(url.utf8)
        var i = 0
        while i + 10 <= bytes.count {
            defer { i += 1 }
            guard bytes[i] == UInt8(ascii: "/") || bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "="),
                let year = number(bytes, i + 1, 4), (1990...2100).contains(year), i + 5 < bytes.count
            else { continue }
            let separator = bytes[i + 5]
            guard separator == UInt8(ascii: "/") || separator == UInt8(ascii: "-") else {
                // /20231109/
                if let month = number(bytes, i + 5, 2), let day = number(bytes, i + 7, 2), i + 9 >= bytes.count || !bytes[i + 9].isASCIIDigit,
                    let date = formatted(year, month, day)
                {
                    return date
                }
                continue
            }
            var at = i + 6
            let month: Int?
            if let two = number(bytes, at, 2) {
                month = two
                at += 2
            } else if at + 3 <= bytes.count, let index = months[bytes[at..<(at + 3)].map(\.asciiLowercased)] {
                month = index
                at += 3
            } else {
                month = number(bytes, at, 1)
                at += 1
            }
            guard let month, at < bytes.count, bytes[at] == separator else { continue }
            let day = number(bytes, at + 1, 2) ?? number(bytes, at + 1, 1)
            if let day, let date = formatted(year, month, day) { return date }
        }
        return nil
    }

    // MARK: Forms

    /// `2023-11-09`, `2023-11-09T10:11:12+01:00`, `20231109`, `2023/11/09`, `2023.11.09`.
    private static func iso(_ bytes: [UInt8]) -> String? {
        var i = 0
        while i + 8 <= bytes.count {
            defer { i += 1 }
            guard i == 0 || !bytes[i - 1].isASCIIAlphanumeric, let year = number(bytes, i, 4), (1900...2100).contains(year) else { continue }
            let separator = bytes[i + 4]
            var at: Int
            let month: Int?, day: Int?
            if separator.isASCIIDigit {
                (month, day) = (number(bytes, i + 4, 2), number(bytes, i + 6, 2))
                at = i + 8
                if at < bytes.count, bytes[at].isASCIIDigit { continue }
            } else {
                guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") else { continue }
                let wide = number(bytes, i + 5, 2)
                month = wide ?? number(bytes, i + 5, 1)
                at = i + (wide == nil ? 6 : 7)
                guard at < bytes.count, bytes[at] == separator else { continue }
                let wideDay = number(bytes, at + 1, 2)
                day = wideDay ?? number(bytes, at + 1, 1)
                at += wideDay == nil ? 2 : 3
            }
            guard let month, let day, let date = formatted(year, month, day) else { continue }
            return date + time(bytes, at)
        }
        return nil
    }

    /// The time behind a date, as `THH:MM:SS` and the offset; empty where none is stated.
    private static func time(_ bytes: [UInt8], _ start: Int) -> String {
        var at = start
        guard at < bytes.count, bytes[at] == UInt8(ascii: "T") || bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "t") else { return "" }
        at += 1
        guard let hour = number(bytes, at, 2), hour < 24, at + 2 < bytes.count, bytes[at + 2] == UInt8(ascii: ":"), let minute = number(bytes, at + 3, 2), minute < 60
        else { return "" }
        at += 5
        var second = 0
        if at < bytes.count, bytes[at] == UInt8(ascii: ":"), let stated = number(bytes, at + 1, 2), stated < 61 {
            second = stated
            at += 3
            if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
                at += 1
                while at < bytes.count, bytes[at].isASCIIDigit { at += 1 }
            }
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: " ") { at += 1 }
        var offset = ""
        if at < bytes.count {
            if bytes[at] | 0x20 == UInt8(ascii: "z") {
                offset = "Z"
            } else if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-"), let hours = number(bytes, at + 1, 2) {
                let colon = at + 3 < bytes.count && bytes[at + 3] == UInt8(ascii: ":") ? 1 : 0
                let minutes = number(bytes, at + 3 + colon, 2) ?? 0
                offset = (bytes[at] == UInt8(ascii: "+") ? "+" : "-") + padded(hours, 2) + ":" + padded(minutes, 2)
                if offset == "+00:00" { offset = "Z" }
            }
        }
        return "T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(offset)"
    }

    /// Seconds or milliseconds since 1970, ten or thirteen digits.
    private static func epoch(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 10 || bytes.count == 13, bytes.allSatisfy(\.isASCIIDigit), let seconds = number(bytes, 0, 10), seconds > 600_000_000 else { return nil }
        // Days to a date of the civil calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let z = seconds / 86400 + 719_468
        let era = z / 146_097
        let day = z - era * 146_097
        let year = (day - day / 1460 + day / 36524 - day / 146_096) / 365
        let ofYear = day - (365 * year + year / 4 - year / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return formatted(year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
    }

    /// `Nov. 9, 2023`, `9 November 2023`, `November 9th 2023`, `5 de octubre de 2018`.
    private static func written(_ tokens: ArraySlice<Token>) -> String? {
        guard let first = tokens.first else { return nil }
        switch first {
        case .month, .number(_, 1...2): break
        default: return nil
        }
        // Up to four numbers and months, with nothing but marks and small words between them; a clock may stand before the year.
        var words: [Token] = []
        for token in tokens.prefix(10) {
            switch token {
            case .mark(UInt8(ascii: ",")), .mark(UInt8(ascii: ".")), .mark(UInt8(ascii: "-")), .mark(UInt8(ascii: "/")), .small: continue
            case .number, .month: words.append(token)
            case .word: if words.count < 2 { return nil }
            case .mark(let mark):
                // "7 Nov 10:30"
                if words.count < 3 || words.count == 3 && mark == UInt8(ascii: ":") { return nil }
            }
            if words.count == 4 { break }
        }
        guard words.count >= 3 else { return nil }
        switch (words[0], words[1], words[2]) {
        case (.month(let month), .number(let day, 1...2), .number(let year, 4)): return formatted(year, month, day)
        case (.number(let day, 1...2), .month(let month), .number(let year, 4)): return formatted(year, month, day)
        case (.number(let day, 1...2), .month(let month), .number(let year, 2)):
            // "7 Nov 20, 2019" is a clock's seven.
            if words.count > 3, case .number(_, 4) = words[3] { return nil }
            return formatted(2000 + year, month, day)
        default: return nil
        }
    }

    /// `11/09/2023`, `09.11.2023`, `11/09/23`.
    private static func slashed(_ tokens: ArraySlice<Token>, _ dayFirst: Bool) -> String? {
        let part = Array(tokens.prefix(5))
        guard part.count == 5, case .number(let first, 1...2) = part[0], case .mark(let mark) = part[1], part[3] == part[1],
            mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") || mark == UInt8(ascii: "-"),
            case .number(let second, 1...2) = part[2], case .number(let stated, let digits) = part[4], digits == 4 || digits == 2
        else { return nil }
        let year = digits == 2 ? 2000 + stated : stated
        if mark == UInt8(ascii: ".") { return formatted(year, second, first) }
        if dayFirst, let date = formatted(year, second, first) { return date }
        return formatted(year, first, second) ?? formatted(year, second, first)
    }

    // MARK: Calendar

    /// Days since 1970-01-01 of the date that `text` begins with (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    static func dayNumber(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// Whether `local` may be the publisher's own date of the instant `stated`, which is given in universal time: a day before or behind it.
    static func isLocal(_ local: String, of stated: String) -> Bool {
        let bytes = Array(stated.utf8)
        guard bytes.last == UInt8(ascii: "Z"), let hour = number(bytes, 11, 2), let day = dayNumber(stated), let other = dayNumber(local) else { return false }
        // Clocks are up to twelve hours behind universal time, and up to fourteen before it.
        return other == day - 1 ? hour < 12 : other == day + 1 && hour >= 10
    }

    // MARK: Pieces

    private static func tokens(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var i = 0
        while i < bytes.count {
            let byte = bytes[i]
            if byte.isASCIIDigit {
                var end = i
                while end < bytes.count, bytes[end].isASCIIDigit { end += 1 }
                tokens.append(end - i <= 4 ? .number(value: number(bytes, i, end - i) ?? 0, digits: end - i) : .word)
                i = end
                // "9th", "1st"
                if i + 1 < bytes.count, [UInt8](arrayLiteral: bytes[i] | 0x20, bytes[i + 1] | 0x20).isOrdinalEnd { i += 2 }
            } else if byte.isASCIILetter || byte >= 0xC3 && byte < 0xE0 {
                var end = i
                while end < bytes.count, bytes[end].isASCIILetter || bytes[end] >= 0x80 && bytes[end] < 0xE0 { end += 1 }
                switch months[bytes[i..<end].map(\.asciiLowercased)] {
                case .some(0): tokens.append(.small)
                case .some(let month): tokens.append(.month(month))
                case nil: tokens.append(.word)
                }
                i = end
            } else {
                if byte > 0x20 { tokens.append(byte < 0x80 ? .mark(byte) : .word) }
                i += 1
            }
        }
        return tokens
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ digits: Int) -> Int? {
        guard start >= 0, start + digits <= bytes.count else { return nil }
        var value = 0
        for i in start..<(start + digits) {
            guard bytes[i].isASCIIDigit else { return nil }
            value = value * 10 + Int(bytes[i] - UInt8(ascii: "0"))
        }
        return value
    }

    private static func formatted(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1900...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension [UInt8] {
    fileprivate var isOrdinalEnd: Bool {
        [Array("st".utf8), Array("nd".utf8), Array("rd".utf8), Array("th".utf8)].contains(self)
    }
}
