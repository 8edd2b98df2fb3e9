import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that has used four megabytes of its stack, and waits until it is told to end.
final class DeepThread: Sendable {
    private let isDeep = Atomic(false)
    private let isToEnd = Atomic(false)
    private let hasEnded = Atomic(false)

    init() {
        var thread = pthread_t()
        let this = Unmanaged.passRetained(self)
        pthread_create(
            &thread,
            nil,
            { this in
                guard let this else { return nil }
                let thread = Unmanaged<DeepThread>.fromOpaque(this).takeRetainedValue()
                _ = thread.descend(4 << 20)
                thread.isDeep.store(true, ordering: .releasing)
                while !thread.isToEnd.load(ordering: .acquiring) { usleep(1000) }
                thread.hasEnded.store(true, ordering: .releasing)
                return nil
            },
            this.toOpaque()
        )
        pthread_detach(thread)
        while !isDeep.load(ordering: .acquiring) { usleep(1000) }
    }

    func end() {
        isToEnd.store(true, ordering: .releasing)
        while !hasEnded.load(ordering: .acquiring) { usleep(1000) }
    }

    @inline(never)
    private func descend(_ bytes: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { room in
            room.initializeMemory(as: UInt8.self, repeating: 1)
            return (bytes > 1024 ? descend(bytes - 1024) : 0) &+ Int(room[bytes % 1024])
        }
    }
}
