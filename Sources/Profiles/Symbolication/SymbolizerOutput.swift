/// Takes apart what `llvm-symbolizer --addresses` prints: for each address a line that repeats it, then pairs of lines
/// (function, file:line:column) from the innermost inlined call outwards, then an empty line.
struct SymbolizerOutput {
    /// What was printed for the addresses so far, in their order.
    private(set) var answers: [[SymbolizerFrame]] = []
    /// Whether the output stopped making sense.
    private(set) var isBroken = false

    private let addresses: [UInt64]
    private var frames: [SymbolizerFrame] = []
    private var function: String?
    private var sawAddress = false

    init(addresses: [UInt64]) {
        self.addresses = addresses
    }

    var isComplete: Bool { answers.count == addresses.count }

    mutating func add(line: String) {
        guard !isBroken, !isComplete else { return }
        if !sawAddress {
            isBroken = line != Self.text(addresses[answers.count])
            sawAddress = true
        } else if let name = function {
            frames.append(Self.frame(function: name, place: line))
            function = nil
        } else if line.isEmpty {
            answers.append(frames)
            frames = []
            sawAddress = false
        } else {
            function = line
        }
    }

    static func text(_ address: UInt64) -> String {
        "0x" + String(address, radix: 16)
    }

    private static func frame(function: String, place: String) -> SymbolizerFrame {
        var frame = SymbolizerFrame(function: function == "??" ? nil : function)
        // The path may hold colons itself.
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return frame }
        let file = parts.dropLast(2).joined(separator: ":")
        // Names without a directory come from symbol tables, where they name object files.
        guard file.contains("/"), !file.hasSuffix(">") else { return frame }
        frame.file = file
        frame.line = Int(parts[parts.count - 2]).flatMap { $0 > 0 ? $0 : nil }
        frame.column = Int(parts[parts.count - 1]).flatMap { $0 > 0 && frame.line != nil ? $0 : nil }
        return frame
    }
}
