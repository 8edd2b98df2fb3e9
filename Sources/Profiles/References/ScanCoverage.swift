/// How far a scan for references went.
package struct ScanCoverage: Hashable, Sendable {
    /// Live sampled blocks that were looked through, and their bytes.
    package var sampledBlocks = 0
    package var sampledBytes = 0
    /// Objects that were met on the way and looked through, and their bytes.
    package var foundBlocks = 0
    package var foundBytes = 0
    /// Bytes of globals.
    package var dataBytes = 0
    /// Bytes that were to be read and could not.
    package var unreadableBytes = 0
    /// Sampled blocks that were freed meanwhile, and so count for nothing.
    package var goneBlocks = 0
    /// Whether the limits of bytes, objects, references or seconds ended the scan early.
    package var isCut = false
    package var seconds = 0.0

    package init() {}
}
