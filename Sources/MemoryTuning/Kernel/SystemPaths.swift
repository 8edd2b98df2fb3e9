/// Where the kernel's files are. Tests have folders of their own.
package struct SystemPaths: Hashable, Sendable {
    /// The root of procfs.
    package var processes: String
    /// Where control groups are mounted. A mount point that the kernel reports below `/sys/fs/cgroup` is looked for here.
    package var controlGroups: String

    package init(processes: String = "/proc", controlGroups: String = "/sys/fs/cgroup") {
        self.processes = processes
        self.controlGroups = controlGroups
    }

    /// Those of this machine.
    package static let live = SystemPaths()

    /// The place of a mount point in these folders.
    func place(ofMountPoint point: String) -> String {
        let standard = SystemPaths.live.controlGroups
        guard point == standard || point.hasPrefix(standard + "/") else { return point }
        return controlGroups + point.dropFirst(standard.count)
    }
}
