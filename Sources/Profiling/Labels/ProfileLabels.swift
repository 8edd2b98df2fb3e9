internal import CTrimtabHooks
internal import CTrimtabPlatform
internal import Foundation

/// The labels that ``withProfileLabels(_:_:)`` gave, and what was used under them.
public enum ProfileLabels {
    /// The labels of the calling code; empty where it has none.
    public static var current: [String: String] {
        registry.labels(of: LabelVariable.current)
    }

    /// Whether samples taken in tasks bear labels; false where this Swift runtime keeps task-local values in a way that is
    /// not known. Asked outside of tasks it is false.
    public static var areFoundInTasks: Bool {
        LabelVariable.prepare()
        return trimtab_runs_task() && LabelVariable.isFoundInTasks
    }

    /// What was used under each set of labels since the process began, in the order in which they were first given.
    ///
    /// What was sampled under several sets counts for each of them apart: the inner set contains the outer one's labels.
    /// - Returns: Empty where the hooks are not at work.
    public static func usage() -> [LabelUsage] {
        var table: UnsafePointer<trimtab_label>?
        let count = trimtab_labels(&table)
        guard let table else { return [] }
        return UnsafeBufferPointer(start: table, count: Int(count)).enumerated().map { number, entry in
            LabelUsage(labels: registry.labels(of: UInt64(number) + 1), entry)
        }
    }

    private static let registry = LabelRegistry()

    /// The number of the current labels together with more of them.
    static func number(adding labels: [String: String]) -> UInt64 {
        LabelVariable.prepare()
        return registry.number(of: current.merging(labels) { $1 })
    }
}
