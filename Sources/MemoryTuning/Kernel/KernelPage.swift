#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the kernel hands memory out by.
enum KernelPage {
    /// In bytes.
    static let size = max(Int(sysconf(Int32(_SC_PAGESIZE))), 1)
}
