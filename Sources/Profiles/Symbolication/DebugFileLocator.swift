internal import Foundation

/// Finds the files that tell names and lines of an image: by build id in symbol directories, else the image's own file.
struct DebugFileLocator: Sendable {
    /// The files found for one image.
    struct Found: Sendable {
        /// The file with source lines, if there is one.
        var debugPath: String?
        /// The file with the best symbol table, if there is one.
        var symbols: ELFFile?
        /// What kept the image's own file from being used.
        var warning: String?
    }

    /// Which directories cannot be used.
    let warnings: [String]

    private let directories: [String]
    /// Files that lie in the directories under names of their own, by build id.
    private let filesByBuildID: [[UInt8]: [String]]

    init(symbolDirectories: [String]) {
        directories = symbolDirectories
        var files: [[UInt8]: [String]] = [:]
        var warnings: [String] = []
        for directory in symbolDirectories {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
                warnings.append("\(directory): is no directory that can be read. No symbols were taken from there.")
                continue
            }
            // Sorted: which of several files of one build id is taken must not depend on the file system.
            for path in names.sorted().map({ "\(directory)/\($0)" }) {
                if let file = ELFFile(path: path), !file.buildID.isEmpty {
                    files[file.buildID, default: []].append(path)
                }
            }
        }
        filesByBuildID = files
        self.warnings = warnings
    }

    func find(_ image: Image) -> Found {
        var found = Found()
        for path in candidates(buildID: image.buildID) {
            guard let file = ELFFile(path: path), file.buildID == image.buildID else { continue }
            found.take(file, path: path)
        }
        // Names such as [vdso] and linux-vdso.so.1 stand for memory without a file.
        guard image.path.hasPrefix("/") else { return found }
        switch Self.ownFile(of: image) {
        case .success(let file): found.take(file, path: image.path)
        case .failure(let problem): if found.symbols == nil { found.warning = problem.text }
        }
        return found
    }

    private struct Problem: Error {
        let text: String
    }

    private static func ownFile(of image: Image) -> Result<ELFFile, Problem> {
        let source: ByteSource
        do {
            source = try ByteSource(path: image.path)
        } catch {
            return .failure(
                Problem(
                    text: """
                        \(image.path): cannot be read: \(error). Its functions stay without names; give a directory with \
                        this file as a symbol directory.
                        """
                )
            )
        }
        guard let file = ELFFile(source: source) else {
            return .failure(Problem(text: "\(image.path): is no 64-bit ELF file. Its functions stay without names."))
        }
        if file.buildID != image.buildID, !image.buildID.isEmpty {
            return .failure(
                Problem(
                    text: """
                        \(image.path): was rebuilt since the recording (build id \(hex(file.buildID)), recorded \
                        \(hex(image.buildID))). Its functions stay without names; give a directory with the recorded \
                        file as a symbol directory.
                        """
                )
            )
        }
        return .success(file)
    }

    private func candidates(buildID: [UInt8]) -> [String] {
        guard buildID.count >= 2 else { return [] }
        let id = Self.hex(buildID)
        var paths: [String] = []
        for directory in directories {
            paths.append("\(directory)/.build-id/\(id.prefix(2))/\(id.dropFirst(2)).debug")
            paths.append("\(directory)/.build-id/\(id.prefix(2))/\(id.dropFirst(2))")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(id)"))?.sorted() ?? []
            paths += names.map { "\(directory)/\(id)/\($0)" }
        }
        paths += filesByBuildID[buildID] ?? []
        // Where distributions put the debug files of their packages.
        paths.append("/usr/lib/debug/.build-id/\(id.prefix(2))/\(id.dropFirst(2)).debug")
        return paths
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "none" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension DebugFileLocator.Found {
    /// Keeps what the file has and no earlier file had.
    fileprivate mutating func take(_ file: ELFFile, path: String) {
        if debugPath == nil, file.hasDebugInformation { debugPath = path }
        let hasFullTable = { (file: ELFFile) in file.sections.contains { $0.name == ".symtab" } }
        if symbols.map({ !hasFullTable($0) && hasFullTable(file) }) ?? true { symbols = file }
    }
}
