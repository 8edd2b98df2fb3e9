import Foundation
import Profiles

/// A process that may record, by its id, and where its recording is.
package struct RecordedProcess {
    package let id: Int
    /// Its command line, or its name.
    package let command: String
    /// The value of its TRIMTAB_RECORDING; nil if it has none.
    package let recordingName: String?

    /// - Throws: ``CommandError`` if there is no such process, or if it belongs to somebody else.
    package init(id: Int) throws {
        guard kill(pid_t(id), 0) == 0 || errno == EPERM else {
            throw CommandError(.badInput, "there is no process \(id): it has ended, or never was")
        }
        self.id = id
        let text = Self.parts(of: "/proc/\(id)/cmdline")
        let name = (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8))?.split(separator: "\n").first
        command = text.isEmpty ? name.map(String.init) ?? "?" : text.joined(separator: " ")
        guard access("/proc/\(id)/environ", R_OK) == 0,
            FileManager.default.contents(atPath: "/proc/\(id)/environ") != nil
        else {
            throw CommandError(
                .badInput,
                "process \(id) (\(name.map(String.init) ?? "?")) is another user's: look at it as that user, or as root"
            )
        }
        let prefix = "TRIMTAB_RECORDING="
        let value = Self.parts(of: "/proc/\(id)/environ").first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count)
        recordingName = value.flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// What it was told to record to, as any process can name it; nil where the recording goes with another process.
    package var recordingPlace: String? {
        guard let name = recordingName, !name.hasPrefix("/proc/") else { return nil }
        if name.hasPrefix("/") { return name }
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")).map { "\($0)/\(name)" }
    }

    /// Where its recording is: what it was told, what its `trimtab run` holds, or what it holds itself.
    package func recordingPath() -> String? {
        if let name = recordingName {
            if name.hasPrefix("/proc/") { return isOwn(name) ? name : nil }
            // In a container its root is another one.
            for root in ["", "/proc/\(id)/root"] {
                guard let place = recordingPlace else { break }
                if let found = RecordingPlace(root + place).path(ofProcess: id) { return found }
            }
        }
        return heldRecording()
    }

    /// A recording among its open files, or one that it has mapped: hooks that record into memory keep it there.
    private func heldRecording() -> String? {
        for folder in ["/proc/\(id)/fd", "/proc/\(id)/map_files"] {
            for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                let path = "\(folder)/\(entry)"
                guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path),
                    target.contains("trimtab")
                else { continue }
                if (try? InputFile.head(of: path, count: 8)) == Array("TRIMTAB1".utf8) { return path }
            }
        }
        return nil
    }

    private func isOwn(_ path: String) -> Bool {
        guard let recording = try? Recording(contentsOf: path) else { return false }
        return recording.processID == id || !recording.isUnclean
    }

    /// What to do so that the process can be seen.
    package var advice: String {
        let program = command.split(separator: " ").first?.split(separator: "/").last.map(String.init) ?? "PROGRAM"
        return
            "process \(id) (\(program)) does not record. Start it again as `trimtab run -- \(command)`,"
            + " or with TRIMTAB_RECORDING=/path/{pid}.trimtab where it has the hooks; a program with the"
            + " diagnostics server shows more: give its URL"
    }

    private static func parts(of path: String) -> [String] {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
