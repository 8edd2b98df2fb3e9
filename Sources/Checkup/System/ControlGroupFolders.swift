internal import Foundation

/// The folders of the control group that a process is in for one controller, and of those above it.
package struct ControlGroupFolders: Sendable {
    /// 1 or 2: cgroup-v1 or cgroup-v2.rst of the kernel's documentation.
    package let version: Int
    /// The group's name, as `/proc/PID/cgroup` has it.
    package let name: String
    /// The group's own folder first, as the kernel names them: below no root.
    package let folders: [String]
    private let files: SystemFiles

    /// More levels than that exist nowhere.
    private static let mostLevels = 64

    /// Nil where no hierarchy has the controller.
    /// - Parameters:
    ///   - controller: As version 1 names it: `memory`, `cpu`.
    ///   - process: The process's name in `/proc`.
    package init?(controller: String, process: String = "self", files: SystemFiles = SystemFiles()) {
        guard let groups = files.text("/proc/\(process)/cgroup") else { return nil }
        let mounts = (files.text("/proc/self/mountinfo") ?? "").split(separator: "\n")
            .compactMap { Mount($0, controller: controller) }
        let lines = groups.split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        }
        // Where version 1 has the controller, version 2 has it not.
        for version in [1, 2] {
            let line = lines.first { fields in
                guard fields.count == 3 else { return false }
                return version == 1
                    ? fields[1].split(separator: ",").contains { $0 == controller }
                    : fields[0] == "0" && fields[1].isEmpty
            }
            guard let name = line?[2], name.hasPrefix("/"), !name.split(separator: "/").contains(".."),
                let mount = mounts.first(where: { $0.version == version })
            else { continue }
            self.version = version
            self.name = name
            self.files = files
            folders = mount.folders(of: name)
            return
        }
        return nil
    }

    /// The file's text, from the group's own folder.
    package func text(_ file: String) -> String? { folders.first.flatMap { files.text("\($0)/\(file)") } }

    /// The least number that the file holds at any level; nil where none holds one, or all say there is no limit.
    package func least(_ file: String) -> Int? {
        // Version 1 writes "no limit" as the largest number of whole pages.
        folders.compactMap { files.number("\($0)/\(file)") }.filter { $0 >= 0 && $0 < 1 << 60 }.min()
    }

    private struct Mount {
        let version: Int
        /// The group that is the mount's root.
        let root: String
        let point: String

        /// A line of mountinfo (proc(5)); nil for other file systems and controllers.
        init?(_ line: Substring, controller: String) {
            let fields = line.split(separator: " ").map(String.init)
            guard let separator = fields.firstIndex(of: "-"), separator >= 6, fields.count > separator + 1 else {
                return nil
            }
            switch fields[separator + 1] {
            case "cgroup2": version = 2
            case "cgroup":
                guard fields.last?.split(separator: ",").contains(where: { $0 == controller }) == true else {
                    return nil
                }
                version = 1
            default: return nil
            }
            (root, point) = (fields[3], fields[4])
        }

        /// A container sees its own group as the mount's root, under whatever name.
        func folders(of group: String) -> [String] {
            let above = root == "/" ? "" : root
            let isBelow = group == above || group.hasPrefix(above + "/")
            var rest = isBelow ? String(group.dropFirst(above.count)) : ""
            if rest == "/" { rest = "" }
            var folders: [String] = []
            for _ in 0..<ControlGroupFolders.mostLevels {
                folders.append(point + rest)
                guard let slash = rest.lastIndex(of: "/") else { break }
                rest = String(rest[..<slash])
            }
            return folders
        }
    }
}

extension ControlGroupFolders {
    /// Above that many bytes the kernel kills; nil without a limit.
    package var memoryLimit: Int? { least(version == 1 ? "memory.limit_in_bytes" : "memory.max") }

    /// Bytes charged to the group.
    package var memoryUsage: Int? {
        text(version == 1 ? "memory.usage_in_bytes" : "memory.current").flatMap { Int($0) }
    }
}
