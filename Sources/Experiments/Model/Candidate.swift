/// An allocator and its settings, by the environment variables that choose them.
package struct Candidate: Sendable, Hashable, Codable {
    /// As people read it, as in `glibc, arena_max=2`. No two of a plan have the same.
    package var name: String
    /// The library to preload; nil for the program's own allocator.
    package var library: String?
    /// Variables besides `LD_PRELOAD`.
    package var variables: [String: String]

    package init(name: String, library: String? = nil, variables: [String: String] = [:]) {
        self.name = name
        self.library = library
        self.variables = variables
    }

    /// The environment to set, for a program whose environment else is `inherited`.
    func changes(to inherited: [String: String]) -> [String: String] {
        var changes = variables
        if let library {
            let others = inherited["LD_PRELOAD"] ?? ""
            changes["LD_PRELOAD"] = others.isEmpty ? library : "\(library):\(others)"
        }
        return changes
    }
}
