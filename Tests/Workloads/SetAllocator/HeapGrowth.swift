#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What becomes of glibc's heap, in MiB, when a block comes and goes. The block is larger than what is free before.
struct HeapGrowth: CustomStringConvertible {
    private let isMapped: Bool
    private let grown: Int
    private let shrunk: Int

    init(megabytes: Int) {
        let before = Self.end
        guard let block = malloc(megabytes << 20) else { fatalError("no memory") }
        let between = Self.end
        isMapped = UInt(bitPattern: block) > between
        free(block)
        grown = Self.megabytes(between - before)
        shrunk = Self.megabytes(between - Self.end)
    }

    var description: String { isMapped ? "mapped" : "on the heap, which grows by \(grown) and shrinks by \(shrunk)" }

    /// Mappings lie above it.
    private static var end: UInt { UInt(bitPattern: sbrk(0)) }

    /// The heap has some free pages at its end before and after.
    private static func megabytes(_ bytes: UInt) -> Int { Int((bytes + 1 << 19) >> 20) }
}
