internal import Foundation

/// Finds the programs that come with the Swift toolchain.
enum Toolchain {
    /// The path of `llvm-symbolizer`: what `TRIMTAB_SYMBOLIZER` names, else the one beside `swiftc`; nil without either.
    ///
    /// One from elsewhere on the search path is not taken: it may be too old for what this toolchain's compiler writes.
    static func symbolizer(in environment: [String: String]) -> String? {
        if let path = environment["TRIMTAB_SYMBOLIZER"], !path.isEmpty {
            return isExecutable(path) ? path : nil
        }
        for directory in (environment["PATH"] ?? "").split(separator: ":") {
            let compiler = "\(directory)/swiftc"
            guard isExecutable(compiler) else { continue }
            let resolved = URL(fileURLWithPath: compiler).resolvingSymlinksInPath()
            let symbolizer = resolved.deletingLastPathComponent().appendingPathComponent("llvm-symbolizer").path
            return isExecutable(symbolizer) ? symbolizer : nil
        }
        return nil
    }

    /// Why there are no source lines without `llvm-symbolizer`, and how to get them.
    static func missingSymbolizer(in environment: [String: String]) -> String {
        if let path = environment["TRIMTAB_SYMBOLIZER"], !path.isEmpty {
            return """
                \(path): is no program that can be run. Functions are named without lines; set TRIMTAB_SYMBOLIZER to an \
                llvm-symbolizer, or unset it.
                """
        }
        return """
            llvm-symbolizer: not found beside swiftc on the PATH. Functions are named without lines; install the Swift \
            toolchain, or set TRIMTAB_SYMBOLIZER to an llvm-symbolizer.
            """
    }

    private static func isExecutable(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
