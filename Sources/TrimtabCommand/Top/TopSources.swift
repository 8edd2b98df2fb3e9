import Foundation
import Profiles
import TrimtabCommands

/// Finds what a person wants to watch.
struct TopSources {
    let symbolFolders: [String]

    /// - Parameter target: As typed; nil for the one process that records.
    func source(for target: String?) throws -> any TopSource {
        guard let target else { return try source(ofProcess: onlyProcess()) }
        switch try TopTarget(target) {
        case .process(let id): return try source(ofProcess: RecordedProcess(id: id))
        case .recording(let path):
            do {
                _ = try Recording(contentsOf: path)
            } catch {
                throw CommandError(.badInput, error.description)
            }
            return RecordingSource(path: path, name: path, symbolDirectories: symbolFolders)
        case .server(let origin, let password):
            #if Server
            let token = password ?? ProcessInfo.processInfo.environment["TRIMTAB_DIAGNOSTICS_TOKEN"]
            return ServerSource(origin: origin, token: token.flatMap { $0.isEmpty ? nil : $0 })
            #else
            throw CommandError(
                .badValue,
                "'\(target)': this trimtab was built without its trait Server: give a process id"
            )
            #endif
        }
    }

    private func source(ofProcess process: RecordedProcess) throws -> any TopSource {
        // `trimtab run` holds the recording of its child.
        guard let path = process.recordingPath() else { throw CommandError(.badInput, process.advice) }
        return RecordingSource(path: path, name: process.recordingPlace, symbolDirectories: symbolFolders)
    }

    private func onlyProcess() throws -> RecordedProcess {
        let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int($0) }
        let recording = ids.filter { $0 != Int(getpid()) }.sorted()
            .compactMap { try? RecordedProcess(id: $0) }.filter { $0.recordingName != nil && $0.recordingPath() != nil }
        // A program and its `trimtab run`, or its shell, name one recording.
        guard let first = recording.first else {
            throw CommandError(
                .badValue,
                "no process of yours records: start one with `trimtab run -- PROGRAM`, or name a process id or a URL"
            )
        }
        guard recording.count == 1 else {
            let list = recording.map { "\($0.id) (\(String($0.command.prefix(60))))" }.joined(separator: ", ")
            throw CommandError(.badValue, "\(recording.count) processes record: \(list). Name one: trimtab top PID")
        }
        return first
    }
}
