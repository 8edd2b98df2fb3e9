import BuildProducts
import Foundation
import Subprocess

/// What the compiler says of code that uses this package's modules.
public struct CompiledSnippet: Sendable {
    public let isAccepted: Bool
    public let messages: String

    /// Its errors, a line each.
    public var errors: [String] { messages.split(separator: "\n").map(String.init).filter { $0.contains("error:") } }

    /// Compiles `code` without keeping what comes of it.
    ///
    /// It is lowered, too: lifetimes and noncopyable values are checked behind the type checker.
    /// - Parameter options: What the compiler is told besides.
    public init(_ code: String, options: [String] = []) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("snippet-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("\(code)\n".utf8).write(to: file)
        let folder = BuildProducts.folder
        let result = try await Subprocess.run(
            .name("swiftc"),
            arguments: Arguments(
                ["-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-I", "\(folder)/Modules"] + options + [
                    file.path
                ]
            ),
            output: .discarded,
            error: .string(limit: 1 << 20)
        )
        isAccepted = result.terminationStatus.isSuccess
        messages = result.standardError
    }
}
