internal import Profiles

/// What processor time was used for. The smallest of very many stacks are one entry together, without frames.
struct JSONCPU: Encodable {
    struct Stack: Encodable {
        let frames: [JSONFrame]
        let threads: [String]
        let nanoseconds: Int
        let nanosecondsInterval: Nullable<[Int]>
        let samples: Int

        init(_ stack: CPUReportStack) {
            frames = stack.frames.map(JSONFrame.init)
            threads = stack.threads
            nanoseconds = stack.time.count
            nanosecondsInterval = Nullable(stack.time.interval95.map { [$0.lowerBound, $0.upperBound] })
            samples = stack.time.estimate.samples
        }
    }

    let periodNanoseconds: Int
    let nanosecondsUsed: Nullable<Int>
    let nanoseconds: Int
    let samples: Int
    let samplesDropped: Int
    let stacksDropped: Int
    let threadsRefused: Int
    let otherStacks: Int
    let stacks: [Stack]

    static let most = 1000

    init(_ report: CPUReport) {
        periodNanoseconds = report.period
        nanosecondsUsed = Nullable(report.nanosecondsUsed)
        nanoseconds = report.time.count
        samples = report.sampling.taken
        samplesDropped = report.sampling.dropped
        stacksDropped = report.sampling.droppedStacks
        threadsRefused = report.sampling.refusedThreads
        let others = report.stacks.dropFirst(Self.most)
        otherStacks = others.count
        let rest = others.reduce(into: CPUReportStack(frames: [])) { $0.time += $1.time }
        stacks = (report.stacks.prefix(Self.most) + (others.isEmpty ? [] : [rest])).map(Stack.init)
    }
}
