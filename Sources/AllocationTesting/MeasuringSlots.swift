#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Lets as many tests be measured at a time as there are processors: each takes a thread, and a free has to be looked for
/// among the blocks of all of them.
actor MeasuringSlots {
    static let shared = MeasuringSlots(count: max(2, sysconf(CInt(_SC_NPROCESSORS_ONLN))))

    private var free: Int
    /// First come, first served.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        free = count
    }

    /// Runs `operation` once a slot is free.
    nonisolated func withSlot<Result: Sendable>(_ operation: () async throws -> Result) async throws -> Result {
        await take()
        let result: Result
        do {
            result = try await operation()
        } catch {
            await giveBack()
            throw error
        }
        await giveBack()
        return result
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
