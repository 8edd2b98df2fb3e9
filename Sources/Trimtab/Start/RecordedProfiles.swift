#if Server

internal import Profiles
internal import Profiling

/// Takes profiles of this process from the recording that its hooks write.
struct RecordedProfiles: Sendable {
    private let place: RecordingPlace
    /// Kept, so that a file's symbols are read once.
    ///
    /// It finds no toolchain in an empty environment: names come from the program's own files, and no other program is
    /// started whose memory the service would have to share.
    private let symbolicator = Symbolicator(environment: [:])

    /// - Parameter recording: Where the hooks record to; nil if they do not.
    init?(recording: String?) {
        guard let recording else { return nil }
        place = RecordingPlace(recording)
    }

    /// Nil if there is no recording of this process.
    func heap() async -> HeapProfile? {
        await recording?.heapProfile(samples: .none).symbolicated(by: symbolicator)
    }

    /// Nil if processor time is not sampled (`TRIMTAB_CPU`), either.
    func cpu() async -> CPUProfile? {
        await recording?.cpuProfile()?.symbolicated(by: symbolicator)
    }

    /// Whether the hooks write where they should.
    var isWritten: Bool { place.currentHeader() != nil }

    /// In place where the hooks are this program's own; where they were preloaded, a copy of their file, which has megabytes.
    private var recording: Recording? { HeapProfiler.sharedRecording ?? place.current() }
}

#endif
