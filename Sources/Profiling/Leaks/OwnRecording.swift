internal import Foundation
internal import Profiles

/// The recording that this process's hooks write, read whenever it is asked for; a file is looked for once.
actor OwnRecording {
    private let name: String
    private var path: String?
    /// The control group's memory limit in bytes when the process began; nil if there was none, or before the first reading.
    private(set) var memoryLimit: Int?

    init(environment: [String: String]) {
        name = environment["TRIMTAB_RECORDING"] ?? ""
    }

    /// What is in use by what is recorded so far, without names; nil if nothing is.
    ///
    /// Reading takes some milliseconds and blocks meanwhile, so it happens on a thread of Dispatch's.
    func profile() async -> HeapProfile? {
        let (name, path) = (name, path)
        let recording = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                continuation.resume(returning: Self.read(name: name, path: path))
            }
        }
        guard let recording else { return nil }
        self.path = recording.path ?? path
        memoryLimit = recording.memoryLimit
        return recording.profile
    }

    /// What the hooks of this program have in memory; where they were preloaded, the file that they write.
    private static func read(name: String, path: String?) -> (path: String?, memoryLimit: Int?, profile: HeapProfile)? {
        if let own = HeapProfiler.sharedRecording { return (nil, own.memoryLimit, inUse(own)) }
        guard !name.isEmpty else { return nil }
        let recording = path.flatMap(own) ?? (name.hasPrefix("/proc/") ? own(at: name) : RecordingPlace(name).current())
        return recording.map { ($0.path, $0.memoryLimit, inUse($0)) }
    }

    private static func inUse(_ recording: Recording) -> HeapProfile {
        recording.heapProfile(samples: .live).partInUse
    }

    /// The recording at a path, if it is this process's.
    private static func own(at path: String) -> Recording? {
        let recording = try? Recording(contentsOf: path)
        return recording?.processID == Int(getpid()) ? recording : nil
    }
}
