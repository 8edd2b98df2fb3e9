#if Server

import Dispatch
import Foundation
import ObjectPools
import Profiling
import ServiceLifecycle

/// What is leaked.
final class PlantedSession: Sendable {
    let bytes: [UInt8]

    init() { bytes = [UInt8](repeating: 1, count: 16 << 10) }
}

struct PlantedScratch: Poolable {
    var bytes: [UInt8] = []

    init() {}

    mutating func reset() { bytes.removeAll(keepingCapacity: true) }
}

/// Does what it is told: `leak 32` keeps 32 MiB of sessions, `tasks 7` makes tasks that never end, `block` blocks all threads of
/// the shared pool until `unblock`, `spin 5` uses a processor for 5 s, `churn 1000` borrows from a pool and labels what it allocates,
/// `look` looks for leaks, `hold 1000` keeps as many objects of each kind of which it is known what refers to them. Each is answered by `done` and the command.
struct Workload: Service {
    let detector: LeakDetector

    func run() async throws {
        let lines = AsyncStream<String> { continuation in
            Thread.detachNewThread {
                while let line = readLine() { perform(line) }
                continuation.finish()
            }
        }
        // Nothing comes but the end.
        for await _ in lines {}
    }

    private static let blocked = DispatchSemaphore(value: 0)
    nonisolated(unsafe) private static var blockers = 0
    // One thread alone gets at it: that which reads the commands.
    nonisolated(unsafe) private static var sessions: [PlantedSession] = []
    private static let pool = ObjectPool<PlantedScratch>(name: "planted-scratch")

    private func perform(_ line: String) {
        let words = line.split(separator: " ")
        let number = words.dropFirst().first.flatMap { Int($0) } ?? 0
        switch words.first {
        case "leak": Self.plantSessions(mebibytes: number)
        case "tasks": Self.plantTasks(number)
        case "block": Self.block()
        case "unblock": Self.unblock()
        case "spin": Self.spin(seconds: number)
        case "churn": Self.churn(number)
        case "hold": HeldObjects.hold(number)
        case "look": look()
        default: break
        }
        Self.say("done \(line)")
    }

    private func look() {
        let isDone = DispatchSemaphore(value: 0)
        Task.detached {
            await detector.look()
            isDone.signal()
        }
        isDone.wait()
    }

    /// A line that whoever reads it gets at once.
    static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Not by FileHandle, which ends the process when a signal of the profiler's comes in between.
        while write(STDOUT_FILENO, bytes, bytes.count) < 0, errno == EINTR {}
    }

    @inline(never)
    static func plantSessions(mebibytes: Int) {
        for _ in 0..<mebibytes * 64 { sessions.append(PlantedSession()) }
    }

    @inline(never)
    static func plantTasks(_ count: Int) {
        for _ in 0..<count { Task.detached { try await Task.sleep(for: .seconds(100_000)) } }
    }

    /// Returns when no other task gets to run.
    static func block() {
        let count = ProcessInfo.processInfo.activeProcessorCount * 2
        let running = DispatchSemaphore(value: 0)
        for _ in 0..<count {
            Task.detached {
                running.signal()
                wait()
            }
        }
        blockers = count
        for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { running.wait() }
    }

    private static func wait() { blocked.wait() }

    private static func unblock() {
        for _ in 0..<blockers { blocked.signal() }
        blockers = 0
    }

    @inline(never)
    static func spin(seconds: Int) {
        let end = ContinuousClock.now + .seconds(seconds)
        var sum: UInt64 = 1
        while ContinuousClock.now < end {
            for value in 0..<10_000 as Range<UInt64> { sum = sum &* 6_364_136_223_846_793_005 &+ value }
        }
        if sum == 0 { print("unlikely") }
    }

    static func churn(_ count: Int) {
        withProfileLabels(["route": "/planted"]) {
            for _ in 0..<count {
                pool.withObject { $0.bytes.append(contentsOf: repeatElement(1, count: 4096)) }
                for _ in 0..<16 { _ = PlantedSession() }
            }
        }
    }
}

#endif
