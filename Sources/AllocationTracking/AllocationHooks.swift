private import CTrimtabHooks

/// Whether allocations are counted in this process, and if not, why.
///
/// Linking `AllocationTracking` interposes malloc in the whole process (Linux with glibc). The allocator underneath stays
/// the same. Where that cannot work, everything compiles, nothing is counted, and this says why.
public enum AllocationHooks {
    /// Whether allocations are counted.
    public static var status: Status {
        switch trimtab_hooks_status() {
        case TRIMTAB_HOOKS_ACTIVE: .active
        case TRIMTAB_HOOKS_SANITIZER: .sanitizer
        case TRIMTAB_HOOKS_PASSING_THROUGH: .passingThrough
        case TRIMTAB_HOOKS_NOT_REACHED: .notLinked
        default: .unsupportedPlatform
        }
    }

    public enum Status: String, Sendable, CustomStringConvertible {
        case active
        case unsupportedPlatform
        case sanitizer
        case passingThrough
        case notLinked

        public var description: String {
            switch self {
            case .active:
                "Allocations are counted."
            case .unsupportedPlatform:
                "Allocations are not counted: the hooks need Linux with glibc on x86_64 or aarch64."
            case .sanitizer:
                "Allocations are not counted: this build runs under a sanitizer, which owns malloc."
            case .passingThrough:
                "Allocations are not counted here: another copy of the hooks in this process counts them."
            case .notLinked:
                "Allocations are not counted: the hooks are not linked into this program, but into a library that it loads."
            }
        }
    }
}
