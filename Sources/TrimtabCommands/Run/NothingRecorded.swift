internal import CTrimtabPlatform

/// Says why a program that ran left nothing in its recording.
struct NothingRecorded {
    /// The program as it was typed, and its file.
    let program: String
    let path: String

    var message: String {
        if let launcher {
            return "nothing was recorded of '\(program)': of \(launcher) only the first program that it starts is"
                + " recorded, and it started none, or none with LD_PRELOAD as it was"
        }
        return "nothing was recorded of '\(program)': it could not load the hooks, cleared LD_PRELOAD, does not see"
            + " /proc, or may not write a file as large as the recording (`ulimit -f`)"
    }

    /// The name of what ran if it is one of those that the hooks leave out: the program, or a script's interpreter.
    private var launcher: String? {
        let script = ProgramFile(path: path).flatMap { ScriptHeader($0.read(offset: 0, count: 256)) }
        let name = script.map { $0.nameForEnvironment ?? $0.interpreter } ?? program
        let base = name.split(separator: "/").last.map(String.init) ?? name
        return trimtab_is_launcher(base) ? base : nil
    }
}
