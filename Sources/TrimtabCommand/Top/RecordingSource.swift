import Foundation
import ProfileReports
import Profiles

/// Reads the recording of a live process, and of the one that takes its place when it is started again.
actor RecordingSource: TopSource {
    private var path: String
    /// The name under which a successor's recording appears; nil where there will be none.
    private let name: String?
    private let symbolicator: Symbolicator
    private let folder = FileManager.default.currentDirectoryPath

    /// - Parameters:
    ///   - path: The recording.
    ///   - name: What the process was told to record to.
    init(path: String, name: String?, symbolDirectories: [String]) {
        self.path = path
        // What is in /proc goes with the process that holds it.
        self.name = name.flatMap { $0.hasPrefix("/proc/") ? nil : $0 }
        symbolicator = Symbolicator(symbolDirectories: symbolDirectories)
    }

    func read() async throws(TopTrouble) -> TopSnapshot {
        var recording = try open(path)
        if recording.state == .ended || !recording.isProcessAlive {
            guard let successor = successor(of: recording) else { throw ended(recording) }
            path = successor
            recording = try open(path)
        }
        let profile = await recording.heapProfile(samples: .none).symbolicated(by: symbolicator)
        return TopSnapshot(profile, currentDirectory: folder)
    }

    private func open(_ path: String) throws(TopTrouble) -> Recording {
        do {
            return try Recording(contentsOf: path)
        } catch {
            throw TopTrouble("\(error)", isForGood: name == nil)
        }
    }

    private func successor(of recording: Recording) -> String? {
        let candidates = [name, path].compactMap { $0 }.compactMap { RecordingPlace($0).latestLive() }
        return candidates.first { $0 != path }
            ?? candidates.first { (try? Recording(contentsOf: $0))?.processID != recording.processID }
    }

    private func ended(_ recording: Recording) -> TopTrouble {
        let how = recording.state == .ended ? "has ended" : "is gone: it was killed or it crashed"
        let hope = name == nil ? "" : "; waiting for it to start again"
        return TopTrouble("process \(recording.processID) \(how)\(hope)", isForGood: name == nil)
    }
}
