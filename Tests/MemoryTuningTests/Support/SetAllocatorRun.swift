import BuildProducts
import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A run of the program SetAllocator, with an environment of its own.
struct SetAllocatorRun {
    let lines: [String]

    /// - Parameters:
    ///   - commands: What it does, one after another.
    ///   - allocator: A library to load before all others.
    init(_ commands: [String], environment: [String: String] = [:], allocator: String? = nil) async throws {
        var environment = environment
        environment["LD_PRELOAD"] = allocator
        let pairs = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result = try await run(
            .path(FilePath(BuildProducts.path(of: "SetAllocator"))),
            arguments: .init(commands),
            environment: .custom(Dictionary(uniqueKeysWithValues: pairs)),
            output: .string(limit: 1 << 16),
            error: .discarded
        )
        lines = result.standardOutput.split(separator: "\n").map(String.init)
    }

    /// Where Debian's package puts the library; nil, and says so, where it is not.
    static func allocator(_ library: String, for check: String) -> String? {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        let paths = folders.map { "/usr/lib/\($0)/\(library)" }
        if let path = paths.first(where: FileManager.default.fileExists(atPath:)) { return path }
        print("skipped check: \(check): there is no \(library)")
        return nil
    }
}
