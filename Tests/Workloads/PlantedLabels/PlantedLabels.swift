import Foundation
import Profiling

/// Allocates and uses processor time under labels, and prints how much under each: bytes, nanoseconds, and the label.
@main
struct PlantedLabels {
    static func main() async {
        await across()
        await groups()
        await many()
        synchronous()
        // What follows nobody labelled.
        work(blocks: 200, milliseconds: 40, for: "")
        Ledger.shared.print()
        let isRight = ProfileLabels.areFoundInTasks && ProfileLabels.current.isEmpty
        print(isRight ? "labels are found" : "labels are not found")
    }

    /// Labels stay across awaits, nest, and end.
    static func across() async {
        await withProfileLabels(["route": "/across"]) {
            for _ in 0..<10 {
                work(blocks: 40, milliseconds: 8, for: "/across")
                await Task.yield()
                try? await Task.sleep(for: .milliseconds(1))
            }
            await withProfileLabels(["route": "/inner"]) {
                await Task.yield()
                work(blocks: 300, milliseconds: 60, for: "/inner")
            }
            await onActor()
            await Task.detached { work(blocks: 200, milliseconds: 40, for: "") }.value
            work(blocks: 40, milliseconds: 8, for: "/across")
        }
        work(blocks: 200, milliseconds: 40, for: "")
    }

    @MainActor static func onActor() async {
        work(blocks: 100, milliseconds: 20, for: "/across")
    }

    /// Children have their parent's labels, or their own; so has `Task {}`, and `async let`.
    static func groups() async {
        await withProfileLabels(["route": "/group"]) {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        work(blocks: 60, milliseconds: 12, for: "/group")
                        await Task.yield()
                        withProfileLabels(["route": "/child"]) {
                            work(blocks: 60, milliseconds: 12, for: "/child")
                        }
                        work(blocks: 20, milliseconds: 4, for: "/group")
                    }
                }
            }
            await withTaskGroup(of: Void.self) { group in
                // In the group's own body, where the runtime keeps values in another way.
                withProfileLabels(["route": "/body"]) {
                    work(blocks: 60, milliseconds: 12, for: "/body")
                    group.addTask { work(blocks: 60, milliseconds: 12, for: "/body") }
                }
            }
            async let bound: Void = work(blocks: 60, milliseconds: 12, for: "/group")
            await bound
            await Task { work(blocks: 60, milliseconds: 12, for: "/group") }.value
        }
    }

    /// A hundred tasks at once, each with a label of its own.
    static func many() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask {
                    await withProfileLabels(["route": "/many/\(number)"]) {
                        for _ in 0..<3 {
                            work(blocks: 20, milliseconds: 2, for: "/many/\(number)")
                            await Task.yield()
                        }
                    }
                }
            }
        }
    }

    /// In a thread that runs no task.
    static func synchronous() {
        let done = DispatchSemaphore(value: 0)
        Thread {
            withProfileLabels(["route": "/thread"]) { work(blocks: 300, milliseconds: 60, for: "/thread") }
            work(blocks: 200, milliseconds: 40, for: "")
            done.signal()
        }.start()
        done.wait()
    }
}

/// Allocates so many blocks of 16 KiB and uses so much processor time.
@inline(never)
func work(blocks: Int, milliseconds: Int, for label: String) {
    let start = Ledger.threadNanoseconds()
    for _ in 0..<blocks {
        let block = UnsafeMutableRawPointer.allocate(byteCount: 16384, alignment: 16)
        block.storeBytes(of: 1, as: UInt8.self)
        block.deallocate()
    }
    // Of a hundred labels each needs little, of a few each enough to be seen on a machine that is busy.
    let share = label.hasPrefix("/many/") ? 1 : 4
    while Ledger.threadNanoseconds() - start < share * milliseconds * 1_000_000 {}
    Ledger.shared.add(bytes: blocks * 16384, nanoseconds: Ledger.threadNanoseconds() - start, to: label)
}
