internal import CTrimtabPlatform
internal import Foundation

extension Recording {
    /// Notes in the file that somebody has been told how the process ended, so that it is not told again at each start.
    /// - Throws: ``RecordingError`` with the code `unwritable`.
    public func markReported() throws(RecordingError) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        defer { if file >= 0 { close(file) } }
        var flags = header.flags | TRIMTAB_FLAG_REPORTED.rawValue
        let offset = MemoryLayout<trimtab_header>.offset(of: \.flags) ?? 0
        guard file >= 0, pwrite(file, &flags, MemoryLayout.size(ofValue: flags), off_t(offset)) > 0 else {
            throw RecordingError(
                .unwritable,
                path: path,
                reason: "cannot be written: \(ErrorNumber.last). It will be reported again at the next start."
            )
        }
    }
}
