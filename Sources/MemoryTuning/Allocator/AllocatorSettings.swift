internal import CTrimtabPlatform
internal import ObjectPools

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Settings of the allocator that serves this process, changed while it runs.
///
///     let settings = AllocatorSettings()
///     for report in settings.apply([.arenaMaximum: 2]) { logger.info("\(report)") }
///     settings.rollBack()
///
/// Whoever starts the process has the last word: what an environment variable sets is left alone. Choose values by
/// measurement; they depend on each other and on the load. glibc does not take everything back; reports say what.
///
/// May be used from any thread.
public final class AllocatorSettings: Sendable {
    private let environment: [String: String]
    /// What the settings were before the first change.
    private let before = Guarded<[AllocatorKnob: Int?]>([:])
    /// What has been set in this process, rolled back or not. Settings are the process's, so whoever changes them holds this
    /// lock from the look at what one was until that is noted.
    private static let everSet = Guarded<Set<AllocatorKnob>>([])

    /// - Parameter environment: Variables that win; by default those of this process.
    public init(environment: [String: String]? = nil) {
        self.environment = environment ?? Self.ownEnvironment
    }

    /// Changes settings.
    /// - Returns: For each what became of it, in the order of the knobs' names.
    @discardableResult
    public func apply(_ values: [AllocatorKnob: Int]) -> [AllocatorSettingReport] {
        Self.everSet.withLock { everSet in
            let earlier = everSet
            let reports = values.sorted { $0.key.name < $1.key.name }.map { knob, value in
                AllocatorSettingReport(knob: knob, value: value, outcome: apply(knob, value, noting: &everSet))
            }
            let fixed = everSet.union(setByEnvironment)
            return reports.map { report in
                guard report.outcome == .applied, let value = report.value,
                    let caveat = GlibcCaveat.ofSetting(report.knob, to: value, earlier: earlier, fixed: fixed)
                else { return report }
                return AllocatorSettingReport(knob: report.knob, value: value, outcome: .appliedWithCaveat(caveat))
            }
        }
    }

    /// Sets back what ``apply(_:)`` has changed: to what it was where the allocator tells, else to its default. What cannot be set
    /// back now is tried again the next time.
    /// - Returns: For each what became of it.
    @discardableResult
    public func rollBack() -> [AllocatorSettingReport] {
        Self.everSet.withLock { _ in
            let changed = before.withLock { before in
                defer { before = [:] }
                return before
            }
            return changed.sorted { $0.key.name < $1.key.name }.map { knob, previous in
                let report = rollBack(knob, to: previous)
                if case .rejected = report.outcome { before.withLock { $0[knob] = .some(previous) } }
                return report
            }
        }
    }

    private func rollBack(_ knob: AllocatorKnob, to previous: Int?) -> AllocatorSettingReport {
        guard let value = previous ?? knob.initial else {
            let reason = "\(knob.allocator) did not tell what it was before"
            return AllocatorSettingReport(knob: knob, value: nil, outcome: .rejected(reason))
        }
        guard trimtab_allocator_set(knob.number, Int64(value)) == TRIMTAB_KNOB_SET else {
            let reason = "\(knob.allocator) does not take it back"
            return AllocatorSettingReport(knob: knob, value: value, outcome: .rejected(reason))
        }
        let caveat = GlibcCaveat.ofSettingBack(knob, fixed: setByEnvironment)
        let outcome = caveat.map { AllocatorSettingReport.Outcome.appliedWithCaveat($0) } ?? .applied
        return AllocatorSettingReport(knob: knob, value: value, outcome: outcome)
    }

    private func apply(
        _ knob: AllocatorKnob,
        _ value: Int,
        noting everSet: inout Set<AllocatorKnob>
    ) -> AllocatorSettingReport.Outcome {
        guard knob.allowed.contains(value) else {
            return .rejected("give a value from \(knob.allowed.lowerBound) to \(knob.allowed.upperBound)")
        }
        if let variable = variable(for: knob) { return .overridden(by: variable) }
        var old: Int64 = 0
        let previous: Int? = trimtab_allocator_get(knob.number, &old) ? Int(old) : nil
        switch trimtab_allocator_set(knob.number, Int64(value)) {
        case TRIMTAB_KNOB_SET:
            before.withLock { if $0[knob] == nil { $0[knob] = .some(previous) } }
            everSet.insert(knob)
            return .applied
        case TRIMTAB_KNOB_REFUSED:
            return .rejected("\(knob.allocator) takes no such value")
        default:
            return .rejected("it is a setting of \(knob.allocator), which does not serve this process")
        }
    }

    private var setByEnvironment: Set<AllocatorKnob> { Set(AllocatorKnob.all.filter { variable(for: $0) != nil }) }

    /// The variable by which whoever started the process has set the knob.
    private func variable(for knob: AllocatorKnob) -> String? {
        knob.variables.first { $0.isSet(in: environment) }?.name
    }

    private static var ownEnvironment: [String: String] {
        var variables: [String: String] = [:]
        for name in Set(AllocatorKnob.all.flatMap { $0.variables.map(\.name) }) {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }
}
