internal import CTrimtabHooks
internal import Foundation
public import Profiles

/// The Swift tasks of this process that have not ended, and where they were made: what tells a leak of tasks.
///
/// ```swift
/// LiveTasks.watch()
/// ...
/// for group in await LiveTasks.snapshot()?.symbolicated(by: Symbolicator()).groups() ?? [] {
///     print(group.count, group.line?.function ?? "?", group.oldestAge)
/// }
/// ```
///
/// Tasks made while they are watched are noted: `Task {}`, `Task.detached {}` and children of groups, up to 131,072 at once.
/// Children of `async let` are not. Watching costs each task a walk of its stack; not watching costs nothing.
public enum LiveTasks {
    /// Why tasks cannot be watched, or that they are.
    public enum Status: String, Hashable, Sendable, CustomStringConvertible {
        case watched
        case unwatched
        /// The hooks are not at work in this process: see ``AllocationHooks`` of `AllocationTracking` for why.
        case noHooks
        /// The Swift runtime is no library of this process: the program was linked with it (`-static-stdlib`).
        case staticRuntime

        public var description: String {
            switch self {
            case .watched: "Tasks are watched."
            case .unwatched: "Tasks are not watched."
            case .noHooks: "Tasks cannot be watched: the hooks are not at work in this process."
            case .staticRuntime:
                "Tasks cannot be watched: the Swift runtime is linked into the program; build it without"
                    + " --static-swift-stdlib."
            }
        }
    }

    /// Notes tasks that are made from now on.
    @discardableResult
    public static func watch() -> Status { Status(trimtab_tasks_watch(true)) }

    /// Forgets all tasks and notes no more.
    @discardableResult
    public static func unwatch() -> Status { Status(trimtab_tasks_watch(false)) }

    /// Tasks noted that have not ended; nil while they are not watched.
    ///
    /// The value of the metric `swift.task.count`.
    public static var count: Int? {
        let count = trimtab_tasks_count()
        return count < 0 ? nil : Int(count)
    }

    /// The tasks noted that have not ended; nil while they are not watched. Its locations have no names yet.
    public static func snapshot() -> TaskProfile? {
        guard let count else { return nil }
        var words: UnsafePointer<UInt64>?
        var wordCount: UInt64 = 0
        // Others may be made meanwhile.
        let tasks = [trimtab_task](unsafeUninitializedCapacity: count + 4096) { buffer, filled in
            filled = Int(trimtab_tasks_read(buffer.baseAddress, UInt64(buffer.count), &words, &wordCount))
        }
        let now = DispatchTime.now().uptimeNanoseconds
        var profile = TaskProfile(
            tasks: tasks.map { task in
                (age: now > task.time ? Double(now - task.time) / 1e9 : 0, stack: Int(task.stack))
            },
            words: UnsafeBufferPointer(start: words, count: Int(wordCount)),
            images: LoadedImages.all()
        )
        profile.time = Date()
        profile.program = LoadedImages.program
        return profile
    }
}

extension LiveTasks.Status {
    init(_ status: trimtab_tasks_status) {
        self =
            switch status {
            case TRIMTAB_TASKS_WATCHED: .watched
            case TRIMTAB_TASKS_UNWATCHED: .unwatched
            case TRIMTAB_TASKS_NO_RUNTIME: .staticRuntime
            default: .noHooks
            }
    }
}
