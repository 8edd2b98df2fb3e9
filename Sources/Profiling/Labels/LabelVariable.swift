internal import CTrimtabHooks

/// The task-local variable that holds the number of the current set of labels, where the hooks find it.
enum LabelVariable {
    /// 64 bits, as the hooks read it; 0 stands for no labels.
    @TaskLocal static var current: UInt64 = 0

    /// Gives the calling thread the labels, where it runs no task that could have them.
    static func withThreadLabel<Result>(_ number: UInt64, _ body: () -> Result) -> Result {
        guard !trimtab_runs_task() else { return body() }
        let before = trimtab_label_set_for_thread(UInt32(truncatingIfNeeded: number))
        defer { _ = trimtab_label_set_for_thread(before) }
        return body()
    }

    /// Whether the hooks find the labels of tasks in this process.
    ///
    /// How the runtime keeps task-local values is its own affair. So the place is found by a number that stands nowhere
    /// else, and believed only if another one is found there, too.
    static let isFoundInTasks: Bool = {
        guard trimtab_runs_task() else { return false }
        let key = Unmanaged.passUnretained($current).toOpaque()
        let probe = UInt64.random(in: 1 << 40..<1 << 62)
        return $current.withValue(probe) {
            let offset = trimtab_labels_find(key, probe)
            return offset != 0
                && $current.withValue(probe ^ 0xffff) { trimtab_labels_prove(key, offset, probe ^ 0xffff) }
                && trimtab_labels_prove(key, offset, probe)
        }
    }()

    /// Has the hooks find labels, if this is the first time in a task.
    static func prepare() {
        // Outside of tasks there is nothing to find, and the answer would be kept.
        if trimtab_runs_task() { _ = isFoundInTasks }
    }
}
