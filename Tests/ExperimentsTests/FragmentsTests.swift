import Foundation
import Subprocess
import Testing

@testable import Experiments

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Settings in the forms in which deployments take them.
struct FragmentsTests {
    private let candidate = Candidate(
        name: "odd",
        library: "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
        variables: ["A_PLAIN": "narenas:1,tcache_max:1024", "B_ODD": "it's 100% \"$HOME\" \\ x"]
    )

    @Test func theShellTakesThemAsTheyAre() async throws {
        let script = Fragments(candidate).shell + "unset LD_PRELOAD\nprintf '%s|%s' \"$A_PLAIN\" \"$B_ODD\""
        let run = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", script],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        #expect(run.standardOutput == "narenas:1,tcache_max:1024|it's 100% \"$HOME\" \\ x")
    }

    @Test func eachFormQuotesWhatItHasTo() {
        let fragments = Fragments(candidate)
        #expect(fragments.dockerfile.contains("ENV B_ODD=\"it's 100% \\\"\\$HOME\\\" \\\\ x\""))
        #expect(fragments.dockerfile.contains("apt-get install -y --no-install-recommends libjemalloc2"))
        #expect(fragments.systemd.contains("Environment=\"B_ODD=it's 100%% \\\"$HOME\\\" \\\\ x\""))
        #expect(fragments.kubernetes.contains("  - name: B_ODD\n    value: \"it's 100% \\\"$HOME\\\" \\\\ x\""))
        #expect(fragments.shell.contains("export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2\n"))
    }

    @Test func aLibraryStandsBeforeWhatIsPreloadedAlready() {
        let changes = candidate.changes(to: ["LD_PRELOAD": "/lib/other.so"])
        #expect(changes["LD_PRELOAD"] == "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2:/lib/other.so")
    }
}
