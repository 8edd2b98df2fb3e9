/// A mounted hierarchy of control groups that may have a controller, from a line of `/proc/self/mountinfo` (proc(5)):
///
///     35 31 0:32 /docker/4f2 /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
package struct ControlGroupMount: Hashable, Sendable {
    /// 1 or 2: cgroup-v1 or cgroup-v2.rst of the kernel's documentation.
    package let version: Int
    /// The group that is the mount's root.
    package let root: String
    package let point: String

    /// More levels than that exist nowhere.
    private static let mostLevels = 64

    package init(version: Int, root: String, point: String) {
        self.version = version
        self.root = root
        self.point = point
    }

    /// Nil for lines of other file systems and controllers.
    /// - Parameter controller: As version 1 names it: `memory`, `cpu`. Of version 2 the mount does not tell which it has.
    package init?(_ line: Substring, controller: String) {
        let fields = line.split(separator: " ")
        guard let separator = fields.firstIndex(of: "-"), separator >= 6, separator + 1 < fields.count else {
            return nil
        }
        switch fields[separator + 1] {
        case "cgroup2":
            version = 2
        case "cgroup":
            guard fields.last?.split(separator: ",").contains(where: { $0 == controller }) == true else { return nil }
            version = 1
        default:
            return nil
        }
        root = Self.unescaped(fields[3])
        point = Self.unescaped(fields[4])
    }

    /// The paths below the mount point of a group and of those above it, the group's own first, up to the empty one of the
    /// mount's root.
    ///
    /// A container sees its own group as the mount's root, under whatever name: what lies elsewhere is taken for the root.
    /// - Returns: Nothing for a group that only `..` would lead to.
    package func paths(of group: Substring) -> [Substring] {
        var rest = path(of: group) ?? ""
        guard !rest.split(separator: "/").contains("..") else { return [] }
        var paths = [rest]
        while paths.count < Self.mostLevels, let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            paths.append(rest)
        }
        return paths
    }

    /// The group's path, beginning with a slash or empty; nil if it lies elsewhere.
    private func path(of group: Substring) -> Substring? {
        if root == "/" { return group == "/" ? "" : group }
        guard group.hasPrefix(root) else { return nil }
        let rest = group.dropFirst(root.count)
        return rest.isEmpty || rest.hasPrefix("/") ? rest : nil
    }

    /// The kernel writes blanks, newlines and backslashes as three octal digits behind a backslash.
    private static func unescaped(_ field: Substring) -> String {
        guard field.contains("\\") else { return String(field) }
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
