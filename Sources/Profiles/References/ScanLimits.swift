/// What a scan for references may take of the machine.
package struct ScanLimits: Hashable, Sendable {
    /// Bytes of memory that are read.
    package var bytes = 64 << 20
    /// Bytes of one block that are read.
    package var bytesOfBlock = 8 << 20
    /// Objects that are followed beside the sampled blocks.
    package var found = 1 << 16
    /// Objects that one block may bring in: a table of a million entries is not to use up the limit alone.
    package var foundByBlock = 1 << 10
    /// References that are noted.
    package var references = 1 << 19
    /// Seconds of processor time.
    package var processorSeconds = 2.0
    /// Seconds in all: memory that was swapped out has to come back.
    package var seconds = 30.0

    package init() {}
}
