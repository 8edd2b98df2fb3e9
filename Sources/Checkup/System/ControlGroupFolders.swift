internal import ControlGroups

/// The folders of the control group that a process is in for one controller, and of those above it.
package struct ControlGroupFolders: Sendable {
    /// 1 or 2: cgroup-v1 or cgroup-v2.rst of the kernel's documentation.
    package let version: Int
    /// The group's name, as `/proc/PID/cgroup` has it.
    package let name: String
    /// The group's own folder first, as the kernel names them: below no root.
    package let folders: [String]
    private let files: SystemFiles

    /// Nil where no hierarchy has the controller.
    /// - Parameters:
    ///   - controller: As version 1 names it: `memory`, `cpu`.
    ///   - process: The process's name in `/proc`.
    package init?(controller: String, process: String = "self", files: SystemFiles = SystemFiles()) {
        guard let groups = files.text("/proc/\(process)/cgroup") else { return nil }
        let names = ControlGroupNames(groups)
        let mounts = (files.text("/proc/self/mountinfo") ?? "").split(separator: "\n")
            .compactMap { ControlGroupMount($0, controller: controller) }
        // Where version 1 has the controller, version 2 has it not.
        for version in [1, 2] {
            guard let name = names.name(version: version, controller: controller),
                let mount = mounts.first(where: { $0.version == version })
            else { continue }
            let paths = mount.paths(of: name)
            guard !paths.isEmpty else { continue }
            self.version = version
            self.name = String(name)
            self.files = files
            folders = paths.map { mount.point + $0 }
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
}

extension ControlGroupFolders {
    /// Above that many bytes the kernel kills; nil without a limit.
    package var memoryLimit: Int? { least(version == 1 ? "memory.limit_in_bytes" : "memory.max") }

    /// Bytes charged to the group.
    package var memoryUsage: Int? {
        text(version == 1 ? "memory.usage_in_bytes" : "memory.current").flatMap { Int($0) }
    }
}
