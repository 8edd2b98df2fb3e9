#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A process's memory as it is now, read through `/proc` so that a wrong address is nothing and not a crash.
package final class ProcessMemory: MemoryReader {
    /// Negative where there is no such file: then there is nothing to read.
    private let descriptor: Int32

    /// This process's own.
    package init() {
        descriptor = open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
    }

    /// That of another process, which whoever may trace it may read: its user, unless the kernel's setting
    /// `kernel.yama.ptrace_scope` allows less, and root.
    package init(of processID: Int) throws(Unreadable) {
        descriptor = open("/proc/\(processID)/mem", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unreadable(processID: processID, reason: ErrorNumber.last.description) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Why a process's memory cannot be read.
    package struct Unreadable: Error, CustomStringConvertible {
        var processID: Int
        var reason: String

        package var description: String {
            """
            the memory of process \(processID) cannot be read: \(reason). Ask as its user, or as root where \
            kernel.yama.ptrace_scope is not 0; or ask the service's own diagnostics server
            """
        }
    }

    package func read(_ address: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let offset = off_t(exactly: address), descriptor >= 0 else { return 0 }
        return max(0, pread(descriptor, buffer.baseAddress, buffer.count, offset))
    }
}
