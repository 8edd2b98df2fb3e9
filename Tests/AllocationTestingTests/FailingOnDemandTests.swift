import AllocationTesting
import AllocationTracking
import Foundation
import Testing

/// Tests that pass, unless ``EndToEndTests`` runs them and wants each to break its limit.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct FailingOnDemandTests {
    static let variable = "TRIMTAB_TESTS_FAIL"
    private static let isOneTooMany = ProcessInfo.processInfo.environment[variable] != nil

    @Test(.allocations(atMost: 1))
    func allocatesAnObjectTooMany() {
        use(Node())
        if Self.isOneTooMany { use(Node()) }
    }

    static let lineOfTheObjectTooMany = #line - 3

    @Test(.noLeaks)
    func leavesACycle() {
        let node = Node()
        if Self.isOneTooMany { node.next = node }
    }

    @Test(.allocations(exactly: 0))
    func waitsForTheMainActor() async {
        if Self.isOneTooMany { await MainActor.run {} }
    }

    @Test(.allocations(exactly: 1), .noLeaks, arguments: [1, 2])
    func failsForOneArgument(value: Int) {
        use(Node(value))
        if value == 2, Self.isOneTooMany { use(Node()) }
    }
}
