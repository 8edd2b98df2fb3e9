public import Profiles

/// Something of this process that becomes more and is not given back.
public struct DetectedLeak: Hashable, Sendable {
    /// What becomes more; more may be added.
    public enum Resource: String, Hashable, Sendable, CaseIterable {
        case memory
        /// Swift tasks that do not end.
        case tasks
        /// Objects of pools that were borrowed and not given back.
        case leases
    }

    public var resource: Resource
    /// What was found, in numbers. Of tasks and leases one counts as one byte.
    public var finding: LeakFinding
    /// What was found, in words, on one line.
    public var text: String
    /// Where in the source, as `file:line`; nil where it is unknown.
    public var place: String?

    /// What tells it from others, at any time.
    struct Identity: Hashable {
        var resource: Resource
        var type: String?
        var function: String?
    }

    var identity: Identity {
        Identity(resource: resource, type: finding.subject.type, function: finding.subject.function)
    }
}
