import Ingest
import Testing

/// Markup that parsers stumble over: what the HTML standard's parser would leave a reader, except where a case says why not.
@Suite struct MarkupTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var html: String
        var text: [String]
        var testDescription: String { name }
        init(_ name: String, _ html: String, _ text: String...) {
            self.name = name
            self.html = html
            self.text = text
        }
    }

    static let cases: [Case] = [
        Case("section in a paragraph", "<p>ab<section>cd</section>ef<article>gh</article>", "ab", "cd", "ef", "gh"),
        Case("figure in a paragraph", "<p>ab<figure><img src=i><figcaption>cd</figcaption></figure>ef</p>gh", "ab", "cd", "ef", "gh"),
        Case("division in a paragraph", "<p>ab<div>cd</div>ef", "ab", "cd", "ef"),
        Case("template", "<p>ab</p><template><p>never seen</p></template><p>cd</p>", "ab", "cd"),
        Case("noscript in the head", "<head><noscript><img src=i><style>p{}</style></noscript><title>T</title></head><p>ab", "ab"),
        Case("noscript in the body", "<p>ab</p><noscript><p>Switch scripts on</p></noscript><p>cd</p>", "ab", "cd"),
        Case("noscript alone", "<noscript><p>ab</p></noscript>", "ab"),
        Case("end tags in a script", "<p>ab</p><script>s='<p>x</p><b>y</b>'; w('<scr'+'ipt>z</scr'+'ipt>')</script><p>cd", "ab", "cd"),
        Case("script in a script's comment", "<p>ab</p><script><!-- w('<script>x</script>'); --></script><p>cd", "ab", "cd"),
        Case("comment in a script that nothing ends", "<p>ab</p><script><!-- x()</script><p>cd", "ab", "cd"),
        Case("script in an attribute", "<p title='a <script> tag'>ab</p><p>cd</p><script>x</script><p>ef", "ab", "cd", "ef"),
        Case("script in a comment", "<!-- <script> --><p>ab</p><!-- </script> --><p>cd", "ab", "cd"),
        Case("script that ends itself does not", "<p>ab<script/>x</script>cd", "abcd"),
        Case("unclosed drawing", "<svg><path d=x><p>ab</p><p>cd", "ab", "cd"),
        Case("drawing in a drawing", "<p>ab<svg><svg><text>x</text></svg><text>y</text></svg>cd", "abcd"),
        Case("style", "<style>p > b { content: '</p>' }</style><p>ab", "ab"),
        Case("CDATA in a script", "<p>ab<script>// <![CDATA[\n if (a > b) c();\n// ]]&gt;</script></p><p>cd", "ab", "cd"),
        Case("iframe", "<iframe src=i><p>no frames</p></iframe><p>ab", "ab"),
        Case("textarea holds a form's value, not the page's text", "<textarea><p>ab</textarea><p>cd", "cd"),
        Case("noembed", "<noembed><p>ab</p></noembed><p>cd", "cd"),
        Case("abrupt comment", "<p>ab</p><!--><p>cd</p><!-- x --><p>ef</p>", "ab", "cd", "ef"),
        Case("abrupt comment with a dash", "<p>ab</p><!---><p>cd</p><!-- x --><p>ef</p>", "ab", "cd", "ef"),
        Case("comment that ends with a bang", "<p>ab</p><!-- x --!><p>cd</p><!-- y --><p>ef</p>", "ab", "cd", "ef"),
        Case("unclosed comment", "<p>ab</p><!-- to the end <p>cd</p>", "ab"),
        Case("conditional comments", "<!--[if IE]><p>old</p><![endif]--><p>ab</p><![if !IE]><p>cd</p><![endif]><p>ef</p>", "ab", "cd", "ef"),
        Case("revealed conditional comment", "<!--[if !IE]><!--><p>ab</p><!--<![endif]--><p>cd", "ab", "cd"),
        Case("CDATA", "<p>ab<![CDATA[ cd > ef ]]> gh</p>", "ab ef ]]> gh"),
        Case("processing instruction", "<p>ab</p><?php echo 1; ?><p>cd</p>", "ab", "cd"),
        Case("less-than signs", "<p>I <3 it, 1<2, a < b, <> and <-- so</p><p>cd</p>", "I <3 it, 1<2, a < b, <> and <-- so", "cd"),
        Case("stray end tags", "<p>ab</div></span></em><p>cd", "ab", "cd"),
        Case("text after the end", "<html><body><p>ab</p></body></html><p>cd</p>", "ab", "cd"),
        Case("two bodies", "<body class=a><p>ab</p></body><body id=b><p>cd</p></body>", "ab", "cd"),
        Case("html in html", "<html><body><p>ab<html lang=de><head><title>x</title></head><body><p>cd", "ab", "cd"),
        Case("links in links", "<p><a href=1>ab<a href=2>cd</a>ef</a>", "abcdef"),
        Case("block in a link", "<p><a href=1><div>ab</div></a>cd</p>", "ab", "cd"),
        Case("nested lists", "<ul><li>a1<ul><li>b1</ul><li>c1</ul><ol><li>d1<p>e1</ol>", "a1", "b1", "c1", "d1", "e1"),
        Case("definitions", "<dl><dt>a1<dd>b1<dt>c1<dd>d1<div>e1</div></dl>", "a1", "b1", "c1", "d1", "e1"),
        Case("paragraph in a table", "<table><p>ab</p><tr><td>cd<td>ef</table>gh", "ab", "cd", "ef", "gh"),
        Case("nested forms", "<form><div><form><p>ab</p></form></div>cd</form>ef", "ab", "cd", "ef"),
        Case("options", "<select><option>ab<option>cd</select><p>ef", "ef"),
        Case("svg", "<svg><title>no title</title><text>st</text></svg><p>ab", "ab"),
        Case("custom elements", "<my-box a=b><p>ab</my-box><fb:like>cd</fb:like>", "ab", "cd"),
        Case("long element name", "<\(String(repeating: "n", count: 120))>ab<p>cd", "ab", "cd"),
        Case("greater-than in an attribute", "<a title='1 > 2' href=x?a=1&copy=2&amp;b>ab</a>", "ab"),
        Case("attribute twice", "<p class=a class=b id = \"i\"x=1>ab", "ab"),
        Case("references mean windows-1252", "<p>&#150;&#145;q&#146;&#133;&#128;&#x80;", "–‘q’…€€"),
        Case("references to nothing", "<p>a&#0;b&#xD800;c&#x110000;d&#99999999999;", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}"),
        Case("references without semicolon", "<p>&copy 2019 &eacute x&notit; &amp&lt;b&gt; AT&T", "© 2019 é x¬it; &<b> AT&T"),
        Case("references of HTML 5", "<p>&period;&comma;&dollar;&lbrack;&fjlig;&check;&rsquo;&apos;", ".,$[fj✓’'"),
        Case("no references", "<p>&unknown; &; &#; &#x;", "&unknown; &; &#; &#x;"),
        Case("leading zeros", "<p>&#00000000000000000000065;", "A"),
        Case("NUL", "<p cl\0ass=x>a\0b</p><p\0>cd</p><script>e\0f</script><!-- g\0h --><p>ij", "ab", "cd", "ij"),
        Case("control characters", "<p>a\u{1}\u{8}b\u{1F}\u{7F}c", "abc"),
        Case("frames", "<html><head><title>t</title></head><frameset><frame src=x><noframes><body><p>ab</p></body></noframes></frameset>", "ab"),
        Case("text before the page", "text first<html><head><title>t</title></head><body><p>ab", "text first", "ab"),
        Case("meta in the body", "<p>ab<meta name=a content=b><link rel=c>cd", "abcd"),
        Case("doctype in the body", "<p>ab<!DOCTYPE html>cd</p>", "abcd"),
        Case("line breaks", "line 1<br>line 2<br><br>next", "line 1\nline 2", "next"),
        Case("preformatted", "<pre>\r\na  b\r\nc\rd</pre>", "a b\nc\nd"),
        Case("details", "<p>ab<details><summary>cd</summary>ef</details>", "ab", "cd", "ef"),
        Case("ruby: the text without its readings", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
        Case("invisible characters", "<p>co\u{AD}op\u{200B}era\u{2060}te\u{FEFF} \u{202A}now\u{202C}", "cooperate now"),
        Case("exotic spaces", "<p>a\u{A0}\u{2003}b\u{3000}c &nbsp; d", "a b c d"),
        Case("xmp", "<p>ab<xmp><b>c</b> &amp; <!-- d --></xmp><p>ef", "ab", "<b>c</b> &amp; <!-- d -->", "ef"),
        Case("plaintext", "<p>ab<plaintext><b>cd</b> &lt;</plaintext></body>", "ab", "<b>cd</b> &lt;</plaintext></body>"),
        Case("end tag of a line break", "<p>ab</br>cd</BR >ef", "ab\ncd\nef"),
        Case("navigation around a page", "<nav><ul><li>Start<li>News</ul></nav><main><h1>Head</h1><p>ab<p>cd</main><footer>End</footer>", "Start", "News", "Head", "ab", "cd", "End"),
        Case("JSON-LD is no text", "<head><script type='application/ld+json'>{\"a\":\"x <b>y</b> &amp; z\",\"u\":\"<\\/p>\"}</script></head><body>ab", "ab"),
        Case("tags that look like text", "<p>if x<b then y>z; <Name@host.example> wrote", "if xz; wrote"),
        Case("block in a bold element", "<b><p>ab</b> cd</p>ef", "ab cd", "ef"),
        Case("heading closed by another's end tag", "<h1>ab</h2><p>cd</h1>ef", "ab", "cdef"),
        Case("table in a table, unclosed", "<table><tr><td>ab<table><tr><td>cd</table></table>ef", "ab", "cd", "ef"),
        Case("forms in forms", "<form><div><form><p>ab</form></div>cd</form>ef", "ab", "cd", "ef"),
        Case("empty tags that are none", "<div/>ab<p/>cd<span/>ef<br/>gh", "ab", "cdef\ngh"),
        Case("quote that is never closed", "<a href=x>ab</a><a title='cd href=y>ef</a><p>gh", "ab"),
        Case("image's other name", "<p>ab<image src=i>cd", "abcd"),
        Case("title in the body", "<p>ab</p><title>late</title><p>cd", "ab", "cd"),
        Case("dialog and heading group", "<dialog open>ab</dialog><hgroup><h1>cd</h1><p>ef</hgroup>", "ab", "cd", "ef"),
        Case("paragraph in a button", "<p>ab<button><p>cd</p></button>ef</p>", "ab", "cd", "ef"),
        Case("stray end tags of paragraphs", "<div>ab</p>cd</p><p>ef</p></div>gh</P>ij", "ab", "cd", "ef", "gh", "ij"),
        Case("composed", "<p>cafe\u{301}", "café"),
    ]

    /// Bytes that are no UTF-8 cost themselves only: U+FFFD for each part that can't be one, as the Encoding standard has it.
    @Test(arguments: [
        ([0x61, 0x96, 0x62], "a\u{FFFD}b"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xED, 0xA0, 0x80, 0x62], "\u{FFFD}\u{FFFD}\u{FFFD}b"), ([0xEF, 0xBB, 0xBF, 0x61], "a"), ([0xE2, 0x82, 0x62], "\u{FFFD}b"), ([0x61, 0xEF, 0xB7, 0x90, 0x62], String(decoding: [0x61, 0xEF, 0xB7, 0x90, 0x62], as: UTF8.self)),
    ] as [([UInt8], String)])
    func badBytes(_ bytes: [UInt8], _ text: String) throws {
        let isMarked = bytes.starts(with: [0xEF])
        let page = (isMarked ? bytes : Array("<p>".utf8) + bytes) + Array("</p><p>caf\u{E9} \u{201C}x\u{201D}</p><meta charset=utf-8>".utf8)
        #expect(try article(bytes: page, charset: "utf-8").string.split(separator: "\n").first.map(String.init) == text)
    }

    @Test(arguments: cases) func leavesItsText(_ item: Case) throws {
        #expect(try article(item.html, extract: .all).paragraphs == item.text)
    }

    /// Where we differ from the standard, on purpose or as libxml2 does: known (DESIGN.md lists them), and pinned so that a change is noticed.
    @Test(arguments: [
        Case("values of forms", "<select><option>ab</select><textarea>cd</textarea>ef", "ef"), Case("formulas", "<math><mi>ab</mi></math>cd", "cd"),
        Case("text between rows stays where it stands", "<table><tr><td>ab</td></tr>cd</table>ef", "ab", "cd", "ef"),
        Case("what frames hide", "<frameset><frame src=a></frameset><noframes><p>ab</noframes>", "ab"),
    ])
    func knownDifference(_ item: Case) throws {
        #expect(try article(item.html, extract: .all).paragraphs == item.text)
    }

    @Test func titleWithMarkup() throws {
        #expect(try article("<title>A <b>bold</b> word</title><p>ab", extract: .all).metadata.title == "A bold word")
    }
}
