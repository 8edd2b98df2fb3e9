import Foundation

/// Uses known shares of processor time in plain functions, behind awaits, in an actor and in threads, and prints what each
/// used by the clocks of its threads: a name and nanoseconds a line.
@main
struct PlantedCPU {
    static func main() async {
        // Each at a stretch: the kernel looks at its timers with its tick, and on a busy machine a thread can go without one for
        // some time, which then counts for where it is by then.
        plainHeavy()
        plainLight()
        let threads = (0..<3).map { _ in StartedThread { threadWork() } }
        for thread in threads { thread.join() }
        // The two share all they call: who awaits is all that tells them apart.
        await Task.detached { await longCaller() }.value
        await Task.detached { await shortCaller() }.value
        await withTaskGroup(of: Void.self) { group in
            let ledger = Ledger()
            for _ in 0..<2 { group.addTask { await ledger.actorWork() } }
        }
        Usage.shared.print()
    }
}

@inline(never)
func plainHeavy() {
    let used = burn(milliseconds: 480) + burn(milliseconds: 320)
    // What comes after a call keeps the caller on the stack.
    Usage.shared.add(used, to: "plainHeavy()")
}

@inline(never)
func plainLight() {
    let used = burn(milliseconds: 240)
    Usage.shared.add(used, to: "plainLight()")
}

@inline(never)
func threadWork() {
    var used = 0
    for _ in 0..<20 { used += burn(milliseconds: 10) }
    Usage.shared.add(used, to: "threadWork()")
}

@inline(never)
func longCaller() async {
    await Task.yield()
    let used = await middle(milliseconds: 20)
    Usage.shared.add(used, to: "longCaller()")
}

@inline(never)
func shortCaller() async {
    await Task.yield()
    let used = await middle(milliseconds: 8)
    await Task.yield()
    Usage.shared.add(used, to: "shortCaller()")
}

@inline(never)
func middle(milliseconds: Int) async -> Int {
    await Task.yield()
    let used = await inner(milliseconds: milliseconds)
    await Task.yield()
    return used
}

/// Suspends between its parts, so that it goes on in other threads.
@inline(never)
func inner(milliseconds: Int) async -> Int {
    var used = 0
    for _ in 0..<20 {
        used += burn(milliseconds: milliseconds)
        await Task.yield()
    }
    return used
}

actor Ledger {
    @inline(never)
    func actorWork() {
        let used = burn(milliseconds: 240)
        Usage.shared.add(used, to: "Ledger.actorWork()")
    }
}

/// Keeps the processor busy for as much of the thread's own time.
/// - Returns: What it used, in nanoseconds.
@inline(never)
func burn(milliseconds: Int) -> Int {
    let start = Usage.threadNanoseconds()
    var (now, sum) = (start, 0)
    while now - start < milliseconds * 1_000_000 {
        for number in 0..<20_000 { sum = sum &* 31 &+ number }
        now = Usage.threadNanoseconds()
    }
    // The sum has to be computed, for its last bit counts.
    return now - start + (sum & 1)
}
