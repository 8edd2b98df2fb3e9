import Foundation
import Subprocess
import Testing

@testable import Checkup

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Each bad configuration is found, by the check that is for it and by no other; a sound one is called so.
struct CheckupTests {
    /// What to spoil on a sound machine, and what must be found then.
    struct Fault: CustomTestStringConvertible, Sendable {
        var name: String
        var topic: CheckTopic
        var spoil: @Sendable (MachineFiles) throws -> Void

        var testDescription: String { name }

        init(_ name: String, _ topic: CheckTopic, _ spoil: @escaping @Sendable (MachineFiles) throws -> Void) {
            (self.name, self.topic, self.spoil) = (name, topic, spoil)
        }

        static func environment(_ name: String, _ topic: CheckTopic, _ variables: String) -> Fault {
            Fault(name, topic) { try $0.write("/proc/42/environ", variables) }
        }
    }

    static let faults: [Fault] = [
        Fault("huge pages always", .hugePages) {
            try $0.write("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never")
        },
        Fault("strict overcommit", .overcommit) { try $0.write("/proc/sys/vm/overcommit_memory", "2") },
        Fault("no pressure information", .pressure) { try $0.remove("/proc/pressure/memory") },
        Fault("ready swapping", .swappiness) { try $0.write("/proc/meminfo", "SwapTotal: 1000 kB") },
        Fault("swapped process", .swap) {
            try $0.write("/proc/42/status", "Name: server\nVmSwap: 300 kB\nThreads: 4")
        },
        Fault("at its limit", .memoryLimit) {
            try $0.write("/sys/fs/cgroup/memory/service/memory.usage_in_bytes", "\(500 << 20)")
        },
        Fault("container without a limit", .memoryLimit) {
            try $0.write("/sys/fs/cgroup/memory/service/memory.limit_in_bytes", "9223372036854771712")
            try $0.write("/.dockerenv", "")
        },
        Fault("no request and no limit", .kubernetesResources) {
            try Self.move($0, to: "/kubepods/besteffort/pod1/c")
        },
        Fault("request below the limit", .kubernetesResources) {
            try Self.move($0, to: "/kubepods.slice/kubepods-burstable.slice/c")
        },
        Fault("few open files", .openFiles) { try $0.setLimits(openFiles: "1024") },
        Fault("little address space", .addressSpace) { try $0.setLimits(addressSpace: "\(8 << 30)") },
        Fault("small files", .fileSize) { try $0.setLimits(fileSize: "1048576") },
        Fault("many mappings", .mappings) { try $0.write("/proc/sys/vm/max_map_count", "1") },
        Fault("arenas for many processors", .arenas) {
            try $0.write("/sys/devices/system/cpu/online", "0-15")
            try $0.write("/proc/42/status", "Threads: 20")
        },
        Fault("arenas for processors that the group may not use", .arenas) {
            try $0.write("/sys/devices/system/cpu/online", "0-7")
            try $0.write("/sys/fs/cgroup/cpu/service/cpu.cfs_quota_us", "100000")
            try $0.write("/sys/fs/cgroup/cpu/service/cpu.cfs_period_us", "100000")
        },
        .environment("preload that was not found", .allocator, "LD_PRELOAD=/opt/libjemalloc.so.2\0"),
        .environment("another allocator's setting", .allocatorSettings, "MALLOC_CONF=narenas:1\0"),
        .environment("one threshold of two", .allocatorSettings, "MALLOC_MMAP_THRESHOLD_=131072\0"),
        .environment("one tunable of two", .allocatorSettings, "GLIBC_TUNABLES=glibc.malloc.trim_threshold=1\0"),
        .environment("debugging malloc", .allocatorSettings, "MALLOC_PERTURB_=7\0"),
        Fault("musl's allocator", .allocator) {
            try $0.write("/proc/42/maps", "7f2c00000000-7f2c00200000 r-xp 00000000 08:01 9 /lib/ld-musl-x86_64.so.1")
        },
    ]

    private static func move(_ files: MachineFiles, to group: String) throws {
        try files.putIntoGroup(group)
        try files.write("/sys/fs/cgroup/memory\(group)/memory.limit_in_bytes", "\(512 << 20)")
        try files.write("/sys/fs/cgroup/memory\(group)/memory.usage_in_bytes", "1000000")
    }

    @Test func aSoundProcessOnASoundMachineIsCalledSound() throws {
        let files = try MachineFiles()
        let report = try files.checkup.run(.process(MachineFiles.process))
        #expect(report.findings == [])
        #expect(report.checks.contains { $0.topic == .allocator && $0.what == "glibc" })
        #expect(report.checks.contains { $0.topic == .memoryLimit && $0.what == "100.0 MiB of 512.0 MiB (cgroup v1)" })
        #expect(CheckupText(isColored: false).text(report).contains("Sound: nothing was found"))
        let known: Set<CheckStatus> = [.sound, .note]
        #expect(
            report.checks.allSatisfy { known.contains($0.status) },
            "\(report.checks.filter { !known.contains($0.status) })"
        )
    }

    @Test(arguments: faults) func aPlantedFaultIsFoundAloneAndExplained(fault: Fault) throws {
        let files = try MachineFiles()
        try fault.spoil(files)
        let report = try files.checkup.run(.process(MachineFiles.process))
        #expect(report.findings.map(\.topic) == [fault.topic], "\(report.findings)")
        let finding = try #require(report.findings.first)
        #expect(finding.why?.isEmpty == false)
        #expect(finding.fix?.isEmpty == false)
        let text = CheckupText(isColored: false).text(report)
        #expect(text.contains(finding.link) && text.contains("1 finding."))
    }

    @Test func limitsOfVersionTwoAreReadFromAllLevels() throws {
        let files = try MachineFiles()
        try files.write("/proc/self/mountinfo", "35 31 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
        for process in ["self", "42"] { try files.write("/proc/\(process)/cgroup", "0::/pod/inner") }
        try files.write("/sys/fs/cgroup/pod/memory.max", "\(64 << 20)")
        try files.write("/sys/fs/cgroup/pod/inner/memory.max", "max")
        try files.write("/sys/fs/cgroup/pod/inner/memory.current", "\(63 << 20)")
        let report = try files.checkup.run(.process(MachineFiles.process))
        #expect(report.findings.map(\.topic) == [.memoryLimit])
        #expect(report.findings.first?.what == "63.0 MiB of 64.0 MiB (cgroup v2)")
    }

    @Test func allocatorsAreKnownByWhatIsMapped() throws {
        let files = try MachineFiles()
        let lines = ["libc.so.6", "libjemalloc.so.2"].enumerated().map { number, name in
            "7f2c0000\(number)000-7f2c0000\(number)800 r-xp 00000000 08:01 \(number + 1) /usr/lib/\(name)"
        }
        try files.write("/proc/42/maps", lines.joined(separator: "\n"))
        try files.write("/proc/42/environ", "LD_PRELOAD=/usr/lib/libjemalloc.so.2\0MALLOC_CONF=narenas:1\0")
        let report = try files.checkup.run(.process(MachineFiles.process))
        #expect(report.findings == [])
        #expect(report.checks.contains { $0.topic == .allocator && $0.what == "jemalloc" })
        #expect(!report.checks.contains { $0.topic == .arenas })
    }

    @Test func arenasThatExistAreCounted() {
        let text = """
            7f2c00000000-7f2c00021000 rw-p 00000000 00:00 0
            7f2c00021000-7f2c04000000 ---p 00000000 00:00 0
            7f2c08000000-7f2c08021000 rw-p 00000000 00:00 0
            7f2c08021000-7f2c09000000 ---p 00000000 00:00 0
            garbage
            """
        #expect(Mappings(text).arenaHeaps == 1)
    }

    @Test func filesThatMakeNoSenseAreUnknownAndCrashNothing() throws {
        let files = try MachineFiles()
        for path in [
            "/proc/42/maps", "/proc/42/limits", "/proc/42/status", "/proc/42/cgroup", "/proc/self/mountinfo",
            "/proc/meminfo", "/proc/sys/vm/max_map_count", "/sys/devices/system/cpu/online", "/proc/42/environ",
            "/proc/sys/vm/overcommit_memory", "/sys/kernel/mm/transparent_hugepage/enabled",
        ] {
            for text in [
                "", "-", "99999999999999999999999-0 \u{0} = : /", "Max open files            -5\nVmSwap: x kB",
            ] {
                try files.write(path, text)
                _ = try files.checkup.run(.process(MachineFiles.process))
            }
        }
    }

    @Test func aProcessThatIsNotThereIsAnError() throws {
        let files = try MachineFiles()
        #expect(throws: CheckupError.self) { try files.checkup.run(.process(43)) }
        #expect(throws: Never.self) { try files.checkup.run(.process(MachineFiles.process)) }
        #expect(throws: CheckupError.self) { try Checkup().run(.package("/proc")) }
    }
}
