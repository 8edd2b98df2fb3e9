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

    /// More levels than that exist nowhere.
    private static let mostLevels = 64

    /// The folders, the group's own first.
    func folders() -> (version: ControlGroupVersion, folders: [String])? {
        guard let groups = KernelFile.text(of: "\(paths.processes)/self/cgroup") else { return nil }
        let mounts = mounts()
        // Where version 1 has the memory controller, version 2 has none.
        for version in [ControlGroupVersion.one, .two] {
            guard let group = group(of: version, in: groups) else { continue }
            for mount in mounts where mount.version == version {
                let folders = folders(of: group, in: mount)
                if !folders.isEmpty { return (version, folders) }
            }
        }
        return nil
    }

    /// The group's name: `5:memory:/docker/4f2` or, with version 2, `0::/system.slice/x`.
    private func group(of version: ControlGroupVersion, in text: String) -> Substring? {
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, fields[2].hasPrefix("/") else { continue }
            switch version {
            case .one: if fields[1].split(separator: ",").contains("memory") { return fields[2] }
            case .two: if fields[0] == "0", fields[1].isEmpty { return fields[2] }
            }
        }
        return nil
    }

    private func mounts() -> [ControlGroupMount] {
        let text = KernelFile.text(of: "\(paths.processes)/self/mountinfo") ?? ""
        let mounts = text.split(separator: "\n").compactMap { ControlGroupMount($0) }
        guard mounts.isEmpty else { return mounts }
        return [
            ControlGroupMount(version: .one, root: "/", point: "/sys/fs/cgroup/memory"),
            ControlGroupMount(version: .two, root: "/", point: "/sys/fs/cgroup"),
        ]
    }

    private func folders(of group: Substring, in mount: ControlGroupMount) -> [String] {
        let point = paths.place(ofMountPoint: mount.point)
        // What lies outside of the mount is told neither by it nor by the groups that it shows, unless it is a
        // container's only one.
        var rest = mount.path(of: group) ?? ""
        guard !rest.split(separator: "/").contains("..") else { return [] }
        var folders: [String] = []
        for _ in 0..<Self.mostLevels {
            let folder = point + rest
            // The first is where memory is charged to: it has to tell how much.
            let file = folders.isEmpty ? mount.version.usageFile : mount.version.maxFile
            if access("\(folder)/\(file)", R_OK) == 0 { folders.append(folder) }
            guard let slash = rest.lastIndex(of: "/") else { break }
            rest = rest[..<slash]
        }
        return folders
    }
}
