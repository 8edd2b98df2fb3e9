import BuildProducts
import Foundation
import Testing

/// What a program that holds memory says of itself, beside the kernel's exact files.
struct LiveFiguresTests {
    /// Pages that the kernel may keep on each processor before it adds them up.
    private let slack = 64 * sysconf(Int32(_SC_NPROCESSORS_ONLN)) * sysconf(Int32(_SC_PAGESIZE))

    @Test func agreesWithSmapsRollup() async throws {
        let run = try await HeldMemoryRun("kernel")
        for name in ["resident", "anonymous", "swap"] {
            let ours = try #require(run[name], "\(name)")
            let kernels = try #require(run["kernel.\(name)"], "\(name)")
            #expect(abs(ours - kernels) <= slack, "\(name): \(ours), by smaps_rollup \(kernels)")
        }
        #expect(try #require(run["peak"]) + slack >= run["resident"] ?? .max)
        #expect(run["threads"] == run["kernel.threads"])
        #expect(run["descriptors"] == run["kernel.descriptors"])
        #expect(try #require(run["anonymous"]) > 50 << 20)
    }

    @Test(.enabled(if: RealControlGroupTests.canMakeGroups, "no memory control group of version 1 can be made here"))
    func agreesWithItsControlGroup() async throws {
        let folder = "/sys/fs/cgroup/memory/trimtab-test-\(UUID().uuidString)"
        #expect(mkdir(folder, 0o755) == 0)
        defer { rmdir(folder) }
        let run = try await HeldMemoryRun("kernel", in: folder)
        let usage = try #require(run["group.usage"])
        #expect(abs(usage - (try #require(run["kernel.usage"]))) <= slack)
        // It is alone in its group, and what it holds was charged there.
        #expect(usage + slack >= 50 << 20)
        #expect(usage <= 50 << 20 + 30 << 20)
    }

    @Test func aDeepStackIsSeen() async throws {
        let run = try await HeldMemoryRun("stack")
        let growth = try #require(run["after"]) - (try #require(run["before"]))
        #expect(growth >= 4 << 20)
        #expect(growth <= 9 << 20)
    }

    @Test func theHeapsFiguresAreThoseOfWhatIsHeld() async throws {
        let run = try await HeldMemoryRun("heap", "100")
        for phase in ["full", "half"] {
            let held = try #require(run["\(phase).held"])
            let inUse = try #require(run["\(phase).in_use"])
            #expect(abs(inUse - held) <= held / 50, "\(phase): \(inUse) in use, \(held) held")
            #expect(run["\(phase).counted"] == nil)
        }
    }

    private static let preload = "\(BuildProducts.folder)/lib/trimtab/libtrimtab-preload.so"

    @Test(.enabled(if: access(preload, R_OK) == 0, "the preload was not built"))
    func preloadedHooksAreFound() async throws {
        let run = try await HeldMemoryRun("heap", "100", preload: Self.preload)
        for phase in ["full", "half"] {
            let held = try #require(run["\(phase).held"])
            let counted = try #require(run["\(phase).counted"])
            #expect(abs(counted - held) <= held / 50, "\(phase): \(counted) counted, \(held) held")
            #expect(run.text("\(phase).allocator") == "glibc")
        }
    }
}
