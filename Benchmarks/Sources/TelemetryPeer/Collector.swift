import Foundation

/// A collector in a process of its own, so that its time is not ours.
struct Collector {
    /// What has spans sent to it.
    let environment: [String: String]
    private let process = Process()
    private let input = Pipe()

    init(program: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-receive"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var port = ""
        while !port.hasSuffix("\n"), let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            port += String(decoding: byte, as: UTF8.self)
        }
        let address = "http://127.0.0.1:\(port.trimmingCharacters(in: .newlines))"
        environment = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "\(address)/v1/traces"]
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
