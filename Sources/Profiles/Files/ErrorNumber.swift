#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A number of the C library's `errno`, with its text.
struct ErrorNumber: Error, Hashable, CustomStringConvertible {
    let value: Int32

    init(_ value: Int32) {
        self.value = value
    }

    /// The one that the last failed call of this thread left behind.
    static var last: ErrorNumber { ErrorNumber(errno) }

    var description: String {
        String(cString: strerror(value))
    }
}
