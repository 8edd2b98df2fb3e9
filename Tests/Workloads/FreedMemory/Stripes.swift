#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// 200 MiB in blocks of 1 KB, of which every second is kept: no page is free as a whole.
struct Stripes {
    private let kept: [UnsafeMutableRawPointer]

    init() {
        let blocks = (0..<200_000).compactMap { _ -> UnsafeMutableRawPointer? in
            guard let block = malloc(1_000) else { return nil }
            memset(block, 1, 1_000)
            return block
        }
        for index in blocks.indices where index.isMultiple(of: 2) { free(blocks[index]) }
        kept = blocks.indices.filter { !$0.isMultiple(of: 2) }.map { blocks[$0] }
    }

    func end() { kept.forEach { free($0) } }
}
