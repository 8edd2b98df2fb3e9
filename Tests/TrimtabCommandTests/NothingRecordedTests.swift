import Testing

@testable import TrimtabCommands

struct NothingRecordedTests {
    @Test func ofALauncherItNamesJustThat() {
        let message = NothingRecorded(program: "/usr/bin/timeout", path: "/usr/bin/timeout").message
        #expect(message.contains("of timeout only the first program"))
        #expect(!message.contains("ulimit"))
    }

    @Test func ofAScriptItNamesTheInterpreter() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write("start", "#!/bin/sh\n", mode: 0o755)
        #expect(NothingRecorded(program: "./start", path: script).message.contains("of sh only the first program"))
    }

    @Test func ofAnyOtherProgramItListsTheCauses() {
        let message = NothingRecorded(program: "./server", path: "/no/such/server").message
        for cause in ["LD_PRELOAD", "/proc", "ulimit -f"] { #expect(message.contains(cause)) }
    }
}
