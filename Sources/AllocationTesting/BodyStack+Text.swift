internal import Profiles

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension BodyStack {
    private static let mostCalls = 4

    /// What a block without a Swift type is.
    var memoryName: String {
        // A C++ function needs no more than its name.
        runtimeFunction.map { "raw memory of \($0.contains("::") ? $0.prefix { !"<(".contains($0) } : $0[...])" }
            ?? "raw memory"
    }

    /// The innermost calls, as `file:line in function`.
    ///
    /// What the compiler wrote has no lines and is left out, unless there is nothing else.
    var calls: [String] {
        let written = frames.filter { $0.line != nil }
        return (written.isEmpty ? frames : written).prefix(Self.mostCalls).map { frame in
            guard let file = frame.file, let line = frame.line else { return frame.function }
            return "\(Self.relative(file)):\(line) in \(frame.function)"
        }
    }

    /// Paths below the current directory begin there, as the compiler's messages do.
    private static func relative(_ path: String) -> String {
        guard let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        let prefix = String(cString: directory) + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}
