#if Server

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The path with `{pid}` replaced.
func expandedPath(_ path: String) -> String {
    path.replacing("{pid}", with: String(getpid()))
}

/// The file of a Unix socket, before and after somebody listens on it.
struct SocketFile {
    let path: String

    /// Refuses a path that another process listens on, or that holds something else than a socket. A socket that nobody
    /// listens on any more, as a killed process leaves it, is in nobody's way.
    func check() throws(DiagnosticsServerError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw DiagnosticsServerError(
                .unavailable,
                "diagnostics address 'unix://\(path)': there is something else than a socket; give another path"
            )
        }
        guard isListenedOn() else { return }
        throw DiagnosticsServerError(
            .addressInUse,
            "diagnostics address 'unix://\(path)': another process listens there; give another path, such as one with {pid}"
        )
    }

    /// Leaves it to its owner.
    func restrict() {
        chmod(path, 0o600)
    }

    /// Not what is somebody else's by now.
    func removeIfOurs() {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK, !isListenedOn() { unlink(path) }
    }

    private func isListenedOn() -> Bool {
        #if canImport(Glibc)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}

#endif
