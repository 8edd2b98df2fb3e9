internal import CTrimtabPlatform

/// What the hooks wrote about one process: a copy of the file as it was at one moment, unless a process reads its own in place.
///
/// The file may be live, finished, or left behind by a process that was killed; `/proc/PID/fd/N` works where the
/// recording lives in memory. Turn it into a profile with ``heapProfile()``, keep it with ``write(to:)``.
public struct Recording: Sendable {
    /// Where the recording came from, for messages.
    public let path: String
    let header: trimtab_header
    private let sections: [RecordingSection]

    /// Reads the recording at `path`.
    /// - Throws: ``RecordingError`` if the file cannot be read, or is no recording that this version can read.
    public init(contentsOf path: String) throws(RecordingError) {
        try self.init(source: Self.open(path), path: path, tables: .copied)
    }

    /// Reads the header of the recording at `path`, and no table: for whoever looks for one recording among several.
    init(headerOf path: String) throws(RecordingError) {
        try self.init(source: Self.open(path), path: path, tables: .none)
    }

    private static func open(_ path: String) throws(RecordingError) -> ByteSource {
        do {
            return try ByteSource(path: path)
        } catch {
            throw RecordingError(
                .unreadable,
                path: path,
                reason: "cannot be read: \(error). Check the path and its permissions."
            )
        }
    }

    /// Takes apart a recording that is already in memory.
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - path: What messages call it.
    public init(bytes: [UInt8], path: String = "recording") throws(RecordingError) {
        try self.init(source: ByteSource(bytes: bytes), path: path, tables: .copied)
    }

    /// Reads the recording that this process writes, as it is now.
    /// - Parameters:
    ///   - mapped: Where it is mapped as long as the process lives.
    ///   - isShared: Whether to read the tables where they are, at the time when each is asked for, instead of copies: for
    ///     whoever makes a profile at once, and shall not take megabytes for it.
    package init(mapped: UnsafeRawBufferPointer, isShared: Bool = false) throws(RecordingError) {
        let source = ByteSource(mapped: mapped)
        try self.init(source: source, path: "the recording of this process", tables: isShared ? .shared : .copied)
    }

    private enum Tables {
        case none, copied
        /// Read where they are.
        case shared
    }

    private init(source: ByteSource, path: String, tables: Tables) throws(RecordingError) {
        let header = try RecordingHeaderReader(source: source, path: path).read()
        var sections = [RecordingSection](repeating: .empty, count: Int(TRIMTAB_SECTION_COUNT.rawValue))
        try withUnsafeBytes(of: header.sections) { (table) throws(RecordingError) in
            let count = tables == .none ? 0 : min(sections.count, Int(clamping: header.section_count))
            for number in 0..<count {
                let section = table.loadUnaligned(
                    fromByteOffset: number * MemoryLayout<trimtab_section>.stride,
                    as: trimtab_section.self
                )
                sections[number] = try Self.read(
                    section,
                    number: number,
                    from: source,
                    path: path,
                    isShared: tables == .shared
                )
            }
        }
        self.path = path
        self.header = header
        self.sections = sections
    }

    private static func read(
        _ section: trimtab_section,
        number: Int,
        from source: ByteSource,
        path: String,
        isShared: Bool
    ) throws(RecordingError) -> RecordingSection {
        let count = min(section.used, section.capacity)
        guard count > 0 else { return .empty }
        let (length, overflow) = count.multipliedReportingOverflow(by: UInt64(section.stride))
        guard !overflow, section.stride > 0, section.kind == UInt32(number),
            length <= RecordingFormat.maximumSectionSize
        else {
            throw RecordingError(
                .damaged,
                path: path,
                reason: "is damaged: its table \(number) makes no sense. Record again."
            )
        }
        let mapped = isShared ? source.mapped(at: section.offset, count: length).map(RecordedBytes.mapped) : nil
        guard let bytes = mapped ?? source.bytes(at: section.offset, count: length).map(RecordedBytes.copied) else {
            throw RecordingError(
                .truncated,
                path: path,
                reason: "is cut off: its table \(number) lies beyond the end. Copy the file again, or record again."
            )
        }
        return RecordingSection(bytes: bytes, stride: Int(section.stride), count: Int(count))
    }

    func section(_ kind: trimtab_section_kind) -> RecordingSection {
        sections[Int(kind.rawValue)]
    }
}
