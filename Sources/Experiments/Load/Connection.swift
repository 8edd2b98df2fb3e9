internal import Foundation

/// A TCP connection that a thread waits on.
final class Connection {
    private let descriptor: Int32

    /// nil if nobody listens there.
    /// - Parameter timeout: Seconds that connecting, sending and receiving may take each.
    init?(to address: HTTPAddress, timeout: Double) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, "\(address.port)", &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var candidate = found
        while let entry = candidate?.pointee {
            let socket = Foundation.socket(
                entry.ai_family,
                entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                entry.ai_protocol
            )
            if socket >= 0 {
                Self.setTimeout(timeout, of: socket)
                if connect(socket, entry.ai_addr, entry.ai_addrlen) == 0 {
                    descriptor = socket
                    return
                }
                close(socket)
            }
            candidate = entry.ai_next
        }
        return nil
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.send(
                    descriptor,
                    buffer.baseAddress?.advanced(by: sent),
                    buffer.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Appends what has come, at most 64 KiB. False at the end, after an error, and when nothing came in time.
    func receive(into bytes: inout [UInt8]) -> Bool {
        let room = 65_536
        let old = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: room))
        var count: Int
        repeat {
            count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress?.advanced(by: old), room, 0) }
        } while count < 0 && errno == EINTR
        bytes.removeLast(room - max(count, 0))
        return count > 0
    }

    private static func setTimeout(_ seconds: Double, of socket: Int32) {
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - seconds.rounded(.down)) * 1e6))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }
}
