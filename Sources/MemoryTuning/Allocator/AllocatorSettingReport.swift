/// What became of an allocator's setting.
public struct AllocatorSettingReport: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// It is set.
        case applied
        /// It is set, but something is not as one might expect: what.
        case appliedWithCaveat(String)
        /// Nothing was changed, and why.
        case rejected(String)
        /// Nothing was changed: an environment variable of the process sets it.
        case overridden(by: String)
    }

    public let knob: AllocatorKnob
    /// What it was to be set to, in the knob's unit; nil where that is unknown.
    public let value: Int?
    public let outcome: Outcome
}

extension AllocatorSettingReport: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        let setting = "\(knob.name)=\(value.map(String.init) ?? "?")"
        return switch outcome {
        case .applied: "\(setting) applied"
        case .appliedWithCaveat(let caveat): "\(setting) applied, but \(caveat)"
        case .rejected(let reason): "\(setting) rejected: \(reason)"
        case .overridden(let variable): "\(setting) left alone: \(variable) sets it"
        }
    }
}
