import Foundation
import Synchronization

/// The memory that is read about, and whoever changes it meanwhile.
///
/// Sendable: the blocks are the thread's alone once it has begun, until it has ended.
final class HeldHeap: @unchecked Sendable {
    private static let count = 100_000
    private static let size = 1000

    private var blocks: [UnsafeMutableRawPointer] = (0..<count).map { _ in makeBlock() }
    private let isToEnd = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(isBusy: Bool) {
        guard isBusy else {
            hasEnded.signal()
            return
        }
        Thread.detachNewThread { [self] in
            replace()
            hasEnded.signal()
        }
    }

    func end() {
        isToEnd.store(true, ordering: .relaxed)
        hasEnded.wait()
        for block in blocks { block.deallocate() }
    }

    /// Makes new blocks in the place of old ones, in an order that looks like none.
    private func replace() {
        var state: UInt64 = 42
        while !isToEnd.load(ordering: .relaxed) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let index = Int((state >> 33) % UInt64(Self.count))
            blocks[index].deallocate()
            blocks[index] = Self.makeBlock()
        }
    }

    private static func makeBlock() -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        for offset in stride(from: 0, to: size, by: 64) {
            block.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
        }
        return block
    }
}
