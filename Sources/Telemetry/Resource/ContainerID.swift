#if Server

/// The id of the container that the process runs in, from what the kernel says of its control groups and mounts.
enum ContainerID {
    private static let limit = 1 << 20

    static var current: String? {
        TextFile.read("/proc/self/cgroup", limit: limit).flatMap(inControlGroups)
            ?? TextFile.read("/proc/self/mountinfo", limit: limit).flatMap(inMounts)
    }

    /// Control groups of version 1 end in the id: `…/docker/<id>`, `…/cri-containerd-<id>.scope`.
    static func inControlGroups(_ text: String) -> String? {
        for line in text.split(separator: "\n") {
            guard let last = line.split(separator: "/").last else { continue }
            let name = last.hasSuffix(".scope") ? last.dropLast(6) : last
            if let id = name.split(separator: "-").last.flatMap(id) { return id }
        }
        return nil
    }

    /// With version 2, files that the runtime puts into the container come from a folder named by the id:
    /// `/var/lib/docker/containers/<id>/hostname`.
    static func inMounts(_ text: String) -> String? {
        for line in text.split(separator: "\n") where line.contains("/hostname") || line.contains("/resolv.conf") {
            let folders = line.split(whereSeparator: { $0 == "/" || $0 == " " })
            guard let place = folders.firstIndex(where: { $0 == "containers" || $0 == "sandboxes" }) else { continue }
            if let id = folders.dropFirst(place + 1).lazy.compactMap(id).first { return id }
        }
        return nil
    }

    private static func id(_ text: Substring) -> String? {
        text.utf8.count == 64 && text.utf8.allSatisfy({ Hexadecimal.value($0) != nil }) ? String(text) : nil
    }
}

#endif
