/// What is known of a run beyond its recording. Whatever is nil is unknown.
public struct RunFacts: Hashable, Sendable {
    /// How the program ended; nil while it runs, or if nobody saw its end.
    public var exit: ProgramExit?
    /// What the recording tells where ``exit`` is nil.
    public var end: ProgramEnd?
    /// Wall-clock seconds from the program's start to its end; nil takes the recording's duration.
    public var seconds: Double?
    /// User and system time of the program, without what Trimtab spent after its end.
    public var cpuSeconds: Double?
    /// The largest resident set size, as the kernel tells; nil takes the recording's.
    public var peakResidentBytes: Int?
    /// Where the recording was saved.
    public var recording: String?
    /// What it took after the program's end to come to this report, in seconds.
    public var summarySeconds: Double?
    /// What else the reader should know, one sentence each.
    public var warnings: [String]

    /// Whether the program is known to be gone.
    var hasEnded: Bool { exit != nil || end == .ended || end == .cutOff }

    public init(
        exit: ProgramExit? = nil,
        end: ProgramEnd? = nil,
        seconds: Double? = nil,
        cpuSeconds: Double? = nil,
        peakResidentBytes: Int? = nil,
        recording: String? = nil,
        summarySeconds: Double? = nil,
        warnings: [String] = []
    ) {
        self.exit = exit
        self.end = end
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.peakResidentBytes = peakResidentBytes
        self.recording = recording
        self.summarySeconds = summarySeconds
        self.warnings = warnings
    }
}
