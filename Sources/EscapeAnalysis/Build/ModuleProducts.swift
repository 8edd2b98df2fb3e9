internal import Foundation

/// The object files of a target.
struct ModuleProducts: Sendable {
    var target: String
    var module: String
    var objects: [String]

    /// - Parameter folder: The folder of the build's products.
    init(target: PackageDescription.Target, folder: String) {
        self.target = target.name
        module = target.c99name
        let path = "\(folder)/\(target.c99name).build"
        let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        objects = files.filter { $0.hasSuffix(".o") }.sorted().map { "\(path)/\($0)" }
    }
}
