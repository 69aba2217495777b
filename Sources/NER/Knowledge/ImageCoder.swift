/// Goes through compiled knowledge in one order, whether to write it or to read it: whatever is coded calls the same functions for both.
protocol ImageCoder {
    mutating func code(_ number: inout UInt64)
    mutating func code(_ text: inout String)
    /// A table of plain values, which reading only points at. Its type must be trivial and without gaps, so that images are the same bytes anywhere.
    mutating func code<Element: BitwiseCopyable>(table: inout UnsafeBufferPointer<Element>)
    /// Text that reading only points at.
    mutating func code(text: inout UnsafeBufferPointer<UInt8>)
}

/// What an image can hold, beside numbers, text and tables.
protocol ImageCodable {
    init()
    mutating func code(_ coder: inout some ImageCoder)
}

extension ImageCoder {
    mutating func code<Number: FixedWidthInteger>(_ number: inout Number) {
        var wide = UInt64(truncatingIfNeeded: number)
        code(&wide)
        number = Number(truncatingIfNeeded: wide)
    }

    mutating func code<Value: ImageCodable>(_ list: inout [Value]) {
        var count = list.count
        code(&count)
        if count != list.count { list = (0..<max(count, 0)).map { _ in Value() } }
        for k in list.indices { list[k].code(&self) }
    }

    /// A value that is known by its number.
    mutating func code<Value: RawRepresentable>(_ value: inout Value) where Value.RawValue: FixedWidthInteger {
        var number = value.rawValue
        code(&number)
        value = Value(rawValue: number) ?? value
    }
}

extension String: ImageCodable {
    mutating func code(_ coder: inout some ImageCoder) { coder.code(&self) }
}

/// The two parts of an image: text, which is UTF-8 throughout, and everything else, whose tables begin at multiples of 64 bytes.
struct ImageWriter: ImageCoder {
    private(set) var text: [UInt8]
    private(set) var tables: [UInt8] = []

    init(text: [UInt8]) { self.text = text }

    mutating func code(_ number: inout UInt64) {
        withUnsafeBytes(of: number.littleEndian) { tables.append(contentsOf: $0) }
    }

    mutating func code(_ text: inout String) {
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBufferPointer {
            var view = UnsafeBufferPointer($0)
            code(text: &view)
        }
    }

    mutating func code(text view: inout UnsafeBufferPointer<UInt8>) {
        var offset = text.count, count = view.count
        code(&offset)
        code(&count)
        text.append(contentsOf: view)
    }

    mutating func code<Element: BitwiseCopyable>(table: inout UnsafeBufferPointer<Element>) {
        precondition(MemoryLayout<Element>.size == MemoryLayout<Element>.stride, "a table's values end in a gap")
        var count = table.count
        code(&count)
        while tables.count % ImageReader.alignment != 0 { tables.append(0) }
        tables.append(contentsOf: UnsafeRawBufferPointer(table))
        while tables.count % 8 != 0 { tables.append(0) }
    }
}

/// Points into an image.
struct ImageReader: ImageCoder {
    static let alignment = 64

    private let text: UnsafeBufferPointer<UInt8>
    private let tables: UnsafeRawBufferPointer
    private var offset = 0
    /// Whether everything read so far lay inside the image.
    private(set) var isIntact = true

    /// - Parameter tables: begins at a multiple of 64 bytes; outlives what is read from it, as `text` does.
    init(text: UnsafeBufferPointer<UInt8>, tables: UnsafeRawBufferPointer) {
        self.text = text
        self.tables = tables
    }

    mutating func code(_ number: inout UInt64) {
        number = 0
        guard isIntact, offset + 8 <= tables.count else { return isIntact = false }
        number = UInt64(littleEndian: tables.load(fromByteOffset: offset, as: UInt64.self))
        offset += 8
    }

    mutating func code(_ text: inout String) {
        var view = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        code(text: &view)
        text = String(decoding: view, as: UTF8.self)
    }

    mutating func code(text view: inout UnsafeBufferPointer<UInt8>) {
        var offset = 0, count = 0
        code(&offset)
        code(&count)
        guard isIntact, offset >= 0, count >= 0, offset <= text.count, count <= text.count - offset else { return isIntact = false }
        view = UnsafeBufferPointer(rebasing: text[offset..<(offset + count)])
    }

    mutating func code<Element: BitwiseCopyable>(table: inout UnsafeBufferPointer<Element>) {
        var count = 0
        code(&count)
        offset = (offset + Self.alignment - 1) & ~(Self.alignment - 1)
        let stride = MemoryLayout<Element>.stride
        guard isIntact, count >= 0, offset <= tables.count, count <= (tables.count - offset) / stride else { return isIntact = false }
        table = UnsafeRawBufferPointer(rebasing: tables[offset..<(offset + count * stride)]).bindMemory(to: Element.self)
        offset = (offset + count * stride + 7) & ~7
    }
}
