import CLibXML

/// libxml2's HTML parser, driven as SAX on a memory context: as fast as it goes, and without the tree's limits on depth and
/// size of text. All that touches its C types is here.
enum PageParser {
    /// Parses `page` (valid UTF-8, repaired by `MarkupRepair`) and hands its events to `builder`.
    ///
    /// - Throws: `too-large` beyond what libxml2 can address, `corrupt` where it could not make a parser (lack of memory).
    static func parse(_ page: [UInt8], into builder: inout TreeBuilder) throws(IngestError) {
        builder.begin(pageSize: page.count)
        guard !page.isEmpty else { return }
        guard let size = Int32(exactly: page.count) else {
            throw IngestError(.parse, .tooLarge, "the page has \(page.count) bytes; the parser takes at most \(Int32.max)")
        }
        _ = initialized
        let parsed = page.withUnsafeBytes { bytes in
            withUnsafeMutablePointer(to: &builder) { builder in
                guard let base = bytes.bindMemory(to: CChar.self).baseAddress, let context = htmlCreateMemoryParserCtxt(base, size) else { return false }
                defer { htmlFreeParserCtxt(context) }
                context.pointee.sax.pointee = handler
                context.pointee.userData = UnsafeMutableRawPointer(builder)
                _ = htmlCtxtUseOptions(context, options)
                xmlSwitchToEncoding(context, xmlFindCharEncodingHandler("UTF-8"))
                htmlParseDocument(context)
                if let leftover = context.pointee.myDoc { xmlFreeDoc(leftover) }
                return true
            }
        }
        builder.finish()
        guard parsed else { throw IngestError(.parse, .corrupt, "the parser could not be made; is there memory left?") }
    }

    private static let initialized: Void = xmlInitParser()

    /// Without RECOVER scripts that hold end tags are mangled; without HUGE it stops at depth 256.
    private static let options = Int32(
        bitPattern: HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue
            | HTML_PARSE_COMPACT.rawValue | UInt32(XML_PARSE_HUGE.rawValue))

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let context, let name else { return }
            context.assumingMemoryBound(to: TreeBuilder.self).pointee.start(name, attributes)
        }
        handler.endElement = { context, name in
            guard let context, let name else { return }
            context.assumingMemoryBound(to: TreeBuilder.self).pointee.end(name)
        }
        handler.characters = { context, bytes, count in
            context?.assumingMemoryBound(to: TreeBuilder.self).pointee.characters(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        handler.cdataBlock = handler.characters
        handler.ignorableWhitespace = handler.characters
        return handler
    }
}
