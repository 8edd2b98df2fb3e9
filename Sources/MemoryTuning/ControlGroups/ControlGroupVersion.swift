/// The two interfaces of control groups to memory, and the names of their files.
public enum ControlGroupVersion: Int, Hashable, Sendable {
    /// Documentation/admin-guide/cgroup-v1/memory.rst of the kernel.
    case one = 1
    /// Documentation/admin-guide/cgroup-v2.rst of the kernel.
    case two = 2

    var usageFile: String { self == .one ? "memory.usage_in_bytes" : "memory.current" }
    var maxFile: String { self == .one ? "memory.limit_in_bytes" : "memory.max" }
}
