/// The bytes of a table of a recording: a copy, or where the hooks of this process write them.
///
/// Sendable: what is mapped stays mapped, and whoever reads it copies each entry before looking at it.
enum RecordedBytes: @unchecked Sendable {
    case copied([UInt8])
    case mapped(UnsafeRawBufferPointer)

    var count: Int {
        switch self {
        case .copied(let bytes): bytes.count
        case .mapped(let memory): memory.count
        }
    }

    var copy: [UInt8] {
        switch self {
        case .copied(let bytes): bytes
        case .mapped(let memory): Array(memory)
        }
    }

    /// The value at an offset, as the machine lays it out; it must lie inside.
    func load<T: BitwiseCopyable>(_: T.Type, at offset: Int) -> T {
        withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
    }

    /// The bytes from an offset inside up to the next NUL, or so many at most.
    func text(at offset: Int, most: Int) -> [UInt8] {
        withUnsafeBytes { Array($0[offset...].prefix(most).prefix { $0 != 0 }) }
    }

    private func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch self {
        case .copied(let bytes): bytes.withUnsafeBytes(body)
        case .mapped(let memory): body(memory)
        }
    }
}
