internal import Foundation

/// Finds the programs that come with the Swift toolchain.
package enum Toolchain {
    /// The path of `llvm-symbolizer`: what `TRIMTAB_SYMBOLIZER` names, else the one beside `swiftc`; nil without either.
    ///
    /// One from elsewhere on the search path is not taken: it may be too old for what this toolchain's compiler writes.
    package static func symbolizer(in environment: [String: String]) -> String? {
        if let path = environment["TRIMTAB_SYMBOLIZER"], !path.isEmpty {
            return isExecutable(path) ? path : nil
        }
        guard let symbolizer = folder(in: environment).map({ "\($0)/llvm-symbolizer" }) else { return nil }
        return isExecutable(symbolizer) ? symbolizer : nil
    }

    /// The folder of the first `swiftc` on the search path, links followed, with the toolchain's other programs.
    package static func folder(in environment: [String: String]) -> String? {
        for directory in (environment["PATH"] ?? "").split(separator: ":") {
            let compiler = "\(directory)/swiftc"
            guard isExecutable(compiler) else { continue }
            return URL(fileURLWithPath: compiler).resolvingSymlinksInPath().deletingLastPathComponent().path
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

extension Toolchain {
    /// The GNU build id of an ELF file; nil if it has none or is something else.
    package static func buildID(ofBinary path: String) -> [UInt8]? {
        guard let id = ELFFile(path: path)?.buildID, !id.isEmpty else { return nil }
        return id
    }
}
