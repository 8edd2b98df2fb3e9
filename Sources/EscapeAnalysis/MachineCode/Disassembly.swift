/// Takes apart what `llvm-objdump --disassemble --no-show-raw-insn` prints, as it comes: functions and their calls.
struct Disassembly {
    private(set) var functions: [MachineFunction] = []
    /// How long functions are, by address: what follows belongs to another one whose name was lost.
    private let sizes: [UInt64: UInt64]
    /// Where the function that is being read ends.
    private var limit = UInt64.max
    private var arguments = ArgumentRegisters()
    /// Functions whose address was taken since the last call.
    private var references: [String] = []
    /// Bytes of a line whose end has not come yet.
    private var rest: [UInt8] = []

    init(sizes: [UInt64: UInt64] = [:]) {
        self.sizes = sizes
    }

    /// Adds some of the text; it may end in the middle of a line.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if rest.isEmpty {
                add(line: line)
            } else {
                rest += line
                let whole = rest
                rest.removeAll(keepingCapacity: true)
                whole.withUnsafeBytes { add(line: $0) }
            }
            start = end + 1
        }
        rest += bytes[start...]
    }

    /// What was read, after the last of the text.
    mutating func finish() -> [MachineFunction] {
        let last = rest
        rest = []
        if !last.isEmpty { last.withUnsafeBytes { add(line: $0) } }
        return functions
    }

    private mutating func add(line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return }
        if first == UInt8(ascii: " ") {
            addInstruction(line)
        } else if line.last == UInt8(ascii: ":"), first != UInt8(ascii: "D") {
            addHead(String(decoding: line, as: UTF8.self))
        }
    }

    /// `0000000000005fa0 <name>:`
    private mutating func addHead(_ line: String) {
        guard let open = line.firstIndex(of: "<"), line.hasSuffix(">:"),
            let address = UInt64(line[..<open].dropLast(), radix: 16)
        else { return }
        arguments = ArgumentRegisters()
        references = []
        limit = sizes[address].map { address + $0 } ?? .max
        functions.append(MachineFunction(name: String(line[line.index(after: open)...].dropLast(2)), address: address))
    }

    /// `    5fb5:      \tcallq\t0x6740 <name@plt>`
    private mutating func addInstruction(_ line: UnsafeRawBufferPointer) {
        guard !functions.isEmpty, let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return }
        let end = line[(tab + 1)...].firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
        let mnemonic = UnsafeRawBufferPointer(rebasing: line[(tab + 1)..<end])
        guard let kind = BranchKind(mnemonic) else {
            arguments.note(line, mnemonic: mnemonic)
            if mnemonic.starts(with: "lea".utf8) { noteReference(line) }
            return
        }
        let text = Substring(decoding: line[..<tab], as: UTF8.self)
        guard let address = UInt64(text.drop { $0 == " " }.prefix { $0 != ":" }, radix: 16), address < limit
        else { return }
        let operands = Operands(Substring(decoding: line[min(end + 1, line.count)...], as: UTF8.self))
        switch kind {
        case .return: addEnd(.return, at: address)
        case .trap: addEnd(.trap, at: address)
        case .branch:
            if let target = operands.target, isOther(target) {
                addCall(target, at: address) { .conditionalTailCall($0) }
                return
            }
            // Without a place that makes sense it may go anywhere, to the end as well.
            if let place = operands.address { add(.branch(place), at: address) } else { add(.return, at: address) }
        case .call: addCall(operands.target ?? .indirect, at: address) { .call($0) }
        case .indirect:
            let isTail = mnemonic.elementsEqual("br".utf8)
            addCall(.indirect, at: address) { isTail ? .tailCall($0) : .call($0) }
        case .jump:
            if let target = operands.target, isOther(target) {
                addCall(target, at: address) { .tailCall($0) }
            } else if let place = operands.address {
                addEnd(.jump(place), at: address)
            }
        }
    }

    /// What follows is reached from elsewhere, with other arguments.
    private mutating func addEnd(_ kind: MachineFunction.Step.Kind, at address: UInt64) {
        add(kind, at: address)
        arguments = ArgumentRegisters()
    }

    /// Is it no place in the function that is being read?
    private func isOther(_ target: MachineCall.Target) -> Bool { target != .function(functions.last?.name ?? "") }

    private mutating func addCall(
        _ target: MachineCall.Target,
        at address: UInt64,
        as kind: (Int) -> MachineFunction.Step.Kind
    ) {
        let last = functions.count - 1
        // A function that several share is told by an address what to call: `name` + `Tm`.
        if case .function(let name) = target, name.hasSuffix("Tm") {
            for reference in references {
                functions[last].calls.append(MachineCall(address: address, target: .function(reference)))
                add(.call(functions[last].calls.count - 1), at: address)
            }
        }
        functions[last].calls.append(MachineCall(address: address, target: target, arguments: arguments.values))
        let number = functions[last].calls.count - 1
        add(kind(number), at: address)
        if case .conditionalTailCall = kind(number) { return }
        arguments = ArgumentRegisters()
        references = []
    }

    private mutating func add(_ kind: MachineFunction.Step.Kind, at address: UInt64) {
        functions[functions.count - 1].steps.append(MachineFunction.Step(address: address, kind: kind))
    }

    /// `leaq -0x1598(%rip), %rax     # 0x4a30 <name>`
    private mutating func noteReference(_ line: UnsafeRawBufferPointer) {
        guard line.last == UInt8(ascii: ">"), let hash = line.lastIndex(of: UInt8(ascii: "#")) else { return }
        let operands = Operands(Substring(decoding: line[hash...], as: UTF8.self))
        if case .function(let name)? = operands.target { references.append(name) }
    }
}
