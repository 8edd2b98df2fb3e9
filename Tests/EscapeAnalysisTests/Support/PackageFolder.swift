import Foundation

/// A Swift package in a temporary folder that goes when this object does.
final class PackageFolder: Sendable {
    let path: String

    init(name: String) throws {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("escape-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        path = base.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a manifest with this one target and copies its sources.
    func addTarget(_ name: String, copyOf sources: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/Sources", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: sources, toPath: "\(path)/Sources/\(name)")
        try writeManifest(name)
    }

    /// Writes a manifest with this one target of one file.
    func addTarget(_ name: String, source: String) throws {
        let folder = "\(path)/Sources/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(source, to: "Sources/\(name)/\(name).swift")
        try writeManifest(name)
    }

    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }

    private func writeManifest(_ name: String) throws {
        try write(
            """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(name: "planted", targets: [.target(name: "\(name)")])
            """,
            to: "Package.swift"
        )
    }
}
