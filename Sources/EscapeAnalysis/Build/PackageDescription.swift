internal import Foundation

/// What `swift package describe --type json` says, as far as it matters here.
struct PackageDescription: Decodable, Sendable {
    struct Target: Decodable, Sendable {
        var name: String
        /// The name as a module's.
        var c99name: String
        /// The folder of its sources, below the package's.
        var path: String
        /// Such as library, executable, test, macro.
        var type: String
        var module_type: String
    }

    var name: String
    var path: String
    var targets: [Target]

    /// Targets whose Swift code goes into the package's products.
    var analyzed: [Target] {
        targets.filter { $0.module_type == "SwiftTarget" && ["library", "executable", "snippet"].contains($0.type) }
    }
}
