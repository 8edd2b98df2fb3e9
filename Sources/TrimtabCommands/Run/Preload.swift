import Foundation

/// The shared library with the hooks, which the loader puts into the program.
struct Preload {
    /// An absolute path without the characters that separate entries of `LD_PRELOAD`.
    let path: String

    static let fileName = "libtrimtab-preload.so"

    /// Finds the library: `TRIMTAB_PRELOAD`, else `lib/trimtab/` beside the executable or beside its folder.
    static func find() throws -> Preload {
        if let path = ProcessInfo.processInfo.environment["TRIMTAB_PRELOAD"], !path.isEmpty {
            guard access(path, R_OK) == 0 else {
                let reason = errorText(errno)
                throw CommandError(.badInput, "TRIMTAB_PRELOAD '\(path)': \(reason): unset it or name \(fileName)")
            }
            return try Preload(absolute(path))
        }
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates = ["lib/trimtab", "../lib/trimtab"].map {
            folder.appendingPathComponent($0).appendingPathComponent(fileName).standardizedFileURL.path
        }
        guard let path = candidates.first(where: { access($0, R_OK) == 0 }) else {
            throw CommandError(
                .badInput,
                "the hooks '\(candidates[0])' are missing: run `make build`, or set TRIMTAB_PRELOAD"
            )
        }
        return try Preload(path)
    }

    private init(_ path: String) throws {
        guard path.contains(where: { $0 == ":" || $0 == " " }) else {
            self.path = path
            return
        }
        // A descriptor's path stands for the same file while this process lives.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandError(.badInput, "cannot open the hooks '\(path)': \(errorText(errno))")
        }
        self.path = try ProcessFilesystem.path(of: descriptor)
    }

    /// The value of `LD_PRELOAD` that loads the hooks before what the user preloads.
    func variable(before previous: String?) -> String {
        guard let previous, !previous.isEmpty else { return path }
        return "\(path):\(previous)"
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
