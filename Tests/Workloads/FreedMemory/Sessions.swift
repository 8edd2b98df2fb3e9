#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// 200,000 sessions of blocks of several sizes, of which 90 % have ended, at random.
struct Sessions {
    private static let count = 200_000
    private static let sizes = [64, 256, 512, 1_024, 512]

    private let kept: [UnsafeMutableRawPointer]

    init() {
        var state: UInt64 = 42
        var kept: [UnsafeMutableRawPointer] = []
        var blocks: [[UnsafeMutableRawPointer]] = []
        blocks.reserveCapacity(Self.count)
        for _ in 0..<Self.count {
            blocks.append(
                Self.sizes.compactMap { size in
                    guard let block = malloc(size) else { return nil }
                    memset(block, 1, size)
                    return block
                }
            )
        }
        for session in blocks {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if (state >> 33) % 10 == 0 { kept += session } else { session.forEach { free($0) } }
        }
        self.kept = kept
    }

    func end() { kept.forEach { free($0) } }
}
