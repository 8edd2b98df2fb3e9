internal import CTrimtabPlatform

extension Recording {
    /// Saves the recording, without the room that it left unused, so that ``init(contentsOf:)`` can read it again.
    ///
    /// The file appears whole or not at all: it is written beside `path` and renamed. What stands at `path` already is
    /// replaced if it is a regular file; a device or pipe is written to.
    /// - Throws: ``RecordingError`` with the code `unwritable`.
    public func write(to path: String) throws(RecordingError) {
        let file: AtomicFile
        do {
            file = try AtomicFile(path: path)
            var parts: [(offset: UInt64, bytes: [UInt8])] = []
            let size = layOut { parts.append(($0, $1)) }
            for part in parts { try file.write(part.bytes, at: part.offset) }
            try file.finish(size: size)
        } catch {
            throw RecordingError(
                .unwritable,
                path: path,
                reason: "cannot be written: \(error). Choose another place, or make room there."
            )
        }
    }

    /// Gives `place` the parts of the saved file with their offsets, in ascending order.
    /// - Returns: The size of the file.
    private func layOut(_ place: (UInt64, [UInt8]) -> Void) -> UInt64 {
        var header = header
        header.header_size = UInt32(MemoryLayout<trimtab_header>.size)
        header.section_count = UInt32(TRIMTAB_SECTION_COUNT.rawValue)
        let alignment: UInt64 = 4096
        var end = UInt64(MemoryLayout<trimtab_header>.size)
        var parts: [(UInt64, [UInt8])] = []
        withUnsafeMutableBytes(of: &header.sections) { table in
            for number in 0..<Int(TRIMTAB_SECTION_COUNT.rawValue) {
                let section = section(trimtab_section_kind(UInt32(number)))
                let offset = (end + alignment - 1) / alignment * alignment
                let entry = trimtab_section(
                    offset: offset,
                    capacity: UInt64(section.count),
                    used: UInt64(section.count),
                    stride: UInt32(clamping: section.stride),
                    kind: UInt32(number)
                )
                table.storeBytes(
                    of: entry,
                    toByteOffset: number * MemoryLayout<trimtab_section>.stride,
                    as: trimtab_section.self
                )
                guard section.count > 0 else { continue }
                parts.append((offset, section.bytes.copy))
                end = offset + UInt64(section.bytes.count)
            }
        }
        header.file_size = end
        place(0, withUnsafeBytes(of: header) { Array($0) })
        for (offset, bytes) in parts { place(offset, bytes) }
        return end
    }
}
