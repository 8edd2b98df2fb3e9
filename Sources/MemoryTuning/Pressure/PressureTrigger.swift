internal import CTrimtabPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Has the kernel say at once when tasks wait for memory, instead of at the next look.
///
/// Pressure stall information, `Documentation/accounting/psi.rst`: who writes a threshold into the file is told through
/// `poll` when it is passed. Without privileges the window must be a multiple of two seconds.
///
/// A thread sleeps in `poll` until it is told or stopped.
final class PressureTrigger: Sendable {
    enum Notice: Hashable {
        case stalls
        /// There will be no more: the control group is gone.
        case ended
    }

    /// 150 ms of waiting within 2 s.
    private static let threshold = "some 150000 2000000"

    /// Why there is none; nil if there is one.
    let unavailable: String?

    /// Closing it ends the thread.
    private let stopEnd: CInt?
    #if os(Linux)
    private static let urgent = Int16(POLLPRI)
    #endif

    /// - Parameters:
    ///   - paths: Files of pressure stall information; the first that takes a threshold is used. In a container the control
    ///     group's own is often read-only, and the machine's is not.
    ///   - notify: Is called from a thread of its own, at most once in the window's two seconds.
    init(paths: [String], _ notify: @escaping @Sendable (Notice) -> Void) {
        #if os(Linux)
        var refusals: [String] = []
        var file: CInt = -1
        for path in paths where file < 0 {
            file = Self.withThreshold(path)
            if file < 0 { refusals.append("\(path): \(String(cString: strerror(errno)))") }
        }
        guard file >= 0 else {
            unavailable = refusals.isEmpty ? "there is no file of stalls" : refusals.joined(separator: "; ")
            stopEnd = nil
            return
        }
        var ends: [CInt] = [-1, -1]
        guard trimtab_pipe(&ends) == 0 else {
            unavailable = "pipe: \(String(cString: strerror(errno)))"
            close(file)
            stopEnd = nil
            return
        }
        let stop = ends[0]
        guard Self.startThread({ [file] in Self.wait(file: file, stop: stop, notify) }) else {
            unavailable = "no thread could be started"
            for descriptor in [file] + ends { close(descriptor) }
            stopEnd = nil
            return
        }
        unavailable = nil
        stopEnd = ends[1]
        #else
        unavailable = "this system has no pressure stall information"
        stopEnd = nil
        #endif
    }

    /// Ends the thread. It closes what it has read from.
    func stop() {
        if let stopEnd { close(stopEnd) }
    }

    #if os(Linux)
    /// The file, which has taken the threshold; -1 with `errno` set if it has not.
    private static func withThreshold(_ path: String) -> CInt {
        let file = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return -1 }
        // The kernel wants the text's closing zero, too.
        if threshold.withCString({ write(file, $0, threshold.utf8.count + 1) }) > 0 { return file }
        let reason = errno
        close(file)
        errno = reason
        return -1
    }

    private static func wait(file: CInt, stop: CInt, _ notify: (Notice) -> Void) {
        defer {
            close(file)
            close(stop)
        }
        while true {
            var waiting = [
                pollfd(fd: file, events: urgent, revents: 0), pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&waiting, 2, -1)
            if count < 0, errno == EINTR { continue }
            // The other end was closed.
            guard count > 0, waiting[1].revents == 0 else { return }
            guard waiting[0].revents & Int16(POLLERR) == 0 else { return notify(.ended) }
            if waiting[0].revents & urgent != 0 { notify(.stalls) }
        }
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        guard status == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class ThreadBody: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    #endif
}
