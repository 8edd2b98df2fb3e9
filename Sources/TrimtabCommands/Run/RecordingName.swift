/// Where a recording is saved: where the user said, or in the current directory under the program's name and id.
struct RecordingName {
    private let output: String?
    private let program: String

    init(output: String?, program: String) {
        self.output = output
        self.program = program
    }

    /// Fails if no recording could be saved there.
    func check() throws {
        do {
            try file(processID: 0).check()
        } catch let error as CommandError where output == nil {
            let way = "name another place with --output, or keep none with --no-recording"
            throw CommandError(error.code, "\(error): \(way)")
        }
    }

    func file(processID: Int) -> OutputFile {
        if let output { return OutputFile(path: output, option: "--output") }
        let name = program.split(separator: "/").last.map(String.init) ?? "program"
        return OutputFile(path: "trimtab-\(name)-\(processID).trimtab", option: "recording")
    }
}
