import BuildProducts
import EscapeAnalysis
import Foundation

/// The functions of `Tests/Workloads/EscapeTable` as a package of its own, analyzed once for all tests.
struct TablePackage {
    /// Of optimized code.
    static let optimized = Task { try await report(isOptimized: true) }
    /// Of a debug build.
    static let debug = Task { try await report(isOptimized: false) }

    private static func report(isOptimized: Bool) async throws -> EscapeReport {
        let folder = try PackageFolder(name: "table-\(isOptimized ? "release" : "debug")")
        try folder.addTarget("Planted", copyOf: "\(BuildProducts.package)/Tests/Workloads/EscapeTable")
        defer { withExtendedLifetime(folder) {} }
        let options = EscapeAnalysis.Options(isOptimized: isOptimized)
        return try await EscapeAnalysis(package: folder.path, options: options).run()
    }
}

extension EscapeReport {
    /// What takes memory from the heap, or may, in a function of the module, whatever its parameters.
    func allocations(in function: String) -> [EscapeFinding] {
        findings.filter { finding in
            let names = [finding.function] + finding.chain.map(\.function)
            return names.contains { $0 == function || $0.hasPrefix("\(function)(") || $0.hasPrefix("\(function)<") }
                && [.heap, .may, .unattributed].contains(finding.state)
        }
    }
}
