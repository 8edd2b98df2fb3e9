/// The control groups that a process is in, one for each hierarchy: the lines of `/proc/PID/cgroup` (cgroups(7)).
package struct ControlGroupNames: Sendable {
    private let lines: [[Substring]]

    package init(_ text: String) {
        lines = text.split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        }.filter { $0.count == 3 && $0[2].hasPrefix("/") }
    }

    /// The group's name: of `5:memory:/docker/4f2`, or with version 2 of `0::/system.slice/x`, what begins with a slash. Nil if
    /// there is no hierarchy of that version, or with version 1 none that has the controller.
    package func name(version: Int, controller: String) -> Substring? {
        lines.first { fields in
            version == 1
                ? fields[1].split(separator: ",").contains { $0 == controller }
                : fields[0] == "0" && fields[1].isEmpty
        }?[2]
    }
}
