#if Server

internal import Foundation

/// What OpenTelemetry calls the resource attributes of a process. The arguments are not among them: they may hold
/// secrets.
enum ProcessFacts {
    static var executablePath: String? { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") }

    static var attributes: [(name: String, value: TelemetryResource.Value)] {
        var attributes: [(name: String, value: TelemetryResource.Value)] = [
            ("process.pid", .number(Int64(ProcessInfo.processInfo.processIdentifier))),
            ("process.runtime.name", .text("swift")),
            ("process.runtime.version", .text(compilerVersion)),
        ]
        if let path = executablePath {
            attributes.append(("process.executable.path", .text(path)))
            attributes.append(("process.executable.name", .text(URL(fileURLWithPath: path).lastPathComponent)))
        }
        if let command = CommandLine.arguments.first { attributes.append(("process.command", .text(command))) }
        let owner = ProcessInfo.processInfo.userName
        if !owner.isEmpty { attributes.append(("process.owner", .text(owner))) }
        return attributes
    }

    static func randomUUID() -> String { UUID().uuidString.lowercased() }

    /// Swift cannot be asked at run time; this is what it was built with.
    private static var compilerVersion: String {
        #if compiler(>=6.4)
        "6.4"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }
}

#endif
