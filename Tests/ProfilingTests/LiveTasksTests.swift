import BuildProducts
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Live tasks, in a program of their own: the test program's are many.
struct LiveTasksTests {
    @Test func theTasksThatNeverEndAreListedWithTheLinesThatMadeThem() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(BuildProducts.path(of: "LeakedTasks"))),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        #expect(
            result.standardOutput.split(separator: "\n") == [
                "4 static LeakedTasks.leak() 37 true", "3 static LeakedTasks.leakDetached() 41 true",
                "true Tasks are not watched. true",
            ]
        )
    }
}
