#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What jemalloc or tcmalloc says of itself, asked without Trimtab.
enum AllocatorValue {
    private typealias Mallctl =
        @convention(c) (
            UnsafePointer<CChar>, UnsafeMutableRawPointer, UnsafeMutablePointer<Int>, UnsafeMutableRawPointer?, Int
        ) -> CInt
    private typealias GetProperty = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<Int>) -> CInt

    static func read(_ name: String) -> Int? {
        if let mallctl = dlsym(nil, "mallctl") { return read(name, by: unsafeBitCast(mallctl, to: Mallctl.self)) }
        guard let getProperty = dlsym(nil, "MallocExtension_GetNumericProperty") else { return nil }
        var value = 0
        return unsafeBitCast(getProperty, to: GetProperty.self)(name, &value) == 1 ? value : nil
    }

    /// It refuses a size that is not the value's, which is a number's or a truth's.
    private static func read(_ name: String, by mallctl: Mallctl) -> Int? {
        for candidate in [MemoryLayout<Int>.size, MemoryLayout<Bool>.size] {
            var value = 0
            var size = candidate
            if mallctl(name, &value, &size, nil, 0) == 0 { return value }
        }
        return nil
    }
}
