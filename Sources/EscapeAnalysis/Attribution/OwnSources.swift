/// Tells the package's own source files from those of its dependencies and of the toolchain.
struct OwnSources: Sendable {
    /// The package's folder.
    let package: String
    /// Where the analysis builds, with the dependencies' sources.
    let scratch: String

    func contains(_ file: String) -> Bool {
        if file.hasPrefix("@__swiftmacro_") { return true }
        return file.hasPrefix("\(package)/") && !file.hasPrefix("\(scratch)/")
            && file.firstRange(of: "/.build/") == nil
    }

    /// The innermost frame with a line of the package.
    func first(_ chain: [SILFrame]) -> Int? {
        chain.firstIndex { $0.location.map { contains($0.file) } ?? false }
    }
}
