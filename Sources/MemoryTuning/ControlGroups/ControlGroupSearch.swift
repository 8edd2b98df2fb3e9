internal import ControlGroups

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Finds the folders of the control group that this process's memory is charged to, and of those above it.
///
/// A container may see its own group as the root, under the host's name for it or not. So the mount tells where its root
/// is, and levels without files are passed over: with version 2 memory is charged to the nearest group above that has the
/// memory controller.
struct ControlGroupSearch {
    let paths: SystemPaths

    /// The folders, the group's own first.
    func folders() -> (version: ControlGroupVersion, folders: [String])? {
        guard let groups = KernelFile.text(of: "\(paths.processes)/self/cgroup") else { return nil }
        let names = ControlGroupNames(groups)
        let mounts = mounts()
        // Where version 1 has the memory controller, version 2 has none.
        for version in [ControlGroupVersion.one, .two] {
            guard let group = names.name(version: version.rawValue, controller: Self.controller) else { continue }
            for mount in mounts where mount.version == version.rawValue {
                let folders = folders(of: group, in: mount, version: version)
                if !folders.isEmpty { return (version, folders) }
            }
        }
        return nil
    }

    private static let controller = "memory"

    private func mounts() -> [ControlGroupMount] {
        let text = KernelFile.text(of: "\(paths.processes)/self/mountinfo") ?? ""
        let mounts = text.split(separator: "\n").compactMap { ControlGroupMount($0, controller: Self.controller) }
        guard mounts.isEmpty else { return mounts }
        return [
            ControlGroupMount(version: 1, root: "/", point: "/sys/fs/cgroup/memory"),
            ControlGroupMount(version: 2, root: "/", point: "/sys/fs/cgroup"),
        ]
    }

    private func folders(
        of group: Substring,
        in mount: ControlGroupMount,
        version: ControlGroupVersion
    ) -> [String] {
        let point = paths.place(ofMountPoint: mount.point)
        var folders: [String] = []
        for path in mount.paths(of: group) {
            let folder = point + path
            // The first is where memory is charged to: it has to tell how much.
            let file = folders.isEmpty ? version.usageFile : version.maxFile
            if access("\(folder)/\(file)", R_OK) == 0 { folders.append(folder) }
        }
        return folders
    }
}
