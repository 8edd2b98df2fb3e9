import Profiles

/// What refers to what in the memory of a program that still runs.
enum LiveReferences {
    /// - Parameters:
    ///   - profile: Symbolicated, of the recording.
    ///   - file: The recording, or a copy of it.
    static func graph(of profile: HeapProfile, recordedIn file: String) throws -> ReferenceGraph {
        let recording: Recording
        let memory: ProcessMemory
        do {
            recording = try Recording(contentsOf: file)
        } catch {
            throw CommandError(.badInput, error.description)
        }
        guard recording.state != .ended, recording.isProcessAlive else {
            throw CommandError(
                .badInput,
                "'\(file)': what refers to what leaks can only be told while the program runs, and process"
                    + " \(recording.processID) has ended; leave out --referrers"
            )
        }
        do {
            memory = try ProcessMemory(of: recording.processID)
        } catch {
            throw CommandError(.badInput, "'\(file)': \(error)")
        }
        // A copy does not tell what is there now.
        let live = (try? RecordedProcess(id: recording.processID))?.recordingPath() ?? file
        let graph = Waiting.run { await profile.references(in: memory) { try? Recording(contentsOf: live) } }
        guard let graph else {
            throw CommandError(
                .badInput,
                "'\(file)': process \(recording.processID) ended while its memory was looked through; leave out --referrers"
            )
        }
        return graph
    }
}
