/// A function of a binary and the calls that it makes.
struct MachineFunction: Hashable, Sendable {
    /// The linker's name.
    var name: String
    var address: UInt64
    var calls: [MachineCall] = []
}
