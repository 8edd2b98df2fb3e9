#if Server

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import NIOCore

extension DiagnosticsServerError {
    /// What to do about the reasons for which a system refuses an address.
    private static let advice: [Int32: (code: Code, text: String)] = [
        EADDRINUSE: (.addressInUse, "another process listens there; give another port, or 0 for one that is free"),
        EACCES: (
            .unavailable, "this process may not listen there; give a port above 1023, or a folder that it may write to"
        ),
        EPERM: (
            .unavailable, "this process may not listen there; give a port above 1023, or a folder that it may write to"
        ),
        EADDRNOTAVAIL: (.unavailable, "this machine has no such address; give one that it has, such as 127.0.0.1"),
        ENOENT: (.unavailable, "there is no such folder; make it, or give another path"),
        ENOTDIR: (.unavailable, "a part of the path is no folder; give another path"),
        EROFS: (.unavailable, "the file system cannot be written to; give another path"),
    ]

    init(bindingTo address: DiagnosticsAddress, _ error: any Error) {
        if let error = error as? DiagnosticsServerError {
            self = error
        } else if let number = (error as? IOError)?.errnoCode, let known = Self.advice[number] {
            self.init(known.code, "diagnostics address '\(address)': \(known.text)")
        } else if error is SocketAddressError || "\(type(of: error))" == "NIOConnectionError" {
            self.init(
                .unavailable,
                "diagnostics address '\(address)': there is no such host; give an address of this machine"
            )
        } else {
            self.init(.unavailable, "diagnostics address '\(address)': \(error)")
        }
    }
}

#endif
