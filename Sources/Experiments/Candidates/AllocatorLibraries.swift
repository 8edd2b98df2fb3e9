internal import Foundation

/// Finds the shared libraries of allocators where systems put them.
package struct AllocatorLibraries: Sendable {
    /// The folders that loaders of Debian, Fedora, Alpine and hand-made installations look into.
    package static let usualFolders =
        ["/usr/local/lib", "/usr/local/lib64"]
        + ["x86_64-linux-gnu", "aarch64-linux-gnu"].flatMap { ["/usr/lib/\($0)", "/lib/\($0)"] }
        + ["/usr/lib64", "/usr/lib", "/lib64", "/lib"]

    /// What libraries are called, the preferred first, and the package of Debian that has them.
    private static let known: [(allocator: String, names: [String], package: String)] = [
        ("jemalloc", ["libjemalloc.so.2", "libjemalloc.so"], "libjemalloc2"),
        (
            "tcmalloc",
            ["libtcmalloc_minimal.so.4", "libtcmalloc_minimal.so", "libtcmalloc.so.4", "libtcmalloc.so"],
            "libtcmalloc-minimal4"
        ),
        ("mimalloc", ["libmimalloc.so.3", "libmimalloc.so.2", "libmimalloc.so"], "libmimalloc2.0"),
    ]

    /// Names of the allocators that are known, the program's own left out.
    package static let names = known.map(\.allocator)

    private let folders: [String]

    package init(folders: [String] = usualFolders) {
        self.folders = folders
    }

    /// The library's path; nil if it is not there.
    package func path(of allocator: String) -> String? {
        guard let known = Self.known.first(where: { $0.allocator == allocator }) else { return nil }
        for name in known.names {
            for folder in folders where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }

    /// The package of Debian that has a library; nil for one that is not known.
    static func package(ofLibrary path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return known.first { $0.names.contains(name) }?.package
    }

    /// How to get one that is missing.
    package static func advice(for allocator: String) -> String {
        let package = known.first { $0.allocator == allocator }?.package ?? allocator
        return "install it, as by apt-get install \(package)"
    }
}
