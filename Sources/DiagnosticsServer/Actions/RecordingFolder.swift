#if Server

internal import Foundation
internal import ObjectPools
internal import Profiles

/// Where recordings are saved on request: the latest few of this process. Who asks chooses neither the place nor the name.
final class RecordingFolder: Sendable {
    private static let kept = 4

    private struct State {
        var number = 0
        var paths: [String] = []
    }

    private let folder: String
    private let state = Guarded(State())

    init(_ folder: String) {
        self.folder = folder
    }

    /// - Returns: The file's path.
    func save(_ recording: Recording) throws(RecordingError) -> String {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let process = ProcessInfo.processInfo
        let name = "trimtab-\(process.processName)-\(process.processIdentifier)-\(number).trimtab"
        let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        try recording.write(to: path)
        let old = state.withLock { state in
            state.paths.append(path)
            return state.paths.count > Self.kept ? state.paths.removeFirst() : nil
        }
        if let old { try? FileManager.default.removeItem(atPath: old) }
        return path
    }
}

#endif
