import Foundation
import Subprocess
import Testing

@testable import Profiles

/// A service that was killed has a successor that says so, once, and with what held the memory.
struct PreviousRunsTests {
    @Test func theNextStartNamesTypeAndSite() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        try await run.shell(ServiceRun.killed)
        let (status, text) = try await run.shell("$HOOKS $PROGRAM once")
        #expect(status == .exited(0))
        #expect(text.contains("The previous run of GrowingService (pid "), "\(text)")
        #expect(text.contains("did not end by itself. It was killed or crashed with "))
        let holder = try #require(text.split(separator: "\n").first { $0.contains("VisitRegister.add(_:)") }, "\(text)")
        #expect(holder.contains("of type Array<GrowingService.Visit> storage, holds "))
        #expect(holder.contains("VisitRegister.swift:7."))
        #expect(text.contains("By type: Array<GrowingService.Visit> storage "))
        #expect(text.contains("trimtab report \(run.path("service.trimtab")).1"))
        #expect(run.files.contains("service.trimtab.1"))

        let again = try await run.shell("$HOOKS $PROGRAM once")
        #expect(again.text == "ready\n")
        let kept = try Recording(contentsOf: run.path("service.trimtab.1"))
        #expect(kept.isUnclean && kept.isReported)
    }

    @Test func aRunThatEndedByItselfIsNotMentioned() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        for _ in 0..<2 { #expect(try await run.shell("$HOOKS $PROGRAM once").text == "ready\n") }
        #expect(run.files == ["service.trimtab"])
    }

    @Test func withoutARecordingThereIsNothingToSay() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        #expect(try await run.shell("$PROGRAM once").text == "ready\n")
        #expect(run.files.isEmpty)
    }

    /// As after a restart of the container, where every first process has the same id.
    @Test func anotherProcessOfTheSameIdIsNotTakenForIt() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let inside = """
            unshare --user --map-root-user --pid --fork --mount-proc sh -c '$HOOKS sh -c "exec $PROGRAM once"' \\
              || { unshare --user --map-root-user --pid --fork true || exit 77; }
            """
        let first = """
            unshare --user --map-root-user --pid --fork --mount-proc true || exit 77
            unshare --user --map-root-user --pid --fork --mount-proc sh -c 'exec $HOOKS $PROGRAM' > out & pid=$!
            while ! grep -qs grown out; do kill -0 $pid || exit 9; sleep 0.05; done
            kill -9 $(cat /proc/$pid/task/$pid/children); wait $pid
            """
        let (status, text) = try await run.shell(first)
        guard status != .exited(77) else {
            print("skipped check: the same process id again: no process namespaces here: \(text)")
            return
        }
        #expect(try Recording(contentsOf: run.path("service.trimtab")).processID == 1)
        let next = try await run.shell(inside)
        #expect(next.text.contains("The previous run of GrowingService (pid 1,"), "\(next.text)")
        #expect(run.files.contains("service.trimtab.1"))
    }

    @Test func ofAFixedNameThreeAreKept() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        for _ in 0..<5 { try await run.shell(ServiceRun.killed) }
        let names = ["service.trimtab", "service.trimtab.1", "service.trimtab.2", "service.trimtab.3"]
        #expect(run.files == ["out"] + names)
        let ids = try names.map { try Recording(contentsOf: run.path($0)).startWallTime }
        #expect(ids == ids.sorted(by: >))
    }

    @Test func ofAPatternTheNewestThreeAreKept() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let pattern = "service-{pid}-{start}.trimtab"
        for _ in 0..<5 { try await run.shell(ServiceRun.killed, recording: pattern) }
        // Of others of the same form nothing is removed.
        try Data("mine".utf8).write(to: URL(fileURLWithPath: run.path("service-1-1.trimtab")))
        let (_, text) = try await run.shell("$HOOKS $PROGRAM once", recording: pattern)
        #expect(run.files.filter { $0.hasSuffix(".trimtab") }.count == 3 + 1 + 1)
        #expect(FileManager.default.contents(atPath: run.path("service-1-1.trimtab")) == Data("mine".utf8))
        #expect(text.components(separatedBy: "did not end by itself").count == 2, "\(text)")
    }

    @Test(arguments: ["a note\n", String(repeating: "\0", count: 5000), "TRIMTAB"])
    func aFileThatIsNoRecordingStaysAsItIs(content: String) async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let file = URL(fileURLWithPath: run.path("service.trimtab"))
        try Data(content.utf8).write(to: file)
        let (status, text) = try await run.shell("$HOOKS $PROGRAM once")
        #expect(status == .exited(0))
        let reason = "TRIMTAB_RECORDING '\(file.path)': there is a file that is no recording"
        #expect(text.hasPrefix("trimtab: this process is not recorded: \(reason)"))
        #expect(text.hasSuffix("ready\n"))
        #expect(try Data(contentsOf: file) == Data(content.utf8))
        #expect(run.files == ["service.trimtab"])
    }

    @Test(arguments: [
        ("mkdir service.trimtab", "Is a directory"),
        ("ln -s /etc/hostname service.trimtab", "Too many levels of symbolic links"),
        ("mkfifo service.trimtab", "there is a file that is no recording"),
        ("ulimit -f 100", "limit on file sizes"),
    ])
    func whatCannotBeARecordingCostsTheRecordingAlone(before: String, reason: String) async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let (status, text) = try await run.shell("\(before)\n$HOOKS $PROGRAM once")
        #expect(status == .exited(0))
        #expect(text.contains(reason), "\(text)")
        #expect(text.hasSuffix("ready\n"))
    }

    @Test func childrenLeaveTheRecordingToTheirParent() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        // awk is the parent; what it starts is recorded under its name no more than beside it.
        let (status, text) = try await run.shell(
            "$HOOKS awk 'BEGIN { for (i = 0; i < 3; i++) { system(\"exec '$PROGRAM' once\") } }'"
        )
        #expect(status == .exited(0))
        #expect(text == "ready\nready\nready\n")
        #expect(run.files == ["service.trimtab"])
        let recording = try Recording(contentsOf: run.path("service.trimtab"))
        #expect(recording.heapProfile().program.path.contains("awk"))
        #expect(recording.state == .ended)
    }

    @Test func aProgramThatExecutesAnotherGivesItsRecordingAway() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let program = "import os,sys; x = [bytes(1000000 + i) for i in range(30)]; os.execv(sys.argv[1], sys.argv[1:])"
        let (status, text) = try await run.shell("$HOOKS python3 -c '\(program)' $PROGRAM once")
        #expect(status == .exited(0))
        #expect(text == "ready\n")
        let recording = try Recording(contentsOf: run.path("service.trimtab"))
        #expect(recording.heapProfile().program.path.hasSuffix("GrowingService"))
        #expect(recording.generation > 1)
        #expect(run.files == ["service.trimtab"])
    }

    /// The run before was another program's, and a large one: nothing of it is lost.
    @Test func theRecordingOfAnotherProgramIsKeptEvenIfThatEnded() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        try await run.shell("$HOOKS python3 -c 'x = [bytes(1000000 + i) for i in range(30)]'")
        try await run.shell("$HOOKS $PROGRAM once")
        #expect(run.files == ["service.trimtab", "service.trimtab.1"])
        let kept = try Recording(contentsOf: run.path("service.trimtab.1"))
        #expect(kept.heapProfile().program.path.contains("python"))
    }

    @Test func severalAtOnceShareNothing() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        try await run.shell(ServiceRun.killed)
        let script = "for i in 1 2 3 4 5 6; do $HOOKS $PROGRAM once > log$i 2>&1 & done; wait; cat log*"
        let (status, text) = try await run.shell(script)
        #expect(status == .exited(0))
        #expect(!text.contains("not recorded"), "\(text)")
        // One of them moved the old recording away, none moved it twice.
        #expect(run.files.filter { $0.hasPrefix("service.trimtab.") }.contains("service.trimtab.1"))
        let unclean = try run.files.filter { $0.hasPrefix("service.trimtab") }
            .map { try Recording(contentsOf: run.path($0)) }.filter(\.isUnclean)
        #expect(unclean.count == 1)
    }
}
