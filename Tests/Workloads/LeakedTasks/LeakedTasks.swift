import Foundation
import Profiles
import Profiling

/// Makes ten thousand tasks that end, and seven that never do, and prints who made those that are alive.
@main
struct LeakedTasks {
    static func main() async throws {
        let status = LiveTasks.watch()
        guard status == .watched else {
            print(status, LiveTasks.count.map(String.init) ?? "nil", LiveTasks.snapshot() == nil)
            return
        }
        var tasks: [Task<Void, Never>] = []
        for number in 0..<10 {
            for _ in 0..<500 { tasks.append(Task { await Task.yield() }) }
            if number < 4 { leak() }
            if number >= 7 { leakDetached() }
            for task in tasks { await task.value }
            tasks.removeAll()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<500 { group.addTask { await Task.yield() } }
            }
        }
        // The last of the others are given up by their threads in their own time.
        while (LiveTasks.count ?? 0) > 7 { try await Task.sleep(for: .milliseconds(1)) }
        let profile = try require(await LiveTasks.snapshot()?.symbolicated(by: Symbolicator()))
        // One line can be reached by several stacks: before the first suspension, and after.
        let lines = Dictionary(grouping: profile.groups()) { "\($0.line?.function ?? "?") \($0.line?.line ?? 0)" }
        for (line, groups) in lines.sorted(by: { $0.key < $1.key }) {
            print(groups.reduce(0) { $0 + $1.count }, line, groups.allSatisfy { $0.oldestAge >= $0.youngestAge })
        }
        try print(profile.pprof().count > 20, LiveTasks.unwatch(), LiveTasks.count == nil)
    }

    private static func leak() {
        Task { await never() }
    }

    private static func leakDetached() {
        Task.detached { await never() }
    }

    private static func never() async {
        while true { try? await Task.sleep(for: .seconds(1000)) }
    }

    /// The value, or an error that says that there is none.
    private static func require<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw CancellationError() }
        return value
    }
}
