/// A call, or a jump to another function in place of one.
struct MachineCall: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        /// The function of this name, in this binary or another.
        case function(String)
        /// Whatever address a register or a place in memory holds.
        case indirect
    }

    /// Where the instruction is in the binary.
    var address: UInt64
    var target: Target
    /// The first and second integer argument, where the code has them as numbers.
    var arguments: (first: Int?, second: Int?) {
        get { (firstArgument, secondArgument) }
        set { (firstArgument, secondArgument) = newValue }
    }

    private var firstArgument: Int?
    private var secondArgument: Int?

    init(address: UInt64, target: Target, arguments: (first: Int?, second: Int?) = (nil, nil)) {
        self.address = address
        self.target = target
        (firstArgument, secondArgument) = arguments
    }

    var callee: String? {
        if case .function(let name) = target { name } else { nil }
    }
}
