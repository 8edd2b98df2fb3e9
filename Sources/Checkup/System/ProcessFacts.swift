internal import Profiles
internal import Foundation

/// What the kernel tells of one process, read once.
struct ProcessFacts {
    let id: Int
    let name: String
    /// The program's file, as it was called at its start.
    let program: String?
    let environment: [String: String]
    /// Paths of all files that are mapped.
    let mappedFiles: Set<String>
    let mappingCount: Int
    /// Heaps of glibc's arenas beyond the first: each begins at a multiple of 64 MiB.
    let arenaHeaps: Int
    let threads: Int?
    let swapped: Int?
    let resident: Int?
    /// The rows of `limits`: the soft limit by name; nil for none.
    let limits: [String: Int?]
    let binary: ProgramBinary?

    /// Throws if there is no such process or its files may not be read.
    init(_ id: Int, files: SystemFiles) throws(CheckupError) {
        let folder = "/proc/\(id)"
        guard let status = files.text("\(folder)/status") else {
            throw CheckupError(.noProcess, "there is no process \(id): give the id of one that runs")
        }
        guard let maps = files.text("\(folder)/maps"), let environment = files.text("\(folder)/environ") else {
            throw CheckupError(
                .noProcess,
                "process \(id) may not be looked at by this user: run trimtab as the process's user or as root"
            )
        }
        self.id = id
        name = files.text("\(folder)/comm") ?? "?"
        program = files.target(ofLink: "\(folder)/exe")
        binary = ProgramBinary(path: files.path("\(folder)/exe"))
        self.environment = Self.variables(environment)
        let mappings = Mappings(maps)
        (mappedFiles, mappingCount, arenaHeaps) = (mappings.files, mappings.count, mappings.arenaHeaps)
        threads = SystemFiles.value(of: "Threads:", in: status).flatMap { Int($0) }
        swapped = SystemFiles.bytes(of: "VmSwap:", in: status)
        resident = SystemFiles.bytes(of: "VmRSS:", in: status)
        limits = Self.limits(files.text("\(folder)/limits") ?? "")
    }

    private static func variables(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        for entry in text.split(separator: "\0") {
            guard let separator = entry.firstIndex(of: "=") else { continue }
            result[String(entry[..<separator])] = String(entry[entry.index(after: separator)...])
        }
        return result
    }

    /// `Max open files            1024                 1048576              files`
    static func limits(_ text: String) -> [String: Int?] {
        var result: [String: Int?] = [:]
        for line in text.split(separator: "\n").dropFirst() where line.count > 26 {
            let name = line.prefix(26).trimmingCharacters(in: .whitespaces)
            guard let soft = line.dropFirst(26).split(separator: " ").first else { continue }
            if soft == "unlimited" {
                result.updateValue(nil, forKey: name)
            } else if let limit = Int(soft) {
                result.updateValue(limit, forKey: name)
            }
        }
        return result
    }
}
