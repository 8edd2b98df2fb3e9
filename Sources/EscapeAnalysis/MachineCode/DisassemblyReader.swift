internal import Synchronization

/// A ``Disassembly`` that is fed from another thread.
final class DisassemblyReader: Sendable {
    private let disassembly: Mutex<Disassembly>

    init(sizes: [UInt64: UInt64] = [:]) {
        disassembly = Mutex(Disassembly(sizes: sizes))
    }

    func add(_ bytes: UnsafeRawBufferPointer) {
        disassembly.withLock { $0.add(bytes) }
    }

    func finish() -> [MachineFunction] {
        disassembly.withLock { $0.finish() }
    }
}
