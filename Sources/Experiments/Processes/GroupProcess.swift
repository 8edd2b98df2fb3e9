internal import CTrimtabPlatform
internal import Foundation

/// A program that runs in a process group of its own. Ended with all that it started, at the latest with the value.
///
/// Used from the main thread alone, which the program does not outlive.
final class GroupProcess {
    /// How it ended and what it used.
    struct End {
        /// The exit status; nil if a signal killed it.
        var status: Int?
        var signal: Int?
        var cpuSeconds: Double
        var faults: Int
    }

    let id: Int32
    private(set) var end: End?
    /// Where both of its outputs go.
    let outputPath: String

    /// - Parameters:
    ///   - arguments: The program, by name or path, and its arguments.
    ///   - variables: Changes to the environment of this process.
    ///   - members: The `cgroup.procs` of the control group to start in.
    init(
        _ arguments: [String],
        variables: [String: String] = [:],
        outputPath: String,
        members: String? = nil
    ) throws(ExperimentError) {
        guard let name = arguments.first else { throw ExperimentError(.badProgram, "no program is named") }
        guard let path = ExecutableSearch.path(of: name) else {
            throw ExperimentError(.badProgram, "cannot run '\(name)': there is no such program; check its name or path")
        }
        let output = open(outputPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard output >= 0 else {
            throw ExperimentError(.badProgram, "cannot write '\(outputPath)': \(String(cString: strerror(errno)))")
        }
        defer { close(output) }
        let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }.map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        var isJoining = false
        let error = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(environment) { environment in
                trimtab_group_start(path, arguments, environment, output, members, &process, &isJoining)
            }
        }
        guard error == 0 else {
            let reason = String(cString: strerror(error))
            if isJoining {
                throw ExperimentError(.noControlGroup, "cannot join '\(members ?? "")': \(reason): run trimtab as root")
            }
            throw ExperimentError(.badProgram, "cannot run '\(name)': \(reason)")
        }
        id = process
        self.outputPath = outputPath
    }

    deinit { kill() }

    /// Whether it runs; reaps it when it does not.
    var isRunning: Bool {
        guard end == nil else { return false }
        var result = trimtab_group_end()
        switch trimtab_group_poll(id, &result) {
        case 0: return true
        case 1:
            end = End(
                status: result.signal == 0 ? Int(result.exit_status) : nil,
                signal: result.signal == 0 ? nil : Int(result.signal),
                cpuSeconds: Double(result.user_microseconds + result.system_microseconds) / 1e6,
                faults: Int(result.minor_faults + result.major_faults)
            )
            return false
        default:
            end = End(status: nil, signal: nil, cpuSeconds: 0, faults: 0)
            return false
        }
    }

    /// Asks it to end, waits, and kills what is left of its group.
    func stop(patience: Double) {
        if isRunning {
            Foundation.kill(-id, SIGTERM)
            let deadline = Clock.now + patience
            while isRunning, Clock.now < deadline { Clock.pause(0.01) }
        }
        kill()
    }

    /// Kills all of the group.
    private func kill() {
        Foundation.kill(-id, SIGKILL)
        while isRunning { Clock.pause(0.002) }
    }

    /// The last lines that it printed.
    func lastOutput(lines: Int = 8) -> String {
        guard let data = FileManager.default.contents(atPath: outputPath) else { return "" }
        let text = String(decoding: data.suffix(16_384), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).suffix(lines).joined(separator: "\n")
    }

    var output: String {
        FileManager.default.contents(atPath: outputPath).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        return body(pointers)
    }
}
