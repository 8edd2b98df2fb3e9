internal import CTrimtabPlatform

/// Tells recordings from other files, and says what is wrong with those that are not readable.
struct RecordingHeaderReader {
    let source: ByteSource
    let path: String

    func read() throws(RecordingError) -> trimtab_header {
        guard source.size > 0 else { throw neverStarted }
        guard let start = source.load(Start.self, at: 0) else { throw foreign }
        // The magic number comes last, when the rest of the header is in place.
        if start.magic == 0, start.version <= RecordingFormat.version { throw neverStarted }
        guard start.magic == RecordingFormat.magic else {
            throw start.magic.byteSwapped == RecordingFormat.magic ? otherByteOrder : foreign
        }
        guard start.byteOrder == RecordingFormat.byteOrder else { throw otherByteOrder }
        guard start.version == RecordingFormat.version else {
            throw RecordingError(
                .wrongVersion,
                path: path,
                reason: """
                    has version \(start.version) of the format and this trimtab reads version \
                    \(RecordingFormat.version). Use the trimtab that recorded it.
                    """
            )
        }
        guard let header = source.load(trimtab_header.self, at: 0) else {
            throw RecordingError(
                .truncated,
                path: path,
                reason: "is cut off: even its header is incomplete. Copy the file again, or record again."
            )
        }
        guard header.header_size >= UInt32(MemoryLayout<trimtab_header>.size) else {
            throw RecordingError(.damaged, path: path, reason: "is damaged: its header is too short. Record again.")
        }
        if header.state == TRIMTAB_STATE_STARTING.rawValue, header.pid == 0 { throw neverStarted }
        return header
    }

    private struct Start: BitwiseCopyable {
        var magic: UInt64
        var version: UInt32
        var byteOrder: UInt32
    }

    private var neverStarted: RecordingError {
        RecordingError(
            .neverStarted,
            path: path,
            reason: """
                holds nothing: the program never began to record. Is it linked statically, set-user-ID, or did it \
                fail to start?
                """
        )
    }

    private var foreign: RecordingError {
        RecordingError(
            .notARecording,
            path: path,
            reason: "is no recording of trimtab. Give the file that `trimtab run` saved."
        )
    }

    private var otherByteOrder: RecordingError {
        RecordingError(
            .wrongVersion,
            path: path,
            reason: "was recorded on a machine of another byte order. Read it on such a machine."
        )
    }
}
