/// A 64-bit little-endian ELF file: its sections, its build id, and whether it bears debug information.
///
/// Nothing that the file says about itself is trusted: each offset and count is checked before use.
struct ELFFile: Sendable {
    struct Section: Sendable {
        var name: String
        var type: UInt32
        /// Where it is in memory, before relocation; 0 if it is not loaded.
        var address: UInt64
        var offset: UInt64
        var size: UInt64
        /// Index of the section that this one refers to: for symbols, their names.
        var link: Int
    }

    let source: ByteSource
    let sections: [Section]
    /// The GNU build id; empty if the file has none.
    let buildID: [UInt8]
    /// `e_type`: 2 a program at a fixed address, 3 one that can be anywhere or a library.
    let type: UInt16
    /// `e_machine`.
    let machine: UInt16
    /// Whether it names a loader (PT_INTERP), as all programs do that are linked dynamically.
    let hasInterpreter: Bool
    /// The segments (PT_LOAD) that the program may write, as the file counts addresses.
    let writableSegments: [Range<UInt64>]

    /// Whether source lines can be had from this file.
    var hasDebugInformation: Bool {
        sections.contains { $0.name == ".debug_line" || $0.name == ".zdebug_line" }
    }

    /// nil if the file is no such ELF file.
    init?(source: ByteSource) {
        guard let header = source.load(Header.self, at: 0), header.magic == Header.expectedMagic,
            header.fileClass == 2, header.encoding == 1
        else { return nil }
        self.source = source
        sections = Self.sections(of: header, in: source)
        buildID = Self.buildID(of: header, sections: sections, in: source)
        type = header.type
        machine = header.machine
        let segments = Self.segments(of: header, in: source)
        hasInterpreter = segments.contains { $0.type == 3 }
        writableSegments = segments.filter { $0.type == 1 && $0.flags & 2 != 0 }.compactMap { segment in
            let (end, overflow) = segment.virtualAddress.addingReportingOverflow(segment.sizeInMemory)
            return overflow ? nil : segment.virtualAddress..<end
        }
    }

    init?(path: String) {
        guard let source = try? ByteSource(path: path) else { return nil }
        self.init(source: source)
    }

    /// The contents of a section, if they are in the file.
    func contents(of section: Section) -> [UInt8]? {
        place(of: section).flatMap { source.bytes(at: $0.lowerBound, count: UInt64($0.count)) }
    }

    /// Where the contents of a section lie, if they are in the file.
    func place(of section: Section) -> Range<UInt64>? {
        guard section.type != Self.noBits, section.size <= Self.maximumSectionSize, section.offset <= source.size,
            section.size <= source.size - section.offset
        else { return nil }
        return section.offset..<section.offset + section.size
    }

    private static let noBits: UInt32 = 8
    private static let note: UInt32 = 7
    private static let maximumSectionSize: UInt64 = 1 << 30
}

extension ELFFile {
    // The layouts of the System V ABI's chapter on object files.
    private struct Header: BitwiseCopyable {
        static let expectedMagic: UInt32 = 0x464c_457f

        var magic: UInt32
        var fileClass: UInt8
        var encoding: UInt8
        var formatVersion: UInt8
        var systemInterface: UInt8
        var padding: UInt64
        var type: UInt16
        var machine: UInt16
        var version: UInt32
        var entry: UInt64
        var programHeaders: UInt64
        var sectionHeaders: UInt64
        var flags: UInt32
        var size: UInt16
        var programHeaderSize: UInt16
        var programHeaderCount: UInt16
        var sectionHeaderSize: UInt16
        var sectionHeaderCount: UInt16
        var sectionNames: UInt16
    }

    private struct SectionHeader: BitwiseCopyable {
        var name: UInt32
        var type: UInt32
        var flags: UInt64
        var address: UInt64
        var offset: UInt64
        var size: UInt64
        var link: UInt32
        var info: UInt32
        var alignment: UInt64
        var entrySize: UInt64
    }

    private struct ProgramHeader: BitwiseCopyable {
        var type: UInt32
        var flags: UInt32
        var offset: UInt64
        var virtualAddress: UInt64
        var physicalAddress: UInt64
        var sizeInFile: UInt64
        var sizeInMemory: UInt64
        var alignment: UInt64
    }

    private static func sections(of header: Header, in source: ByteSource) -> [Section] {
        let size = UInt64(MemoryLayout<SectionHeader>.size)
        guard UInt64(header.sectionHeaderSize) == size, header.sectionHeaders > 0,
            let table = source.bytes(at: header.sectionHeaders, count: UInt64(header.sectionHeaderCount) * size)
        else { return [] }
        let headers = table.withUnsafeBytes { bytes in
            (0..<Int(header.sectionHeaderCount)).map {
                bytes.loadUnaligned(fromByteOffset: $0 * Int(size), as: SectionHeader.self)
            }
        }
        var names: [UInt8] = []
        if headers.indices.contains(Int(header.sectionNames)) {
            let section = headers[Int(header.sectionNames)]
            if section.size <= maximumSectionSize {
                names = source.bytes(at: section.offset, count: section.size) ?? []
            }
        }
        return headers.map {
            Section(
                name: names.text(at: Int($0.name)),
                type: $0.type,
                address: $0.address,
                offset: $0.offset,
                size: $0.size,
                link: Int($0.link)
            )
        }
    }

    /// The id from the note sections; from the note segments where section headers were stripped.
    private static func buildID(of header: Header, sections: [Section], in source: ByteSource) -> [UInt8] {
        var places = sections.filter { $0.type == note }.map { (offset: $0.offset, size: $0.size) }
        if places.isEmpty {
            places = segments(of: header, in: source).filter { $0.type == 4 }.map { ($0.offset, $0.sizeInFile) }
        }
        for place in places where place.size <= 1 << 20 {
            if let notes = source.bytes(at: place.offset, count: place.size), let id = gnuBuildID(inNotes: notes) {
                return id
            }
        }
        return []
    }

    private static func segments(of header: Header, in source: ByteSource) -> [ProgramHeader] {
        let size = UInt64(MemoryLayout<ProgramHeader>.size)
        guard UInt64(header.programHeaderSize) == size else { return [] }
        return (0..<UInt64(header.programHeaderCount)).compactMap { number in
            let (offset, overflow) = header.programHeaders.addingReportingOverflow(number * size)
            return overflow ? nil : source.load(ProgramHeader.self, at: offset)
        }
    }

    private static func gnuBuildID(inNotes notes: [UInt8]) -> [UInt8]? {
        var position = 0
        while notes.count - position >= 12 {
            let (nameSize, size, type) = notes.withUnsafeBytes { bytes in
                let word = { Int(bytes.loadUnaligned(fromByteOffset: position + $0, as: UInt32.self)) }
                return (word(0), word(4), word(8))
            }
            let name = position + 12
            let description = name + (nameSize + 3) & ~3
            guard description <= notes.count, size <= notes.count - description else { return nil }
            if type == 3, Array(notes[name..<name + nameSize]) == Array("GNU\0".utf8) {
                // Recordings have room for 32 bytes; real ones have 8 to 20.
                return Array(notes[description..<description + min(size, 32)])
            }
            position = description + (size + 3) & ~3
        }
        return nil
    }
}

extension [UInt8] {
    /// The UTF-8 text from `offset` up to the next NUL; empty for offsets outside.
    func text(at offset: Int) -> String {
        guard indices.contains(offset) else { return "" }
        return String(decoding: self[offset...].prefix(1 << 16).prefix { $0 != 0 }, as: UTF8.self)
    }
}
