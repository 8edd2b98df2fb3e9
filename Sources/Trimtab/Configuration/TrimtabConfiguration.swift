#if Server

public import DiagnosticsServer
public import MemoryTuning
public import Profiling
public import Telemetry

/// All that ``TrimtabService`` can be told. What is nil is not started.
public struct TrimtabConfiguration: Sendable {
    /// What is published of memory, and how often.
    public var monitor = MemoryMonitor.Configuration.default
    /// The memory limit to keep, and when memory is reclaimed for growth. Nil if nothing is to be reclaimed.
    public var tuner: MemoryTuner.Configuration? = MemoryTuner.Configuration()
    /// Whether tasks are counted, for the metric `swift.task.count`: each new task then costs a walk of its stack.
    public var countsTasks = true
    /// How the process is watched for leaks: where it records, or answers questions. Nil if it is not to be.
    public var leaks: LeakDetector.Configuration? = LeakDetector.Configuration()
    /// Where the hooks record to, with `{pid}` and `{start}` in it; nil if they do not.
    public var recording: String?
    /// Mean bytes between samples of the recording.
    public var samplingInterval = Self.standardSamplingInterval
    /// Where to ask the running process; nil if nobody can.
    public var diagnostics: DiagnosticsServer.Configuration?
    /// Where metrics, traces and profiles are sent; ``TrimtabService/init(configuration:metrics:logger:)`` sends none.
    public var telemetry = TelemetryConfiguration.default

    /// What holds where nothing is said: a limit from that of the container, metrics and tasks counted, nothing sent.
    public init() {}

    /// Not where nothing is recorded and nobody can ask.
    var watchesLeaks: Bool { leaks != nil && (recording != nil || diagnostics != nil) }

    /// What the hooks take, too.
    static let standardSamplingInterval = 512 << 10
}

#endif
