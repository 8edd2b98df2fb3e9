internal import Profiles

/// Picks what a person should look at first.
struct FindingSearch {
    let lines: [AllocationLine]
    let estimated: SiteUse
    let totals: Totals
    let exit: ProgramExit?
    let end: ProgramEnd?
    let peakResidentBytes: Int?
    let lastResidentBytes: Int?

    /// How many findings people read.
    private static let most = 5
    /// With fewer samples a share of the heap is chance.
    private static let leastSamples = 3

    func findings() -> [Finding] {
        let grows = growing()
        let holds = holding(except: grows)
        var findings: [Finding] = []
        if exit?.isOutOfMemoryKill == true { findings.append(Finding(.outOfMemory)) }
        if wasCutOffAtLimit { findings.append(Finding(.cutOffAtLimit)) }
        findings += grows.prefix(3).map { Finding(.grows, line: $0) }
        if let line = peaking(except: grows) { findings.append(Finding(.peak, line: line)) }
        findings += holds.prefix(max(0, 3 - findings.count)).map { Finding(.holds, line: $0) }
        if let line = churning() { findings.append(Finding(.churn, line: line)) }
        if isNearLimit, exit?.isOutOfMemoryKill != true, !wasCutOffAtLimit { findings.append(Finding(.limit)) }
        if hasSlack { findings.append(Finding(.slack)) }
        return Array(findings.prefix(Self.most))
    }

    /// Lines that surely grow and matter: steadily, beyond chance, and to a twentieth of the live heap.
    private func growing() -> [Int] {
        lines.indices.filter { index in
            guard let growth = lines[index].growth, growth.isSteady, growth.interval95.lowerBound > 0 else {
                return false
            }
            return share(lines[index].use.inUse, of: estimated.inUse) >= 0.05
        }
    }

    /// Lines that hold a tenth of the live heap, unless the program had freed nearly everything.
    private func holding(except known: [Int]) -> [Int] {
        let largest = max(estimated.inUse.bytes.count, estimated.atPeak.bytes.count)
        return lines.indices.filter { index in
            let inUse = lines[index].use.inUse
            return !known.contains(index) && inUse.samples >= Self.leastSamples
                && share(inUse, of: estimated.inUse) >= 0.1 && inUse.bytes.count >= largest / 20
        }
    }

    /// The line that held most at the peak, if the heap was clearly larger then than at the end.
    private func peaking(except known: [Int]) -> Int? {
        guard estimated.atPeak.bytes.count > 2 * estimated.inUse.bytes.count else { return nil }
        let candidates = lines.indices.filter {
            !known.contains($0) && lines[$0].use.atPeak.samples >= Self.leastSamples
                && share(lines[$0].use.atPeak, of: estimated.atPeak) >= 0.1
        }
        return candidates.max { lines[$0].use.atPeak.bytes.count < lines[$1].use.atPeak.bytes.count }
    }

    /// The line that allocated most of what was freed again, if that was many times the live heap.
    private func churning() -> Int? {
        let freed = { (line: AllocationLine) in line.use.allocated.bytes.count - line.use.inUse.bytes.count }
        guard let index = lines.indices.max(by: { freed(lines[$0]) < freed(lines[$1]) }) else { return nil }
        let line = lines[index]
        let largest = max(estimated.atPeak.bytes.count, estimated.inUse.bytes.count, totals.peakLiveBytes)
        guard line.use.allocated.samples >= Self.leastSamples, freed(line) > 2 * largest,
            share(line.use.allocated, of: estimated.allocated) >= 0.15
        else { return nil }
        return index
    }

    private var isNearLimit: Bool {
        guard let limit = totals.memoryLimit, let peak = peakResidentBytes else { return false }
        return Double(peak) >= 0.8 * Double(limit)
    }

    /// Where nobody saw the end, memory at the limit is the likeliest cause of it. The resident size was last looked at up
    /// to a second before; live bytes are as of the end.
    private var wasCutOffAtLimit: Bool {
        guard exit == nil, end == .cutOff, let limit = totals.memoryLimit else { return false }
        return Double(max(peakResidentBytes ?? 0, totals.liveBytes)) >= 0.9 * Double(limit)
    }

    /// Code, stacks and a fresh allocator take some megabytes in any program; beyond that, and beyond half the live
    /// heap, it is worth a word; unless the heap was never so large that the allocator could keep much of it.
    private var hasSlack: Bool {
        guard totals.isLiveBytesExact, let resident = lastResidentBytes else { return false }
        let gap = resident - totals.liveBytes
        return gap > 32 << 20 && gap > totals.liveBytes / 2 && totals.peakLiveBytes > gap / 4
    }

    private func share(_ part: Measure, of whole: Measure) -> Double {
        whole.bytes.count > 0 ? Double(part.bytes.count) / Double(whole.bytes.count) : 0
    }
}
