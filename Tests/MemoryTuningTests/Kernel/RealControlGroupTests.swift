import Foundation
import Testing

@testable import MemoryTuning

/// A control group of the kernel's own, where this process may make one (version 1, as root).
struct RealControlGroupTests {
    private static let root = "/sys/fs/cgroup/memory"

    static var canMakeGroups: Bool { access("\(root)/memory.usage_in_bytes", R_OK) == 0 && access(root, W_OK) == 0 }

    @Test(.enabled(if: canMakeGroups, "no memory control group of version 1 can be made here"))
    func followsARealGroupFromItsLimitsToItsEnd() throws {
        let name = "/trimtab-test-\(UUID().uuidString)"
        let folder = Self.root + name
        #expect(mkdir(folder, 0o755) == 0)
        defer { rmdir(folder) }
        let fixture = try SystemFixture()
        try fixture.write("4:memory:\(name)\n", to: "proc/self/cgroup")
        let paths = SystemPaths(processes: fixture.paths.processes)
        let group = try #require(ControlGroup(paths))
        #expect(group.folder == folder)
        #expect(group.usage() == 0)
        #expect(group.events().max == 0)
        #expect(group.events().kills == 0)
        for limit in [64 << 20, 128 << 20] {
            try "\(limit)".write(toFile: "\(folder)/memory.limit_in_bytes", atomically: false, encoding: .utf8)
            #expect(group.limit().effective == limit)
            #expect(group.memory().limit.max == limit)
        }
        let inner = "\(folder)/inner"
        #expect(mkdir(inner, 0o755) == 0)
        try fixture.write("4:memory:\(name)/inner\n", to: "proc/self/cgroup")
        let nested = try #require(ControlGroup(paths))
        #expect(nested.limit().effective == 128 << 20)
        // The one above sets the limit, so its use counts.
        #expect(nested.memory().limited?.folder == folder)
        rmdir(inner)
        #expect(rmdir(folder) == 0)
        #expect(group.usage() == nil)
        #expect(group.limit() == ControlGroupLimit())
        #expect(group.memory() == ControlGroupMemory(version: .one))
    }
}
