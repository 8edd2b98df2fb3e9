internal import CTrimtabHooks
internal import CTrimtabPlatform
public import Profiles

/// Profiles of this process's memory, while it runs.
///
/// ```swift
/// if let profile = HeapProfiler.snapshot(samples: .none) {
///     let file = try await profile.symbolicated(by: Symbolicator()).pprof()
/// }
/// ```
///
/// The hooks must record from the start, which the environment tells them: `TRIMTAB_RECORDING` names a file, or
/// `TRIMTAB_DIAGNOSTICS_ADDRESS` has them record into memory.
public enum HeapProfiler {
    /// Whether memory is profiled, or why not.
    public enum Status: String, Hashable, Sendable, CustomStringConvertible {
        case profiling
        /// Nothing in the environment asked for it when the process started, or the place named was not to be had.
        case notRecording
        /// The hooks are not at work in this process: see `AllocationHooks` of `AllocationTracking` for why.
        case noHooks

        public var description: String {
            switch self {
            case .profiling: "Memory is profiled."
            case .notRecording:
                "Memory is not profiled: start the program with TRIMTAB_RECORDING or TRIMTAB_DIAGNOSTICS_ADDRESS in its"
                    + " environment."
            case .noHooks: "Memory is not profiled: the hooks are not at work in this process."
            }
        }
    }

    /// Whether memory is profiled. It does not change while the process lives.
    public static var status: Status {
        guard trimtab_hooks_status() == TRIMTAB_HOOKS_ACTIVE else { return .noHooks }
        return memory == nil ? .notRecording : .profiling
    }

    /// Where memory is now; its locations have no names yet. Nil where memory is not profiled.
    ///
    /// The program goes on meanwhile; what it allocates then may or may not be in it.
    ///
    /// - Parameter samples: Those to keep. pprof files have none, and without them the profile takes a fraction of the memory.
    public static func snapshot(samples: HeapProfile.KeptSamples = .all) -> HeapProfile? {
        sharedRecording?.heapProfile(samples: samples)
    }

    /// The recording of this process, to make a profile of at once: it goes on changing.
    package static var sharedRecording: Recording? {
        memory.flatMap { try? Recording(mapped: $0, isShared: true) }
    }

    /// The recording of this process as it is now, to be kept with ``Recording/write(to:)``. Nil where memory is not profiled.
    public static func recording() -> Recording? {
        memory.flatMap { try? Recording(mapped: $0) }
    }

    /// Mean bytes between two samples; nil where memory is not profiled.
    public static var samplingInterval: Int? {
        let interval = trimtab_sampling_interval()
        return interval == 0 ? nil : Int(clamping: interval)
    }

    /// The intervals that can be set while the process runs, in bytes.
    public static let samplingIntervals = 4 << 10...1 << 40

    /// Samples more or less often, each thread from its next sample on. Estimates stay unbiased.
    ///
    /// - Parameter bytes: Mean bytes between two samples, one of ``samplingIntervals``.
    /// - Returns: Whether it is so now; not where memory is not profiled or every allocation is recorded.
    @discardableResult
    public static func setSamplingInterval(_ bytes: Int) -> Bool {
        bytes > 0 && trimtab_sampling_interval_set(UInt64(bytes))
    }

    /// Samples taken so far, and those that were dropped for want of room; nil where memory is not profiled.
    package static var samples: (taken: Int, dropped: Int)? {
        guard let memory else { return nil }
        let header = memory.load(as: trimtab_header.self)
        return (Int(clamping: header.samples_taken), Int(clamping: header.samples_dropped))
    }

    /// What is mapped of the recording, for good.
    private static var memory: UnsafeRawBufferPointer? {
        var size: UInt64 = 0
        guard let start = trimtab_recording_memory(&size) else { return nil }
        return UnsafeRawBufferPointer(start: start, count: Int(clamping: size))
    }
}
