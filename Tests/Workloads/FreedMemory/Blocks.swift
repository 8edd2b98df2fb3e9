#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// 256 MiB in blocks of 64 KiB, all of them freed.
enum Blocks {
    static func allocateAndFree() {
        let size = 64 << 10
        let blocks = (0..<4_096).compactMap { _ -> UnsafeMutableRawPointer? in
            guard let block = malloc(size) else { return nil }
            memset(block, 1, size)
            return block
        }
        // The last one stays, at the top of the heap: else glibc gives all of it back by itself.
        blocks.dropLast().forEach { free($0) }
    }
}
