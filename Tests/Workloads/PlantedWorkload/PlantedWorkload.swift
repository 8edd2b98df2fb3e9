/// A program whose memory is known: tests run it under the hooks and compare the report with what was planted here.
///
/// usage: PlantedWorkload MODE
@main
struct PlantedWorkload {
    static func main() {
        switch CommandLine.arguments.dropFirst().first {
        case "leak": leak()
        case "churn": churn()
        case "crash": crash()
        case "threads": threads()
        case "grow": grow()
        default: print("usage: PlantedWorkload leak | churn | crash | threads | grow")
        }
    }

    /// 40 MiB in 10,240 objects that are never freed, and as much that is.
    private static func leak() {
        let ledger = Ledger()
        for _ in 0..<10_240 {
            ledger.keep(bytes: 4096)
            Ledger().keep(bytes: 4096)
        }
        print("kept \(ledger.count)")
        withExtendedLifetime(ledger) { exitNow() }
    }

    /// 400 MiB allocated and freed at once; next to nothing is kept.
    private static func churn() {
        var sum = 0
        for round in 0..<6400 {
            sum &+= scratch(round)
        }
        print("sum \(sum)")
    }

    private static func crash() {
        let ledger = Ledger()
        for _ in 0..<10_240 { ledger.keep(bytes: 4096) }
        print("about to crash")
        flushOutput()
        killSelf()
        withExtendedLifetime(ledger) {}
    }

    /// One thread, and then two.
    private static func threads() {
        churn()
        printThreads("alone", count: 1)
        startThread()
        printThreads("together", count: 3, name: "trimtab")
        exitNow()
    }

    /// One thread that comes to hold 200 MiB.
    private static func grow() {
        let ledger = Ledger()
        for _ in 0..<200 { ledger.fill(bytes: 1 << 20) }
        printThreads("grown", count: 2, name: "trimtab")
        withExtendedLifetime(ledger) { exitNow() }
    }

    @inline(never)
    private static func scratch(_ round: Int) -> Int {
        let numbers = [Int](repeating: round, count: 8192)
        return numbers[round % 8192]
    }
}
