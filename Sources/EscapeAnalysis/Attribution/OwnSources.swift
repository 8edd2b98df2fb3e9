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

    /// The innermost frame with a line of the package; for an object, where its initializer was called.
    func first(_ chain: [SILFrame], of instruction: SILInstruction) -> Int? {
        let own = chain.indices.filter { chain[$0].location.map { contains($0.file) } ?? false }
        guard let first = own.first else { return nil }
        let isObject = instruction.operation.hasPrefix("alloc_ref") && chain[first].function.hasSuffix("fC")
        return isObject && own.count > 1 && own[1] == first + 1 ? own[1] : first
    }
}
