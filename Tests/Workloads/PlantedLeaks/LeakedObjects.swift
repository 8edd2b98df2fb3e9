import Foundation

final class Session {
    let id: Int
    var page: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    init(id: Int) { self.id = id }
}

final class Download {
    var completion: (() -> Void)?
    var progress: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
}

final class Screen {
    var owner: Coordinator?
    var size: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
}

final class Coordinator {
    var screen: Screen?
    var state: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
}

final class Observer {
    let notify: (Int) -> Void
    var filter: (Int, Int, Int, Int) = (0, 0, 0, 0)
    init(notify: @escaping (Int) -> Void) { self.notify = notify }
}

final class LogEntry {
    let before: LogEntry?
    var text: (Int, Int, Int, Int) = (0, 0, 0, 0)
    init(before: LogEntry?) { self.before = before }
}

final class Branch {
    var children: [Branch] = []
    var parent: Branch?
    var weight: (Int, Int, Int, Int) = (0, 0, 0, 0)
}

final class Handle {
    var fields: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
}

final class UserCounter {
    var counts: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
}

final class Memo<Value> {
    let value: Value
    init(_ value: Value) { self.value = value }
}

struct RequestFailed: Error {
    var number: Int
    var details: (Int, Int, Int, Int, Int)
}

/// Leaks of plain objects.
final class LeakedObjects {
    private var sessions: [Int: Session] = [:]
    private var measurements: [Int] = []
    private var observers: [Observer] = []
    private var names: [String: String] = [:]
    private var lastEntry: LogEntry?
    private var failures: [any Error] = []
    private var audit: [[UInt8]] = []
    private var counters: [String: UserCounter] = [:]
    private var memos: [Int: Memo<(Int, Int, Int, Int)>] = [:]
    private var undo: [() -> Int] = []
    // The latest of what nobody frees: what goes nowhere is not even made in optimised code.
    private var context: UnsafeMutableRawPointer?
    private var text: UnsafeMutablePointer<CChar>?
    private var screen: Screen?

    func handle(_ number: Int) {
        sessionMap(number)
        closureCycle(number)
        delegateCycle(number)
        growingArray(number)
        observer(number)
        stringCache(number)
        allocatedByC(number)
        linkedList(number)
        parentCycle(number)
        errors(number)
        auditLog(number)
        retainedHandle(number)
        countersByUser(number)
        memoized(number)
        undoStack(number)
        rawBuffer(number)
    }

    private func sessionMap(_ number: Int) {
        Ledger.plant(number, "session map", "PlantedLeaks.Session")
        sessions[number] = Session(id: number)
    }

    private func closureCycle(_ number: Int) {
        Ledger.plant(number, "closure cycle", "PlantedLeaks.Download")
        let download = Download()
        download.completion = { download.progress.0 += 1 }
    }

    private func delegateCycle(_ number: Int) {
        Ledger.plant(number, "delegate cycle", "PlantedLeaks.Coordinator")
        let coordinator = Coordinator()
        let screen = Screen()
        coordinator.screen = screen
        screen.owner = coordinator
        self.screen = screen
    }

    private func growingArray(_ number: Int) {
        Ledger.plant(number, "growing array", "Array<Int> storage")
        for value in 0..<16 { measurements.append(value) }
    }

    private func observer(_ number: Int) {
        Ledger.plant(number, "observer never removed", "PlantedLeaks.Observer")
        observers.append(Observer { value in precondition(value + number >= 0) })
    }

    private func stringCache(_ number: Int) {
        Ledger.plant(number, "unbounded string cache", "String storage")
        names["user"] = "the display name of user \(number), which is too long for the string itself"
        names["user \(number)"] = names["user"]
    }

    private func allocatedByC(_ number: Int) {
        Ledger.plant(number, "C allocation", "")
        text = strdup("what C allocates nobody frees unless somebody calls free, which is not done here")
    }

    private func linkedList(_ number: Int) {
        Ledger.plant(number, "linked list", "PlantedLeaks.LogEntry")
        lastEntry = LogEntry(before: lastEntry)
    }

    private func parentCycle(_ number: Int) {
        Ledger.plant(number, "cycle of parent and child", "PlantedLeaks.Branch")
        let (branch, leaf) = (Branch(), Branch())
        branch.children.append(leaf)
        leaf.parent = branch
    }

    private func errors(_ number: Int) {
        Ledger.plant(number, "errors kept", "error PlantedLeaks.RequestFailed")
        failures.append(RequestFailed(number: number, details: (1, 2, 3, 4, 5)))
    }

    private func auditLog(_ number: Int) {
        Ledger.plant(number, "audit log of bytes", "Array<UInt8> storage")
        audit.append([UInt8](repeating: 7, count: 200))
    }

    private func retainedHandle(_ number: Int) {
        Ledger.plant(number, "unbalanced retain", "PlantedLeaks.Handle")
        context = Unmanaged.passRetained(Handle()).toOpaque()
    }

    private func countersByUser(_ number: Int) {
        Ledger.plant(number, "a counter for each user", "PlantedLeaks.UserCounter")
        counters["u\(number)"] = UserCounter()
    }

    private func memoized(_ number: Int) {
        Ledger.plant(number, "memoized results", "PlantedLeaks.Memo<(Int, Int, Int, Int)>")
        memos[number] = Memo((number, 1, 2, 3))
    }

    private func undoStack(_ number: Int) {
        let (one, two, three, four) = (number, number + 1, number + 2, number + 3)
        Ledger.plant(number, "undo stack of closures", "captured variable or closure context")
        undo.append({ one + two + three + four })
    }

    private func rawBuffer(_ number: Int) {
        Ledger.plant(number, "raw buffer", "")
        let buffer = UnsafeMutablePointer<Int>.allocate(capacity: 24)
        buffer.initialize(repeating: number, count: 24)
    }
}
