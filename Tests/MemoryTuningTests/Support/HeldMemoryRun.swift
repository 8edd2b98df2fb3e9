import BuildProducts
import Foundation
import Subprocess

/// A run of the program HeldMemory: what it printed, by name.
struct HeldMemoryRun {
    private let values: [String: String]

    /// - Parameters:
    ///   - group: The folder of a control group of version 1 that it runs in.
    ///   - preload: A library to load before all others, with a recording in a file of its own.
    init(_ arguments: String..., in group: String? = nil, preload: String? = nil) async throws {
        let recording = NSTemporaryDirectory() + "held-\(UUID().uuidString).trimtab"
        defer { try? FileManager.default.removeItem(atPath: recording) }
        var script = "exec \"$@\""
        if let group { script = "echo $$ > \(group)/cgroup.procs && \(script)" }
        if let preload { script = "export TRIMTAB_RECORDING=\(recording) LD_PRELOAD=\(preload); \(script)" }
        let result = try await run(
            .name("sh"),
            arguments: .init(["-c", script, "sh", BuildProducts.path(of: "HeldMemory")] + arguments),
            output: .string(limit: 1 << 16),
            error: .discarded
        )
        let lines = result.standardOutput.split(separator: "\n").map { $0.split(separator: " ") }
        values = .init(lines.compactMap { $0.count == 2 ? (String($0[0]), String($0[1])) : nil }) { $1 }
    }

    /// Nil where it said `nil`, or nothing of that name.
    subscript(name: String) -> Int? { values[name].flatMap { Int($0) } }

    func text(_ name: String) -> String? { values[name] }
}
