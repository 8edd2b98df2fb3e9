package import Profiles

extension HeapProfiler {
    /// Scans this process's memory for what refers to what; nil where memory is not profiled.
    ///
    /// It takes up to two seconds of processor time on the thread of whoever asks: not on one that the application's tasks need.
    package static func references(by symbolicator: Symbolicator) async -> ReferenceGraph? {
        guard let profile = await snapshot(samples: .none)?.symbolicated(by: symbolicator) else { return nil }
        return await profile.references(in: ProcessMemory(), by: symbolicator) { recording() }
    }
}
