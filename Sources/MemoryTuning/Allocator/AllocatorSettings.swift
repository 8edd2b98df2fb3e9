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
/// measurement; they depend on each other and on the load.
///
/// May be used from any thread.
public final class AllocatorSettings: Sendable {
    private let environment: [String: String]
    /// What the settings were before the first change.
    private let before = Guarded<[AllocatorKnob: Int?]>([:])

    /// - Parameter environment: Variables that win; by default those of this process.
    public init(environment: [String: String]? = nil) {
        self.environment = environment ?? Self.ownEnvironment
    }

    /// Changes settings.
    /// - Returns: For each what became of it, in the order of the knobs' names.
    @discardableResult
    public func apply(_ values: [AllocatorKnob: Int]) -> [AllocatorSettingReport] {
        values.sorted { $0.key.name < $1.key.name }.map { knob, value in
            AllocatorSettingReport(knob: knob, value: value, outcome: apply(knob, value))
        }
    }

    /// Sets back what ``apply(_:)`` has changed.
    /// - Returns: For each what became of it.
    @discardableResult
    public func rollBack() -> [AllocatorSettingReport] {
        let changed = before.withLock { before in
            defer { before = [:] }
            return before
        }
        return changed.sorted { $0.key.name < $1.key.name }.map { knob, previous in
            guard let value = previous ?? knob.initial else {
                let reason = "\(knob.allocator) did not tell what it was before"
                return AllocatorSettingReport(knob: knob, value: nil, outcome: .rejected(reason))
            }
            guard trimtab_allocator_set(knob.number, Int64(value)) == TRIMTAB_KNOB_SET else {
                let reason = "\(knob.allocator) does not take it back"
                return AllocatorSettingReport(knob: knob, value: value, outcome: .rejected(reason))
            }
            return AllocatorSettingReport(knob: knob, value: value, outcome: .applied)
        }
    }

    private func apply(_ knob: AllocatorKnob, _ value: Int) -> AllocatorSettingReport.Outcome {
        guard knob.allowed.contains(value) else {
            return .rejected("give a value from \(knob.allowed.lowerBound) to \(knob.allowed.upperBound)")
        }
        if let variable = variable(that: knob) { return .overridden(by: variable) }
        var old: Int64 = 0
        let previous: Int? = trimtab_allocator_get(knob.number, &old) ? Int(old) : nil
        switch trimtab_allocator_set(knob.number, Int64(value)) {
        case TRIMTAB_KNOB_SET:
            before.withLock { if $0[knob] == nil { $0[knob] = .some(previous) } }
            return .applied
        case TRIMTAB_KNOB_REFUSED:
            return .rejected("\(knob.allocator) takes no such value")
        default:
            return .rejected("it is a setting of \(knob.allocator), which does not serve this process")
        }
    }

    /// The variable by which whoever started the process has set the knob.
    private func variable(that knob: AllocatorKnob) -> String? {
        for (variable, part) in knob.variables {
            guard let text = environment[variable], !text.isEmpty else { continue }
            guard let part else { return variable }
            // GLIBC_TUNABLES has name=value between colons, MALLOC_CONF name:value between commas.
            let names = text.split { $0 == "," || (variable == "GLIBC_TUNABLES" && $0 == ":") }
                .map { $0.prefix { $0 != "=" && $0 != ":" } }
            if names.contains(where: { $0 == part }) { return variable }
        }
        return nil
    }

    private static var ownEnvironment: [String: String] {
        var variables: [String: String] = [:]
        for name in Set(AllocatorKnob.all.flatMap { $0.variables.map(\.variable) }) {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }
}
