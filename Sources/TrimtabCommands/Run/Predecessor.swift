import Foundation
import ProfileReports
import Profiles

/// The run before, if it was killed together with its `trimtab`, as a container is killed whole.
struct Predecessor {
    /// Where the user wants recordings saved.
    let output: String

    /// Gives a recording that was left there the name `OUTPUT.1`, and says who held the memory.
    func keep(telling: Bool) {
        let path = RunningFile.path(output: output)
        guard let file = UnheldFile(path: path) else { return }
        defer { file.release() }
        // Empty or foreign files are of no use to anybody; what a program still writes is not touched.
        guard let recording = try? Recording.ofEndedProcess(at: path) else { return }
        do {
            let kept = try RecordingPlace(output).keep(path)
            guard telling, recording.isUnclean else { return }
            tell(recording, kept: kept)
        } catch {
            StandardError.warn("the recording of the run before: \(error)")
        }
    }

    private func tell(_ recording: Recording, kept: String) {
        let symbolicator = Symbolicator()
        let profile = Waiting.run { await recording.heapProfile().symbolicated(by: symbolicator, topSites: 20) }
        for line in PostMortem(profile, recording: kept).lines { StandardError.warn(line) }
    }
}
