/// A mounted hierarchy of control groups that may tell of memory, from a line of `/proc/self/mountinfo`:
///
///     35 31 0:32 /docker/4f2 /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
struct ControlGroupMount {
    let version: ControlGroupVersion
    /// The group that is the mount's root.
    let root: String
    let point: String

    init(version: ControlGroupVersion, root: String, point: String) {
        self.version = version
        self.root = root
        self.point = point
    }

    /// Nil for lines of other file systems and controllers.
    init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard let separator = fields.firstIndex(of: "-"), separator >= 6, separator + 1 < fields.count else {
            return nil
        }
        switch fields[separator + 1] {
        case "cgroup2":
            version = .two
        case "cgroup":
            guard let options = fields.last, options.split(separator: ",").contains("memory") else { return nil }
            version = .one
        default:
            return nil
        }
        root = Self.unescaped(fields[3])
        point = Self.unescaped(fields[4])
    }

    /// The group's path below the mount point, beginning with a slash or empty; nil if it lies elsewhere.
    func path(of group: Substring) -> Substring? {
        if root == "/" { return group == "/" ? "" : group }
        guard group.hasPrefix(root) else { return nil }
        let rest = group.dropFirst(root.utf8.count)
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
