import Profiles

/// What one recording, or one pprof file, holds.
struct RecordedProfiles {
    var heap: HeapProfile
    /// nil if processor time was not sampled.
    var cpu: CPUProfile?

    /// The profiles with function names, and what kept functions from having one.
    func symbolicated(with options: ReportOptions) -> (profiles: RecordedProfiles, warnings: [String]) {
        let symbolicator = Symbolicator(symbolDirectories: options.symbolFolders)
        return Waiting.run {
            let heap = await heap.symbolicated(by: symbolicator)
            let cpu = await cpu?.symbolicated(by: symbolicator)
            return (RecordedProfiles(heap: heap, cpu: cpu), await symbolicator.warnings)
        }
    }
}
