/// Labels of samples that we give a meaning to.
enum PprofLabel {
    static let thread = "thread"
    /// The size of each block, a number.
    static let bytes = "bytes"
    /// The Swift type; only where the comment says so.
    static let type = "type"

    static let reserved: Set<String> = [thread, bytes]
    /// Before the key of a program's own label that would be taken for one of these.
    static let prefix = "label."
}
