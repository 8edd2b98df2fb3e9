internal import Synchronization

/// The SIL files of one module, read when debug information first names them.
final class SILFiles: Sendable {
    /// nil for files that could not be read.
    private let files = Mutex<[String: SILFile?]>([:])

    func file(_ path: String) -> SILFile? {
        if let known = files.withLock({ $0[path] }) { return known }
        let file = try? SILFile(path: path)
        files.withLock { $0[path] = .some(file) }
        return file
    }

    /// Where a function is declared, if one of the files that were read says so.
    func declaration(of function: String) -> SILLocation? {
        files.withLock { files in files.values.lazy.compactMap { $0?.declarations[function] }.first }
    }

    /// The functions of the package that are declared in the files that were read.
    func declarations(in sources: OwnSources) -> [String: SourcePosition] {
        var result: [String: SourcePosition] = [:]
        for file in read {
            for (name, place) in file.declarations
            where result[name] == nil && !FunctionName.isSpecialization(name) && sources.contains(place.file) {
                result[name] = SourcePosition(file: place.file, line: place.line, column: place.column)
            }
        }
        return result
    }

    /// A function's body, from the files that were read.
    func body(of function: String) -> (file: SILFile, function: SILFunction)? {
        for file in read {
            if let body = file.functions.first(where: { $0.name == function }) { return (file, body) }
        }
        return nil
    }

    /// All that were read.
    var read: [SILFile] { files.withLock { $0.values.compactMap { $0 } } }

    static func isSIL(_ path: String) -> Bool {
        path.hasSuffix(".sil") && path.firstRange(of: ".sil_dbg_") != nil
    }
}
