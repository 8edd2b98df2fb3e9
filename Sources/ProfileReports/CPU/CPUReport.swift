public import Profiles

/// What a profile of processor time says to a person or a program, computed once and drawn by the same reports as the
/// heap's.
public struct CPUReport: Sendable {
    /// Mean nanoseconds of processor time between two samples of a thread.
    public let period: Int
    /// Processor time that the process used, in nanoseconds, as the kernel counts it; nil if unknown.
    public let nanosecondsUsed: Int?
    public let sampling: CPUSamplingStatistics
    /// What all stacks add up to, in nanoseconds.
    public let time: Amount
    /// Every stack, most time first.
    public let stacks: [CPUReportStack]
    /// The stacks by the program's own line that was at work, most time first.
    public let lines: [CPULine]

    /// - Parameter profile: Symbolicated, or the report names addresses.
    public init(_ profile: CPUProfile) {
        period = profile.period
        nanosecondsUsed = profile.nanosecondsUsed
        sampling = profile.sampling
        let merged = Self.merged(profile)
        stacks = merged.map(\.stack)
        time = stacks.reduce(into: Amount()) { $0 += $1.time }
        lines = Self.lines(merged)
    }

    private typealias Merged = (stack: CPUReportStack, frame: Frame?)

    /// One entry per stack, all threads together.
    private static func merged(_ profile: CPUProfile) -> [Merged] {
        var indices: [[Int]: Int] = [:]
        var merged: [Merged] = []
        for entry in profile.stacks {
            let index = indices[entry.stack] ?? merged.count
            if index == merged.count {
                indices[entry.stack] = index
                let frames = profile.frames(ofStack: entry.stack)
                let own = profile.firstApplicationFrame(ofStack: entry.stack)?.frame
                merged.append((CPUReportStack(frames: frames), own ?? frames.first))
            }
            let thread = entry.thread.flatMap { profile.threads.indices.contains($0) ? profile.threads[$0].name : nil }
            merged[index].stack.add(Amount(entry.time), thread: thread, labels: entry.labels)
        }
        for index in merged.indices { merged[index].stack.threads.sort() }
        return merged.sorted { $0.stack.time.count > $1.stack.time.count }
    }

    private static func lines(_ merged: [Merged]) -> [CPULine] {
        var indices: [LineKey: Int] = [:]
        var lines: [CPULine] = []
        for (number, entry) in merged.enumerated() {
            let key = LineKey(entry.frame)
            let index = indices[key] ?? lines.count
            if index == lines.count {
                indices[key] = index
                lines.append(CPULine(frame: entry.frame))
            }
            lines[index].stacks.append(number)
            lines[index].time += entry.stack.time
        }
        return lines.sorted { $0.time.count > $1.time.count }
    }
}
