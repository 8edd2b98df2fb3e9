internal import Quantities

/// The memory limit, and what Kubernetes was told about memory.
struct ControlGroupChecks {
    private let files: SystemFiles
    private let process: ProcessFacts?
    private let group: ControlGroupFolders?

    /// Of a limit; above it little is missing to a kill.
    private static let highShare = 0.9

    /// - Parameter process: Whose group; nil for this process's.
    init(_ files: SystemFiles, _ process: ProcessFacts?) {
        self.files = files
        self.process = process
        group = ControlGroupFolders(controller: "memory", process: process.map { "\($0.id)" } ?? "self", files: files)
    }

    var all: [Check] { [limit, kubernetes].compactMap { $0 } }

    /// Kubernetes puts pods' groups below one with this in its name.
    private var isInKubernetes: Bool {
        group?.name.contains("kubepods") == true || process?.environment["KUBERNETES_SERVICE_HOST"] != nil
    }

    private var isInContainer: Bool {
        isInKubernetes || files.exists("/.dockerenv") || files.exists("/run/.containerenv")
            || group.map { $0.name.contains("docker") || $0.name.contains("containerd") } == true
    }

    private var limit: Check {
        guard let group else {
            return Check(
                .memoryLimit,
                .note,
                "no control group counts memory",
                why: "nothing but the machine's memory bounds the service"
            )
        }
        let interface = "cgroup v\(group.version)"
        guard let limit = group.memoryLimit else {
            guard isInContainer else { return Check(.memoryLimit, .note, "none (\(interface))") }
            return Check(
                .memoryLimit,
                .finding,
                "none, in a container (\(interface))",
                why: "a leak takes the whole machine's memory, and the kernel may then kill any other service",
                fix: "docker run --memory=512m, or resources.limits.memory in Kubernetes"
            )
        }
        let usage = group.memoryUsage.map { "\(Quantity.bytes($0)) of " } ?? ""
        let what = "\(usage)\(Quantity.bytes(limit)) (\(interface))"
        if let used = group.memoryUsage, Double(used) >= Self.highShare * Double(limit) {
            return Check(
                .memoryLimit,
                .finding,
                what,
                why: "at the limit the kernel reclaims on every allocation, then kills",
                fix: "raise the limit, or find what holds memory: trimtab run, trimtab tune --limit, MemoryTuner"
            )
        }
        return Check(.memoryLimit, .sound, what)
    }

    private var kubernetes: Check? {
        guard isInKubernetes else { return nil }
        let name = group?.name ?? ""
        if name.contains("besteffort") {
            return Check(
                .kubernetesResources,
                .finding,
                "neither a request nor a limit (quality of service: BestEffort)",
                why: "the pod is the first to be evicted or killed when the node is short of memory",
                fix: "set resources.requests.memory and resources.limits.memory, both to the same value"
            )
        }
        if name.contains("burstable") {
            return Check(
                .kubernetesResources,
                .finding,
                "the request is below the limit (quality of service: Burstable)",
                why: "the node may promise more memory than it has: the pod may be evicted below its own limit",
                fix: "set resources.requests.memory to the value of resources.limits.memory"
            )
        }
        guard name.contains("kubepods") else {
            return Check(.kubernetesResources, .unknown, "a container sees no request: ask kubectl describe pod")
        }
        return Check(.kubernetesResources, .sound, "request and limit are the same (quality of service: Guaranteed)")
    }
}
