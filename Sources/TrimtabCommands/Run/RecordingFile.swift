import CTrimtabPlatform
import Foundation
import Profiles

/// The recording while the program runs: a file that this process holds, so that it outlives the program however that
/// ends.
///
/// In memory; but where the user named an output, beside that, so that it also outlives this process: a container is
/// killed whole.
struct RecordingFile: ~Copyable {
    let descriptor: Int32
    /// The file's name while the program runs, if it has one.
    let name: String?

    /// - Parameter output: Where the user wants the recording saved.
    init(output: String?) throws {
        if let output, let file = RunningFile(output: output) {
            (descriptor, name) = (file.descriptor, file.path)
            return
        }
        (descriptor, name) = (trimtab_memory_file("trimtab-recording"), nil)
        guard descriptor >= 0 else {
            let reason = errorText(errno)
            throw CommandError(.system, "cannot make a file in memory: \(reason): `trimtab run` needs Linux with memfd")
        }
    }

    deinit { close(descriptor) }

    /// The path by which the program opens it.
    var path: String {
        get throws { try ProcessFilesystem.path(of: descriptor) }
    }

    /// Removes the file's name, if it has one: for when the recording was saved elsewhere, or is not wanted.
    func remove() {
        if let name { unlink(name) }
    }

    /// What was recorded so far.
    func read() throws -> Recording {
        try Recording(contentsOf: path)
    }
}
