#if os(Linux)

import Foundation
@testable import MemoryTuning
import Scheduling
import Testing

/// Against files that take a threshold as the kernel's do, or do not.
struct PressureTriggerTests {
    private let fixture: SystemFixture
    private let pipe: String
    private let missing: String

    init() throws {
        fixture = try SystemFixture()
        pipe = "\(fixture.root)/pipe"
        missing = "\(fixture.root)/missing"
        try #require(mkfifo(pipe, 0o600) == 0)
    }

    /// Whether somebody has the pipe open for reading.
    private var isHeld: Bool {
        let descriptor = open(pipe, O_WRONLY | O_NONBLOCK)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    @Test func holdsTheFileUntilItIsStopped() async {
        let trigger = PressureTrigger(paths: [pipe]) { _ in }
        #expect(trigger.unavailable == nil)
        #expect(isHeld)
        trigger.stop()
        await until { !isHeld }
    }

    @Test func takesTheFirstFileThatTakesAThreshold() async {
        let trigger = PressureTrigger(paths: [missing, "/dev/full", pipe, missing]) { _ in }
        #expect(trigger.unavailable == nil)
        #expect(isHeld)
        trigger.stop()
        await until { !isHeld }
    }

    @Test func asksForThresholdsAsTheKernelReadsThem() throws {
        let reader = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        let trigger = PressureTrigger(paths: [pipe]) { _ in }
        defer { trigger.stop() }
        var bytes = [UInt8](repeating: 1, count: 64)
        let count = read(reader, &bytes, bytes.count)
        #expect(Array(bytes.prefix(max(count, 0))) == Array("some 150000 2000000\0".utf8))
    }

    @Test func saysWhyThereIsNone() {
        let trigger = PressureTrigger(paths: [missing, "/dev/full"]) { _ in }
        let reason = "\(missing): No such file or directory; /dev/full: No space left on device"
        #expect(trigger.unavailable == reason)
        trigger.stop()
        #expect(PressureTrigger(paths: []) { _ in }.unavailable == "there is no file of stalls")
    }

    @Test func theControlGroupsFileComesBeforeTheMachines() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        #expect(
            MemoryReader(fixture.paths).stallPaths == [
                "\(fixture.paths.controlGroups)/service/memory.pressure", "\(fixture.paths.processes)/pressure/memory",
            ]
        )
        let without = try SystemFixture()
        #expect(MemoryReader(without.paths).stallPaths == ["\(without.paths.processes)/pressure/memory"])
    }
}

#endif
