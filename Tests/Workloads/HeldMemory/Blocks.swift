#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Blocks from malloc, written to, of a kilobyte up to a megabyte.
final class Blocks {
    private var blocks: [(block: UnsafeMutableRawPointer, size: Int)] = []
    /// Bytes of the blocks as requested.
    private(set) var held = 0

    /// No allocator rounds these up by much.
    private static let sizes = [1024, 2048, 4096, 8192, 16_384, 32_768, 131_072, 1_048_576]

    init(bytes: Int) {
        blocks.reserveCapacity(bytes / 100_000)
        while held < bytes {
            let size = Self.sizes[blocks.count % Self.sizes.count]
            guard let block = malloc(size) else { return }
            memset(block, 1, size)
            blocks.append((block, size))
            held += size
        }
    }

    /// Every other block of each size.
    func freeHalf() {
        let freed = blocks.enumerated().filter { $0.offset / Self.sizes.count % 2 == 1 }.map(\.element)
        blocks = blocks.enumerated().filter { $0.offset / Self.sizes.count % 2 == 0 }.map(\.element)
        for (block, size) in freed {
            free(block)
            held -= size
        }
    }

    deinit {
        for (block, _) in blocks { free(block) }
    }
}
