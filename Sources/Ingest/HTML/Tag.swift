/// The elements that mean something to extraction; all others are `unknown`.
enum Tag: UInt8, CaseIterable {
    case unknown, text
    case a, abbr, address, amp_ad, applet, article, aside, audio, b, blockquote, body, br, button, canvas, caption, center, cite, code
    case col, colgroup, dd, del, details, dialog, dir, div, dl, dt, em, embed, fieldset, figcaption, figure, font, footer, form, frame
    case frameset, h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html, i, iframe, img, input, ins, label, legend, li, link, main, map
    case mark, math, menu, meta, meter, nav, noembed, noframes, noscript, object, ol, optgroup, option, output, p, param, picture, pre
    case progress, q, rp, rt, ruby, s, script, section, select, small, source, span, strike, strong, style, sub, summary, sup, svg, table
    case tbody, td, template, textarea, tfoot, th, thead, time, title, tr, track, tt, u, ul, `var`, video, wbr, xmp

    /// How an element takes part in the text.
    struct Traits: OptionSet {
        let rawValue: UInt8
        /// Starts and ends a line of its own.
        static let block = Traits(rawValue: 1)
        /// Its content is never text for a reader.
        static let skipped = Traits(rawValue: 2)
        static let heading = Traits(rawValue: 4)
        /// Holds its blanks as they are.
        static let preformatted = Traits(rawValue: 8)
        /// May hold blocks without being a paragraph itself: a candidate for the article's container.
        static let container = Traits(rawValue: 16)
        static let table = Traits(rawValue: 32)
    }

    var traits: Traits { Self.traitsByTag[Int(rawValue)] }
    var isHeading: Bool { traits.contains(.heading) }

    private static let traitsByTag: [Traits] = {
        var all = [Traits](repeating: [], count: allCases.count)
        func set(_ traits: Traits, _ tags: Tag...) { for tag in tags { all[Int(tag.rawValue)].formUnion(traits) } }
        set(.block, .address, .article, .aside, .blockquote, .body, .caption, .center, .dd, .details, .dialog, .dir, .div, .dl, .dt,
            .fieldset, .figcaption, .figure, .footer, .form, .h1, .h2, .h3, .h4, .h5, .h6, .header, .hgroup, .hr, .html, .legend, .li, .main,
            .menu, .nav, .noscript, .noframes, .ol, .p, .pre, .section, .summary, .table, .tbody, .td, .tfoot, .th, .thead, .tr, .ul, .xmp)
        set(.skipped, .script, .style, .template, .svg, .math, .iframe, .noembed, .object, .applet, .embed, .canvas, .audio, .video, .select,
            .option, .optgroup, .textarea, .head, .map, .rp, .rt, .progress, .meter, .amp_ad)
        set(.heading, .h1, .h2, .h3, .h4, .h5, .h6)
        set(.preformatted, .pre, .xmp)
        set(.container, .article, .aside, .body, .center, .div, .fieldset, .form, .html, .main, .section, .td, .details, .tbody, .table, .tr)
        set(.table, .table, .tbody, .thead, .tfoot, .tr, .td, .th)
        return all
    }()

    /// The tag of a lower-case element name; `unknown` for names outside the vocabulary.
    @inline(__always)
    init(name: UnsafePointer<UInt8>) {
        let key = Self.key(name)
        let table = Self.names
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 55)
        while true {
            let entry = table[slot]
            if entry.key == key { self = entry.tag; return }
            if entry.key == 0 { self = .unknown; return }
            slot = (slot + 1) & 511
        }
    }

    /// A name as one number: its first eight bytes, mixed with the rest of a longer one.
    @inline(__always)
    private static func key(_ name: UnsafePointer<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        var i = 0
        while name[i] != 0 {
            key = (key << 8) ^ (key >> 51) ^ UInt64(name[i])
            i += 1
        }
        return key
    }

    private static let names: [(key: UInt64, tag: Tag)] = {
        var table = [(key: UInt64, tag: Tag)](repeating: (0, .unknown), count: 512)
        for tag in allCases where tag != .unknown && tag != .text {
            let name = tag == .amp_ad ? "amp-ad" : "\(tag)"
            let key = Array((name + "\0").utf8).withUnsafeBufferPointer { $0.baseAddress.map { Self.key($0) } ?? 0 }
            var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 55)
            while table[slot].key != 0 { slot = (slot + 1) & 511 }
            table[slot] = (key, tag)
        }
        return table
    }()
}
